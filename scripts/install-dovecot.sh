#!/bin/sh
# The IMAP server of the tests that read a mailbox: where it is missing, from the system's packages where that may be done.
# Elsewhere those tests are left out, and say so.
set -eu
cd -- "$(dirname -- "$0")/.."

for server in /usr/sbin/dovecot /usr/local/sbin/dovecot /opt/homebrew/sbin/dovecot; do
  [ ! -x "$server" ] || exit 0
done

status=0
scripts/install-package.sh Dovecot dovecot-imapd || status=$?
case $status in
  0) ;;
  2) echo 'rappel: Dovecot was not found; the tests that read a mailbox are left out (Debian, Ubuntu: apt-get install dovecot-imapd)' >&2 ;;
  *)
    echo 'rappel: apt-get could not install dovecot-imapd, which the tests need' >&2
    exit 1
    ;;
esac
