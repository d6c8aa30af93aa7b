#!/bin/sh
set -e
if [ ! -s "$PGDATA/PG_VERSION" ]; then
	initdb --auth=trust --no-sync >/dev/null
	echo 'host all all all trust' >>"$PGDATA/pg_hba.conf"
fi
exec "$@"
