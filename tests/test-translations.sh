#!/bin/sh
# test-translations.sh — what people read is all there to be translated, and is
# translated into every language that there is.
#
# Arguments: the root of the sources, and what xgettext is to look for.
#
# SPDX-License-Identifier: LGPL-2.1-or-later

set -u

root=$1
shift
po=$root/resources/po
glib='--keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2
      --keyword=ngettext:1,2 --flag=C_:2:pass-c-format --flag=N_:1:pass-c-format
      --flag=g_strdup_printf:1:c-format --flag=g_set_error:4:c-format
      --flag=g_string_append_printf:2:c-format'
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT

number=0
failures=0

# result STATUS NAME: one line of TAP.
result ()
{
  number=$((number + 1))
  if test "$1" -eq 0
  then
    echo "ok $number - $2"
  else
    echo "not ok $number - $2"
    failures=$((failures + 1))
  fi
}

for tool in xgettext msgmerge msgfmt msgattrib
do
  command -v "$tool" >/dev/null || { echo "1..0 # SKIP no $tool"; exit 0; }
done

cd "$root" || exit 99
names=$(grep -v '^#' "$po/POTFILES")

# Whatever says something must be looked through.
markers='(^|[^A-Za-z_])(N?_|N?C_|ngettext|node_lacks|strata_evaluation_fail'
markers="$markers|strata_graph_begin_named|strata_inference_fault"
markers="$markers|strata_layer_use_fault|strata_node_fault) \\("
status=0
for file in $(grep -rlE "$markers" cards ui/desktop --include='*.c') \
            $(find ui/desktop -name '*.ui') resources/desktop/*.in
do
  if ! echo "$names" | grep -qxF "$file"
  then
    echo "# $file is missing in POTFILES"
    status=1
  fi
done
result $status 'all files that say something are in POTFILES'

status=0
for file in $names
do
  test -f "$file" || { echo "# $file is in POTFILES, but is gone"; status=1; }
done
result $status 'all files in POTFILES are there'

# Texts in the description of a widget are marked one by one.
status=0
for name in label title description tooltip-text placeholder-text
do
  found=$(grep -nE "<property name=\"$name\">[^<]" ui/desktop/*.ui |
          grep -v '>Strata<')
  test -z "$found" || { echo "$found" | sed 's/^/# /'; status=1; }
done
result $status 'texts of widgets are marked'

# shellcheck disable=SC2086
xgettext --from-code=UTF-8 --files-from="$po/POTFILES" $glib "$@" \
  --output="$folder/strata.pot" 2>"$folder/log"
status=$?
sed 's/^/# /' "$folder/log"
result $status 'texts can be collected'

# A format that is cut where a macro stands cannot be translated.
! grep -nE '^(msgid|msgid_plural)? ?".*%"$' "$folder/strata.pot" |
  grep -v '%%"$' | sed 's/^/# /' | grep .
result $? 'formats are whole'

languages=$(grep -v '^#' "$po/LINGUAS")
for language in $languages
do
  msgfmt --check --output-file=/dev/null "$po/$language.po" 2>"$folder/log"
  status=$?
  sed 's/^/# /' "$folder/log"
  result $status "$language is in order"

  msgmerge --quiet --no-fuzzy-matching --output-file="$folder/merged.po" \
    "$po/$language.po" "$folder/strata.pot" &&
    msgattrib --untranslated "$folder/merged.po" >"$folder/left" &&
    msgattrib --only-fuzzy "$folder/merged.po" >>"$folder/left"
  status=$?
  test -s "$folder/left" && status=1
  sed 's/^/# /' "$folder/left"
  result $status "$language is complete"

  msgattrib --only-obsolete "$folder/merged.po" >"$folder/left"
  status=0
  test -s "$folder/left" && status=1
  sed 's/^/# /' "$folder/left"
  result $status "$language has nothing that is gone"

  ! grep -n '^#:' "$po/$language.po" | sed 's/^/# /' | grep .
  result $? "$language names no places in the sources"
done

echo "1..$number"
test "$failures" -eq 0
