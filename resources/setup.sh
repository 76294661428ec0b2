#!/bin/sh
# setup.sh — installs what the build needs, builds, and runs or tests Strata.
#
# SPDX-License-Identifier: LGPL-2.1-or-later

set -eu

usage='Usage: sh resources/setup.sh run|test'

say ()
{
  printf 'setup: %s\n' "$*"
}

fail ()
{
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

# Packages of the groups named.
packages ()
{
  awk -v wanted=" $* " '
    /^[[:space:]]*(#|$)/ { next }
    /^\[/                { gsub (/[][]/, ""); group = $1; next }
    index (wanted, " " group " ") { print $1 }
  ' resources/packages.txt
}

missing_packages ()
{
  for package in $(packages "$@"); do
    state=$(dpkg-query --show --showformat='${db:Status-Status}' \
              "$package" 2>/dev/null) || state=
    case $state in
      installed*) ;;
      *) printf '%s ' "$package" ;;
    esac
  done
}

# Sets $as_root to the words that go before a command that needs root rights.
# Without a terminal nobody could answer sudo's question.
become_root ()
{
  if [ "$(id -u)" -eq 0 ]; then
    as_root=
  elif ! command -v sudo >/dev/null; then
    fail "Installing packages needs root rights, and there is no sudo;" \
         "run as root: apt-get install $1"
  elif [ -t 0 ]; then
    as_root=sudo
  elif sudo -n true 2>/dev/null; then
    as_root='sudo -n'
  else
    fail "Installing packages needs root rights, and sudo would ask for a" \
         "password; run this in a terminal, or as root: apt-get install $1"
  fi
}

apt ()
{
  # shellcheck disable=SC2086 # $as_root is none, one or two words.
  $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y -o DPkg::Lock::Timeout=120 "$@" </dev/null >>"$log" 2>&1
}

install_packages ()
{
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say 'This is no Debian: what resources/packages.txt lists is taken as' \
        'installed'
    return
  fi
  missing=$(missing_packages "$@")
  if [ -z "$missing" ]; then
    say 'All packages are installed'
    return
  fi
  become_root "$missing"
  say "Installing $missing"
  # Old lists may still do, so that only the installation decides.
  apt update || say 'Cannot update the package lists; trying with the old ones'
  # shellcheck disable=SC2086 # One word for each package.
  if ! apt install --no-install-recommends $missing; then
    tail -n 25 "$log" >&2
    fail "Cannot install $missing"
  fi
}

# Leaves a configured folder `build`, whatever state it was in. One that meson
# cannot use any more is put aside, because it may hold somebody's work.
configure ()
{
  if [ -e build ] || [ -L build ]; then
    # Packages may have come that it was configured without.
    if meson setup --reconfigure build >"$log" 2>&1 </dev/null; then
      # ninja would do it all again, because it did not do it itself.
      ninja -C build -t restat build.ninja >"$log" 2>&1 || true
      return
    fi
    say 'The folder build is broken: it is now build-broken, a new one follows'
    rm -rf build-broken
    mv build build-broken
  fi
  if ! meson setup build >"$log" 2>&1 </dev/null; then
    tail -n 25 "$log" >&2
    fail 'Cannot configure the build; its last words stand above'
  fi
}

build ()
{
  say "Building in $(pwd)/build"
  configure
  ninja -C build --quiet </dev/null ||
    fail 'Cannot build; the compiler says above what is wrong'
}

# Where there is a display and somebody to answer.
offer_editor ()
{
  if [ -n "${WAYLAND_DISPLAY-}${DISPLAY-}" ] && [ -t 0 ]; then
    printf 'setup: Open it in the editor? [Y/n] '
    read -r answer || answer=no
    case $answer in
      [Nn]*) ;;
      *) "$1" "$2" || fail 'The editor failed' ;;
    esac
  fi
}

run ()
{
  install_packages build
  build
  strata=build/ui/terminal/strata editor=build/ui/desktop/strata-editor
  example=resources/examples/mobile.strata
  say "Running $example: five separable blocks, as in MobileNet," \
      'on an image of noise'
  "$strata" run "$example" || fail 'The example failed'
  say 'Done; try next:'
  printf '  %s\n' \
    "$strata check $example" \
    "$strata run resources/examples/edges.strata --output edges=edges.npy" \
    "$strata cards SeparableConv2D" \
    "$strata help" \
    "$editor $example"
  offer_editor "$editor" "$example"
}

run_tests ()
{
  install_packages build test
  build
  say 'Running every test'
  # An old log must not speak for a run that could not write one.
  rm -f build/meson-logs/testlog.txt
  status=0
  meson test -C build --no-rebuild --print-errorlogs </dev/null || status=1
  awk -f tests/report.awk build/meson-logs/testlog.txt || status=1
  return "$status"
}

if [ $# -ne 1 ]; then
  printf '%s\n' "$usage" >&2
  exit 2
fi
case $1 in
  run) job=run ;;
  test) job=run_tests ;;
  *)
    printf '%s\n' "$usage" >&2
    exit 2
    ;;
esac

CDPATH='' cd -- "$(dirname -- "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
$job
