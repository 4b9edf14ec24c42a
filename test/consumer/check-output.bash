# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=bash
# Sourced by the scripts beside it.

# expect_a_note DIRECTORY PROGRAM: runs PROGRAM in DIRECTORY, where it must store a note, read it back, and count one through SOCI.
expect_a_note() {
    local directory=$1 program=$2 output
    output=$(cd "$directory" && "$program" sqlite:///consumer.db)
    if [[ $output != 'hello 1' ]]; then
        printf '%s printed "%s" instead of "hello 1"\n' "$program" "$output" >&2
        return 1
    fi
    if [[ ! -s $directory/consumer.db ]]; then
        printf '%s left no database file\n' "$program" >&2
        return 1
    fi
    rm "$directory/consumer.db"
}
