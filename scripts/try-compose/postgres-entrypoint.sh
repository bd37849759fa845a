#!/bin/sh
# As much of the official image's first start as docker-compose.yml uses: a cluster, POSTGRES_USER and POSTGRES_DB, then the server as the user postgres.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  chown -R postgres:postgres /var/lib/postgresql
  setpriv --reuid=postgres --regid=postgres --clear-groups initdb -U "$POSTGRES_USER" --auth-local=trust --auth-host=reject -E UTF8 --locale=C.UTF-8
  echo "CREATE DATABASE \"$POSTGRES_DB\"" | setpriv --reuid=postgres --regid=postgres --clear-groups postgres --single -jE postgres >/dev/null
fi
exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"
