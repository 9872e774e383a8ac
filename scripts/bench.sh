#!/bin/sh
# npm run bench: the benchmarks, on a PostgreSQL server of their own or on BENCH_DATABASE_URL.
set -eu
cd -- "$(dirname -- "$0")/.."
scripts/install-missing.sh
scripts/build-missing.sh
exec scripts/with-postgresql.sh bench BENCH_DATABASE_URL node_modules/node/bin/node bench/bench.ts "$@"
