#!/bin/sh
# coverage.sh — runs every test on a build that counts, and prints how many
# lines of engine/ they reach.
#
# Usage: coverage.sh SOURCE BUILD; the target engine-coverage calls it.
#
# SPDX-License-Identifier: LGPL-2.1-or-later

set -eu

source=$1 build=$2

# Unoptimised, so that a line that was run is a line that counts; but what a
# debug build would leave to the reader's patience is optimised all the same.
if [ ! -f "$build/build.ninja" ]; then
  # Threads that count at the same time must not lose count.
  meson setup "$build" "$source" -Db_coverage=true -Doptimization=1 \
    -Dc_args=-fprofile-update=atomic
fi
ninja -C "$build" --quiet
find "$build" -name '*.gcda' -delete
meson test -C "$build" --no-rebuild --print-errorlogs --no-suite install \
  --timeout-multiplier 4

gcovr --root "$source" --filter "$source/engine/" --txt --print-summary \
  "$build"
