# strata.fish — completion of strata's command lines for fish.
#
# SPDX-License-Identifier: LGPL-2.1-or-later

# The first operand of the command line that ends in .strata.
function __strata_graph
    for word in (commandline -opc)[3..]
        if string match -q -- '*.strata' $word
            echo $word
            return
        end
    end
end

# One line for each card, as strata writes them.
function __strata_lines
    set -l graph (__strata_graph)
    test -n "$graph"
    and strata format $graph --output - 2>/dev/null </dev/null
end

function __strata_names
    __strata_lines | string match -- "*\"type\": \"$argv[1]\"*" | while read -l line
        set -l name (string replace -rf '.*"name": "([^"\\\\]*)".*' '$1' -- $line)
        or set name (string replace -rf '.*"id": "([^"]*)".*' '$1' -- $line)
        echo $name=
    end
end

function __strata_cards
    __strata_lines | string replace -rf '^ *\{ "id": "([^"]*)", "type".*' '$1.'
end

function __strata_types
    strata cards 2>/dev/null | string replace -rf '^  (\S+)\s+(.*)' '$1\t$2'
end

# NAME= while the name is typed, and then files.
function __strata_assignment
    set -l word (commandline -ct | string replace -r '^--\w+=' '')
    if set -l name (string match -r '^[^=]*=' -- $word)
        __fish_complete_path (string replace -- $name '' $word) | string replace -r '^' -- $name
    else
        __strata_names $argv[1]
    end
end

complete -c strata -f
complete -c strata -n __fish_use_subcommand -a run -d 'Compute a graph'
complete -c strata -n __fish_use_subcommand -a check -d 'Find out whether a graph is in order'
complete -c strata -n __fish_use_subcommand -a format -d 'Write a graph file as the editor would'
complete -c strata -n __fish_use_subcommand -a cards -d 'List the cards that there are, or describe one'
complete -c strata -n __fish_use_subcommand -a help -d 'Say what the program or a command does'
complete -c strata -n __fish_use_subcommand -l version -d 'Say which version this is'
complete -c strata -l help -d 'Say what the program or a command does'

complete -c strata -n '__fish_seen_subcommand_from run check format' -k -a '(__fish_complete_suffix .strata)'
complete -c strata -n '__fish_seen_subcommand_from cards' -a '(__strata_types)'
complete -c strata -n '__fish_seen_subcommand_from help' -a 'run check format cards help'

complete -c strata -n '__fish_seen_subcommand_from run' -l input -x -a '(__strata_assignment Input)' -d 'Feed a file to an Input'
complete -c strata -n '__fish_seen_subcommand_from run' -l output -x -a '(__strata_assignment Output)' -d 'Write an Output to a file'
complete -c strata -n '__fish_seen_subcommand_from run' -l save-weights -r -k -a '(__fish_complete_suffix .npz)' -d 'Write the weights that were used'
complete -c strata -n '__fish_seen_subcommand_from run' -l set -x -a '(__strata_cards)' -d 'Give a port another value'
complete -c strata -n '__fish_seen_subcommand_from run' -l threads -x -d 'Use so many threads'
complete -c strata -n '__fish_seen_subcommand_from run check' -l weights -r -k -a '(__fish_complete_suffix .npz)' -d 'Take all weights from a file'
complete -c strata -n '__fish_seen_subcommand_from run check' -l trust -d 'Let paths in the graph leave its folder'
complete -c strata -n '__fish_seen_subcommand_from run check cards' -l json -d 'Print JSON'
complete -c strata -n '__fish_seen_subcommand_from format' -l output -r -k -a '(__fish_complete_suffix .strata)' -d 'Write to another file'
