#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Puts one breach of each kind into a copy of the sources and looks whether layering.py finds it, and only it."""

import os
import subprocess
import sys

sys.dont_write_bytecode = True
import copied_tree  # noqa: E402
import layering  # noqa: E402

# name, file, the line that is put in as line 2, the place that is named, words of the sentence (None: it is allowed)
CASES = [
    ("model_uses_sql",
     "include/aludel/model/value.hpp", "#include <aludel/sql/syntax.hpp>",
     "include/aludel/model/value.hpp:2", "may only include from model"),
    ("sql_uses_session",
     "src/sql/spelling.cpp", "#include <aludel/session/session.hpp>",
     "src/sql/spelling.cpp:2", "model, sql"),
    ("bulk_uses_repository",
     "src/bulk/bulk_load.cpp", "#include <aludel/repository/query.hpp>",
     "src/bulk/bulk_load.cpp:2", "model, sql"),
    ("dialect_module_uses_types",
     "src/dialect/dialect.cpp", "#include <aludel/types/uuid.hpp>",
     "src/dialect/dialect.cpp:2", "model, sql, dialect"),
    ("repository_uses_types",
     "src/repository/repository_core.cpp", "#include <aludel/types/uuid.hpp>",
     "src/repository/repository_core.cpp:2", "repository"),
    ("types_use_sql",
     "include/aludel/types/uuid.hpp", "#include <aludel/sql/syntax.hpp>",
     "include/aludel/types/uuid.hpp:2", "model, types"),
    ("error_uses_model",
     "include/aludel/error.hpp", "#include <aludel/model/value.hpp>",
     "include/aludel/error.hpp:2", "the standard library"),
    ("sql_uses_a_private_header_of_session",
     "src/sql/spelling.cpp", '#include "session/statement_cache.hpp"',
     "src/sql/spelling.cpp:2", "model, sql"),
    ("a_module_uses_everything",
     "src/schema/ddl.cpp", "#include <aludel/aludel.hpp>",
     "src/schema/ddl.cpp:2", "is for users"),
    ("an_unknown_module",
     "src/extras/extra.cpp", "// nothing",
     "src/extras/extra.cpp:1", "is no module"),
    ("a_dialect_uses_session",
     "dialects/sqlite/uri.cpp", "#include <aludel/session/session.hpp>",
     "dialects/sqlite/uri.cpp:2", "model, sql, dialect"),
    ("a_dialect_uses_another",
     "dialects/mysql/wire.cpp", '#include "../sqlite/uri.hpp"',
     "dialects/mysql/wire.cpp:2", "nothing outside"),
    ("a_dialect_uses_a_private_header",
     "dialects/mysql/wire.cpp", '#include "session/statement_cache.hpp"',
     "dialects/mysql/wire.cpp:2", "model, sql, dialect"),
    ("shared_code_uses_a_dialect",
     "src/session/engine.cpp", '#include "dialects/own/uri.hpp"',
     "src/session/engine.cpp:2", "nothing outside"),
    ("soci_in_a_public_header",
     "include/aludel/session/session.hpp", "#include <soci/soci.h>",
     "include/aludel/session/session.hpp:2", "touch SOCI"),
    ("soci_in_bulk",
     "src/bulk/bulk_load.cpp", "#include <soci/session.h>",
     "src/bulk/bulk_load.cpp:2", "touch SOCI"),
    ("soci_in_session",
     "src/session/session_core.cpp", "#include <soci/session.h>",
     None, None),
    ("pfr_in_a_second_header",
     "include/aludel/model/entity.hpp", "#include <boost/pfr/core.hpp>",
     "include/aludel/model/entity.hpp:2", "Boost.PFR"),
    ("a_name_compared",
     "src/bulk/bulk_load.cpp", 'const bool is_it = server == "MariaDB";',
     "src/bulk/bulk_load.cpp:2", "names MariaDB"),
    ("a_name_in_an_identifier",
     "include/aludel/sql/syntax.hpp", "inline constexpr bool is_postgresql = false;",
     "include/aludel/sql/syntax.hpp:2", "names postgres"),
    ("a_name_behind_a_digit_separator",
     "src/sql/spelling.cpp", "const int n = 1'000; // x\nint mysql;",
     "src/sql/spelling.cpp:3", "names mysql"),
    ("a_name_in_a_raw_string",
     "src/schema/ddl.cpp", 'const char* x = R"(a " // sqlite)";',
     "src/schema/ddl.cpp:2", "names sqlite"),
    ("a_name_in_a_comment",
     "src/schema/ddl.cpp", 'const char* x = "a"; /* "SQLite" */ // MySQL 5.6',
     None, None),
]


def check_driver_headers(tree):
    """A client library's header names its database too: two sentences about one line."""
    wrong = []
    for header in ["sqlite3.h", "libpq-fe.h", "mysql.h", "mariadb/mysql.h", "postgresql/libpq-fe.h"]:
        found = tree.after_inserting("src/session/engine.cpp", f"#include <{header}>", layering.breaches)
        if not any(breach.startswith("src/session/engine.cpp:2: includes <") for breach in found):
            wrong.append(f"driver header {header}: got {found}")
    return wrong


def check_command(tree):
    """What Meson runs fails, and says where on its standard output."""

    def status_and_output(root):
        ended = subprocess.run([sys.executable, layering.__file__, root], stdout=subprocess.PIPE)
        return [ended.returncode, ended.stdout.decode()]

    status, output = tree.after_inserting("src/session/engine.cpp", "int sqlite;", status_and_output)
    if status != 1 or not output.startswith("src/session/engine.cpp:2: names sqlite"):
        return [f"layering.py ended with {status} and printed: {output}"]
    if status_and_output(os.path.join(tree.root, "nowhere"))[0] != 1:
        return ["layering.py is content with a tree without sources"]
    return []


def main():
    with copied_tree.CopiedTree(["include", "src", "dialects"]) as tree:
        wrong = copied_tree.expect_each_is_found(tree, layering.breaches, CASES)
        wrong += check_driver_headers(tree) + check_command(tree)
    print("\n".join(f"FAILED {sentence}" for sentence in wrong) or "layering.py finds every breach")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
