#!/bin/sh
# The browser of the journey tests: where none is there, from the system's packages where that may be done.
set -eu

for browser in /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
  [ ! -x "$browser" ] || exit 0
done

advice='the journey tests need Chromium: install it (Debian, Ubuntu: apt-get install chromium)'
command -v apt-get >/dev/null 2>&1 || { echo "rappel: $advice" >&2; exit 1; }
sudo=
if [ "$(id -u)" != 0 ]; then
  sudo=sudo
  sudo -n true 2>/dev/null || { echo "rappel: $advice" >&2; exit 1; }
fi
echo 'Chromium: not found, installing it with apt-get …' >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $sudo apt-get update && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } \
  </dev/null >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "rappel: apt-get could not install it; $advice" >&2
  exit 1
fi
