#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that the C++ code which pages show is code that is compiled and run.

usage: check_pages.py SOURCE_TREE

Each block of README.md and doc/ marked as cpp stands, line by line, in a file beside this script, in a program of the
story of migrations or in the dialect that the conformance suite registers; only indentation and empty lines may differ. The README's tour is the whole program, character for character.
"""

import glob
import os
import re
import sys

BLOCK = re.compile(r"^```cpp\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def essence(text):
    return "".join(line.strip() + "\n" for line in text.splitlines() if line.strip())


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    root = sys.argv[1]
    here = os.path.dirname(os.path.abspath(__file__))
    patterns = (f"{here}/*.cpp", f"{here}/*.hpp", f"{here}/../conformance/registered_dialect.cpp",
                f"{here}/../migrate/story/*.cpp")
    programs = {path: read(path) for pattern in patterns for path in glob.glob(pattern)}
    pages = [f"{root}/README.md", *sorted(glob.glob(f"{root}/doc/**/*.md", recursive=True))]
    problems, blocks = [], 0
    for page in pages:
        text = read(page)
        for found in BLOCK.finditer(text):
            blocks += 1
            wanted = "\n" + essence(found.group(1))
            if not any(wanted in "\n" + essence(program) for program in programs.values()):
                line = text.count("\n", 0, found.start()) + 1
                problems.append(f"{os.path.relpath(page, root)}:{line}: this code is in no file that is compiled")
    tours = BLOCK.findall(read(f"{root}/README.md"))
    if not any(programs[f"{here}/tour.cpp"].endswith("\n" + tour) for tour in tours):
        problems.append("README.md: its tour is not test/snippets/tour.cpp, character for character")
    if blocks == 0:
        problems.append("no page has a block of code")
    print("\n".join(problems) or f"{blocks} blocks of code are compiled and run")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
