#!/bin/sh
# The IMAP server of the tests that read a mailbox: where it is missing, from the system's packages where that may be done.
# Elsewhere those tests are left out, and say so.
set -eu

for server in /usr/sbin/dovecot /usr/local/sbin/dovecot /opt/homebrew/sbin/dovecot; do
  [ ! -x "$server" ] || exit 0
done

without() {
  echo "rappel: $1; the tests that read a mailbox are left out (Debian, Ubuntu: apt-get install dovecot-imapd)" >&2
  exit 0
}
command -v apt-get >/dev/null 2>&1 || without 'Dovecot was not found'
sudo=
if [ "$(id -u)" != 0 ]; then
  sudo=sudo
  sudo -n true 2>/dev/null || without 'Dovecot was not found'
fi
echo 'Dovecot: not found, installing it with apt-get …' >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $sudo apt-get update && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends dovecot-imapd; } \
  </dev/null >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo 'rappel: apt-get could not install dovecot-imapd, which the tests need' >&2
  exit 1
fi
