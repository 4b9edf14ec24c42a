#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs a program of this folder on a database, in an empty directory.

usage: run_snippet.py DATABASE PROGRAM

DATABASE is app.db, for a program that makes that SQLite file by itself; sqlite, for a file named by the program's
argument; or a server, for the argument ALUDEL_URL_SERVER. The exit status is 77, Meson's word for skipped, if that is
not set.
"""

import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile

SKIP_STATUS = 77


def check_app_db(directory):
    with contextlib.closing(sqlite3.connect(f"{directory}/app.db")) as database:
        users = database.execute("select name, email, is_active, age, city_id from users").fetchall()
    assert users == [("Alice", "alice@example.com", 1, 31, None)], users


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    database, program = sys.argv[1:]
    with tempfile.TemporaryDirectory() as directory:
        if database == "app.db":
            arguments = []
        elif database == "sqlite":
            arguments = [f"sqlite:///{directory}/snippet.db"]
        elif url := os.environ.get(f"ALUDEL_URL_{database.upper()}"):
            arguments = [url]
        else:
            reason = os.environ.get(f"ALUDEL_SKIP_{database.upper()}")
            print(reason or f"ALUDEL_URL_{database.upper()} is not set")
            return SKIP_STATUS
        status = subprocess.run([os.path.abspath(program), *arguments], cwd=directory).returncode
        if status == 0 and database == "app.db":
            check_app_db(directory)
    return 1 if status < 0 else status


if __name__ == "__main__":
    sys.exit(main())
