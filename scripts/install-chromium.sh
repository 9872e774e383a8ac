#!/bin/sh
# The browser of the journey tests: where none is there, from the system's packages where that may be done.
set -eu
cd -- "$(dirname -- "$0")/.."

for browser in /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
  [ ! -x "$browser" ] || exit 0
done

scripts/install-package.sh Chromium chromium || {
  echo 'rappel: the journey tests need Chromium: install it (Debian, Ubuntu: apt-get install chromium)' >&2
  exit 1
}
