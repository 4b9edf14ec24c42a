// SPDX-License-Identifier: BSL-1.0
#include <string_view>

#include "../conformance/registered_dialect.hpp"
#include "../conformance/run_tests.hpp"
#include "child.hpp"
#include "command.hpp"

int main(int argc, char** argv) {
    conformance::register_testlite();
    if (argc > 1 && argv[1] == migrating::child_argument) {
        return migrating::run_as_child(argc - 2, argv + 2);
    }
#ifdef MIGRATE_TEST_HAS_COMMAND_LINE
    if (argc > 2 && argv[1] == migrating::command_argument) {
        return migrating::run_as_program(argc - 2, argv + 2);
    }
#endif
    return conformance::run_tests(argc, argv);
}
