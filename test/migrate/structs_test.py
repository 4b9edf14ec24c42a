#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles the header that is generated from a sample schema, and holds what it describes to that schema.

usage: structs_test.py COMPILER FLAG... -- PRINT_STRUCTS LIBRARY DATABASE [NEEDED_VARIABLE]

Run by with_program_flags.py. The program that it compiles compares every struct of the header with the database that
the header was made from, and must find no difference. Status 77 where NEEDED_VARIABLE is not set.
"""

import os
import re
import subprocess
import sys
import tempfile

PROGRAM = """
#include "shop.hpp"
#include <iostream>
#include <aludel/migrate/check.hpp>
int main(int, char** argv) {{
    try {{
        aludel::engine db{{argv[1]}};
        const auto differences = aludel::migrate::check<{structs}>(db);
        std::cout << aludel::schema::to_string(differences);
        return differences.empty() ? 0 : 1;
    }} catch (const std::exception& failed) {{
        std::cout << failed.what() << '\\n';
        return 2;
    }}
}}
"""
STRUCTS = 21


def main():
    at = sys.argv.index("--")
    compiler, (print_structs, library, database, *needed) = sys.argv[1:at], sys.argv[at + 1 :]
    if needed and needed[0] not in os.environ:
        print(os.environ.get(needed[0].replace("_URL_", "_SKIP_"), f"{needed[0]} is not set"))
        return 77
    with tempfile.TemporaryDirectory(prefix="aludel-structs-") as folder:
        header = os.path.join(folder, "shop.hpp")
        with subprocess.Popen([print_structs, database, header], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as printing:
            url = printing.stdout.readline().strip()
            if not url:
                return 1
            try:
                return compile_and_check(compiler, library, folder, header, url)
            finally:
                printing.communicate("\n")


def compile_and_check(compiler, library, folder, header, url):
    with open(header, encoding="utf-8") as file:
        text = file.read()
    structs = re.findall(r"^struct (\w+) {", text, re.MULTILINE)
    if len(structs) != STRUCTS:
        print(text, f"\nthe header has {len(structs)} structs and not {STRUCTS}")
        return 1
    source, program = os.path.join(folder, "check.cpp"), os.path.join(folder, "check")
    with open(source, "w", encoding="utf-8") as file:
        file.write(PROGRAM.format(structs=", ".join("shop::" + name for name in structs)))
    where = os.path.dirname(os.path.abspath(library))
    compiled = subprocess.run([*compiler, "-I", folder, source, "-o", program, "-L" + where, "-laludel",
                               "-Wl,-rpath," + where, "-lsoci_core"], check=False)
    if compiled.returncode != 0:
        print(text)
        return 1
    checked = subprocess.run([program, url], stdout=subprocess.PIPE, text=True, check=False)
    if checked.returncode != 0:
        print(text, checked.stdout, sep="\n")
    return checked.returncode


if __name__ == "__main__":
    sys.exit(main())
