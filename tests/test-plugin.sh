#!/bin/sh
# test-plugin.sh — a plugin is built outside of the tree against what `meson
# install` puts in place, and works in an installed Strata that was moved.
#
# Usage: test-plugin.sh SOURCE BUILD PREFIX LIBDIR COMPILER…
#
# SPDX-License-Identifier: LGPL-2.1-or-later

set -u

source=$1 build=$2 prefix=$3 libdir=$4
shift 4

# shellcheck source=tests/staged.sh
. "$source/tests/staged.sh"

bundled=$stage$prefix/$libdir/strata-1/plugins/strata-cards.so

# What scale-tensor.c says in its first comment.
builds_plugin ()
{
  # shellcheck disable=SC2046 # One word for each flag.
  "$@" -Wall -Wextra -Werror -shared -fPIC $(flags --cflags) \
    "$source/resources/examples/plugin/scale-tensor.c" \
    -o "$stage/scale-tensor.so" $(flags --libs)
}

exports_only_entry ()
{
  nm --dynamic --defined-only --format=posix "$bundled" >"$stage/symbols" &&
    grep -q '^strata_plugin ' "$stage/symbols" &&
    ! grep -v '^strata_plugin ' "$stage/symbols"
}

plugindir ()
{
  test "$(flags --variable=plugindir)/strata-cards.so" = "$bundled" &&
    test -f "$bundled"
}

is_there ()
{
  find "$stage" -path "*/$1" | grep .
}

lists ()
{
  runs "$stage/list-types" >"$stage/types" && cat "$stage/types" &&
    grep -qx "$1" "$stage/types"
}

lists_not ()
{
  runs "$stage/list-types" >"$stage/types" && cat "$stage/types" &&
    ! grep -qx "$1" "$stage/types"
}

# looking_in PLACES COMMAND…: with these in the variable.
looking_in ()
{
  STRATA_PLUGIN_PATH=$1
  export STRATA_PLUGIN_PATH
  shift
  outcome=0
  "$@" || outcome=$?
  unset STRATA_PLUGIN_PATH
  return "$outcome"
}

# in_folder FOLDER COMMAND…: while the plugin is there.
in_folder ()
{
  folder=$1
  shift
  mkdir -p "$folder" && cp "$stage/scale-tensor.so" "$folder" || return 1
  outcome=0
  "$@" || outcome=$?
  rm "$folder/scale-tensor.so"
  return "$outcome"
}

# strata WORD…: the program, wherever it was installed.
strata ()
{
  runs "$(find "$stage$prefix" -type f -name strata -perm -u+x)" "$@"
}

# says STATUS TEXT COMMAND…: ends so, and prints this somewhere.
says ()
{
  wanted=$1 text=$2
  shift 2
  status=0
  "$@" >"$stage/said" 2>&1 || status=$?
  cat "$stage/said"
  test "$status" -eq "$wanted" && grep -qF -e "$text" "$stage/said"
}

# What a graph says of a card is nobody's to change who does not know it.
survives ()
{
  looking_in "$stage" strata format "$stage/graph.strata" \
    --output "$stage/known.strata" &&
    strata format "$stage/graph.strata" --output "$stage/unknown.strata" &&
    cmp "$stage/known.strata" "$stage/unknown.strata" &&
    grep -qF 'Example.ScaleTensor' "$stage/unknown.strata" &&
    grep -qF '2.5' "$stage/unknown.strata"
}

same_order ()
{
  runs "$stage/list-types" >"$stage/first" &&
    runs "$stage/list-types" >"$stage/second" &&
    cmp "$stage/first" "$stage/second"
}

try 'pkg-config knows where plugins go' plugindir
try 'the bundled cards export nothing but their entry' exports_only_entry
try 'the example is installed' is_there doc/strata-1/examples/scale-tensor.c
try 'the example builds' builds_plugin "$@"
try 'a program that lists cards links' \
  links list-types "$@" "$source/tests/plugins/list-types.c"

try 'the bundled cards are found' lists DepthwiseConv2D
try 'their order is stable' same_order
try 'nothing else is found' lists_not Example.ScaleTensor
try 'a folder in the variable' \
  looking_in "$stage" lists Example.ScaleTensor
try 'a file in the variable' \
  looking_in "$stage/scale-tensor.so" lists Example.ScaleTensor
try 'the bundled cards besides' looking_in "$stage" lists DepthwiseConv2D
try "the user's folder" \
  in_folder "$XDG_DATA_HOME/strata-1/plugins" lists Example.ScaleTensor
try 'the folder of installed plugins' \
  in_folder "${bundled%/*}" lists Example.ScaleTensor

cat >"$stage/graph.strata" <<'END'
{
  "format": "strata-graph",
  "version": 1,
  "cards": [
    { "id": "c", "type": "ConstantTensor",
      "inputs": { "shape": [3], "values": [1, 2, -3] } },
    { "id": "s", "type": "Example.ScaleTensor", "position": [40, 80],
      "inputs": { "factor": 2.5 } },
    { "id": "y", "type": "Output" }
  ],
  "wires": [
    { "from": "c.tensor", "to": "s.input" },
    { "from": "s.output", "to": "y.data" }
  ]
}
END

try 'strata lists the card' \
  looking_in "$stage" says 0 Example.ScaleTensor strata cards
try 'strata explains the card' \
  looking_in "$stage" says 0 'Multiplies each element by a number.' \
    strata cards Example.ScaleTensor
try 'strata runs the card' \
  looking_in "$stage" says 0 '"min": -7.5' \
    strata run "$stage/graph.strata" --json
try 'strata checks what the card is given' \
  looking_in "$stage" says 1 "card 's', port 'factor'" \
    strata run "$stage/graph.strata" --set 's.factor="much"'
try 'a graph names the card that is missing' \
  says 1 "card 's': There is no card type 'Example.ScaleTensor'" \
    strata check "$stage/graph.strata"
try 'a graph keeps the card that is missing' survives

done_testing
