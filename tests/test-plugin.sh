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

in_folder ()
{
  folder=$1
  shift
  mkdir -p "$folder" && cp "$stage/scale-tensor.so" "$folder" || return 1
  status=0
  "$@" || status=1
  rm "$folder/scale-tensor.so"
  return "$status"
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
STRATA_PLUGIN_PATH=$stage
export STRATA_PLUGIN_PATH
try 'a folder in the variable' lists Example.ScaleTensor
STRATA_PLUGIN_PATH=$stage/scale-tensor.so
try 'a file in the variable' lists Example.ScaleTensor
try 'the bundled cards besides' lists DepthwiseConv2D
unset STRATA_PLUGIN_PATH
try "the user's folder" \
  in_folder "$XDG_DATA_HOME/strata-1/plugins" lists Example.ScaleTensor
try 'the folder of installed plugins' \
  in_folder "${bundled%/*}" lists Example.ScaleTensor

done_testing
