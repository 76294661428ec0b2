#!/usr/bin/env bash
# test-keys.sh — the editor in a window of its own, driven by keys alone.
#
# test-keys.sh EDITOR STRATA: it needs a display, which xvfb-run gives it, and
# xdotool. What happened is read from what the editor says and from files.
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# shellcheck disable=SC2317 # Cases are called by their names.

set -u
editor=$1 strata=$2
number=0 failed=0 pid=

command -v xdotool >/dev/null || { echo '1..0 # SKIP xdotool is missing'; exit; }
[ -n "${DISPLAY-}" ] || { echo '1..0 # SKIP there is no display'; exit; }

work=$(mktemp -d)
trap 'stop; rm -rf "$work"' EXIT
mkdir -m 700 "$work/runtime"
: >"$work/log"
export XDG_RUNTIME_DIR=$work/runtime XDG_STATE_HOME=$work/state \
  XDG_DATA_HOME=$work/data XDG_CONFIG_HOME=$work/config \
  GDK_BACKEND=x11 GTK_A11Y=none STRATA_EDITOR_LOG=$work/log

# until SECONDS COMMAND…
until_true ()
{
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    kill -0 "$pid" 2>/dev/null || return 1
    sleep 0.1
  done
}

# Whether the editor has said a line like that since it was last asked to act.
said ()
{
  tail -n "+$((mark + 1))" "$work/log" 2>/dev/null | grep -q -E -- "$1"
}

start ()
{
  mark=$(wc -l <"$work/log" 2>/dev/null || echo 0)
  "$editor" "$@" >>"$work/output" 2>&1 &
  pid=$!
  until_true 60 xdotool search --onlyvisible --class strata-editor || return 1
  window=$(xdotool search --onlyvisible --class strata-editor | tail -n 1)
  xdotool windowfocus --sync "$window"
}

# press KEY LINE: and wait until the editor says it; a slow machine may lose a
# key while a window comes up, so that it is pressed again.
press ()
{
  local try
  for try in 1 2 3; do
    mark=$(wc -l <"$work/log")
    xdotool key --clearmodifiers "$1"
    if until_true 10 said "$2"; then return 0; fi
  done
  echo "# no '$2' after $1 ($try times)"
  return 1
}

# add NAME TYPE: by the list that the key opens.
add ()
{
  mark=$(wc -l <"$work/log")
  xdotool key --clearmodifiers shift+a
  until_true 20 said '^add-requested' || return 1
  sleep 0.5 # until the list has the keys
  xdotool type --delay 40 "$1"
  sleep 0.3
  xdotool key Return
  until_true 20 said "^added $2"
}

stop ()
{
  [ -n "$pid" ] && kill -9 "$pid" 2>/dev/null
  wait 2>/dev/null
  pid=
}

test_case ()
{
  number=$((number + 1))
  if "$2"; then
    echo "ok $number - $1"
  else
    echo "not ok $number - $1"
    sed 's/^/# /' "$work/log" "$work/output" | tail -n 40
    failed=1
  fi
  stop
}

empty ()
{
  printf '{"format": "strata-graph", "version": 1, "cards": [], "wires": []}' \
    >"$1"
  "$strata" format "$1"
}

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

echo 1..5
test_case 'cards are added and saved' build_and_save
test_case 'what was saved is opened again' reopen
test_case 'undo leads back to nothing' undo_to_nothing
test_case 'a killed editor gives back what was done' recover
test_case 'a faulty file is told of and left alone' faulty_file
exit "$failed"
