#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the commands of doc/how-to/migrate.md in their order, and holds the rows to what the page says of each step.

usage: story_test.py DATABASE PAGE SERVICE_1 … SERVICE_5

DATABASE is sqlite or a server of ALUDEL_URL_SERVER; status 77 where that is not set. Where the page shows a revision,
what `revision` has written gets the page's data steps in every section, at its end. On PostgreSQL 15, which the page's
revisions are of, the rest must be what `revision` has written, character for character. After each upgrade and
downgrade the program and the database must agree, and so must the rows.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

SKIP_STATUS = 77
BLOCK = re.compile(r"^```(sh|sql)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"(?=^-- aludel:(?:up|down)\b)", re.MULTILINE)
DATA_STEP = re.compile(r"^-- aludel:data\n.*\n", re.MULTILINE)
EXACT_ON = "postgresql15"
INSTANCES = "./service_5 & ./service_5 & ./service_5"

PEOPLE = [
    {"id": 1, "name": "Alice Ng", "nickname": "Ally", "mail": "alice@example.com", "address": "Storgata 1, Oslo"},
    {"id": 2, "name": "Björn Ås", "nickname": None, "mail": "bjorn@example.com", "address": "Torget 2, Bergen"},
    {"id": 3, "name": "Chi", "nickname": None, "mail": "chi@example.com", "address": None},
]
GREETINGS = ["Ally", "Björn Ås", "Chi"]
GREETED = [{**row, "greeted_as": name} for row, name in zip(PEOPLE, GREETINGS)]
RENAMED = [{("email" if key == "mail" else key): value for key, value in row.items()} for row in GREETED]
ADDRESSES = [
    {"id": 1, "person_id": 1, "street": "Storgata 1, Oslo"},
    {"id": 2, "person_id": 2, "street": "Torget 2, Bergen"},
]
WITHOUT_ADDRESS = [{key: value for key, value in row.items() if key != "address"} for row in RENAMED]
ROWS = {
    1: {"person": PEOPLE},
    2: {"person": GREETED},
    3: {"people": RENAMED},
    4: {"people": RENAMED, "addresses": ADDRESSES},
    5: {"people": WITHOUT_ADDRESS, "addresses": ADDRESSES},
}


class Story:
    def __init__(self, folder, database):
        self.folder = folder
        self.database = database
        self.migrations = os.path.join(folder, "migrations")
        self.known = []
        self.upgraded = 0

    def run(self, command, status=0):
        ended = subprocess.run(command, shell=True, cwd=self.folder, capture_output=True, text=True, check=False)
        print(f"$ {command}\n{ended.stdout}{ended.stderr}", end="", flush=True)
        assert ended.returncode == status, f"{command}: status {ended.returncode}"
        return ended.stdout

    def rows(self, service):
        rows = {}
        with tempfile.TemporaryDirectory(dir=self.folder) as data:
            self.run(f"./service_{service} dump-data {data} --quiet")
            for name in os.listdir(data):
                with open(os.path.join(data, name), encoding="utf-8") as file:
                    rows[name.removesuffix(".json")] = sorted(json.load(file), key=lambda row: row["id"])
        return rows

    def agrees(self, service, rows):
        self.run(f"./service_{service} check")
        found = self.rows(service)
        assert found == rows, f"service_{service}: {found} and not {rows}"

    def load_people(self):
        with tempfile.TemporaryDirectory(dir=self.folder) as data:
            with open(os.path.join(data, "person.json"), "w", encoding="utf-8") as file:
                json.dump(PEOPLE, file)
            self.run(f"./service_1 load-data {data}")

    def command(self, line):
        service = int(re.match(r"\./service_(\d) ", line)[1])
        self.run(line)
        if " upgrade" in line:
            assert service == self.upgraded + 1, "the page leaves a version out"
            self.upgraded = service
            if service == 1:
                self.agrees(1, {"person": []})
                self.load_people()
            self.agrees(service, ROWS[service])
        if " downgrade" in line:
            self.come_back(service)

    def come_back(self, service):
        """The page has taken a revision back: the version before must be content, and then it goes on."""
        if service > 1:
            self.agrees(service - 1, ROWS[service - 1])
        else:
            self.run("./service_1 check", status=1)
        self.run(f"./service_{service} upgrade")
        if service == 1:
            self.load_people()
        self.agrees(service, ROWS[service])

    def revision_by_hand(self, shown):
        (new,) = [name for name in os.listdir(self.migrations) if name not in self.known]
        self.known.append(new)
        path = os.path.join(self.migrations, new)
        with open(path, encoding="utf-8") as file:
            head, *sections = SECTION.split(file.read())
        page = {way(section): section for section in SECTION.split(shown) if section}
        assert set(page) == {"up", "down"}, "the page shows both ways"
        if self.database == EXACT_ON:
            for wanted in page.values():
                written = DATA_STEP.sub("", wanted).strip()
                assert written in map(str.strip, sections), f"{new} has not what the page shows:\n{written}"
        edited = [section.rstrip("\n") + "\n" + "".join(DATA_STEP.findall(page[way(section)])) + "\n"
                  for section in sections]
        with open(path, "w", encoding="utf-8") as file:
            file.write(head + "".join(edited))

    def three_instances(self):
        """On a database at the first revision, and then on an empty one."""
        first = self.known[0].split("_")[0]
        self.run(f"./service_5 downgrade {first} --yes")
        self.agrees(1, ROWS[1])
        self.start_three("upgraded", 3)
        self.agrees(5, ROWS[5])
        self.run("./service_5 drop-all --yes")
        self.start_three("created", 0)
        self.agrees(5, {"people": [], "addresses": []})
        self.run("./service_5 downgrade base --yes")

    def start_three(self, done, people):
        instances = [subprocess.Popen(["./service_5"], cwd=self.folder, stdout=subprocess.PIPE, text=True)
                     for _ in range(INSTANCES.count("./"))]
        ends = sorted(instance.communicate()[0] for instance in instances)
        print(ends)
        assert [instance.returncode for instance in instances] == [0, 0, 0]
        told = [f"{what}\n{people} people\n" for what in (done, "already up to date", "already up to date")]
        assert ends == sorted(told), ends


def way(section):
    return re.match(r"-- aludel:(\w+)", section)[1]


def commands_of(block):
    return [line.split("#")[0].strip() for line in block.splitlines()]


def tell(story, page):
    for kind, block in BLOCK.findall(page):
        if kind == "sql":
            story.revision_by_hand(block)
            continue
        for line in commands_of(block):
            story.three_instances() if line == INSTANCES else story.command(line)
    assert story.upgraded == len(ROWS) and INSTANCES in page, "the page does not come to its end"


def main():
    if len(sys.argv) != 8:
        print(__doc__, file=sys.stderr)
        return 2
    database, page, *programs = sys.argv[1:]
    with open(page, encoding="utf-8") as file:
        text = file.read()
    url = "sqlite:///story.db" if database == "sqlite" else os.environ.get(f"ALUDEL_URL_{database.upper()}")
    if not url:
        print(os.environ.get(f"ALUDEL_SKIP_{database.upper()}") or f"ALUDEL_URL_{database.upper()} is not set")
        return SKIP_STATUS
    os.environ["DATABASE_URL"] = url
    with tempfile.TemporaryDirectory(prefix="aludel-story-") as folder:
        for program in programs:
            os.symlink(os.path.abspath(program), os.path.join(folder, os.path.basename(program)))
        story = Story(folder, database)
        try:
            tell(story, text)
        finally:
            for service in (4, 1):
                subprocess.run([f"./service_{service}", "drop-all", "--yes", "--quiet"], cwd=folder, check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
