# hands.sh — a person at the editor: what tests press, drag, type and look at.
#
# Sourced with EDITOR STRATA. It needs a display, which xvfb-run gives it, and
# xdotool. What happened is read from what the editor says and from files.
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# shellcheck shell=bash

set -u
editor=$1 strata=$2
number=0 failed=0 pid='' window='' mark=0

command -v xdotool >/dev/null || { echo '1..0 # SKIP xdotool is missing'; exit; }
[ -n "${DISPLAY-}" ] || { echo '1..0 # SKIP there is no display'; exit; }

pictures=$PWD/$(basename "$0" .sh)-failures
work=$(mktemp -d)
trap 'stop; rm -rf "$work"' EXIT
mkdir -m 700 "$work/runtime"
: >"$work/log"
export LC_ALL=C.UTF-8 XDG_RUNTIME_DIR=$work/runtime XDG_STATE_HOME=$work/state \
  XDG_DATA_HOME=$work/data XDG_CONFIG_HOME=$work/config \
  GDK_BACKEND=x11 GTK_A11Y=none STRATA_EDITOR_LOG=$work/log

# until_true SECONDS COMMAND…
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

# From now on, what it said before does not count.
listen ()
{
  mark=$(wc -l <"$work/log")
}

heard ()
{
  tail -n "+$((mark + 1))" "$work/log"
}

# Whether the editor has said a line like that since it was last asked to act.
said ()
{
  heard | grep -q -E -- "$1"
}

# hear LINE: in time, however slow the machine is.
hear ()
{
  if until_true "${2-20}" said "$1"; then return 0; fi
  echo "# the editor never said '$1'"
  return 1
}

# start [FILE]
start ()
{
  listen
  "$editor" "$@" >>"$work/output" 2>&1 &
  pid=$!
  until_true 60 xdotool search --onlyvisible --class strata-editor || return 1
  window=$(xdotool search --onlyvisible --class strata-editor | tail -n 1)
  xdotool windowmove "$window" 0 0 windowsize "$window" 1600 1000
  xdotool windowfocus --sync "$window"
}

stop ()
{
  [ -n "$pid" ] && kill -9 "$pid" 2>/dev/null
  wait 2>/dev/null
  pid=
}

ended ()
{
  ! kill -0 "$pid" 2>/dev/null
}

# The editor goes by itself, and says that all is well.
quit ()
{
  local end=$((SECONDS + 30)) status=0
  xdotool key --clearmodifiers ctrl+q
  until ended; do
    [ "$SECONDS" -lt "$end" ] || { echo '# it does not quit'; return 1; }
    sleep 0.1
  done
  wait "$pid" || status=$?
  pid=
  [ "$status" -eq 0 ] || echo "# it ended with status $status"
  return "$status"
}

# press KEY LINE: and wait until the editor says it; a slow machine may lose a
# key while a window comes up, so that it is pressed again.
press ()
{
  local try
  for try in 1 2 3; do
    listen
    xdotool key --clearmodifiers "$1"
    if until_true 10 said "$2"; then return 0; fi
  done
  echo "# no '$2' after $1 ($try times)"
  return 1
}

# write TEXT: over what stands in the entry that has the focus.
write ()
{
  xdotool key --clearmodifiers ctrl+a
  xdotool type --delay 40 -- "$1"
  xdotool key Return
}

# add WORDS ID: by the list that the key opens. A slow machine may not have it
# on the screen yet when it says so; then there is another try.
add ()
{
  local try
  for try in 1 2 3; do
    listen
    xdotool key --clearmodifiers shift+a
    hear '^search [1-9]' || return 1
    sleep 0.5
    write "$1"
    if until_true 10 said "^added $2"; then return 0; fi
    xdotool key Escape
  done
  echo "# '$1' was not added ($try times)"
  return 1
}

gone ()
{
  ! xdotool search --onlyvisible --name "^$1\$"
}

# What the file chooser named TITLE asks for, which is a window of its own.
answer ()
{
  local dialog
  until_true 30 xdotool search --onlyvisible --name "^$1\$" || return 1
  dialog=$(xdotool search --onlyvisible --name "^$1\$" | tail -n 1)
  xdotool windowfocus --sync "$dialog"
  write "$2"
  hear "^saved $2\$" && until_true 20 gone "$1" || return 1
  xdotool windowfocus --sync "$window"
}

# The list of commands asks where to.
save_tensor ()
{
  listen
  xdotool key --clearmodifiers ctrl+shift+p
  hear '^commands' || return 1
  write 'save tensor'
  answer 'Save the Tensor' "$1"
}

# Under a name that there is not yet.
save ()
{
  listen
  xdotool key --clearmodifiers ctrl+s
  answer 'Save the Graph' "$1" &&
    "$strata" format "$1" --output "$work/formatted" &&
    cmp "$1" "$work/formatted"
}

# Whether the other program makes of what the Input took what the Output took.
computes_same ()
{
  "$strata" run "$1" --input "input_1=$work/in.npy" \
    --output "output_1=$work/again.npy" &&
    cmp "$work/out.npy" "$work/again.npy"
}

# Where things are: 'place WHAT X Y' for each, once nothing moves any more.
look ()
{
  local before='' now=' '
  while [ "$now" != "$before" ]; do
    before=$now
    listen
    kill -USR1 "$pid" && hear '^placed' || return 1
    now=$(heard | grep '^place ')
  done
  printf '%s\n' "$now" >"$work/places"
}

# place WHAT: its X and Y.
place ()
{
  local line
  line=$(grep -m 1 -F "place $1 " "$work/places") || {
    echo "# '$1' is nowhere to be seen" >&2
    return 1
  }
  printf '%s\n' "${line#"place $1 "}"
}

# between WHAT PART: of the canvas, in hundredths, to the right and down.
spot ()
{
  local left top right bottom
  read -r left top < <(place corner)
  read -r right bottom < <(place far-corner)
  echo $((left + (right - left) * $1 / 100)) $((top + (bottom - top) * $2 / 100))
}

point ()
{
  xdotool mousemove --sync --window "$window" "$1" "$2" 2>/dev/null ||
    xdotool mousemove --window "$window" "$1" "$2"
}

click ()
{
  point "$1" "$2"
  xdotool click 1
}

# drag X Y TO_X TO_Y: in small steps, as hands go.
drag ()
{
  local i
  point "$1" "$2"
  xdotool mousedown 1
  for i in 1 2 3 4 5 6 7 8; do
    xdotool mousemove --window "$window" \
      $(($1 + ($3 - $1) * i / 8)) $(($2 + ($4 - $2) * i / 8))
    sleep 0.05
  done
  xdotool mousemove --window "$window" $(($3 + 1)) "$4"
  sleep 0.3 # until what is below says that it takes it
  xdotool mouseup 1
}

# again LINE COMMAND…: until the editor says it; hands slip on slow machines.
again ()
{
  local line=$1 try
  shift
  for try in 1 2 3; do
    look || return 1
    listen
    "$@" || return 1
    if until_true 8 said "$line"; then return 0; fi
    xdotool mouseup 1
  done
  echo "# no '$line' after '$*' ($try times)"
  return 1
}

test_case ()
{
  number=$((number + 1))
  if "$2"; then
    echo "ok $number - $1"
  else
    echo "not ok $number - $1"
    sed 's/^/# /' "$work/log" "$work/output" | grep -v '^# place ' | tail -n 40
    if command -v import >/dev/null; then
      mkdir -p "$pictures"
      import -window root "$pictures/$number.png" &&
        echo "# as it was: $pictures/$number.png"
    fi
    failed=1
  fi
  stop
}

end ()
{
  exit "$failed"
}

empty ()
{
  printf '{"format": "strata-graph", "version": 1, "cards": [], "wires": []}' \
    >"$1"
  "$strata" format "$1"
}
