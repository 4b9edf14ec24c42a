// SPDX-License-Identifier: BSL-1.0
#include "registered_dialect.hpp"
#include "run_tests.hpp"

int main(int argc, char** argv) {
    conformance::register_testlite();
    return conformance::run_tests(argc, argv);
}
