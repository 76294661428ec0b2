# shellcheck shell=sh disable=SC2154 # The includer sets four variables.
# staged.sh — for tests that use Strata as it is installed, with nothing but
# pkg-config's word. Whoever includes it sets source, build, prefix and libdir.
#
# SPDX-License-Identifier: LGPL-2.1-or-later

# Nothing of the caller's own plugins belongs here.
unset STRATA_PLUGIN_PATH

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
trap 'exit 1' INT TERM

XDG_DATA_HOME=$stage/home/.local/share
export XDG_DATA_HOME

n=0

# try NAME COMMAND…: one line of TAP.
try ()
{
  n=$((n + 1))
  name=$1
  shift
  if "$@" >"$stage/log" 2>&1; then
    printf 'ok %d - %s\n' "$n" "$name"
  else
    printf 'not ok %d - %s\n' "$n" "$name"
    sed 's/^/# /' "$stage/log"
  fi
}

skip ()
{
  n=$((n + 1))
  printf 'ok %d - %s # SKIP %s\n' "$n" "$1" "$2"
}

done_testing ()
{
  printf '1..%d\n' "$n"
}

installs ()
{
  DESTDIR=$stage meson install -C "$build" --no-rebuild --quiet
}

flags ()
{
  PKG_CONFIG_PATH=$stage$prefix/$libdir/pkgconfig pkg-config "$@" strata-1
}

# Only our own prefix moves: GLib stays where it is.
known_to_pkgconfig ()
{
  sed -i "s|^prefix=.*|prefix=$stage$prefix|" \
    "$stage$prefix/$libdir/pkgconfig/strata-1.pc" && flags --exists
}

# links PROGRAM COMPILER… FILE
links ()
{
  program=$1
  shift
  # shellcheck disable=SC2046 # One word for each flag.
  "$@" -o "$stage/$program" $(flags --cflags --libs)
}

runs ()
{
  LD_LIBRARY_PATH=$stage$prefix/$libdir "$@"
}

# prints PROGRAM TEXT ARGUMENT…
prints ()
{
  program=$1 text=$2
  shift 2
  output=$(runs "$stage/$program" "$@") || return 1
  printf '%s\n' "$output"
  case $output in
    *"$text"*) ;;
    *) return 1 ;;
  esac
}

try 'meson installs' installs
try 'pkg-config knows the library' known_to_pkgconfig
