#!/bin/sh
# Builds the target with coverage counters and runs it for so many seconds, beginning with the golden addresses.
set -eu
cd "$(dirname "$0")"
seconds=${1:-60}
target=${CARGO_TARGET_DIR:-target}
triple=$(rustc -vV | sed -n 's/^host: //p')

export CARGO_TARGET_DIR="$target"
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
# With a target named, build scripts and macros go without the counters.
cargo build --release --target "$triple"

mkdir -p corpus artifacts
awk 'FNR > 1 { printf "%s", $0 > sprintf("corpus/golden-%05d", ++count); close(sprintf("corpus/golden-%05d", count)) }' ../tests/golden/*.csv
exec "$target/$triple/release/read" -max_total_time="$seconds" -max_len=400 -print_final_stats=1 \
    -artifact_prefix=artifacts/ corpus
