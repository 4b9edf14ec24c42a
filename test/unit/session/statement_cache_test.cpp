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
    std::unique_ptr<aludel::execution_state> prepared(const std::string& name) {
        auto made = std::make_unique<aludel::execution_state>();
        made->name = name;
        made->prepared = std::make_unique<counted_statement>(alive);
        return made;
    }

    int alive = 0;  // outlives the cache
    aludel::statement_cache cache{2};
};

TEST_F(statement_cache, knows_nothing_at_first) {
    EXPECT_EQ(cache.take("select 1"), nullptr);
}

TEST_F(statement_cache, gives_back_what_it_was_given) {
    auto given = prepared("select 1");
    const aludel::execution_state* const address = given.get();
    cache.give_back(std::move(given));
    EXPECT_EQ(cache.take("select 1").get(), address);
}

TEST_F(statement_cache, holds_no_statement_that_is_in_use) {
    cache.give_back(prepared("select 1"));
    const auto in_use = cache.take("select 1");
    EXPECT_EQ(cache.take("select 1"), nullptr);
}

TEST_F(statement_cache, lets_the_least_recently_used_go_first) {
    cache.give_back(prepared("a"));
    cache.give_back(prepared("b"));
    cache.give_back(cache.take("a"));
    cache.give_back(prepared("c"));
    EXPECT_EQ(cache.take("b"), nullptr);
    EXPECT_NE(cache.take("a"), nullptr);
    EXPECT_NE(cache.take("c"), nullptr);
}

TEST_F(statement_cache, drops_those_that_name_what_is_gone_and_are_not_in_use) {
    for (const std::string name : {"gone", "other"}) {
        auto made = prepared(name);
        made->sql = "delete from " + name;
        cache.give_back(std::move(made));
    }
    cache.forget_those_with("gone");
    EXPECT_EQ(alive, 1);
    EXPECT_EQ(cache.take("gone"), nullptr);
    const auto in_use = cache.take("other");
    cache.forget_those_with("other");
    EXPECT_EQ(in_use->sql, "delete from other");
}

TEST_F(statement_cache, lets_none_go_that_is_in_use) {
    cache.give_back(prepared("a"));
    auto in_use = cache.take("a");
    cache.give_back(prepared("b"));
    cache.give_back(prepared("c"));
    EXPECT_EQ(cache.take("b"), nullptr);
    cache.give_back(std::move(in_use));
    EXPECT_NE(cache.take("a"), nullptr);
    EXPECT_EQ(alive, 1) << "the taken one is gone, and c is still there";
}

TEST_F(statement_cache, destroys_what_it_lets_go) {
    for (const char* name : {"a", "b", "c", "d"}) {
        cache.give_back(prepared(name));
    }
    EXPECT_EQ(alive, 2);
    cache.clear();
    EXPECT_EQ(alive, 0);
    EXPECT_EQ(cache.take("d"), nullptr);
}

TEST_F(statement_cache, keeps_one_of_two_statements_of_one_name) {
    cache.give_back(prepared("a"));
    cache.give_back(prepared("a"));
    EXPECT_EQ(alive, 1);
    cache.give_back(prepared("b"));
    EXPECT_NE(cache.take("a"), nullptr);
    EXPECT_NE(cache.take("b"), nullptr);
}

TEST_F(statement_cache, gives_the_place_of_a_forgotten_statement_to_others) {
    for (const char* name : {"a", "b"}) {
        cache.give_back(prepared(name));
        const auto failed = cache.take(name);
        cache.forget(*failed);
    }
    cache.give_back(prepared("c"));
    cache.give_back(prepared("d"));
    EXPECT_EQ(alive, 2);
}

TEST_F(statement_cache, keeps_the_place_of_one_in_use_when_another_of_its_name_fails) {
    cache.give_back(prepared("a"));
    auto in_use = cache.take("a");
    cache.forget(*prepared("a"));
    cache.give_back(prepared("a"));
    EXPECT_EQ(alive, 1);
    cache.give_back(std::move(in_use));
    EXPECT_NE(cache.take("a"), nullptr);
}

TEST_F(statement_cache, keeps_nothing_without_capacity) {
    aludel::statement_cache none{0};
    none.give_back(prepared("a"));
    EXPECT_EQ(alive, 0);
    EXPECT_EQ(none.take("a"), nullptr);
}

}  // namespace
