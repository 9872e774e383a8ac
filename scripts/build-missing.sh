#!/bin/sh
# Builds the back office (web/dist) where it is missing or older than its sources. Silent and instant where it is not.
set -eu
cd -- "$(dirname -- "$0")/.."

is_built() {
  [ -f web/dist/index.html ] &&
    [ -z "$(find web package-lock.json -newer web/dist/index.html -type f -not -path 'web/dist/*' -print | head -n 1)" ]
}

is_built && exit 0
echo 'rappel: building the back office …' >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Beside the folder that is served, and then in its place: a server that runs never has half of it.
node_modules/node/bin/node node_modules/vite/bin/vite.js build --config web/vite.config.ts --outDir "$PWD/web/dist.$$" \
  --emptyOutDir >"$log" 2>&1 || {
  cat "$log" >&2
  exit 1
}
rm -rf web/dist
mv web/dist.$$ web/dist
