#!/bin/sh
# npm run bench: the benchmarks, on a PostgreSQL server of their own or on BENCH_DATABASE_URL.
set -eu
cd -- "$(dirname -- "$0")/.."
scripts/install-missing.sh
scripts/build-missing.sh
# Redirects are asked for by wrk; where it cannot be installed, their benchmark says so.
command -v wrk >/dev/null 2>&1 || scripts/install-package.sh wrk wrk || true
exec scripts/with-postgresql.sh bench BENCH_DATABASE_URL node_modules/node/bin/node bench/bench.ts "$@"
