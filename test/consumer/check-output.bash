# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=bash
# Sourced by the scripts beside it.

# expect_a_note DIRECTORY PROGRAM: runs PROGRAM in DIRECTORY, where it must store a note and read it back.
expect_a_note() {
    local directory=$1 program=$2 output
    output=$(cd "$directory" && "$program" sqlite:///consumer.db)
    if [[ $output != hello ]]; then
        printf '%s printed "%s" instead of "hello"\n' "$program" "$output" >&2
        return 1
    fi
    if [[ ! -s $directory/consumer.db ]]; then
        printf '%s left no database file\n' "$program" >&2
        return 1
    fi
    rm "$directory/consumer.db"
}
