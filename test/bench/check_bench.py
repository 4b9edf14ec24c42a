#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks what the benchmark program does and writes, on SQLite.

usage: check_bench.py measure PROGRAM      every operation, shape and method, and the files
       check_bench.py choice PROGRAM       --methods takes some and leaves others out
       check_bench.py memory PROGRAM       rows from a generator, once and in turns
       check_bench.py usage PROGRAM        what cannot work ends with one clear line
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

RUN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bench", "run")
OPERATIONS = {"insert", "upsert", "insert-returning", "update_many", "remove_many", "select-all", "stream", "get-by-key",
              "add-one"}
SHAPES = {"narrow", "mixed", "keyed", "text", "wide", "package"}
FIELDS = {"database": str, "version": str, "operation": str, "shape": str, "method": str, "rows": int,
          "seconds_median": float, "rows_per_second": float, "ratio_to_best_raw": (float, type(None)),
          "peak_rss_growth": (int, type(None)), "seconds_min": float, "seconds_max": float, "seconds": list}
# The table of this shape makes no keys.
WITHOUT_KEYS = {("insert-returning", "keyed"), ("add-one", "keyed")}
# Who must be there for an operation, beside the raw programs.
METHODS = {"insert": {"aludel", "SOCI use(vector)", "SOCI one by one"},
           "upsert": {"aludel", "aludel, one by one"},
           "update_many": {"aludel", "aludel, one by one"},
           "remove_many": {"aludel", "aludel, one by one"},
           "select-all": {"aludel", "SOCI into(vector)"},
           "stream": {"aludel", "SOCI into(vector)"}}


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def check_object(one):
    assert one.keys() == FIELDS.keys(), f"fields: {sorted(one)}"
    for name, kind in FIELDS.items():
        assert isinstance(one[name], kind), f"{name} is {one[name]!r}"
    assert one["seconds_min"] <= one["seconds_median"] <= one["seconds_max"], one
    assert (min(one["seconds"]), max(one["seconds"])) == (one["seconds_min"], one["seconds_max"]), one
    assert abs(one["rows"] / one["seconds_median"] / one["rows_per_second"] - 1) < 0.02, one


def check_ratios(objects):
    for operation in OPERATIONS:
        for shape in SHAPES:
            group = [one for one in objects if (one["operation"], one["shape"]) == (operation, shape)]
            ratios = [one["ratio_to_best_raw"] for one in group]
            assert None not in ratios or set(ratios) == {None}, f"{operation}, {shape}: {ratios}"
            if group and None not in ratios:
                assert 1.0 in ratios, f"{operation}, {shape}: nobody is the best: {ratios}"


def measure(program):
    with tempfile.TemporaryDirectory() as folder:
        json_file, svg_file = os.path.join(folder, "result.json"), os.path.join(folder, "chart.svg")
        finished = run(program, "--rows", "300", "--repetitions", "1", "--json", json_file, "--svg", svg_file)
        assert finished.returncode == 0, f"status {finished.returncode}\n{finished.stdout}\n{finished.stderr}"
        with open(json_file, encoding="utf-8") as file:
            objects = json.load(file)
        chart = xml.etree.ElementTree.parse(svg_file).getroot()
    shapes = SHAPES - ({"package"} if "package is left out" in finished.stderr else set())
    for one in objects:
        check_object(one)
        assert one["database"] == "SQLite" and one["method"] in finished.stdout, one
        assert 1 <= one["rows"] <= 300, one
    for operation in OPERATIONS:
        for shape in shapes:
            found = {one["method"] for one in objects if (one["operation"], one["shape"]) == (operation, shape)}
            if (operation, shape) in WITHOUT_KEYS:
                assert not found, f"{operation}, {shape}: there is {found}"
                continue
            missing = METHODS.get(operation, {"aludel"}) - found
            assert not missing, f"{operation}, {shape}: without {missing}"
    check_ratios(objects)
    bars = [element for element in chart.iter("{http://www.w3.org/2000/svg}rect") if element.get("class") != "paper"]
    assert len(bars) == len(objects), f"{len(bars)} bars for {len(objects)} measurements"


def check_chosen_methods(program, parts, expected):
    with tempfile.TemporaryDirectory() as folder:
        json_file = os.path.join(folder, "result.json")
        finished = run(program, "--rows", "50", "--repetitions", "3", "--shapes", "narrow", "--operations", "upsert",
                       "--methods", parts, "--json", json_file)
        assert finished.returncode == 0, f"{parts}: status {finished.returncode}\n{finished.stderr}"
        with open(json_file, encoding="utf-8") as file:
            objects = json.load(file)
    for one in objects:
        check_object(one)
        assert len(one["seconds"]) == 3, one
    found = {one["method"] for one in objects}
    assert found == expected, f"{parts}: {found}"


def choice(program):
    raw = {"raw one row", "raw 100-row values", "raw virtual table"}
    check_chosen_methods(program, "aludel,-one by one", {"aludel"})
    check_chosen_methods(program, "aludel", {"aludel", "aludel, one by one"})
    check_chosen_methods(program, "-aludel", raw)
    check_chosen_methods(program, "-aludel,-one row", raw - {"raw one row"})


def memory(program):
    for repetitions, spreads in [("1", 0), ("2", 2)]:
        finished = run(program, "--memory", "--rows", "5000", "--shapes", "mixed,wide", "--repetitions", repetitions)
        assert finished.returncode == 0, f"status {finished.returncode}\n{finished.stdout}\n{finished.stderr}"
        lines = finished.stdout.splitlines()
        for rows in ["500 rows: ", "5 000 rows: ", "50 rows: "]:
            assert any(line.strip().startswith(rows) for line in lines), finished.stdout
        assert finished.stdout.count("times the rows/s") == 2, finished.stdout
        assert len(re.findall(r"times the rows/s \([\d.]+-[\d.]+\)", finished.stdout)) == spreads, finished.stdout


def check_refusal(status, said, *command):
    finished = run(*command)
    context = f"{command}: status {finished.returncode}, {finished.stderr!r}"
    assert finished.returncode == status and finished.stdout == "", context
    lines = [line for line in finished.stderr.splitlines() if "built without optimisation" not in line]
    assert len(lines) == 1 and said in finished.stderr, context


def usage(program):
    check_refusal(2, "--rows wants a number", program, "--rows", "many")
    check_refusal(2, "--rows wants a number", program, "--rows", "0")
    check_refusal(2, "--json wants a value", program, "--json")
    check_refusal(2, "there is no shape square; there are narrow, mixed", program, "--shapes", "narrow,square")
    check_refusal(2, "there is no operation sort; there are insert", program, "--operations", "sort")
    check_refusal(2, "--methods wants a list", program, "--methods", "aludel,,SOCI")
    check_refusal(2, "behind the minus", program, "--methods", "aludel,-")
    check_refusal(2, "there is no option --fast", program, "--fast")
    check_refusal(2, "nothing was measured", program, "--rows", "10", "--shapes", "narrow", "--methods", "nobody's")
    check_refusal(2, "cannot write to", program, "--json", "/no/such/folder/result.json")
    check_refusal(2, "shape package", program, "--memory", "--rows", "100", "--shapes", "package")
    check_refusal(2, "begins with", program, "oracle://somewhere/else")
    check_refusal(2, "", program, "not a url")
    check_refusal(1, "", program, "sqlite:////no/such/folder/file.db")
    check_refusal(2, "there is no option --fast", RUN, "--fast")
    check_refusal(2, "--rows wants a value", RUN, "--rows")
    for command in [program, RUN]:
        finished = run(command, "--help")
        assert finished.returncode == 0 and finished.stdout.startswith("usage: "), finished
        assert finished.stderr == "", finished


if __name__ == "__main__":
    {"measure": measure, "choice": choice, "memory": memory, "usage": usage}[sys.argv[1]](sys.argv[2])
