#!/bin/sh
# For HEALTHCHECK: Asterisk answers on its own command line, and has fully booted. Cheaper than starting Node every few seconds.
for config in /var/lib/trunkline/asterisk/etc/asterisk.conf /var/lib/trunkline/carrier/etc/asterisk.conf; do
  [ -f "$config" ] || continue
  /usr/sbin/asterisk -C "$config" -rx 'core waitfullybooted' | grep -qi 'fully booted'
  exit $?
done
exit 1
