#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Holds pages that say which test shows what to the tests that there are.

usage: named_tests.py SOURCE_TREE

A page names a test by a link such as [`suite.test`](../test/unit/some_test.cpp) whose file declares it, or, for a
program that must not compile, [`program`](../test/compile_fail/program.cpp). Each row of a table whose last column is
headed "held by" ends with such a link, or with a dash and a reason. Each breach is one sentence that names file and
line; the exit status is 1 if there is any.
"""

import os
import re
import sys

sys.dont_write_bytecode = True
from source_text import read  # noqa: E402

PAGES = ["doc/rules.md", "doc/coming-from-sqlalchemy.md", "doc/how-to/handle-errors.md"]
LINK = re.compile(r"\[`([^`\]]+)`\]\(([^)\s]*test/[^)\s]+\.[ch]pp)\)")
DECLARATION = re.compile(r"^(?:TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P)\(\s*(\w+),\s*(\w+)\s*\)", re.MULTILINE)
HELD_BY = "held by"


def declared_in(path):
    return {f"{suite}.{test}" for suite, test in DECLARATION.findall(read(path))}


def check_links(root, page, number, line):
    for name, target in LINK.findall(line):
        file = os.path.normpath(os.path.join(os.path.dirname(page), target)).replace(os.sep, "/")
        place = f"{page}:{number}"
        if not os.path.exists(os.path.join(root, file)):
            yield f"{place}: names {file}, which is not there"
        elif file.startswith("test/compile_fail/"):
            if name != os.path.splitext(os.path.basename(file))[0]:
                yield f"{place}: calls {file} {name}; name it as its file is named"
        elif name not in declared_in(os.path.join(root, file)):
            yield f"{place}: names {name}, which {file} does not declare"


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def check_rows(page, lines):
    """Each row of a table of what is held has a test or a reason."""
    asks = False
    for number, line in enumerate(lines, start=1):
        if not line.startswith("|"):
            asks = False
        elif cells(line)[-1] == HELD_BY:
            asks = True
        elif asks and not set(line) <= set("|-: ") and not LINK.search(cells(line)[-1]) \
                and not cells(line)[-1].startswith("—"):
            yield f"{page}:{number}: says in its last column neither a test nor, behind a dash, why there is none"


def breaches(root):
    found = []
    for page in PAGES:
        path = os.path.join(root, page)
        if not os.path.exists(path):
            found.append(f"{page}:1: is not there")
            continue
        lines = read(path).splitlines()
        for number, line in enumerate(lines, start=1):
            found += check_links(root, page, number, line)
        found += check_rows(page, lines)
    return found


def main(arguments):
    if len(arguments) != 1 or not os.path.isdir(arguments[0]):
        print(__doc__, file=sys.stderr)
        return 2
    found = breaches(arguments[0])
    print("\n".join(found) if found else "every test that is named is there")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
