# SPDX-License-Identifier: BSL-1.0
"""C++ source text, line by line, for checks that read code and not comments."""

import os
import re

CPP_ENDINGS = (".cpp", ".hpp", ".cpp.in", ".hpp.in")

_COMMENT_OR_LITERAL = re.compile(
    r"""(?P<raw>R"(?P<delimiter>[^()\\\s]{0,16})\(.*?\)(?P=delimiter)")
      | (?P<literal>"(?:\\.|[^"\\\n])*" | (?<!\w)'(?:\\.|[^'\\\n])+')
      | (?P<comment>//[^\n]* | /\*.*?\*/)""",
    re.DOTALL | re.VERBOSE,
)
_INCLUDE = re.compile(r'^\s*#\s*include\s*(?P<header><[^>]+>|"[^"]+")')


def without_comments(text):
    """The text with comments made blank; its lines keep their numbers."""

    def blank(match):
        comment = match.group("comment")
        return match.group() if comment is None else re.sub(r"[^\n]", " ", comment)

    return _COMMENT_OR_LITERAL.sub(blank, text)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def code_lines(path):
    """(number, line) of a C++ file, comments made blank."""
    return list(enumerate(without_comments(read(path)).splitlines(), start=1))


def includes(lines):
    """(number, header, quoted) of each #include; the header without its brackets or quotes."""
    for number, line in lines:
        if match := _INCLUDE.match(line):
            header = match.group("header")
            yield number, header[1:-1], header[0] == '"'


def files_below(root, folder, endings=None):
    """Paths relative to the root, with '/', sorted."""
    found = []
    for place, folders, names in os.walk(os.path.join(root, folder)):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            if endings is None or name.endswith(endings):
                found.append(os.path.relpath(os.path.join(place, name), root).replace(os.sep, "/"))
    return sorted(found)
