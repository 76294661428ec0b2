#!/usr/bin/env bash
# test-keys.sh — the editor in a window of its own, driven by keys alone.
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# shellcheck disable=SC2317 # Cases are called by their names.

# shellcheck source=tests/end-to-end/hands.sh
. "$(dirname "$0")/hands.sh"

build_and_save ()
{
  empty "$work/a.strata" && start "$work/a.strata" &&
    add Input input && add Depthwise depthwise && add Output output &&
    press ctrl+s '^saved ' &&
    grep -q '"type": "Input"' "$work/a.strata" &&
    grep -q '"type": "DepthwiseConv2D"' "$work/a.strata" &&
    grep -q '"type": "Output"' "$work/a.strata" &&
    cp "$work/a.strata" "$work/saved" &&
    "$strata" format "$work/a.strata" && cmp "$work/a.strata" "$work/saved"
}

reopen ()
{
  start "$work/a.strata" && press ctrl+a '^selected .*depthwise' &&
    cmp "$work/a.strata" "$work/saved"
}

# tab_to_wire PORT WORDS SOURCE: the next port of the card, by its list.
tab_to_wire ()
{
  xdotool key Tab
  press Return "^offered [1-9][0-9]* for $1" || return 1
  listen
  write "$2"
  hear "^connected $3 $1"
}

wire_and_run ()
{
  local layer=depthwise_conv2d_1
  start && add Input input_1 && add Depthwise "$layer" &&
    tab_to_wire "$layer.input" input_1 input_1.data || return 1
  xdotool key Tab
  press Return "^editing $layer.kernel_size" || return 1
  listen
  write '3, 2'
  hear "^value $layer.kernel_size \[3, 2\]" && add Output output_1 &&
    tab_to_wire output_1.data "$layer" "$layer.output" &&
    hear '^result output_1 ' && save "$work/e.strata" && quit
}

undo_to_nothing ()
{
  empty "$work/b.strata" && cp "$work/b.strata" "$work/before" &&
    start "$work/b.strata" && add Input input && add Output output &&
    press ctrl+a '^selected .*output' || return 1
  xdotool key ctrl+z ctrl+z
  press ctrl+s '^saved ' && cmp "$work/b.strata" "$work/before"
}

# What was done up to five seconds before is there at the next start.
recover ()
{
  empty "$work/c.strata" && start "$work/c.strata" && add Output output ||
    return 1
  sleep 5
  stop
  grep -q Output "$work/c.strata" && return 1
  start && press ctrl+a '^selected .*output'
}

faulty_file ()
{
  rm -rf "$work/state"
  printf '{"format": "strata-graph", "cards": [' >"$work/d.strata"
  cp "$work/d.strata" "$work/before"
  start "$work/d.strata" && until_true 20 said '^report ' &&
    cmp "$work/d.strata" "$work/before"
}

# name ID: the card that is chosen. A slow machine may not have the entry on the
# screen yet when it says so; then there is another try.
name ()
{
  local try
  for try in 1 2 3; do
    press F2 '^naming ' || return 1
    sleep "$try"
    write "$1"
    if until_true 10 said "^renamed $1"; then return 0; fi
    xdotool key Escape
  done
  echo "# the card was not named $1 ($try times)"
  return 1
}

# The keys that the other cases leave out.
see_and_name ()
{
  rm -rf "$work/state"
  empty "$work/f.strata" && start "$work/f.strata" && add Input input ||
    return 1
  listen
  xdotool key --clearmodifiers Insert
  hear '^search [1-9]' || return 1
  sleep 0.5
  write Output
  hear '^added output' && press period '^fit ' && press Home '^fit ' &&
    press f '^fit ' && press F5 '^finished ' && name looked_at &&
    press ctrl+s '^saved ' && grep -q '"looked_at"' "$work/f.strata" &&
    press F1 '^help '
}

echo 1..7
test_case 'cards are added and saved' build_and_save
test_case 'what was saved is opened again' reopen
test_case 'a graph is wired, run and saved' wire_and_run
test_case 'undo leads back to nothing' undo_to_nothing
test_case 'a killed editor gives back what was done' recover
test_case 'a faulty file is told of and left alone' faulty_file
test_case 'cards are looked at, run and explained' see_and_name
end
