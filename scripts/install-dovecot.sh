#!/bin/sh
# The IMAP server of the tests that read a mailbox: where it is missing, from the system's packages where that may be done.
# Elsewhere those tests are left out, and say so.
set -eu
cd -- "$(dirname -- "$0")/.."

# Dovecot without its part for IMAP, as dovecot-core alone brings it, is not enough.
has_imap_server() {
  for place in /usr/sbin:/usr/lib /usr/sbin:/usr/libexec /usr/local/sbin:/usr/local/libexec /opt/homebrew/sbin:/opt/homebrew/libexec; do
    [ ! -x "${place%:*}/dovecot" ] || [ ! -x "${place#*:}/dovecot/imap" ] || return 0
  done
  return 1
}

! has_imap_server || exit 0
status=0
scripts/install-package.sh Dovecot dovecot-core dovecot-imapd || status=$?
[ "$status" != 0 ] || has_imap_server || status=1
case $status in
  0) ;;
  2) echo 'rappel: Dovecot was not found; the tests that read a mailbox are left out (Debian, Ubuntu: apt-get install dovecot-imapd)' >&2 ;;
  *)
    echo 'rappel: apt-get could not install dovecot-imapd, which the tests need' >&2
    exit 1
    ;;
esac
