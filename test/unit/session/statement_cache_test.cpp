// SPDX-License-Identifier: BSL-1.0
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "session/statement_cache.hpp"

namespace {

/// Counts how many of its kind are alive.
class counted_statement final : public aludel::statement {
public:
    explicit counted_statement(int& alive) : alive_{alive} { ++alive_; }
    ~counted_statement() override { --alive_; }
    void execute(std::span<const aludel::value_view>, aludel::fetch) override {}
    bool step() override { return false; }
    [[nodiscard]] std::size_t column_count() const override { return 0; }
    [[nodiscard]] std::string_view column_name(std::size_t) const override { return {}; }
    void read(std::span<aludel::value_view>) override {}
    [[nodiscard]] std::uint64_t affected_rows() const override { return 0; }
    void close() noexcept override {}

private:
    int& alive_;
};

class statement_cache : public testing::Test {
protected:
    std::unique_ptr<aludel::statement> prepared() { return std::make_unique<counted_statement>(alive); }

    int alive = 0;  // outlives the cache
    aludel::statement_cache cache{2};
};

TEST_F(statement_cache, knows_nothing_at_first) {
    EXPECT_EQ(cache.take("select 1"), nullptr);
}

TEST_F(statement_cache, gives_back_what_it_was_given) {
    auto given = prepared();
    const aludel::statement* const address = given.get();
    cache.give_back("select 1", std::move(given));
    EXPECT_EQ(cache.take("select 1").get(), address);
}

TEST_F(statement_cache, holds_no_statement_that_is_in_use) {
    cache.give_back("select 1", prepared());
    const auto in_use = cache.take("select 1");
    EXPECT_EQ(cache.take("select 1"), nullptr);
}

TEST_F(statement_cache, lets_the_least_recently_used_go_first) {
    cache.give_back("a", prepared());
    cache.give_back("b", prepared());
    cache.give_back("a", cache.take("a"));
    cache.give_back("c", prepared());
    EXPECT_EQ(cache.take("b"), nullptr);
    EXPECT_NE(cache.take("a"), nullptr);
    EXPECT_NE(cache.take("c"), nullptr);
}

TEST_F(statement_cache, destroys_what_it_lets_go) {
    for (const char* key : {"a", "b", "c", "d"}) {
        cache.give_back(key, prepared());
    }
    EXPECT_EQ(alive, 2);
    cache.clear();
    EXPECT_EQ(alive, 0);
    EXPECT_EQ(cache.take("d"), nullptr);
}

TEST_F(statement_cache, keeps_one_of_two_statements_with_the_same_text) {
    cache.give_back("a", prepared());
    cache.give_back("a", prepared());
    EXPECT_EQ(alive, 1);
    cache.give_back("b", prepared());
    EXPECT_NE(cache.take("a"), nullptr);
    EXPECT_NE(cache.take("b"), nullptr);
}

TEST_F(statement_cache, keeps_nothing_without_capacity) {
    aludel::statement_cache none{0};
    none.give_back("a", prepared());
    EXPECT_EQ(alive, 0);
    EXPECT_EQ(none.take("a"), nullptr);
}

}  // namespace
