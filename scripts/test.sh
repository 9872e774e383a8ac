#!/bin/sh
# npm test: every test, on the embedded database and on a PostgreSQL server of its own or on
# TEST_DATABASE_URL. Arguments go to Vitest: `npm test -- src/retention`.
set -eu
cd -- "$(dirname -- "$0")/.."
scripts/install-missing.sh
scripts/install-chromium.sh
scripts/install-dovecot.sh
scripts/build-missing.sh

counts=$(mktemp)
tests_pid=
finish() {
  status=$?
  trap '' INT TERM HUP
  if [ -n "$tests_pid" ]; then
    kill -TERM "$tests_pid" 2>/dev/null || true
    wait "$tests_pid" 2>/dev/null || true
  fi
  rm -f "$counts" "$counts.bak"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

case " $* " in
  *' --reporter'*) reporter= ;;
  *) reporter=--reporter=default ;;
esac

# Node.js 24 also for what the tests start by the name `node`.
PATH=$PWD/node_modules/.bin:$PATH
# The processes that the tests start and kill compile nothing twice (as bin/rappel has it).
export PATH RAPPEL_TEST_COUNTS="$counts" NODE_COMPILE_CACHE="$PWD/.cache/compile"
# In the background, because a shell acts on a signal only while it waits.
# shellcheck disable=SC2086
scripts/with-postgresql.sh test TEST_DATABASE_URL \
  node_modules/node/bin/node node_modules/vitest/vitest.mjs run \
  $reporter --reporter=./scripts/count-reporter.ts "$@" <&0 &
tests_pid=$!
status=0
wait "$tests_pid" || status=$?
tests_pid=

# The last line, for whoever reads only that. What fails outside of the tests is a failure too.
[ -s "$counts" ] || echo '0 passed, 0 failed' >"$counts"
[ "$status" = 0 ] || sed -i.bak 's/ 0 failed/ 1 failed/' "$counts"
cat "$counts"
exit "$status"
