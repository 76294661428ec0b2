# strata.bash — completion of strata's command lines for bash.
# shellcheck shell=bash
#
# SPDX-License-Identifier: LGPL-2.1-or-later

# Names of a graph's Inputs or Outputs: strata writes one line for each card.
_strata_names ()
{
  strata format "$1" --output - 2>/dev/null </dev/null |
    sed -n "/\"type\": \"$2\"/{
      s/.*\"name\": \"\\([^\"\\\\]*\\)\".*/\\1/p;t
      s/.*\"id\": \"\\([^\"]*\\)\".*/\\1/p
    }"
}

_strata_cards ()
{
  strata format "$1" --output - 2>/dev/null </dev/null |
    sed -n 's/^ *{ "id": "\([^"]*\)", "type".*/\1./p'
}

_strata_types ()
{
  strata cards 2>/dev/null | sed -n 's/^  \([^ ]*\) .*/\1/p'
}

# The first operand of a command; an argument of an option is none.
_strata_graph ()
{
  local i
  for ((i = 2; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --input | --output | --weights | --save-weights | --set | --threads)
        # Bash makes words of their own of "=" signs.
        ((i++))
        [ "${COMP_WORDS[i]}" = = ] && ((i++))
        while [ "${COMP_WORDS[i + 1]}" = = ]; do ((i += 2)); done
        ;;
      -*) ;;
      *)
        printf '%s' "${COMP_WORDS[i]}"
        return
        ;;
    esac
  done
}

_strata_files ()
{
  local pattern=$1 word=$2 file
  while IFS= read -r file; do
    # shellcheck disable=SC2053 # It is a pattern.
    [[ -d $file || $file == $pattern ]] && COMPREPLY+=("$file")
  done < <(compgen -f -- "$word")
  compopt -o filenames 2>/dev/null
}

_strata_words ()
{
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

# NAME=FILE: bash hands over what stands after the last "=".
_strata_assignment ()
{
  local role=$1 word=$2 names
  names=$(_strata_names "$(_strata_graph)" "$role")
  _strata_words "$names" "$word"
  COMPREPLY=("${COMPREPLY[@]/%/=}")
  compopt -o nospace 2>/dev/null
}

_strata_option ()
{
  local option=$1 word=$2
  case $option in
    --input) _strata_assignment Input "$word" ;;
    --output)
      if [ "${COMP_WORDS[1]}" = format ]; then
        _strata_files '*.strata' "$word"
      else
        _strata_assignment Output "$word"
      fi
      ;;
    --set)
      _strata_words "$(_strata_cards "$(_strata_graph)")" "$word"
      compopt -o nospace 2>/dev/null
      ;;
    --weights | --save-weights) _strata_files '*.npz' "$word" ;;
    --threads) ;;
    *) return 1 ;;
  esac
  return 0
}

_strata ()
{
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()

  if [ "$COMP_CWORD" -eq 1 ]; then
    _strata_words 'run check format cards help --help --version' "$word"
    return
  fi

  # "=" is a word: --input x = FILE, and --weights = FILE.
  if [ "$word" = = ]; then
    word=
    before=${COMP_WORDS[COMP_CWORD - 1]}
  elif [ "$before" = = ]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  elif [[ $before != --* ]]; then
    before=
  fi
  case $before in
    '') ;;
    --*) _strata_option "$before" "$word" && return ;;
    *)
      _strata_files '*.npy' "$word"
      return
      ;;
  esac

  case ${COMP_WORDS[1]}:$word in
    run:-*)
      _strata_words '--input --output --weights --save-weights --set --threads
        --trust --json --help' "$word"
      ;;
    check:-*) _strata_words '--weights --trust --json --help' "$word" ;;
    format:-*) _strata_words '--output --help' "$word" ;;
    cards:-*) _strata_words '--json --help' "$word" ;;
    cards:*) _strata_words "$(_strata_types)" "$word" ;;
    help:*) _strata_words 'run check format cards help' "$word" ;;
    *) _strata_files '*.strata' "$word" ;;
  esac
}

complete -F _strata strata
