#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles each public header by itself, twice in a row.

usage: compile_alone.py COMPILER FLAG... -- SOURCE_TREE

Prints a line for each header; the exit status is 1 if one does not compile.
"""

import concurrent.futures
import os
import subprocess
import sys
import tempfile


def public_headers(source_tree):
    root = os.path.join(source_tree, "include")
    found = []
    for place, _, names in os.walk(root):
        found += [os.path.relpath(os.path.join(place, name), root) for name in names if name.endswith(".hpp")]
    return sorted(found)


def complaint(header, compiler, folder):
    """What the compiler says; nothing if the header compiles."""
    source = os.path.join(folder, header.replace("/", "_") + ".cpp")
    with open(source, "w", encoding="utf-8") as file:
        file.write(f"#include <{header}>\n#include <{header}>\n")
    run = subprocess.run([*compiler, "-fsyntax-only", source], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if run.returncode == 0:
        return ""
    return run.stdout.decode(errors="replace") or f"the compiler ended with status {run.returncode}\n"


def main(arguments):
    if arguments[-2:-1] != ["--"] or len(arguments) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    compiler, source_tree = arguments[:-2], arguments[-1]
    headers = public_headers(source_tree)
    failed = 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        complaints = pool.map(lambda header: complaint(header, compiler, folder), headers)
        for header, said in zip(headers, complaints):
            failed += bool(said)
            print(f"{'FAILED' if said else 'ok':8}{header}\n{said}", end="", flush=True)
    print(f"{len(headers)} headers, {failed} of them do not compile alone")
    return 1 if failed or not headers else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
