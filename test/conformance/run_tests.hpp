// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iostream>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "database.hpp"

namespace conformance {

class database_environment final : public testing::Environment {
public:
    explicit database_environment(std::string name) : name_{std::move(name)} {}
    void SetUp() override {
        use_database(database::named(name_));
        std::cout << "on " << facts().server << ", " << db().url() << '\n';
    }
    void TearDown() override { use_database(nullptr); }

private:
    std::string name_;
};

/// Runs every test on the database that the arguments name, and returns the program's status.
inline int run_tests(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    if (argc != 2) {
        std::cerr << "usage: " << argv[0] << " [gtest flags] DATABASE\n";
        return 2;
    }
    testing::AddGlobalTestEnvironment(new database_environment{argv[1]});
    return RUN_ALL_TESTS();
}

}  // namespace conformance
