#!/bin/sh
# with-postgresql.sh test|bench VARIABLE COMMAND [ARGUMENT…]
#
# Runs a command with the address of a PostgreSQL server in VARIABLE: the one that stands there
# already, or a private, throw-away cluster that is gone when the command ends, however it ends.
# Where PostgreSQL is missing it is installed from the system's packages, if that is allowed.
set -eu
profile=$1 variable=$2
shift 2
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
node=$root/node_modules/node/bin/node
oldest_supported=15

fail() {
  echo "PostgreSQL: $1" >&2
  exit 1
}

if printenv "$variable" >/dev/null; then exec "$@"; fi

case $profile in
  # Nothing is kept: no waiting for the disk.
  test) settings='-c fsync=off -c synchronous_commit=off -c full_page_writes=off
    -c max_connections=100 -c shared_buffers=256MB' ;;
  # As an operator would run it: durable, with memory for a million contacts.
  bench) settings='-c shared_buffers=1GB -c work_mem=64MB -c maintenance_work_mem=256MB
    -c max_wal_size=8GB -c synchronous_commit=on -c jit=off' ;;
  *) fail "unknown profile $profile" ;;
esac

# The newest supported version's folder of programs; nothing where there is none.
find_programs() {
  path_folders=$(printf '%s' "$PATH" | tr ':' '\n')
  printf '%s\n' "$path_folders" /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql@*/bin |
    while read -r folder; do
      [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] || continue
      version=$("$folder/initdb" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
      [ "$version" -ge "$oldest_supported" ] && echo "$version $folder"
    done | sort -rn | sed -n '1s/^[0-9]* //p'
}

install_postgresql() {
  "$root/scripts/install-package.sh" PostgreSQL postgresql ||
    fail "not found; install version $oldest_supported or later (Debian, Ubuntu: apt-get install postgresql) or set $variable"
}

programs=$(find_programs)
if [ -z "$programs" ]; then
  install_postgresql
  programs=$(find_programs)
  [ -n "$programs" ] || fail "the system's package is older than version $oldest_supported; set $variable"
fi

# A PostgreSQL server refuses to run as root.
as_server() { "$@"; }
owner=$(id -un)
if [ "$(id -u)" = 0 ]; then
  owner=postgres
  id "$owner" >/dev/null 2>&1 || owner=nobody
  as_server() { setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups "$@"; }
  command -v setpriv >/dev/null 2>&1 || fail 'as root it needs setpriv (package util-linux)'
fi

# A socket's path may have 107 characters at most, hence /tmp where TMPDIR is deep.
parent=${TMPDIR:-/tmp}
[ ${#parent} -le 60 ] || parent=/tmp
home=$(mktemp -d "$parent/rappel-postgresql.XXXXXX")
mkfifo "$home/alive"

# The guard cleans up when the last writer of the pipe is gone, that is: at any end of this script,
# SIGKILL included. It has a session of its own, so that nothing sent to this group reaches it.
guard='
  trap "" INT TERM HUP
  cat >/dev/null
  if [ -f "$1/data/postmaster.pid" ]; then
    server=$(head -n 1 "$1/data/postmaster.pid")
    kill -QUIT "$server" 2>/dev/null
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
      kill -0 "$server" 2>/dev/null || break
      sleep 0.1
    done
  fi
  rm -rf "$1"
'
own_session=
command -v setsid >/dev/null 2>&1 && own_session=setsid
# shellcheck disable=SC2086
$own_session sh -c "$guard" guard "$home" <"$home/alive" >/dev/null 2>&1 &
guard_pid=$!
exec 9>"$home/alive"

command_pid=
finish() {
  status=$?
  trap '' INT TERM HUP
  if [ -n "$command_pid" ]; then
    kill -TERM "$command_pid" 2>/dev/null || true
    wait "$command_pid" 2>/dev/null || true
  fi
  exec 9>&-
  wait "$guard_pid" 2>/dev/null || true
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

[ "$(id -u)" != 0 ] || chown "$owner" "$home"
locale='--locale=C.UTF-8'
locale -a 2>/dev/null | grep -qi '^C\.utf-\{0,1\}8$' || locale='--no-locale'
cd "$home"
as_server "$programs/initdb" --pgdata "$home/data" --username postgres --auth trust --encoding UTF8 "$locale" \
  --no-sync >"$home/initdb.log" 2>&1 9>&- || {
  cat "$home/initdb.log" >&2
  fail "initdb failed (does the user $owner reach $home?)"
}

port=
for attempt in 1 2 3; do
  free_port='const s = require("node:net").createServer().listen(0, "127.0.0.1", () => {
    console.log(s.address().port); s.close() })'
  port=$("$node" -e "$free_port" 9>&-)
  options="$settings -c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$home
    -c timezone=UTC -c log_min_messages=fatal"
  as_server "$programs/pg_ctl" start --wait --silent --pgdata "$home/data" --log "$home/server.log" \
    --options "$(printf '%s' "$options" | tr '\n' ' ')" >/dev/null 2>&1 9>&- && break
  [ "$attempt" -lt 3 ] || {
    tail -n 20 "$home/server.log" >&2
    fail 'the throw-away server did not start'
  }
done
cd "$OLDPWD"

export "$variable=postgres://postgres@127.0.0.1:$port/postgres"
# In the background, because a shell acts on a signal only while it waits.
"$@" <&0 9>&- &
command_pid=$!
status=0
wait "$command_pid" || status=$?
command_pid=
exit "$status"
