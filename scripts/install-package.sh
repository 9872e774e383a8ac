#!/bin/sh
# install-package.sh NAME PACKAGE...: installs packages of the system with apt-get, where that is there and may be done (root, or
# sudo without a password). Ends with 2 where it may not, and with 1, saying why, where it fails.
set -eu
name=$1
shift

command -v apt-get >/dev/null 2>&1 || exit 2
sudo=
if [ "$(id -u)" != 0 ]; then
  sudo=sudo
  sudo -n true 2>/dev/null || exit 2
fi
echo "$name: not found, installing it with apt-get …" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Again where a package is said to be there and its files are not.
if ! { $sudo apt-get update && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --reinstall --no-install-recommends "$@"; } \
  </dev/null >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  exit 1
fi
