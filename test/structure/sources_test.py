#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Puts one breach of each kind into a copy of the sources and looks whether sources.py finds it, and only it."""

import sys

sys.dont_write_bytecode = True
import copied_tree  # noqa: E402
import sources  # noqa: E402

# name, file, the line that is put in as line 2, the place that is named, words of the sentence (None: it is allowed)
CASES = [
    ("a_source_in_no_meson_build",
     "src/model/forgotten.cpp", "int forgotten;",
     "src/model/forgotten.cpp:1", "name it in src/meson.build"),
    ("a_test_in_no_meson_build",
     "test/unit/model/forgotten_test.cpp", "int forgotten;",
     "test/unit/model/forgotten_test.cpp:1", "name it in test/unit/meson.build"),
    ("a_dialect_source_in_no_meson_build",
     "dialects/sqlite/forgotten.cpp", "int forgotten;",
     "dialects/sqlite/forgotten.cpp:1", "name it in dialects/sqlite/meson.build"),
    ("a_conformance_test_in_no_meson_build",
     "test/conformance/forgotten_test.cpp", "int forgotten;",
     "test/conformance/forgotten_test.cpp:1", "name it in test/conformance/meson.build"),
    ("a_test_of_one_dialect_in_no_meson_build",
     "test/dialects/sqlite/forgotten_test.cpp", "int forgotten;",
     "test/dialects/sqlite/forgotten_test.cpp:1", "name it in test/dialects/meson.build"),
    ("an_example_in_no_meson_build",
     "doc/examples/demo/forgotten.cpp", "int forgotten;",
     "doc/examples/demo/forgotten.cpp:1", "name it in doc/examples/meson.build"),
    ("a_snippet_in_no_meson_build",
     "test/snippets/forgotten.cpp", "int forgotten;",
     "test/snippets/forgotten.cpp:1", "name it in test/snippets/meson.build"),
    ("a_source_in_a_new_folder",
     "test/forgotten/forgotten.cpp", "int forgotten;",
     "test/forgotten/forgotten.cpp:1", "name it in test/meson.build"),
    ("a_program_that_must_not_compile_needs_no_listing",
     "test/compile_fail/forgotten.cpp", "int forgotten;",
     None, None),
    ("a_header_needs_no_listing",
     "src/model/private.hpp", "#pragma once",
     None, None),
    ("somebodys_folder",
     "src/meson.build", "# see /ho" "me/somebody/notes",
     "src/meson.build:2", "not there on other machines"),
    ("a_neighbour_of_the_tree",
     "src/error.cpp", "// see ../sha" "red/design",
     "src/error.cpp:2", "not there on other machines"),
    ("a_package_registry",
     "meson.build", "# from https://pypi.o" "rg/simple",
     "meson.build:2", "not there on other machines"),
    ("the_source_of_a_fact",
     "src/error.cpp", "// sqlite.org/lang_returning.html",
     None, None),
]


def check_licence_lines(tree):
    wrong = []
    for path in ["src/error.cpp", "include/aludel/error.hpp", "src/meson.build", "meson.build"]:
        with open(f"{tree.root}/{path}", encoding="utf-8") as file:
            before = file.read()
        with open(f"{tree.root}/{path}", "w", encoding="utf-8") as file:
            file.write(before.split("\n", 1)[1])
        found = sources.breaches(tree.root)
        if len(found) != 1 or not found[0].startswith(f"{path}:1: does not begin with"):
            wrong.append(f"no licence line in {path}: got {found}")
        with open(f"{tree.root}/{path}", "w", encoding="utf-8") as file:
            file.write(before)
    return wrong


def main():
    with copied_tree.CopiedTree(["include", "src", "dialects", "test", "doc/examples", "meson.build", "run-tests"]) as tree:
        wrong = copied_tree.expect_each_is_found(tree, sources.breaches, CASES)
        wrong += check_licence_lines(tree)
    print("\n".join(f"FAILED {sentence}" for sentence in wrong) or "sources.py finds every breach")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
