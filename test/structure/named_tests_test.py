#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Puts one breach of each kind into a copy of the pages and looks whether named_tests.py finds it, and only it."""

import sys

sys.dont_write_bytecode = True
import copied_tree  # noqa: E402
import named_tests  # noqa: E402

PAGE = "doc/rules.md"
FILE = "../test/conformance/reading_test.cpp"

# name, file, the line that is put in as line 2, the place that is named, words of the sentence (None: it is allowed)
CASES = [
    ("a_test_that_is_there",
     PAGE, f"See [`reading.first_of_nothing_is_empty`]({FILE}).",
     None, None),
    ("a_test_that_is_not_there",
     PAGE, f"See [`reading.no_such_test`]({FILE}).",
     f"{PAGE}:2", "which test/conformance/reading_test.cpp does not declare"),
    ("a_test_of_another_file",
     PAGE, "See [`reading.first_of_nothing_is_empty`](../test/conformance/joins_test.cpp).",
     f"{PAGE}:2", "which test/conformance/joins_test.cpp does not declare"),
    ("a_file_that_is_not_there",
     PAGE, "See [`reading.first_of_nothing_is_empty`](../test/conformance/no_such_test.cpp).",
     f"{PAGE}:2", "which is not there"),
    ("a_program_that_must_not_compile",
     PAGE, "See [`a_patch_of_the_key`](../test/compile_fail/a_patch_of_the_key.cpp).",
     None, None),
    ("a_program_by_another_name",
     PAGE, "See [`a_key`](../test/compile_fail/a_patch_of_the_key.cpp).",
     f"{PAGE}:2", "name it as its file is named"),
    ("a_row_with_a_reason",
     PAGE, "| rule | held by |\n|---|---|\n| nothing | — there is nothing to hold |\n",
     None, None),
    ("a_row_without_a_test",
     PAGE, "| rule | held by |\n|---|---|\n| nothing | nobody |\n",
     f"{PAGE}:4", "neither a test nor"),
]


def main():
    with copied_tree.CopiedTree(["doc", "test"]) as tree:
        wrong = copied_tree.expect_each_is_found(tree, named_tests.breaches, CASES)
    print("\n".join(wrong) if wrong else f"all {len(CASES)} cases are as expected")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
