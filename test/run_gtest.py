#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs one googletest executable for Meson and records what became of each test case.

usage: run_gtest.py [--needs VARIABLE] NAME EXECUTABLE [ARGUMENT...]

NAME is unique among the runs: the same executable may run once per database. The record is NAME.json in the folder
test-results of the directory it is started in, which for Meson is the build directory; summarise_results.py reads it.
With --needs ALUDEL_URL_X, every case is recorded as skipped if that variable is not set; ALUDEL_SKIP_X says why.
The exit status is 77, Meson's word for skipped, if not one case was run.
"""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile

SKIP_STATUS = 77
RESULTS_FOLDER = "test-results"
BEGIN = re.compile(rb"^\[ RUN      \] (\S+)")
END = re.compile(rb"^\[  (?:     OK|FAILED |SKIPPED) \] ([^\s,]+)")


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--needs", metavar="VARIABLE", help="skip every case unless this environment variable is set")
    parser.add_argument("name")
    parser.add_argument("executable")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    return parser.parse_args(arguments)


def record_path(folder, name):
    return os.path.join(folder, RESULTS_FOLDER, re.sub(r"[^\w.-]", "_", name) + ".json")


def case(name, result, message=""):
    return {"name": name, "result": result, "message": message}


def cases_of_report(report):
    """The cases in googletest's own JSON report."""
    cases = []
    for suite in report.get("testsuites", []):
        for test in suite.get("testsuite", []):
            name = f"{suite['name']}.{test['name']}"
            if test.get("status") == "NOTRUN":
                continue
            if test.get("failures"):
                cases.append(case(name, "failed", test["failures"][0].get("failure", "")))
            elif test.get("result") == "SKIPPED":
                cases.append(case(name, "skipped", ""))
            else:
                cases.append(case(name, "passed"))
    return cases


def with_skip_reasons(cases, reasons):
    return [c | {"message": reasons.get(c["name"], "no reason given")} if c["result"] == "skipped" else c for c in cases]


def listed_cases(executable):
    """Every case the executable has, without running one."""
    output = subprocess.run([*executable, "--gtest_list_tests"], stdout=subprocess.PIPE, check=True).stdout.decode()
    names, suite = [], ""
    for line in output.splitlines():
        line = line.split("  #")[0].rstrip()
        if line.startswith("  "):
            names.append(suite + line.strip())
        elif line.endswith("."):
            suite = line
    return [name for name in names if "DISABLED_" not in name]


class Listener:
    """Follows the output while it passes by: the only source once the executable has crashed."""

    def __init__(self):
        self.running = None
        self.finished = []
        self.skip_reasons = {}
        self._reason_lines = None

    def hear(self, line):
        if begin := BEGIN.match(line):
            self.running = begin.group(1).decode()
            self._reason_lines = None
        elif end := END.match(line):
            if self.running == end.group(1).decode():
                self._finish(line)
        elif self._reason_lines is not None:
            self._reason_lines.append(line.decode(errors="replace").strip())
        elif line.rstrip().endswith(b": Skipped"):
            self._reason_lines = []

    def _finish(self, line):
        result = "passed" if b" OK " in line else "failed" if b"FAILED" in line else "skipped"
        reason = " ".join(filter(None, self._reason_lines or []))
        if result == "skipped" and reason:
            self.skip_reasons[self.running] = reason
        self.finished.append(case(self.running, result))
        self.running, self._reason_lines = None, None


def end_of_process(status):
    if status < 0:
        return f"died of {signal.Signals(-status).name}"
    return f"ended with status {status}"


def cases_after_crash(listener, status):
    where = listener.running or "outside of any test case"
    if listener.running:
        message = f"{end_of_process(status)}; the cases after this one did not run"
    else:
        message = f"{end_of_process(status)} and left no report"
    return with_skip_reasons(listener.finished, listener.skip_reasons) + [case(where, "failed", message)]


def run(executable):
    listener = Listener()
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.json")
        process = subprocess.Popen([*executable, f"--gtest_output=json:{report}"], stdout=subprocess.PIPE)
        for line in process.stdout:
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
            listener.hear(line)
        status = process.wait()
        try:
            with open(report, encoding="utf-8") as file:
                cases = with_skip_reasons(cases_of_report(json.load(file)), listener.skip_reasons)
        except (OSError, ValueError):
            cases = cases_after_crash(listener, status)
            print(f"{cases[-1]['name']} {cases[-1]['message']}")
            return cases, 1
    if status != 0 and not any(c["result"] == "failed" for c in cases):
        cases.append(case("after the last test case", "failed", end_of_process(status)))
    return cases, status


def skip_all(executable, variable):
    reason = os.environ.get(variable.replace("ALUDEL_URL_", "ALUDEL_SKIP_")) or f"{variable} is not set"
    print(f"{variable} is not set: {reason}")
    return [case(name, "skipped", reason) for name in listed_cases(executable)]


def main():
    options = parse_arguments(sys.argv[1:])
    executable = [options.executable, *options.arguments]
    path = record_path(os.getcwd(), options.name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.exists(path):
        os.remove(path)

    if options.needs and not os.environ.get(options.needs):
        cases, status = skip_all(executable, options.needs), SKIP_STATUS
    else:
        cases, status = run(executable)
        if status == 0 and cases and all(c["result"] == "skipped" for c in cases):
            status = SKIP_STATUS

    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump({"name": options.name, "cases": cases}, file, indent=1)
    os.replace(path + ".new", path)
    return 1 if status < 0 else status


if __name__ == "__main__":
    sys.exit(main())
