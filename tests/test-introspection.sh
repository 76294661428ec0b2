#!/bin/sh
# test-introspection.sh — Python builds and runs a graph with what `meson
# install` puts in place.
#
# Usage: test-introspection.sh SOURCE BUILD PREFIX LIBDIR PYTHON FOLDER COMPILER…
#
# SPDX-License-Identifier: LGPL-2.1-or-later

set -u

source=$1 build=$2 prefix=$3 libdir=$4 python=$5 folder=$6
shift 6

# shellcheck source=tests/staged.sh
. "$source/tests/staged.sh"

# Nothing of the build tree counts here.
GI_TYPELIB_PATH=$stage$prefix/$libdir/girepository-1.0
PYTHONPATH=$stage$folder
export GI_TYPELIB_PATH PYTHONPATH

is_there ()
{
  find "$stage" -path "*/$1" | grep .
}

has_no_test_modules ()
{
  ! "$python" -c 'import gi, numpy' 2>/dev/null
}

runs_example ()
{
  mkdir -p "$stage/edges" &&
    runs "$python" "$source/resources/examples/python/edge-detector.py" \
      "$stage/edges" &&
    test -s "$stage/edges/edges.npy"
}

uses_installed ()
{
  runs "$python" -c '
import gi
gi.require_version("Strata", "1.0")
from gi.repository import Strata
import gi.overrides.Strata
print(gi.overrides.Strata.__file__)
' >"$stage/where" && cat "$stage/where" && grep -q "^$stage" "$stage/where"
}

# What the page shows as C, letter for letter.
page_program ()
{
  awk '/^```/ { inside = $0 == "```c"; next } inside' \
    "$source/resources/docs/graphs.md"
}

saves_graph ()
{
  prints page 'float32 (1, 6, 6, 3)' && test -s net.strata
}

# Other languages come to the library, it does not come to them.
links_no_introspection ()
{
  ! ldd "$stage$prefix/$libdir/libstrata-1.so" "$stage$prefix/bin/strata" |
    grep -i girepository
}

try 'the description is in place' \
  is_there 'gir-1.0/Strata-1.0.gir'
try 'the library links no introspection' links_no_introspection
if has_no_test_modules; then
  skip "Python finds Strata's own manner" 'no PyGObject or NumPy'
  skip 'the example runs' 'no PyGObject or NumPy'
else
  try "Python finds Strata's own manner" uses_installed
  try 'the example runs' runs_example
fi

cd "$stage" || exit 1
page_program >page.c
try 'the program of the reference links' links page "$@" -Wall -Werror page.c
try 'the program of the reference runs' saves_graph

done_testing
