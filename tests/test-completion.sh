#!/usr/bin/env bash
# test-completion.sh — what bash offers while a command line is typed.
#
# Usage: test-completion.sh PROGRAM COMPLETION
#
# SPDX-License-Identifier: LGPL-2.1-or-later

set -u

PATH=$(cd "$(dirname "$1")" && pwd):$PATH
# shellcheck source=/dev/null
. "$2"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
trap 'exit 1' INT TERM
cd "$stage" || exit 1

cat >net.strata <<'END'
{ "format": "strata-graph", "version": 1,
  "cards": [
    { "id": "x", "type": "Input", "inputs": { "name": "image" } },
    { "id": "y", "type": "Output" } ],
  "wires": [ { "from": "x.data", "to": "y.data" } ] }
END
touch x.npy w.npz other
mkdir folder

n=0

# offers "WORD…" WORD…: what is offered for the last word of a command line, in
# the words that bash makes of it.
offers ()
{
  local expected=$1 got
  n=$((n + 1))
  shift
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  _strata
  got=$(printf '%s\n' "${COMPREPLY[@]}" | sort | tr '\n' ' ')
  if [ "$got" = "$expected " ]; then
    printf 'ok %d - %s\n' "$n" "$*"
  else
    printf 'not ok %d - %s\n# offers %s\n' "$n" "$*" "$got"
  fi
}

offers 'cards check' strata c
offers 'folder net.strata' strata run ''
offers 'folder net.strata' strata run --json ''
offers 'folder net.strata' strata run --threads 2 ''
offers '--save-weights --set' strata run net.strata --s
offers 'image=' strata run net.strata --input ''
offers 'image=' strata run net.strata --input = i
offers 'folder x.npy' strata run net.strata --input image =
offers 'folder x.npy' strata run net.strata --input = image = ''
offers 'y=' strata run --input image = x.npy net.strata --output ''
offers 'x. y.' strata run net.strata --set ''
offers 'folder w.npz' strata run net.strata --weights ''
offers 'folder w.npz' strata run net.strata --weights = ''
offers 'folder net.strata' strata format net.strata --output ''
offers '--help --json --trust --weights' strata check net.strata --
offers 'DepthwiseConv2D' strata cards De
offers 'cards check format help run' strata help ''

echo "1..$n"
