#!/bin/sh
# test-readme.sh — every command that README shows with what it says, in a copy
# of the examples: it must say so still. And the graph that README shows, which
# must be as the program writes it.
#
# Usage: test-readme.sh PROGRAM README EXAMPLES
#
# SPDX-License-Identifier: LGPL-2.1-or-later

set -u

program=$1 readme=$2 examples=$3

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
trap 'exit 1' INT TERM

PATH=$(cd "$(dirname "$program")" && pwd):$PATH

cp -r "$examples" "$stage/examples"
awk -v stage="$stage" '
  /^```/ { inside = $0 == "```console"; next }
  !inside { next }
  sub (/^[$] /, "") {
    n++
    print > (stage "/" n ".command")
    printf "" > (stage "/" n ".said")
    next
  }
  { print > (stage "/" n ".said") }
' "$readme"

awk '/^```/ { inside = $0 == "```json"; next } inside' "$readme" \
  >"$stage/graph.strata"

# report STATUS NAME: a line of TAP; what differs stands in a file.
report ()
{
  n=$((n + 1))
  if [ "$1" -eq 0 ]; then
    printf 'ok %d - %s\n' "$n" "$2"
  else
    printf 'not ok %d - %s\n' "$n" "$2"
    sed 's/^/# /' "$stage/difference"
  fi
}

n=0
while [ -f "$stage/$((n + 1)).command" ]; do
  next=$((n + 1))
  (cd "$stage/examples" && sh "$stage/$next.command") >"$stage/says" 2>&1
  diff "$stage/$next.said" "$stage/says" >"$stage/difference"
  report $? "$(cat "$stage/$next.command")"
done
test "$n" -gt 0 2>"$stage/difference"
report $? 'there are commands'
strata format "$stage/graph.strata" --output - 2>&1 |
  diff "$stage/graph.strata" - >"$stage/difference"
report $? 'the graph'
printf '1..%d\n' "$n"
