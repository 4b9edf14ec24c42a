#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Holds the sources to doc/architecture.md: which module may include which, and where a database may be named.

usage: layering.py SOURCE_TREE

A module is a folder of include/aludel or src. It includes from itself and from modules before it in MODULES; what lies
in no folder, error.hpp, is above all. Each breach is one sentence that names file and line; the exit status is 1 if
there is any.
"""

import collections
import os
import re
import sys

sys.dont_write_bytecode = True
from source_text import CPP_ENDINGS, code_lines, files_below, includes  # noqa: E402

MODULES = ["model", "sql", "dialect", "session", "bulk", "schema", "repository", "migrate", "log"]
# Ready-made field types. Nothing is built on them, so that they stay examples of what a user can write.
TYPES_MAY_USE = ["model"]
# What a dialect is written against.
DIALECTS_MAY_USE = ["model", "sql", "dialect"]
EVERYTHING = "include/aludel/aludel.hpp"

DATABASES = re.compile(r"mysql|mariadb|postgres|sqlite|libpq|oracle|firebird", re.IGNORECASE)
DRIVER_HEADER = re.compile(r"^(libpq|postgres|pg_|sqlite|(mysql|mariadb)\b|mysqld?_|errmsg\.h)")
SOCI_FOLDERS = ("src/session/", "dialects/")

Source = collections.namedtuple("Source", "path lines")


def module_of(path):
    """include/aludel/sql/x.hpp and src/sql/x.cpp are of module sql; error.hpp and error.cpp are of none."""
    parts = path.removeprefix("include/aludel/").removeprefix("src/").split("/")
    return parts[0] if len(parts) > 1 else None


def allowed_modules(path):
    if path.startswith("dialects/"):
        return DIALECTS_MAY_USE
    module = module_of(path)
    if module is None:
        return []
    if module == "types":
        return [*TYPES_MAY_USE, "types"]
    return MODULES[: MODULES.index(module) + 1]


def included_module(header, paths):
    """The module of aludel that a header belongs to, or None: of no module, or not of aludel."""
    if header.startswith("aludel/"):
        return module_of("include/" + header)
    if "/" in header and f"src/{header}" in paths:
        return header.split("/")[0]
    return None


def is_in_no_known_module(path):
    return not path.startswith("dialects/") and module_of(path) not in [None, "types", *MODULES]


def check_modules_are_known(sources):
    for source in sources:
        if is_in_no_known_module(source.path):
            yield f"{source.path}:1: {module_of(source.path)} is no module; put it into MODULES, where it belongs"


def check_modules(sources):
    paths = {source.path for source in sources}
    for source in sources:
        if source.path == EVERYTHING or is_in_no_known_module(source.path):
            continue
        allowed = allowed_modules(source.path)
        for number, header, quoted in includes(source.lines):
            module = included_module(header, paths)
            if header == "aludel/aludel.hpp":
                yield f"{source.path}:{number}: includes {header}, which is for users; name the headers that are needed"
            elif module is not None and module not in allowed:
                yield (f"{source.path}:{number}: includes {header}, but it may only include from "
                       f"{', '.join(allowed) or 'the standard library'}")


def check_dialects_stay_apart(sources):
    for source in sources:
        own = "/".join(source.path.split("/")[:2]) if source.path.startswith("dialects/") else None
        for number, header, quoted in includes(source.lines):
            if header.startswith("../") or (header.startswith("dialects/") and not header.startswith(f"{own}/")):
                yield f"{source.path}:{number}: includes {header}; nothing outside of a dialect's folder depends on it"


def check_soci(sources):
    for source in sources:
        for number, header, quoted in includes(source.lines):
            if header.startswith("soci/") and not source.path.startswith(SOCI_FOLDERS):
                yield f"{source.path}:{number}: includes <{header}>; only {' and '.join(SOCI_FOLDERS)} touch SOCI"


def check_reflection(sources):
    users = [(source.path, number, header) for source in sources for number, header, quoted in includes(source.lines)
             if header.startswith("boost/pfr")]
    homes = sorted({path for path, number, header in users})
    home = "include/aludel/model/field_name.hpp"
    if home not in homes:
        yield f"{home}:1: does not include Boost.PFR, and is the one header that should"
    for path, number, header in users:
        if path != home:
            yield f"{path}:{number}: includes <{header}>; Boost.PFR is included by {home} only"


def check_driver_headers(sources):
    for source in sources:
        for number, header, quoted in includes(source.lines):
            if DRIVER_HEADER.match(header) and not source.path.startswith("dialects/"):
                yield f"{source.path}:{number}: includes <{header}>; a client library is for dialects/ only"


def check_database_names(sources):
    """Comments may name a database as the source of a fact. Code that names one would decide by it."""
    for source in sources:
        if source.path.startswith("dialects/"):
            continue
        for number, line in source.lines:
            if name := DATABASES.search(line):
                yield (f"{source.path}:{number}: names {name.group()} outside of a comment; shared code decides by "
                       "facts and spellings, see dialect/capabilities.hpp")


CHECKS = [
    check_modules_are_known,
    check_modules,
    check_dialects_stay_apart,
    check_soci,
    check_reflection,
    check_driver_headers,
    check_database_names,
]


def breaches(root):
    sources = [Source(path, code_lines(os.path.join(root, path))) for folder in ("include", "src", "dialects")
               for path in files_below(root, folder, CPP_ENDINGS)]
    if not sources:
        return [f"{root}:1: holds no sources"]
    return [breach for check in CHECKS for breach in check(sources)]


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    found = breaches(sys.argv[1])
    for breach in found:
        print(breach)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
