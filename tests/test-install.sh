#!/bin/sh
# test-install.sh — an outside program compiles, links and runs against what
# `meson install` puts in place, with nothing but pkg-config's word.
#
# Usage: test-install.sh SOURCE BUILD PREFIX LIBDIR COMPILER…
#
# SPDX-License-Identifier: LGPL-2.1-or-later

set -u

source=$1 build=$2 prefix=$3 libdir=$4
shift 4

# shellcheck source=tests/staged.sh
. "$source/tests/staged.sh"

compiles_alone ()
{
  header=$1
  shift
  # shellcheck disable=SC2046
  "$@" -Wall -Wextra -Werror -fsyntax-only -include "$header" -x c /dev/null \
    $(flags --cflags)
}

# What README shows as WORD, letter for letter, the NUMBERth time.
readme_block ()
{
  awk -v word="$1" -v number="$2" '
    /^```/ { n += inside = $0 == "```" word; next }
    inside && n == number
  ' "$source/README.md"
}

# Names that other libraries of a program may have for themselves.
exports_only_strata ()
{
  nm --dynamic --defined-only --format=posix \
    "$stage$prefix/$libdir/libstrata-1.so" >"$stage/symbols" &&
    grep -q '^strata_conv_new ' "$stage/symbols" &&
    ! grep -v '^strata_' "$stage/symbols"
}

hides_private ()
{
  ! find "$stage" -name '*private*' -o -name 'strata-kernels.h' \
      -o -name 'strata-reference.h' | grep .
}

try 'private headers stay behind' hides_private
try 'the library exports nothing but strata_…' exports_only_strata

for header in "$stage$prefix"/include/strata-1/*.h; do
  try "$(basename "$header") compiles alone" \
    compiles_alone "$(basename "$header")" "$@" -std=c11
done

try 'the worked example links' \
  links example "$@" "$source/resources/examples/worked-example.c"
try 'the worked example runs' \
  prints example '[22., 32.]]]], dtype=float32)'

installs_examples ()
{
  for file in "$source"/resources/examples/*.strata; do
    cmp "$file" "$examples/${file##*/}" || return 1
  done
}

# With what they load beside them.
examples_run ()
{
  for file in "$examples"/*.strata; do
    runs "$stage$prefix/bin/strata" run "$file" || return 1
  done
}

# Whatever a desktop asks for, where it looks for it.
installs_editor ()
{
  id=io.github.strata.Editor
  test -x "$stage$prefix/bin/strata-editor" || return 1
  for file in applications/$id.desktop metainfo/$id.metainfo.xml \
              mime/packages/$id.xml icons/hicolor/scalable/apps/$id.svg \
              icons/hicolor/symbolic/apps/$id-symbolic.svg
  do
    test -s "$stage$prefix/share/$file" || { echo "# no $file"; return 1; }
  done
}

# One catalogue for each language that there is.
installs_languages ()
{
  grep -v '^#' "$source/resources/po/LINGUAS" |
    while read -r language
    do
      test -s "$stage$prefix/share/locale/$language/LC_MESSAGES/strata.mo" ||
        exit 1
    done
}

# The version that the metainfo tells of is the one that is installed.
tells_version ()
{
  grep -q "<release version=\"$(sed -n 's/^Version: //p' \
    "$stage$prefix/$libdir/pkgconfig/strata-1.pc")\"" \
    "$stage$prefix/share/metainfo/io.github.strata.Editor.metainfo.xml"
}

if test -x "$build/ui/desktop/strata-editor"; then
  try 'the editor and its files are installed' installs_editor
  try 'the metainfo tells of this version' tells_version
else
  skip 'the editor and its files' 'no editor'
fi
if find "$build/resources/po" -name '*.mo' 2>/dev/null | grep -q .; then
  try 'the languages are installed' installs_languages
else
  skip 'the languages' 'no catalogues'
fi

examples=$(dirname "$(find "$stage" -name mobile.strata)")
try 'the examples are installed' installs_examples
try 'the installed program runs them' examples_run

readme_block c 1 >"$stage/graph.c"
try "README's program for graphs links" links graph "$@" -Wall -Werror \
  "$stage/graph.c"
try "README's program for graphs prints what README says" \
  prints graph "$(readme_block text 1)" "$examples/depthwise.strata" valid
readme_block c 2 >"$stage/engine.c"
try "README's program for the engine links" links engine "$@" -Wall -Werror \
  "$stage/engine.c"
try "README's program for the engine prints what README says" \
  prints engine "$(readme_block text 2)"

cat >"$stage/outside.cc" <<'END'
#include <strata.h>
#include <cstdio>
int main () { return std::puts (strata_dtype_name (STRATA_BFLOAT16)) < 0; }
END
if command -v g++ >/dev/null; then
  # A sanitizer named to the C compiler is wanted here too.
  sanitize=
  for word; do
    case $word in -fsanitize=*) sanitize=$word ;; esac
  done
  # shellcheck disable=SC2086
  try 'a C++ program links' \
    links outside g++ -std=c++11 -Wall -Wextra -Werror $sanitize \
      "$stage/outside.cc"
  try 'a C++ program runs' prints outside bfloat16
else
  skip 'a C++ program' 'no g++'
fi

done_testing
