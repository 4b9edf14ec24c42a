// SPDX-License-Identifier: BSL-1.0
// What functions and arithmetic make of columns, which is the same on every database.
#include "blog.hpp"

namespace terms {

using namespace blog;
using aludel::avg;
using aludel::coalesce;
using aludel::col;
using aludel::count;
using aludel::count_distinct;
using aludel::length;
using aludel::lower;
using aludel::sum;
using aludel::upper;

constexpr auto name = col<&author::name>;
constexpr auto age = col<&author::age>;
constexpr auto title = col<&article::title>;
constexpr auto views = col<&article::views>;
constexpr auto rating = col<&article::rating>;
constexpr auto printed = col<&article::printed>;

class terms : public with_blog {};

TEST_F(terms, functions_of_text_are_compared_like_columns) {
    EXPECT_EQ(names_of(authors.list(lower(name) == "ann")), (names{"Ann"}));
    EXPECT_EQ(names_of(authors.list(upper(name).in(names{"BOB", "CID"}), order_by(name.asc()))), (names{"Bob", "Cid"}));
    EXPECT_EQ(names_of(authors.list(lower(name).starts_with("d"))), (names{"Dora"}));
    EXPECT_EQ(names_of(authors.list(lower(name).contains("OR", aludel::ignore_case))), (names{"Dora"}));
    EXPECT_EQ(names_of(authors.list(length(name) > 3)), (names{"Dora"}));
    EXPECT_EQ(authors.count(length(name).between(3, 3)), 3u);
    EXPECT_EQ(authors.count(upper(name) == name), 0u);
}

TEST_F(terms, a_length_is_counted_in_characters) {
    EXPECT_EQ(articles.where(title == "Ödland").select(length(title)).one(), 6);
}

TEST_F(terms, coalesce_gives_the_first_that_is_not_null) {
    EXPECT_EQ(names_of(authors.list(coalesce(age, 0) == 0)), (names{"Cid"}));
    EXPECT_EQ(authors.where(name == "Cid").select(coalesce(age, -1)).one(), -1);
    EXPECT_EQ(authors.where(name == "Cid").select(coalesce(age, col<&author::town_id>)).one(), 2);
    EXPECT_EQ(authors.select(coalesce(age, 30)).order_by(coalesce(age, 30).desc(), name.asc()).list(),
              (std::vector<std::int32_t>{40, 30, 20, 20}));
}

TEST_F(terms, they_order_rows) {
    EXPECT_EQ(names_of(authors.list(order_by(length(name).desc(), lower(name).desc()))),
              (names{"Dora", "Cid", "Bob", "Ann"}));
    EXPECT_EQ(names_of(authors.order_by((age * -1).asc(), name.asc()).list()), (names{"Cid", "Ann", "Bob", "Dora"}));
}

TEST_F(terms, case_that_was_changed_is_ordered_by_bytes) {
    topics.add_many(std::vector<topic>{{1, "b"}, {2, "_"}, {3, "A"}});
    constexpr auto topic_name = col<&topic::name>;
    EXPECT_EQ(topics.select(lower(topic_name)).order_by(lower(topic_name).asc()).list(), (names{"_", "a", "b"}));
}

TEST_F(terms, nulls_go_where_the_order_says) {
    constexpr auto id = col<&author::id>;
    const auto ids = [&](auto ordering) {
        std::string order;
        for (const author& each : authors.order_by(ordering, id.asc()).list()) {
            order += std::to_string(each.id);
        }
        return order;
    };
    EXPECT_EQ(ids(age.asc()), "3241");
    EXPECT_EQ(ids(age.desc()), "1243");
    EXPECT_EQ(ids(age.asc().nulls_first()), "3241");
    EXPECT_EQ(ids(age.asc().nulls_last()), "2413");
    EXPECT_EQ(ids(age.desc().nulls_first()), "3124");
    EXPECT_EQ(ids(age.desc().nulls_last()), "1243");
    EXPECT_EQ(ids((age + 1).asc().nulls_last()), "2413");
}

TEST_F(terms, integers_divide_without_a_fraction_and_floats_with_one) {
    const auto [whole, negative, fraction] =
        articles.where(title == "Bikes").select(views / 2, (views * -1) / 2, views / 2.0).one();
    EXPECT_EQ(whole, 3);
    EXPECT_EQ(negative, -3);
    EXPECT_DOUBLE_EQ(fraction, 3.5);
    EXPECT_DOUBLE_EQ(articles.where(title == "Wine").select(rating / 2 + 1 - rating * 0.5).one(), 1.0);
}

TEST_F(terms, a_division_by_zero_is_null) {
    const auto [by_column, by_value] = articles.where(title == "Snow")
                                           .select(views / views, rating / 0)
                                           .one<std::tuple<std::optional<std::int64_t>, std::optional<double>>>();
    EXPECT_FALSE(by_column.has_value());
    EXPECT_FALSE(by_value.has_value());
    EXPECT_EQ(articles.count((100 / views).is_null()), 1u);
}

TEST_F(terms, arithmetic_goes_beyond_32_bits) {
    EXPECT_EQ(articles.where(title == "Wine").select(views * std::int64_t{1'000'000'000}).one(), 30'000'000'000);
    EXPECT_EQ(names_of(authors.list(age + 2'000'000'000 > 2'000'000'030)), (names{"Ann"}));
}

TEST_F(terms, columns_of_few_bits_are_computed_with_64) {
    articles.update_where(title == "Wine", aludel::set(views, 100'000));
    const auto wine = articles.where(title == "Wine");
    EXPECT_EQ(wine.select(views * views).one(), 10'000'000'000);
    EXPECT_EQ(wine.select(coalesce(views, 0) * views - views).one(), 9'999'900'000);
    EXPECT_EQ(articles.count(views * views > 9'000'000'000), 1u);
}

TEST_F(terms, coalesce_keeps_the_fraction_of_the_other_value) {
    EXPECT_EQ(authors.select(coalesce(age, 1.5)).order_by(col<&author::id>.asc()).list(),
              (std::vector<double>{40, 20, 1.5, 20}));
}

TEST_F(terms, aggregates_decode_the_same_everywhere) {
    const auto [rows, ages, different, total, mean, least, greatest] =
        authors.select(count(), count(age), count_distinct(age), sum(age), avg(age), min(age), max(age)).one();
    EXPECT_EQ(rows, 4);
    EXPECT_EQ(ages, 3);
    EXPECT_EQ(different, 2);
    EXPECT_EQ(total, 80);
    EXPECT_NEAR(*mean, 80.0 / 3, 1e-12);
    EXPECT_EQ(least, 20);
    EXPECT_EQ(greatest, 40);
    EXPECT_EQ(authors.select(min(name)).one(), "Ann");
    EXPECT_EQ(articles.select(max(printed)).one(), 2024y / 12 / 31);
    EXPECT_EQ(articles.select(min(printed)).one(), 1969y / 7 / 20);
    EXPECT_DOUBLE_EQ(articles.select(sum(rating)).one().value(), 16.0);
    EXPECT_EQ(articles.select(sum(views * 2)).one(), 294);
}

TEST_F(terms, aggregates_of_nothing_are_null_and_counts_are_zero) {
    const auto none = authors.where(name == "Nobody");
    const auto [rows, total, mean, least] = none.select(count(), sum(age), avg(age), min(name)).one();
    EXPECT_EQ(rows, 0);
    EXPECT_FALSE(total || mean || least);
    try {
        (void)none.select(avg(age)).one<double>();
        FAIL() << "NULL became a double";
    } catch (const aludel::mapping_error& failed) {
        EXPECT_NE(std::string{failed.what()}.find("std::optional"), std::string::npos) << failed.what();
    }
}

TEST_F(terms, a_sum_that_does_not_fit_is_said_and_not_cut) {
    EXPECT_THROW((void)articles.select(sum(views)).one<std::optional<std::int8_t>>(), aludel::mapping_error);
    struct mean_views {
        double mean{};
        std::int8_t total{};
    };
    try {
        (void)articles.select(avg(views), sum(views)).one<mean_views>();
        FAIL() << "147 became an eight-bit number";
    } catch (const aludel::mapping_error& failed) {
        EXPECT_NE(std::string{failed.what()}.find("mean_views::total"), std::string::npos) << failed.what();
    }
}

TEST_F(terms, set_computes_from_the_row_as_it_was) {
    EXPECT_EQ(articles.update_where(views > 5, aludel::set(views, views + 1)), 4u);
    EXPECT_EQ(articles.select(sum(views)).one(), 151);
    articles.update_where(title == "Wine", aludel::set(views, views * 2), aludel::set(rating, rating + views),
                          aludel::set(title, upper(title)));
    const article wine = articles.get_one(title == "WINE");
    EXPECT_EQ(wine.views, 62);
    EXPECT_DOUBLE_EQ(wine.rating, 34.0);
    authors.update_where(name == "Bob", aludel::set(age, coalesce(age, 0) + 1));
    EXPECT_EQ(authors.get(2).age, 21);
}

TEST_F(terms, a_condition_may_be_in_the_databases_own_words) {
    EXPECT_EQ(names_of(authors.list(aludel::raw("{} % {} = 0", age, 40))), (names{"Ann"}));
    EXPECT_EQ(names_of(authors.list(aludel::raw("{} = {}", name, "it's; --") || name == "Bob")), (names{"Bob"}));
    EXPECT_EQ(names_of(authors.list(aludel::raw("1 = 1 or 2 = 2") && name == "Bob")), (names{"Bob"}));
    EXPECT_EQ(authors.count(aludel::raw("'{{}}' = {}", "{}")), 4u);
}

TEST_F(terms, one_that_fails_leaves_the_transaction_usable) {
    aludel::transaction scope{session};
    EXPECT_THROW((void)authors.list(aludel::raw("no_such_function({}) = 1", age)), aludel::error);
    EXPECT_THROW((void)authors.select(name).where(aludel::raw("no_such_function({}) = 1", age)).count(), aludel::error);
    authors.update_where(name == "Ann", aludel::set(age, age + 1));
    scope.commit();
    EXPECT_EQ(authors.get(1).age, 41);
}

struct counter {
    std::int64_t id{};
    std::int32_t hits = 0;
    std::optional<aludel::timestamp> before{};
    std::int16_t small = 30'000;
    aludel::audit audit{};
};

}  // namespace terms

template <>
inline constexpr auto aludel::entity<terms::counter> = aludel::table("terms_counters");

namespace terms {

TEST(computed_assignments, move_updated_at_only_where_they_change_something) {
    aludel::session session = conformance::session_with<counter>();
    aludel::repository<counter> counters{session};
    const counter made = counters.add({1, 0, {}});
    constexpr auto hits = col<&counter::hits>;
    counters.update_where(hits == 0, aludel::set(hits, hits + 0));
    EXPECT_EQ(counters.get(1).audit.updated_at, made.audit.updated_at);
    counters.update_where(hits == 0, aludel::set(hits, hits + 1));
    EXPECT_GT(counters.get(1).audit.updated_at, made.audit.updated_at);
    EXPECT_EQ(counters.get(1).hits, 1);
}

TEST(computed_assignments, that_read_updated_at_see_it_as_it_was_or_are_refused) {
    aludel::session session = conformance::session_with<counter>();
    aludel::repository<counter> counters{session};
    const aludel::timestamp made = counters.add({.id = 1}).audit.updated_at;
    constexpr auto changed_at = col<&counter::audit, &aludel::audit::updated_at>;
    const auto remember = aludel::set(col<&counter::before>, changed_at);
    if (conformance::facts().syntax.assigns_in_turn) {
        EXPECT_THROW((void)counters.update_where(changed_at == made, remember), aludel::usage_error);
    } else {
        EXPECT_EQ(counters.update_where(changed_at == made, remember), 1u);
        EXPECT_EQ(counters.get(1).before, made);
    }
}

TEST(computed_terms, of_16_bits_have_64) {
    aludel::session session = conformance::session_with<counter>();
    aludel::repository<counter> counters{session};
    counters.add({.id = 1});
    constexpr auto small = col<&counter::small>;
    const auto [sum, product] = counters.select(small + small, small * small).one();
    EXPECT_EQ(sum, 60'000);
    EXPECT_EQ(product, 900'000'000);
}

}  // namespace terms
