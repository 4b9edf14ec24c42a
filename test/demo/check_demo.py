#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks what the demo program does and prints.

usage: check_demo.py failures DEMO DIALECT...      what cannot work ends with one clear line
       check_demo.py sqlite DEMO                   on a new SQLite file, and with odd records
       check_demo.py SERVER DEMO                   on ALUDEL_URL_SERVER, with the same answers as on SQLite

The exit status is 77, Meson's word for skipped, where ALUDEL_URL_SERVER or the package iso-codes is missing.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

SKIP_STATUS = 77
ISO_CODES = "/usr/share/iso-codes/json"
FILES = {"countries": "3166-1", "subdivisions": "3166-2", "languages": "639-3", "currencies": "4217"}
ROWS = 25_000


def records(standard):
    with open(f"{ISO_CODES}/iso_{standard}.json", encoding="utf-8") as file:
        return json.load(file)[standard]


def run(demo, *arguments):
    return subprocess.run([demo, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def run_well(demo, *arguments):
    finished = run(demo, "--rows", str(ROWS), *arguments)
    assert finished.returncode == 0, f"status {finished.returncode}\n{finished.stdout}\n{finished.stderr}"
    return finished.stdout


def sections(output):
    """The lines of each section by its heading, which is a line without indent."""
    found, heading = {}, None
    for line in filter(None, output.splitlines()):
        if line.startswith(" "):
            found[heading].append(line)
        else:
            heading = line
            found[heading] = []
    return found


def cells(lines):
    """The rows of a table by their first cell; cells are two spaces apart, and spaces in numbers do not count."""
    rows = {}
    for line in lines:
        first, *others = re.split(r"  +", line.strip())
        rows[first] = [re.sub(r"(?<=\d) (?=\d)", "", cell) for cell in others]
    return rows


def answers(output):
    """The sections that are a question, and nothing that tells of time."""
    return {heading: lines for heading, lines in sections(output).items() if re.search(r"\?|…$", heading)}


def check_upserts(lines, is_new):
    for table, standard in FILES.items():
        rows = str(len(records(standard)))
        inserted, updated, skipped = (rows, "0", "0") if is_new else ("0", "0", rows)
        assert cells(lines)[table][:4] == [rows, inserted, updated, skipped], (table, lines)


def check_output(output, is_new):
    found = sections(output)
    if is_new:
        check_upserts(found["Upserting the records of iso-codes"], is_new=True)
    check_upserts(found["Upserting them a second time"], is_new=False)

    compared = cells(found["Comparing the tables with the files"])
    for table, standard in FILES.items():
        assert compared[table] == [str(len(records(standard)))] * 3, compared[table]
    parents = [r["parent"] for r in records("3166-2") if "parent" in r]
    assert compared["named in the file"] == [str(len(parents))], compared
    assert compared["by the whole code"] == [str(sum("-" in p for p in parents))], compared
    assert int(compared["resolved"][0]) + int(compared["unresolvable"][0]) == len(parents), compared

    asked = answers(output)
    assert len(asked) == 8, list(asked)
    assert all(len(lines) > 2 for lines in asked.values()), asked
    readings = cells(found[f"Loading {ROWS:,} rows in bulk".replace(",", " ")])
    assert readings["loaded in bulk"][0] == readings["read back"][0] == str(ROWS), readings
    assert readings["loaded in bulk"][-1] == readings["read back"][-1], readings
    return readings["read back"][-1]


def check_failures(demo, dialects, directory):
    text_file = f"{directory}/text.db"
    with open(text_file, "w", encoding="utf-8") as file:
        file.write("no database\n")
    cases = [
        # what is wrong, status, words of the line, arguments
        ("an unknown option", 2, "--frobnicate", ["--frobnicate"]),
        ("an option without its value", 2, "--rows wants", ["--rows"]),
        ("rows that are no number", 2, "--rows wants", ["--rows", "many"]),
        ("rows less than none", 2, "--rows wants", ["--rows", "-1"]),
        ("two URLs", 2, "more than one URL", ["sqlite://", "sqlite://"]),
        ("no URL at all", 2, "scheme", ["nonsense"]),
        ("an unknown scheme", 2, "sqlite", ["oracle://u:secret@host/db"]),
        ("an unknown parameter", 2, "bogus", ["sqlite://?bogus=secret"]),
        ("a path that cannot be written", 1, "/no/such/directory", ["sqlite:////no/such/directory/demo.db"]),
        ("a file of another kind", 1, "SQLite", [f"sqlite:///{text_file}"]),
        ("a directory without the files", 1, "iso_3166-1.json", ["--iso-codes", "/no/such/directory", "sqlite://"]),
    ]
    for dialect in {"postgresql", "mysql"}.intersection(dialects):
        # Port 1 belongs to a service that nobody runs any more.
        cases.append((f"no {dialect} server", 1, "127.0.0.1", [f"{dialect}://u:secret@127.0.0.1:1/db"]))
    for name, status, words, arguments in cases:
        finished = run(demo, *arguments)
        line = finished.stderr
        assert finished.returncode == status, f"{name}: status {finished.returncode}: {line}"
        assert line.startswith("demo: ") and line.count("\n") == 1 and line.endswith("\n"), f"{name}: {line!r}"
        assert words in line, f"{name}: {line}"
        assert "secret" not in line, f"{name}: {line}"
        assert finished.stdout == "", f"{name}: {finished.stdout}"


def write_changed_records(directory, standard, change):
    """The four files of iso-codes, of which one is changed."""
    for each in FILES.values():
        changed = records(each)
        if each == standard:
            change(changed)
        with open(f"{directory}/iso_{each}.json", "w", encoding="utf-8") as file:
            json.dump({each: changed}, file)


def check_unresolvable_parents(demo, directory):
    def change(subdivisions):
        by_code = {each["code"]: each for each in subdivisions}
        by_code["AD-02"]["parent"] = "ZZ"
        by_code["AD-03"]["parent"] = "AD-03"
        by_code["AD-04"]["parent"] = "05"
        by_code["AD-05"]["parent"] = "AD-04"

    write_changed_records(directory, "3166-2", change)
    output = run_well(demo, "--iso-codes", directory, f"sqlite:///{directory}/odd.db")
    compared = sections(output)["Comparing the tables with the files"]
    assert cells(compared)["unresolvable"] == ["4"], compared
    named = [line.split()[1:3] for line in compared if line.strip().startswith("unresolvable: ")]
    assert sorted(named) == [["AD-02", "Canillo,"], ["AD-03", "Encamp,"], ["AD-04", "La"], ["AD-05", "Ordino,"]], named


def check_members_are_not_lost(demo, directory):
    write_changed_records(directory, "4217", lambda currencies: currencies[7].update(symbol="$"))
    finished = run(demo, "--iso-codes", directory, "sqlite://")
    assert finished.returncode == 1 and finished.stdout == "", finished
    assert 'iso_4217.json: record 8 has the member "symbol"' in finished.stderr, finished.stderr


def check_changes_are_counted(demo, directory, url):
    """After a run with other records, a run with the real ones updates what differs, and only that."""

    def change(languages):
        languages[1]["name"] = "Something else"
        languages[2]["common_name"] = "Something new"

    write_changed_records(directory, "639-3", change)
    run_well(demo, "--iso-codes", directory, url)
    upserted = cells(sections(run_well(demo, url))["Upserting the records of iso-codes"])
    languages = len(records("639-3"))
    assert upserted["languages"][:4] == [str(languages), "0", "2", str(languages - 2)], upserted
    assert upserted["countries"][1:3] == ["0", "0"], upserted


def check_database(demo, directory, url, is_new):
    first = run_well(demo, url)
    checksum = check_output(first, is_new)
    again = run_well(demo, url)
    assert check_output(again, is_new=False) == checksum
    check_upserts(sections(again)["Upserting the records of iso-codes"], is_new=False)
    assert answers(again) == answers(first)
    check_changes_are_counted(demo, directory, url)
    return first, checksum


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    database, demo, dialects = sys.argv[1], sys.argv[2], sys.argv[3:]
    if database == "failures":
        with tempfile.TemporaryDirectory() as directory:
            check_failures(demo, dialects, directory)
        return 0
    if not os.path.isdir(ISO_CODES):
        print("Debian's package iso-codes is not installed")
        return SKIP_STATUS
    variable = f"ALUDEL_URL_{database.upper()}"
    if database != "sqlite" and not os.environ.get(variable):
        print(os.environ.get(f"ALUDEL_SKIP_{database.upper()}") or f"{variable} is not set")
        return SKIP_STATUS

    with tempfile.TemporaryDirectory() as directory:
        on_sqlite, checksum = check_database(demo, directory, f"sqlite:///{directory}/demo.db", is_new=True)
        if database == "sqlite":
            check_unresolvable_parents(demo, directory)
            check_members_are_not_lost(demo, directory)
        else:
            on_server, server_checksum = check_database(demo, directory, os.environ[variable], is_new=False)
            assert answers(on_server) == answers(on_sqlite), f"{on_server}\n{on_sqlite}"
            assert server_checksum == checksum
    return 0


if __name__ == "__main__":
    sys.exit(main())
