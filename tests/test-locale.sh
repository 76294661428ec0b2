#!/bin/sh
# test-locale.sh — runs a test in a language that writes 0,5.
#
# Usage: test-locale.sh PROGRAM
#
# SPDX-License-Identifier: LGPL-2.1-or-later

folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT

localedef -i de_DE -f UTF-8 "$folder/de_DE.UTF-8" >/dev/null 2>&1
if ! test -f "$folder/de_DE.UTF-8/LC_NUMERIC"
then
  echo '1..0 # SKIP no locale can be made'
  exit 0
fi
LOCPATH=$folder LC_ALL=de_DE.UTF-8 LANGUAGE=de "$1"
