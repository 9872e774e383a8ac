#!/bin/sh
# Installs the dependencies where they are missing or older than package-lock.json.
# Silent and instant where nothing is to do; everything it says goes to stderr.
set -eu
cd -- "$(dirname -- "$0")/.."

# npm writes node_modules/.package-lock.json last: an interrupted installation has none.
is_complete() {
  [ -x node_modules/node/bin/node ] &&
    [ -f node_modules/.package-lock.json ] &&
    ! [ package-lock.json -nt node_modules/.package-lock.json ]
}

fail() {
  echo "rappel: $1" >&2
  exit 1
}

is_complete && exit 0
command -v npm >/dev/null 2>&1 || fail 'npm is needed to install the dependencies (it comes with Node.js >= 20)'

# Two processes may start at once: one installs, the other waits for it.
mkdir -p .cache
if command -v flock >/dev/null 2>&1; then
  exec 9>.cache/install.lock
  flock 9
else
  lock=.cache/install.lock.d
  until mkdir "$lock" 2>/dev/null; do
    holder=$(cat "$lock/pid" 2>/dev/null || true)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -rf "$lock"; else sleep 1; fi
  done
  echo $$ >"$lock/pid"
  trap 'rm -rf "$lock"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
fi
is_complete && exit 0

# npm must run under the machine's Node, not under the one inside node_modules, which it replaces.
machine_path=$(printf '%s' "$PATH" | tr ':' '\n' | grep -v '/node_modules/\.bin$' | paste -s -d ':' -)

# Set by the npm or npx that may have started this; they would change what is installed where.
unset npm_config_global npm_config_package npm_config_call npm_config_workspace npm_config_workspaces \
  npm_config_omit npm_config_dry_run npm_config_prefix npm_config_local_prefix NODE_OPTIONS

echo 'rappel: installing the dependencies, which takes a minute or two …' >&2
PATH=$machine_path npm ci --include=dev --no-audit --no-fund --loglevel=error >&2 9>&- ||
  fail 'npm ci failed (see above)'

# Node.js 24 is fetched by the install script of the package `node`; a machine that switches
# install scripts off (ignore-scripts) lacks it still.
if ! [ -x node_modules/node/bin/node ]; then
  PATH=$machine_path npm rebuild node --ignore-scripts=false --loglevel=error >/dev/null 9>&- || true
fi
[ -x node_modules/node/bin/node ] ||
  fail 'the package "node" did not install Node.js 24: allow its install script (npm config ignore-scripts) and try again'
