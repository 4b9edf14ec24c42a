// SPDX-License-Identifier: BSL-1.0
// Queries for some terms: rows as structs, tuples and values; groups; what is united.
#include <numeric>

#include "blog.hpp"

namespace selections {

using namespace blog;
using aludel::avg;
using aludel::coalesce;
using aludel::col;
using aludel::count;
using aludel::sum;

constexpr auto name = col<&author::name>;
constexpr auto age = col<&author::age>;
constexpr auto town_of = col<&author::town_id>;

template <class Selection>
Selection selection_of(const Selection& asked) {
    return asked;
}

class selections : public with_blog {};

struct per_town {
    std::optional<std::int64_t> town_id;
    std::int64_t people{};
    std::optional<double> mean_age;
    bool operator==(const per_town&) const = default;
};

TEST_F(selections, rows_become_structs_by_position) {
    const auto stats = authors.select(town_of, count(), avg(age))
                           .where(name != "Nobody")
                           .group_by(town_of)
                           .order_by(town_of.asc())
                           .list<per_town>();
    EXPECT_EQ(stats, (std::vector<per_town>{{{}, 1, 20.0}, {1, 2, 30.0}, {2, 1, {}}}));
}

TEST_F(selections, rows_become_tuples_and_single_values) {
    const auto rows = authors.select(name, age).order_by(name.asc()).limit(2).list();
    EXPECT_EQ(rows, (std::vector<std::tuple<std::string, std::optional<std::int32_t>>>{{"Ann", 40}, {"Bob", 20}}));
    EXPECT_EQ(authors.select(name).order_by(name.desc()).limit(2).offset(1).list(), (names{"Cid", "Bob"}));
    using wide = std::tuple<std::string, std::optional<double>>;
    EXPECT_EQ(authors.select(name, age).order_by(name.asc()).first<wide>(), (wide{"Ann", 40.0}));
}

TEST_F(selections, null_in_a_plain_member_names_it) {
    struct aged {
        std::string name;
        std::int32_t age{};
    };
    try {
        (void)authors.select(name, age).list<aged>();
        FAIL() << "NULL became a number";
    } catch (const aludel::mapping_error& failed) {
        EXPECT_NE(std::string{failed.what()}.find("aged::age"), std::string::npos) << failed.what();
    }
    EXPECT_EQ(authors.count(), 4u);
}

TEST_F(selections, having_looks_at_groups) {
    const auto busy =
        authors.select(town_of, count()).group_by(town_of).having(count() > 1 && aludel::max(age) >= 40).list();
    ASSERT_EQ(busy.size(), 1u);
    EXPECT_EQ(std::get<1>(busy.front()), 2);
    EXPECT_EQ(authors.select(town_of).group_by(town_of).having(count() == 1).having(town_of.is_not_null()).list(),
              (std::vector<std::optional<std::int64_t>>{2}));
}

TEST_F(selections, groups_may_be_computed_with_values) {
    const auto by_decade = authors.select(coalesce(age, 0) / 10, count())
                               .group_by(coalesce(age, 0) / 10)
                               .order_by((coalesce(age, 0) / 10).asc())
                               .list<std::tuple<int, int>>();
    EXPECT_EQ(by_decade, (std::vector<std::tuple<int, int>>{{0, 1}, {2, 2}, {4, 1}}));
}

TEST_F(selections, a_column_that_is_not_grouped_is_refused_on_every_database) {
    EXPECT_THROW((void)authors.select(lower(name), count()).group_by(age).list(), aludel::usage_error);
    EXPECT_THROW((void)authors.select(age, count()).group_by(age).having(name == "Ann").list(), aludel::usage_error);
    EXPECT_THROW((void)authors.select(age, count()).group_by(age).order_by(name.asc()).list(), aludel::usage_error);
    EXPECT_THROW((void)authors.select(count()).order_by(name.asc()).list(), aludel::usage_error);
    EXPECT_EQ(authors.count(), 4u);
}

TEST_F(selections, count_and_exists_are_about_the_rows_of_the_result) {
    const auto ages = authors.select(age).distinct();
    EXPECT_EQ(ages.count(), 3u);
    EXPECT_EQ(ages.list().size(), 3u);
    EXPECT_EQ(authors.select(name).limit(1).offset(3).count(), 4u);
    const auto by_town = authors.select(town_of, count()).group_by(town_of);
    EXPECT_EQ(by_town.count(), 3u);
    EXPECT_TRUE(by_town.exists());
    EXPECT_FALSE(aludel::repository<town>{session}.where(col<&town::id> < 0).select(col<&town::name>).exists());
    EXPECT_FALSE(authors.select(town_of).group_by(town_of).having(count() > 9).exists());
    EXPECT_EQ(authors.where(name == "Nobody").select(count()).count(), 1u);
}

TEST_F(selections, one_is_the_only_row) {
    EXPECT_EQ(authors.where(name == "Ann").select(age).one(), 40);
    EXPECT_THROW((void)authors.select(age).one(), aludel::multiple_results);
    EXPECT_THROW((void)authors.select(age).limit(1).one(), aludel::multiple_results);
    EXPECT_THROW((void)authors.where(name == "Nobody").select(age).one(), aludel::not_found);
}

TEST_F(selections, first_without_an_order_is_the_lowest_key) {
    EXPECT_EQ(authors.select(name).first(), "Ann");
    EXPECT_EQ(authors.select(name).where(age == 20).first(), "Bob");
    EXPECT_FALSE(authors.select(name).where(age == 21).first().has_value());
}

TEST_F(selections, they_stream) {
    names seen;
    for (const auto& [each, years] : authors.select(name, age).order_by(name.asc()).stream()) {
        seen.push_back(each + (years ? std::to_string(*years) : ""));
    }
    EXPECT_EQ(seen, (names{"Ann40", "Bob20", "Cid", "Dora20"}));
    struct only_name {
        std::string name;
    };
    for (const only_name& each : authors.select(name).where(name == "Bob").stream<only_name>()) {
        EXPECT_EQ(each.name, "Bob");
    }
    EXPECT_EQ(authors.count(), 4u);
}

TEST_F(selections, distinct_rows_come_once) {
    EXPECT_EQ(authors.select(age).distinct().order_by(age.desc()).list(),
              (std::vector<std::optional<std::int32_t>>{40, 20, {}}));
    EXPECT_EQ(authors.where(age == 20).distinct().list().size(), 2u);
    EXPECT_EQ(authors.where(age == 20).distinct().count(), 2u);
    EXPECT_THROW((void)authors.select(age).distinct().order_by(name.asc()).list(), aludel::usage_error);
    EXPECT_THROW((void)authors.where(age == 20).distinct().remove(), aludel::usage_error);
    EXPECT_THROW((void)authors.where(age == 20).distinct().for_update().list(), aludel::usage_error);
    EXPECT_EQ(authors.where(age == 20).distinct().first()->name, "Bob");
}

TEST_F(selections, united_selections_are_ordered_and_cut_as_a_whole) {
    const auto people = authors.select(name);
    const auto places = towns.select(col<&town::name>);
    EXPECT_EQ(people.union_all(places).order_by(name.asc()).list(),
              (names{"Ann", "Bob", "Cid", "Dora", "Lima", "Oslo", "Rome"}));
    EXPECT_EQ(people.union_all(places).order_by(name.desc()).limit(2).offset(1).list(), (names{"Oslo", "Lima"}));
    EXPECT_EQ(people.union_all(people).count(), 8u);
    EXPECT_EQ(people.union_with(people).count(), 4u);
    EXPECT_EQ(people.union_all(people).union_with(places).count(), 7u);
    EXPECT_EQ(people.union_with(people).order_by(name.asc()).first(), "Ann");
    EXPECT_EQ(authors.count(name.in(people.union_all(places))), 4u);
    EXPECT_THROW((void)people.union_all(authors.select(name).limit(1)), aludel::usage_error);
    EXPECT_THROW((void)people.union_all(places).order_by(age.asc()).list(), aludel::usage_error);
    EXPECT_THROW((void)people.union_all(people.union_all(places)), aludel::usage_error);
}

TEST_F(selections, null_comes_first_in_united_ones_too) {
    const auto ages = authors.select(age).union_with(authors.select(age)).order_by(age.asc()).list();
    EXPECT_EQ(ages, (std::vector<std::optional<std::int32_t>>{{}, 20, 40}));
}

TEST_F(selections, lists_beyond_the_servers_parameters_work) {
    std::vector<std::int32_t> many(conformance::facts().syntax.max_parameters + 1, 1'000);
    many.front() = 40;
    EXPECT_EQ(authors.select(name).where(age.in(many)).list(), (names{"Ann"}));
    EXPECT_EQ(authors.select(name).where(coalesce(age, 40).in(many)).count(), 2u);
    const auto old = authors.where(age.in(many)).select(name);
    EXPECT_EQ(old.union_all(old).list(), (names{"Ann", "Ann"}));
}

TEST_F(selections, many_lists_that_are_too_long_together_work) {
    std::vector<std::int64_t> ids(500);
    std::iota(ids.begin(), ids.end(), 2);
    auto some = authors.where(col<&author::id>.in(ids));
    for (std::size_t had = 0; had < conformance::facts().syntax.max_parameters; had += ids.size()) {
        some.where(col<&author::id>.in(ids));
    }
    EXPECT_EQ(names_of(some.order_by(name.asc()).list()), (names{"Bob", "Cid", "Dora"}));
}

TEST_F(selections, a_list_beside_other_values_fits_the_server) {
    std::vector<std::int64_t> ids(conformance::facts().syntax.max_parameters - 1);
    std::iota(ids.begin(), ids.end(), 1);
    const auto all = col<&author::id>.in(ids);
    EXPECT_EQ(authors.where(all).order_by((age + 1).asc().nulls_last()).first()->name, "Bob");
    EXPECT_EQ(authors.update_where(all, aludel::set(age, 3), aludel::set(name, "Zoe")), 4u);
}

TEST_F(selections, a_long_list_may_have_numbers_that_no_row_can_have) {
    const std::size_t many = conformance::facts().syntax.max_parameters + 1;
    std::vector<std::int64_t> wide(many, 5'000'000'000);
    wide.front() = 40;
    EXPECT_EQ(authors.where(age.in(wide)).select(name).list(), (names{"Ann"}));
    std::vector<double> fractions(many, 19.75);
    fractions.front() = 40;
    EXPECT_EQ(authors.where(age.in(fractions)).select(name).list(), (names{"Ann"}));
}

TEST_F(selections, what_is_computed_with_values_is_grouped_everywhere) {
    const auto years = coalesce(age, 10);
    using row = std::tuple<std::int32_t, std::int64_t>;
    const auto ages = authors.select(years, aludel::count()).group_by(years);
    auto grown = ages;
    grown.having(years > 15).order_by(years.asc());
    EXPECT_EQ(grown.list(), (std::vector<row>{{20, 2}, {40, 1}}));
    auto common = ages;
    common.having(years > 15 && aludel::count() > 1);
    EXPECT_EQ(common.list(), (std::vector<row>{{20, 2}}));
    auto oldest = ages;
    EXPECT_EQ(oldest.order_by((years * 2).desc()).first(), (row{40, 1}));
    EXPECT_EQ(authors.select(aludel::count()).group_by(years).order_by(years.desc()).list(),
              (std::vector<std::int64_t>{1, 2, 1}));
    EXPECT_EQ(authors.select(years + 1).group_by(years).order_by((years + 1).asc()).list(),
              (std::vector<std::int64_t>{11, 21, 41}));
    EXPECT_EQ(authors.select(age).group_by(age).having(aludel::raw("count(*) > {}", 1)).list(),
              (std::vector<std::optional<std::int32_t>>{20}));
}

TEST_F(selections, clauses_behind_a_union_that_would_be_those_of_the_first_query_are_refused) {
    const auto both = authors.select(name).union_all(towns.select(col<&town::name>));
    EXPECT_THROW((void)selection_of(both).where(name == "Ann"), aludel::usage_error);
    EXPECT_THROW((void)selection_of(both).distinct(), aludel::usage_error);
    EXPECT_THROW((void)selection_of(both).having(aludel::count() > 1), aludel::usage_error);
    EXPECT_THROW((void)selection_of(both).group_by(name), aludel::usage_error);
}

TEST_F(selections, rows_made_of_several_are_not_locked) {
    aludel::transaction scope{session};
    const auto locked = authors.where(age == 20).for_update();
    EXPECT_THROW((void)locked.select(aludel::count()).list(), aludel::usage_error);
    EXPECT_THROW((void)locked.select(name).group_by(name).list(), aludel::usage_error);
    EXPECT_THROW((void)locked.select(name).union_all(authors.select(name)).list(), aludel::usage_error);
    EXPECT_EQ(locked.select(name).order_by(name.asc()).list(), (names{"Bob", "Dora"}));
}

}  // namespace selections
