// SPDX-License-Identifier: BSL-1.0
// Rule 7: a list longer than the server's parameter limit still works, wherever a list is taken.
#include <numeric>
#include <ranges>

#include <gtest/gtest.h>

#include "database.hpp"

namespace long_lists {

using aludel::col;
using aludel::limit_offset;
using aludel::order_by;

struct article {
    std::int64_t id{};
    std::string code;
    std::int32_t stock = 0;
};
struct seat {
    std::int32_t row = 0;
    std::int32_t number = 0;
    std::int32_t taken = 0;
};

}  // namespace long_lists

template <>
inline constexpr auto
    aludel::entity<long_lists::article> = aludel::table("long_list_articles").unique<&long_lists::article::code>();
template <>
inline constexpr auto aludel::entity<long_lists::seat> =
    aludel::table("long_list_seats").primary_key<&long_lists::seat::row, &long_lists::seat::number>();

namespace long_lists {

constexpr std::int64_t asked_for = 100'000;
constexpr std::int64_t stored = 2'000;

std::string code_of(std::int64_t id) {
    return "code " + std::to_string(id);
}

std::vector<std::int64_t> first_ids() {
    std::vector<std::int64_t> counted(asked_for);
    std::iota(counted.begin(), counted.end(), std::int64_t{1});
    return counted;
}

/// Of the ids that are asked for, every second one of the first 2000 is there, and so are 1000 others.
class long_lists : public testing::Test {
protected:
    long_lists() {
        articles.bulk_insert(std::views::iota(std::int64_t{0}, stored) | std::views::transform([](std::int64_t i) {
                                 const std::int64_t key = i % 2 == 0 ? i + 1 : asked_for + i + 1;
                                 return article{key, code_of(key), 1};
                             }));
    }

    static constexpr auto id = col<&article::id>;
    aludel::session session = conformance::session_with<article, seat>();
    aludel::repository<article> articles{session};
    std::vector<std::int64_t> ids = first_ids();
};

TEST_F(long_lists, a_hundred_thousand_ids_in_a_list_find_their_rows) {
    EXPECT_EQ(articles.list(id.in(ids)).size(), 1'000u);
    EXPECT_EQ(articles.list(id.in(ids), order_by(id.desc()), limit_offset{3, 1}).front().id, 1'997);
    EXPECT_EQ(articles.first(id.in(ids))->id, 1);
    EXPECT_EQ(articles.count(id.not_in(ids)), 1'000u);
    EXPECT_TRUE(articles.exists(id.in(ids)));
    const auto page = articles.list_and_count(id.in(ids), order_by(id.asc()), limit_offset{10, 5'000});
    EXPECT_TRUE(page.items.empty());
    EXPECT_EQ(page.total, 1'000u);
}

TEST_F(long_lists, a_hundred_thousand_texts_in_a_list_find_their_rows) {
    const auto codes = ids | std::views::transform(code_of);
    EXPECT_EQ(articles.count(col<&article::code>.in(codes)), 1'000u);
}

TEST_F(long_lists, a_hundred_thousand_ids_in_a_list_name_rows_to_change_and_to_remove) {
    EXPECT_EQ(articles.update_where(id.in(ids), aludel::set(col<&article::stock>, 7)), 1'000u);
    EXPECT_EQ(articles.count(col<&article::stock> == 7), 1'000u);
    EXPECT_EQ(articles.remove_where(id.in(ids)), 1'000u);
    EXPECT_EQ(articles.count(), 1'000u);
}

TEST_F(long_lists, remove_many_takes_a_hundred_thousand_ids) {
    EXPECT_EQ(articles.remove_many(ids), 1'000u);
    EXPECT_EQ(articles.count(), 1'000u);
    EXPECT_EQ(articles.remove_many(ids), 0u);
}

TEST_F(long_lists, remove_many_removes_a_hundred_thousand_rows_that_are_there) {
    articles.remove_all();
    articles.bulk_insert(ids | std::views::transform([](std::int64_t each) {
                             return article{each, code_of(each), 1};
                         }));
    EXPECT_EQ(articles.remove_many(ids), static_cast<std::uint64_t>(asked_for));
    EXPECT_EQ(articles.count(), 0u);
}

TEST_F(long_lists, remove_many_takes_a_hundred_thousand_keys_of_several_columns) {
    aludel::repository<seat> seats{session};
    const auto numbers = std::views::iota(0, static_cast<int>(asked_for));
    seats.bulk_insert(numbers | std::views::take(3'000) | std::views::transform([](int i) {
                          return seat{i / 100, i % 100, 0};
                      }));
    EXPECT_EQ(seats.remove_many(numbers | std::views::drop(1'000) | std::views::transform([](int i) {
                                    return std::tuple{i / 100, i % 100};
                                })),
              2'000u);
    EXPECT_EQ(seats.count(), 1'000u);
}

TEST_F(long_lists, they_work_inside_a_transaction_that_goes_on) {
    aludel::transaction scope{session};
    EXPECT_EQ(articles.count(id.in(ids)), 1'000u);
    EXPECT_EQ(articles.remove_many(ids), 1'000u);
    EXPECT_EQ(articles.count(id.in(ids)), 0u);
    scope.rollback();
    EXPECT_EQ(articles.count(id.in(ids)), 1'000u);
}

}  // namespace long_lists
