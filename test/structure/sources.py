#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Looks for files that lack their licence line, that nobody compiles, or that only work on one machine.

usage: sources.py SOURCE_TREE

Each breach is one sentence that names file and line; the exit status is 1 if there is any.
"""

import os
import re
import sys

sys.dont_write_bytecode = True
from source_text import files_below, read  # noqa: E402

FOLDERS = ["include", "src", "dialects", "test", "bench", "doc", "subprojects/packagefiles", ".ci"]
LICENCE_LINE = re.compile(r"^(//|#|--|<!--) SPDX-License-Identifier: BSL-1\.0( -->)?$")
# Text for people, and data.
WITHOUT_LICENCE_LINE = (".md", ".json", ".txt", ".csv", ".svg", ".expected")

# Each word is cut in two, so that this file does not find itself.
ONE_MACHINE = re.compile("|".join([
    r"(?<![\w.])/(ho" r"me|ro" r"ot|wo" r"rk|Us" r"ers|mnt)/\w",
    r"\.\./sha" r"red",
    r"\b(pypi\.o" r"rg|pythonhos" r"ted|registry\.np" r"mjs|crates\.i" r"o|conan\.i" r"o|deb\.deb" r"ian|jfrog\.i" r"o"
    r"|snapshot\.deb" r"ian|archive\.ubu" r"ntu)\b",
]))

# A script finds these, and no meson.build names them.
FOUND_BY_A_SCRIPT = "test/compile_fail/"


def files(root):
    top = [name for name in sorted(os.listdir(root)) if os.path.isfile(os.path.join(root, name))]
    return top + [path for folder in FOLDERS for path in files_below(root, folder)]


def is_text(path):
    with open(path, "rb") as file:
        return b"\0" not in file.read(4096)


def wants_licence_line(path):
    name = os.path.basename(path)
    return not (name.startswith(".") or name == "LICENSE" or path.endswith(WITHOUT_LICENCE_LINE)) or name in (
        "CMakeLists.txt", "meson_options.txt")


def check_licence_lines(root, paths):
    for path in filter(wants_licence_line, paths):
        lines = read(os.path.join(root, path)).splitlines()[:2]
        first = lines[1:] if lines and lines[0].startswith("#!") else lines[:1]
        if not first or not LICENCE_LINE.match(first[0]):
            yield f"{path}:1: does not begin with a line such as: // SPDX-License-Identifier: BSL-1.0"


def nearest_listing(path, paths):
    """The meson.build beside the file, or above it."""
    folder = os.path.dirname(path)
    while folder and f"{folder}/meson.build" not in paths:
        folder = os.path.dirname(folder)
    return f"{folder}/meson.build" if folder else "meson.build"


def check_every_source_is_compiled(root, paths):
    """A file that is in no meson.build compiles for nobody, and a test there passes for ever."""
    for path in paths:
        if not path.endswith(".cpp") or path.startswith(FOUND_BY_A_SCRIPT):
            continue
        listing = nearest_listing(path, paths)
        text = read(os.path.join(root, listing)) if listing in paths else ""
        name = os.path.relpath(path, os.path.dirname(listing)).replace(os.sep, "/")
        # A loop over names appends the ending to each.
        if f"'{name}'" not in text and not ("+ '.cpp'" in text and f"'{name.removesuffix('.cpp')}'" in text):
            yield f"{path}:1: is not compiled; name it in {listing}"


def check_no_machine_is_named(root, paths):
    for path in paths:
        for number, line in enumerate(read(os.path.join(root, path)).splitlines(), start=1):
            if match := ONE_MACHINE.search(line):
                yield f"{path}:{number}: names {match.group()}, which is not there on other machines"


CHECKS = [check_licence_lines, check_every_source_is_compiled, check_no_machine_is_named]


def breaches(root):
    paths = [path for path in files(root) if is_text(os.path.join(root, path))]
    if not paths:
        return [f"{root}:1: holds no files"]
    return [breach for check in CHECKS for breach in check(root, paths)]


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    found = breaches(sys.argv[1])
    print("\n".join(found) or "every file has its licence line, is compiled, and names no machine")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
