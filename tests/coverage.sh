#!/bin/sh
# coverage.sh — runs every test on a build that counts, and prints how many
# lines of some folders they reach.
#
# Usage: coverage.sh SOURCE BUILD FOLDER…; the targets all-coverage and
# engine-coverage call it.
#
# SPDX-License-Identifier: LGPL-2.1-or-later

set -eu

source=$1 build=$2
shift 2

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

# One option for each folder.
for folder; do
  set -- "$@" --filter "$source/$folder/"
  shift
done
gcovr --root "$source" "$@" --txt --print-summary "$build"
