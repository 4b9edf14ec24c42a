#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the test cases of the last `meson test` and prints them as a table.

usage: summarise_results.py BUILD_DIRECTORY     or     summarise_results.py --self-check

An executable run by run_gtest.py counts by its test cases, any other test as one. A test without the record it should
have left counts as one failure: it crashed or ran into its time limit. The last line is

    N passed, N failed, N skipped

and the exit status is 1 if anything failed or nothing was run at all.
"""

import collections
import contextlib
import io
import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True
import run_gtest  # noqa: E402

RESULT_OF_MESON = {"OK": "passed", "EXPECTEDFAIL": "passed", "SKIP": "skipped", "IGNORED": "skipped"}


def gtest_name(command):
    """The NAME of a run_gtest.py command line, or None for any other command."""
    for position, word in enumerate(command):
        if os.path.basename(word) == "run_gtest.py":
            return run_gtest.parse_arguments(command[position + 1 :]).name
    return None


def last_line(text):
    lines = (text or "").strip().splitlines()
    return lines[-1].strip() if lines else ""


def cases_of_test(test, build_directory):
    """The cases of one line in Meson's testlog.json."""
    result = RESULT_OF_MESON.get(test["result"], "failed")
    name = gtest_name(test["command"])
    if name is None:
        message = "" if result == "passed" else last_line(test.get("stdout")) or last_line(test.get("stderr"))
        if result == "skipped":
            message = message or "no reason given"
        return [run_gtest.case(suite_of(test), result, message)]

    try:
        with open(run_gtest.record_path(build_directory, name), encoding="utf-8") as file:
            cases = json.load(file)["cases"]
    except (OSError, ValueError, KeyError):
        return [run_gtest.case(name, "failed", f"left no record; Meson says {test['result']}")]
    if result == "failed" and not any(c["result"] == "failed" for c in cases):
        cases.append(run_gtest.case(name, "failed", f"Meson says {test['result']}"))
    return cases


def suite_of(test):
    """`unit / codec` where Meson's log says `aludel:unit / codec`; `layering` where it says `aludel / layering`."""
    group, separator, name = test["name"].partition(" / ")
    if not separator:
        return test["name"]
    return f"{group.split(':', 1)[1]} / {name}" if ":" in group else name


def collect(build_directory):
    """For each of Meson's tests its cases, in the order of the log."""
    results = collections.OrderedDict()
    with open(os.path.join(build_directory, "meson-logs", "testlog.json"), encoding="utf-8") as log:
        for line in filter(str.strip, log):
            test = json.loads(line)
            results.setdefault(suite_of(test), []).extend(cases_of_test(test, build_directory))
    return results


def count(cases):
    counted = collections.Counter(c["result"] for c in cases)
    return counted["passed"], counted["failed"], counted["skipped"]


def table(results):
    width = max([len(name) for name in results] + [len("suite")])
    lines = [f"{'suite':<{width}}  {'passed':>7} {'failed':>7} {'skipped':>7}"]
    for name in sorted(results):
        lines.append(f"{name:<{width}}  {count(results[name])[0]:>7} {count(results[name])[1]:>7} {count(results[name])[2]:>7}")
    return lines


def skips_by_reason(results):
    reasons = collections.OrderedDict()
    for name in sorted(results):
        for c in results[name]:
            if c["result"] == "skipped":
                reasons.setdefault(c["message"], []).append((name, c["name"]))
    lines = []
    for reason, skipped in sorted(reasons.items(), key=lambda item: -len(item[1])):
        lines.append(f"skipped {len(skipped)}: {reason}")
        for name, number in sorted(collections.Counter(name for name, _ in skipped).items()):
            cases = [c for n, c in skipped if n == name]
            lines.append(f"    {name}: {', '.join(cases) if number <= 4 else f'{number} cases'}")
    return lines


def failures(results):
    lines = []
    for name in sorted(results):
        for c in results[name]:
            if c["result"] == "failed":
                first = next(filter(None, map(str.strip, c["message"].splitlines())), "")
                lines.append(f"FAILED {name}: {c['name']}" + (f": {first}" if first else ""))
    return lines


def summarise(results):
    passed, failed, skipped = count([c for cases in results.values() for c in cases])
    blocks = [block for block in (table(results), skips_by_reason(results), failures(results)) if block]
    if passed + failed + skipped == 0:
        blocks = [["no test was run"]]
    blocks.append([f"{passed} passed, {failed} failed, {skipped} skipped"])
    print("\n\n".join("\n".join(block) for block in blocks))
    return 1 if failed or passed + skipped == 0 else 0


def self_check():
    runner = ["python3", "/s/test/run_gtest.py"]
    log = [
        {"name": "aludel:unit / codec", "result": "OK", "command": [*runner, "unit.codec", "/b/codec"]},
        {"name": "aludel:conformance / x", "result": "FAIL", "command": [*runner, "--needs", "ALUDEL_URL_X", "c.x", "/b/c"]},
        {"name": "aludel:conformance / y", "result": "TIMEOUT", "command": [*runner, "c.y", "/b/c", "y"]},
        {"name": "aludel:conformance / z", "result": "FAIL", "command": [*runner, "c.z", "/b/c", "z"]},
        {"name": "aludel / layering", "result": "OK", "command": ["/s/test/layering.py"]},
        {"name": "consumer", "result": "SKIP", "command": ["/s/c"], "stdout": "building\nno cmake\n"},
        {"name": "compile_fail", "result": "ERROR", "command": ["/s/f"], "stderr": "cannot start"},
    ]
    records = {
        "unit.codec": [run_gtest.case("a.b", "passed"), run_gtest.case("a.c", "skipped", "no reason given")],
        "c.x": [run_gtest.case("a.b", "failed", "\nexpected 1"), run_gtest.case("a.c", "passed")],
        "c.z": [run_gtest.case("a.b", "passed")],
    }
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, "meson-logs"))
        os.makedirs(os.path.join(folder, run_gtest.RESULTS_FOLDER))
        with open(os.path.join(folder, "meson-logs", "testlog.json"), "w", encoding="utf-8") as file:
            file.write("\n".join(json.dumps(line) for line in log))
        for name, cases in records.items():
            with open(run_gtest.record_path(folder, name), "w", encoding="utf-8") as file:
                json.dump({"name": name, "cases": cases}, file)
        results = collect(folder)
    assert count(results["unit / codec"]) == (1, 0, 1), results["unit / codec"]
    assert count(results["conformance / x"]) == (1, 1, 0), "a failed case counts once"
    assert count(results["conformance / y"]) == (0, 1, 0), "a test without a record is a failure"
    assert count(results["conformance / z"]) == (1, 1, 0), "Meson's verdict is not lost"
    assert count(results["layering"]) == (1, 0, 0), results
    assert skips_by_reason(results)[:2] == ["skipped 1: no cmake", "    consumer: consumer"], skips_by_reason(results)
    assert "FAILED compile_fail: compile_fail: cannot start" in failures(results), failures(results)

    listener = run_gtest.Listener()
    for line in (b"[ RUN      ] a.b", b"x.cpp:3: Skipped", b"no window", b"functions", b"[  SKIPPED ] a.b (0 ms)",
                 b"[ RUN      ] a.c", b"[       OK ] a.c (0 ms)", b"[ RUN      ] a.d"):
        listener.hear(line + b"\n")
    crashed = run_gtest.cases_after_crash(listener, -11)
    assert [c["result"] for c in crashed] == ["skipped", "passed", "failed"], crashed
    assert crashed[0]["message"] == "no window functions", crashed
    assert crashed[2]["name"] == "a.d" and "SIGSEGV" in crashed[2]["message"], crashed
    with contextlib.redirect_stdout(io.StringIO()):
        status_without_tests = summarise(collections.OrderedDict())
    assert status_without_tests == 1, "no tests at all is no success"
    return 0


def main():
    if sys.argv[1:] == ["--self-check"]:
        return self_check()
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    return summarise(collect(sys.argv[1]))


if __name__ == "__main__":
    sys.exit(main())
