// SPDX-License-Identifier: BSL-1.0
#include <iostream>
#include <string_view>

#include <gtest/gtest.h>

#include "../conformance/database.hpp"
#include "../conformance/registered_dialect.hpp"
#include "child.hpp"
#include "command.hpp"

namespace {

class database_environment final : public testing::Environment {
public:
    explicit database_environment(std::string name) : name_{std::move(name)} {}
    void SetUp() override {
        conformance::use_database(conformance::database::named(name_));
        std::cout << "on " << conformance::facts().server << ", " << conformance::db().url() << '\n';
    }
    void TearDown() override { conformance::use_database(nullptr); }

private:
    std::string name_;
};

}  // namespace

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
    testing::InitGoogleTest(&argc, argv);
    if (argc != 2) {
        std::cerr << "usage: " << argv[0] << " [gtest flags] DATABASE\n";
        return 2;
    }
    testing::AddGlobalTestEnvironment(new database_environment{argv[1]});
    return RUN_ALL_TESTS();
}
