#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs a check that compiles, with the compiler and the flags that Meson gave to a program that uses aludel.

usage: with_program_flags.py BUILD_DIRECTORY SCRIPT ARGUMENT...

Runs: SCRIPT COMPILER FLAG... -- ARGUMENT..., in the directory that the flags are relative to. They are those that
compile_commands.json has for headers/other_part.cpp, without inputs, outputs and what makes compiling slower.
"""

import json
import os
import shlex
import sys

MODEL = "test/headers/other_part.cpp"


def flags_of(entry):
    words, kept = iter(shlex.split(entry["command"])), []
    for word in words:
        if word in ("-o", "-MF", "-MQ", "-MT", "-include"):
            next(words)
        elif word not in ("-c", "-MD", "-MMD", "-g", entry["file"]) and not word.startswith(("-O", "-fsanitize")):
            kept.append(word)
    return kept


def main():
    if len(sys.argv) < 4:
        print(__doc__, file=sys.stderr)
        return 2
    build_directory, script, *arguments = sys.argv[1:]
    with open(os.path.join(build_directory, "compile_commands.json"), encoding="utf-8") as file:
        entry = next(entry for entry in json.load(file) if entry["file"].endswith(MODEL))
    os.chdir(entry["directory"])
    os.execv(sys.executable, [sys.executable, script, *flags_of(entry), "--", *arguments])


if __name__ == "__main__":
    sys.exit(main())
