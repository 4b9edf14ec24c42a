#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Demands that programs do not compile, and that the compiler says why.

usage: run.py COMPILER FLAG... -- DIRECTORY

Each .cpp file of DIRECTORY is compiled with -fsyntax-only. One with lines "// expect: SENTENCE" must fail, and print
each sentence in an error or a note to one; "control.cpp" must compile, or a failure would prove nothing. Prints a line
per file; the exit status is 1 if one file missed.
"""

import concurrent.futures
import os
import pathlib
import subprocess
import sys

CONTROL = "control.cpp"
EXPECT = "// expect:"


def expected_sentences(source):
    lines = source.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(EXPECT).strip() for line in lines if line.startswith(EXPECT)]


def errors(output):
    """The compiler's own lines; the lines of source code it quotes would hold any sentence of a header."""
    return [line for line in output.splitlines() if "error: " in line or "note: " in line]


def miss(compiler, source):
    """What is wrong with the outcome of one file, or nothing."""
    command = [*compiler, "-fsyntax-only", str(source)]
    environment = os.environ | {"LC_ALL": "C"}
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, check=False)
    output = run.stdout.decode(errors="replace")
    sentences = expected_sentences(source)
    if source.name == CONTROL:
        return f"does not compile:\n{output}" if run.returncode else None
    if not sentences:
        return f'has no line "{EXPECT} SENTENCE"'
    if run.returncode == 0:
        return "compiles"
    missing = [s for s in sentences if not any(s in line for line in errors(output))]
    return "\n".join(f"does not say: {s}" for s in missing) + f"\n{output}" if missing else None


def main(arguments):
    if arguments.count("--") != 1 or arguments[0] == "--" or arguments[-1] == "--":
        print(__doc__, file=sys.stderr)
        return 2
    split = arguments.index("--")
    compiler, directory = arguments[:split], pathlib.Path(arguments[split + 1])
    sources = sorted(directory.glob("*.cpp"))
    if CONTROL not in [source.name for source in sources] or len(sources) < 2:
        print(f"{directory} holds no {CONTROL} or nothing beside it", file=sys.stderr)
        return 2
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        misses = list(pool.map(lambda source: miss(compiler, source), sources))
    for source, wrong in zip(sources, misses):
        print(f"{'FAILED' if wrong else 'ok':8}{source.stem.replace('_', ' ')}{': ' + wrong if wrong else ''}")
    return 1 if any(misses) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
