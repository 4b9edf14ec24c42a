// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/dialect/dialect.hpp>
#include <aludel/error.hpp>

#include "stub_dialect.hpp"

namespace {

TEST(registry, makes_a_dialect_of_its_own_for_each_engine) {
    aludel::register_dialect("registry-own", [] { return std::make_unique<stub_dialect>(); });
    const auto first = aludel::dialect_for("registry-own");
    const auto second = aludel::dialect_for("registry-own");
    EXPECT_EQ(first->name(), "stub");
    EXPECT_NE(first.get(), second.get());
}

TEST(registry, replaces_what_is_registered_again) {
    aludel::register_dialect("registry-again", [] { return std::make_unique<stub_dialect>("first"); });
    aludel::register_dialect("registry-again", [] { return std::make_unique<stub_dialect>("second"); });
    EXPECT_EQ(aludel::dialect_for("registry-again")->name(), "second");
}

TEST(registry, refuses_an_unknown_scheme_and_lists_the_known_ones) {
    aludel::register_dialect("registry-known", [] { return std::make_unique<stub_dialect>(); });
    try {
        (void)aludel::dialect_for("registry-unknown");
        FAIL() << "an unknown scheme made a dialect";
    } catch (const aludel::usage_error& refused) {
        const std::string sentence = refused.what();
        EXPECT_NE(sentence.find("\"registry-unknown\""), std::string::npos) << sentence;
        EXPECT_NE(sentence.find("registry-known"), std::string::npos) << sentence;
    }
}

TEST(registry, refuses_a_factory_that_makes_nothing) {
    aludel::register_dialect("registry-empty", [] { return std::unique_ptr<aludel::dialect>{}; });
    EXPECT_THROW((void)aludel::dialect_for("registry-empty"), aludel::usage_error);
}

TEST(registry, lets_a_factory_register_another_scheme) {
    aludel::register_dialect("registry-outer", [] {
        aludel::register_dialect("registry-inner", [] { return std::make_unique<stub_dialect>("inner"); });
        return std::make_unique<stub_dialect>("outer");
    });
    EXPECT_EQ(aludel::dialect_for("registry-outer")->name(), "outer");
    EXPECT_EQ(aludel::dialect_for("registry-inner")->name(), "inner");
}

TEST(registry, is_safe_to_use_from_several_threads) {
    std::vector<std::thread> threads;
    for (int number = 0; number < 8; ++number) {
        threads.emplace_back([number] {
            const std::string scheme = "registry-thread-" + std::to_string(number);
            for (int again = 0; again < 100; ++again) {
                aludel::register_dialect(scheme, [] { return std::make_unique<stub_dialect>(); });
                EXPECT_EQ(aludel::dialect_for(scheme)->name(), "stub");
            }
        });
    }
    for (std::thread& each : threads) {
        each.join();
    }
}

TEST(a_dialect_that_says_little, has_no_native_path_and_begins_plainly) {
    const stub_dialect dialect;
    EXPECT_EQ(dialect.begin_statements({}), std::vector<std::string>{"begin"});
    EXPECT_EQ(dialect.drop_foreign_key(), "drop constraint");
    std::string options;
    dialect.append_table_options(options, {});
    EXPECT_TRUE(options.empty());
    std::string sql;
    EXPECT_THROW(dialect.append_server_uuid(sql), aludel::usage_error);
    EXPECT_THROW(dialect.append_duplicate_assignments(sql, {}, {}), aludel::usage_error);
}

}  // namespace
