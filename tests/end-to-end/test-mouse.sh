#!/usr/bin/env bash
# test-mouse.sh — the editor in a window of its own, driven by a mouse.
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# shellcheck disable=SC2317 # Cases are called by their names.

# shellcheck source=tests/end-to-end/hands.sh
. "$(dirname "$0")/hands.sh"

# From the palette to a spot of the canvas.
carry ()
{
  # shellcheck disable=SC2046 # Places are two words.
  drag $(place "palette $1") $(spot "$2" "$3")
}

wire ()
{
  # shellcheck disable=SC2046
  drag $(place "output $1") $(place "input $2")
}

click_value ()
{
  # shellcheck disable=SC2046
  click $(place "value $1")
}

# Over the value as it is, which stays under the hand.
set_kernel_size ()
{
  again "^editing $layer.kernel_size" click_value "$layer kernel_size" ||
    return 1
  listen
  write "$1"
  hear "^value $layer.kernel_size"
}

click_title ()
{
  # shellcheck disable=SC2046
  click $(place "card $1")
}

select_card ()
{
  press ctrl+shift+a '^selected$' &&
    again "^selected $1\$" click_title "$1"
}

layer=depthwise_conv2d_1

build ()
{
  start &&
    again '^added input_1' carry Input 4 20 &&
    again "^added $layer" carry DepthwiseConv2D 32 20 &&
    again '^added output_1' carry Output 74 20 &&
    set_kernel_size '3, 2' &&
    again "^connected input_1.data $layer.input" \
      wire 'input_1 data' "$layer input" &&
    again "^connected $layer.output output_1.data" \
      wire "$layer output" 'output_1 data' &&
    hear '^result output_1 '
}

build_run_save ()
{
  build && save "$work/a.strata" &&
    select_card input_1 && save_tensor "$work/in.npy" &&
    select_card output_1 && save_tensor "$work/out.npy" &&
    quit &&
    computes_same "$work/a.strata"
}

reopen ()
{
  start "$work/a.strata" && hear '^result output_1 ' &&
    press ctrl+a '^selected .*output_1' && quit &&
    cmp "$work/a.strata" "$work/formatted"
}

# On nothing, from an output: what is chosen there takes the wire.
drop_wire ()
{
  # shellcheck disable=SC2046
  drag $(place "output $1") $(spot "$2" "$3")
}

choose ()
{
  # shellcheck disable=SC2046
  click $(place "search $1")
}

wire_to_nothing ()
{
  local all
  empty "$work/b.strata" && start "$work/b.strata" &&
    again '^added input_1' carry Input 4 20 || return 1
  listen
  xdotool key --clearmodifiers shift+a
  hear '^search [1-9]' || return 1
  all=$(heard | sed -n 's/^search //p')
  xdotool key Escape
  again '^wire-dropped input_1.data' drop_wire 'input_1 data' 50 30 &&
    hear '^search [1-9]' || return 1
  [ "$(heard | sed -n 's/^search //p')" -lt "$all" ] || return 1
  again '^added output_1' choose Output &&
    press ctrl+s '^saved ' &&
    grep -q '"from": "input_1.data"' "$work/b.strata" &&
    grep -q '"to": "output_1.data"' "$work/b.strata"
}

# Step by step, until the file is as it was.
undo_to_nothing ()
{
  empty "$work/c.strata" && cp "$work/c.strata" "$work/before" &&
    start "$work/c.strata" &&
    again '^added input_1' carry Input 4 20 &&
    again "^added $layer" carry DepthwiseConv2D 32 20 &&
    set_kernel_size 3 &&
    again "^connected input_1.data $layer.input" \
      wire 'input_1 data' "$layer input" || return 1
  for _ in 1 2 3 4; do
    xdotool key --clearmodifiers ctrl+z
  done
  press ctrl+a '^selected$' && press ctrl+s '^saved ' &&
    cmp "$work/c.strata" "$work/before"
}

# It would take minutes.
long_graph ()
{
  cat >"$1" <<'END'
{"format": "strata-graph", "version": 1, "cards": [
  {"id": "x", "type": "RandomTensor", "inputs":
    {"shape": [1, 4000, 4000, 8]}},
  {"id": "dw", "type": "DepthwiseConv2D", "inputs": {"kernel_size": 101}},
  {"id": "y", "type": "Output"}],
 "wires": [{"from": "x.tensor", "to": "dw.input"},
           {"from": "dw.output", "to": "y.data"}]}
END
  "$strata" format "$1"
}

# A long run stops when it is told to, and the editor goes on meanwhile.
stop_run ()
{
  long_graph "$work/d.strata" && start "$work/d.strata" &&
    hear '^running 1' 60 && press ctrl+a '^selected .*dw' &&
    press shift+F5 '^running 0' || return 1
  said '^result' && return 1
  press F5 '^running 1' && quit
}

echo 1..5
test_case 'a graph is built, run and saved' build_run_save
test_case 'what was saved is opened again' reopen
test_case 'a wire on nothing asks what it is to lead to' wire_to_nothing
test_case 'undo leads back to nothing' undo_to_nothing
test_case 'a long run is stopped' stop_run
end
