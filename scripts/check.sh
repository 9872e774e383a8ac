#!/bin/sh
# npm run check: everything that can be told without running the tests. All of it is run, then judged.
set -eu
cd -- "$(dirname -- "$0")/.."
scripts/install-missing.sh

PATH=$PWD/node_modules/.bin:$PATH
export PATH
failed=
colours=off
[ ! -t 1 ] || colours=force

check() {
  name=$1
  shift
  printf '\n== %s\n' "$name"
  "$@" || failed="$failed, $name"
}

check 'lock file complete' node scripts/complete-lock.ts --check
check 'types' node node_modules/typescript/bin/tsc --noEmit
check 'types of the back office' node node_modules/typescript/bin/tsc --noEmit -p web
check 'lint and format' node node_modules/@biomejs/biome/bin/biome ci --colors=$colours .
check 'import rules' node scripts/check-imports.ts
check 'dead code' node node_modules/knip/bin/knip.js --no-progress
[ ! -f scripts/generate.ts ] || check 'generated files up to date' node scripts/generate.ts --check

if [ -n "$failed" ]; then
  printf '\nFailed: %s\n' "${failed#, }" >&2
  exit 1
fi
printf '\nAll checks passed.\n'
