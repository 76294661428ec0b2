#!/bin/sh
# make.sh — pictures of the editor in its looks, on a display that nobody sees.
#
# Usage: make.sh PHOTOGRAPH EXAMPLES FOLDER
#
# SPDX-License-Identifier: LGPL-2.1-or-later

set -eu

photograph=$1 examples=$2 folder=$3

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Nothing of this user's own gets into a picture.
export HOME="$work" XDG_CONFIG_HOME="$work" XDG_DATA_HOME="$work"
export XDG_STATE_HOME="$work"
graphs=$work/Networks
mkdir "$graphs"
export DBUS_SESSION_BUS_ADDRESS=disabled: GSETTINGS_BACKEND=memory
export GDK_BACKEND=x11 GSK_RENDERER=cairo ADW_DISABLE_PORTAL=1 GTK_A11Y=none

# picture NAME ARGUMENT…
picture ()
{
  name=$1
  shift
  xvfb-run -a -s '-screen 0 1600x1000x24' "$photograph" "$folder/$name.png" "$@"
  printf '%s\n' "$folder/$name.png"
}

# A hundred cards in ten chains.
hundred ()
{
  awk 'BEGIN {
    print "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    for (chain = 0; chain < 10; chain++) {
      printf "{\"id\": \"x%d\", \"type\": \"Input\", \"inputs\": {\"shape\": [32, 32, 3]}},\n", chain
      for (i = 1; i < 9; i++)
        printf "{\"id\": \"dw%d_%d\", \"type\": \"DepthwiseConv2D\", \"inputs\": {\"kernel_size\": 3, \"padding\": \"same\"}},\n", chain, i
      printf "{\"id\": \"y%d\", \"type\": \"Output\"}%s\n", chain, chain < 9 ? "," : "],"
    }
    print "\"wires\": ["
    for (chain = 0; chain < 10; chain++) {
      from = "x" chain ".data"
      for (i = 1; i < 9; i++) {
        printf "{\"from\": \"%s\", \"to\": \"dw%d_%d.input\"},\n", from, chain, i
        from = "dw" chain "_" i ".output"
      }
      printf "{\"from\": \"%s\", \"to\": \"y%d.data\"}%s\n", from, chain, chain < 9 ? "," : "]}"
    }
  }'
}

# A value that cannot be.
faulty ()
{
  sed 's/"strides": \[1, 1, 1, 1\]/"strides": [1, 2, 2, 1], "dilations": [2, 2]/' \
    "$graphs/edges.strata" >"$graphs/fault.strata"
}

cp "$examples"/*.strata "$examples"/*.np? "$graphs/"
faulty
hundred >"$graphs/hundred.strata"
mkdir -p "$folder"
edges=$graphs/edges.strata
picture light "$edges" sobel_laplace 24 100
ADW_DEBUG_COLOR_SCHEME=prefer-dark picture dark "$edges" sobel_laplace 24 100
ADW_DEBUG_HIGH_CONTRAST=1 picture high-contrast "$edges" sobel_laplace 24 100
picture separable "$graphs/separable.strata" conv 4 4
picture empty
picture fault "$graphs/fault.strata" sobel_laplace
picture hundred "$graphs/hundred.strata" dw4_4
LC_ALL=C.UTF-8 LANGUAGE=de picture german "$edges" sobel_laplace 24 100
