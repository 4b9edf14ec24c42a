// SPDX-License-Identifier: BSL-1.0
// Keys of several columns wherever a key is taken; their parts are of different types, and not the first columns.
#include <gtest/gtest.h>

#include "database.hpp"

namespace composite {

using aludel::col;

enum class shift { early, late };

struct duty {
    std::string note;
    std::chrono::year_month_day day{};
    shift when = shift::early;
    aludel::uuid person;
    std::optional<std::int32_t> hours;
    aludel::audit audit;
};

struct report {
    std::int64_t id{};
    std::chrono::year_month_day day{};
    shift when = shift::early;
    aludel::uuid person;
    std::string text;
};

}  // namespace composite

template <>
inline constexpr std::array aludel::enum_text<composite::shift> = {aludel::enum_name{composite::shift::early, "early"},
                                                                   aludel::enum_name{composite::shift::late, "late"}};
template <>
inline constexpr auto aludel::entity<composite::duty> =
    aludel::table("composite_duties")
        .primary_key<&composite::duty::day, &composite::duty::when, &composite::duty::person>()
        .default_value<&composite::duty::hours>("8");
template <>
inline constexpr auto aludel::entity<composite::report> =
    aludel::table("composite_reports")
        .foreign_key<&composite::report::day, &composite::report::when, &composite::report::person,
                     &composite::duty::day, &composite::duty::when, &composite::duty::person>(
            aludel::on_delete::cascade);

namespace composite {

using namespace std::chrono_literals;
using on_key = decltype(aludel::on_conflict<&duty::day, &duty::when, &duty::person>);
constexpr auto by_key = aludel::match<&duty::day, &duty::when, &duty::person>;

class composite_key : public testing::Test {
protected:
    static aludel::uuid person(int number) {
        aludel::uuid id;
        id.bytes[3] = static_cast<std::byte>(number >> 8);
        id.bytes[7] = static_cast<std::byte>(number);
        return id;
    }
    static duty on(unsigned day, shift when, int number, std::string note = {}, std::optional<int> hours = 4) {
        return {std::move(note), 2026y / 3 / day, when, person(number), hours, {}};
    }

    aludel::session session = conformance::session_with<duty, report>();
    aludel::repository<duty> duties{session};
    on_key conflict{};
};

TEST_F(composite_key, finds_one_row_for_reading_changing_and_removing) {
    duties.add(on(1, shift::early, 1, "a"));
    duties.add(on(1, shift::late, 1, "b"));
    duties.add(on(2, shift::late, 1, "c"));
    EXPECT_EQ(duties.get(2026y / 3 / 1, shift::late, person(1)).note, "b");
    EXPECT_FALSE(duties.find(2026y / 3 / 1, shift::late, person(2)));
    EXPECT_EQ(duties.update(on(2, shift::late, 1, "C")).note, "C");
    EXPECT_EQ(
        duties.update(std::tuple{2026y / 3 / 1, shift::early, person(1)}, aludel::patch<duty>{}.set<&duty::note>("A"))
            .note,
        "A");
    EXPECT_THROW((void)duties.update(on(3, shift::late, 1)), aludel::not_found);
    EXPECT_TRUE(duties.remove(2026y / 3 / 1, shift::early, person(1)));
    EXPECT_FALSE(duties.remove(2026y / 3 / 1, shift::early, person(1)));
    EXPECT_EQ(duties.first()->note, "b") << "the lowest key";
    EXPECT_EQ(duties.count(), 2u);
}

TEST_F(composite_key, added_rows_come_back_in_the_order_of_the_input_with_their_defaults) {
    const auto stored = duties.add_many(
        std::vector{on(9, shift::late, 2, "a", {}), on(1, shift::early, 1, "b", 3), on(5, shift::late, 7, "c", {})});
    EXPECT_EQ(stored[0].hours, 8);
    EXPECT_EQ(stored[1].hours, 3);
    EXPECT_EQ(stored[2].hours, 8);
    EXPECT_EQ(stored[2].note, "c");
    EXPECT_EQ(duties.add(on(6, shift::late, 7, "d", {})).hours, 8);
}

TEST_F(composite_key, decides_what_an_upsert_meets) {
    const duty first = duties.add(on(1, shift::early, 1, "a"));
    const auto met = duties.upsert(on(1, shift::early, 1, "b"), conflict);
    EXPECT_FALSE(met.created);
    EXPECT_EQ(met.object.note, "b");
    EXPECT_EQ(met.object.audit.created_at, first.audit.created_at);
    EXPECT_TRUE(duties.upsert(on(1, shift::late, 1, "c"), conflict).created);
    const auto many = duties.upsert_many(std::vector{on(2, shift::late, 1, "new"), on(1, shift::early, 1, "x"),
                                                     on(1, shift::late, 1, "y"), on(1, shift::early, 1, "z")},
                                         conflict);
    EXPECT_TRUE(many[0].created);
    EXPECT_FALSE(many[1].created);
    EXPECT_FALSE(many[3].created);
    EXPECT_EQ(duties.get(2026y / 3 / 1, shift::early, person(1)).note, "z") << "the last one wins";
    EXPECT_EQ(duties.count(), 3u);
}

TEST_F(composite_key, is_looked_for_by_get_or_create_and_update_or_create) {
    EXPECT_TRUE(duties.get_or_create(on(1, shift::early, 1, "a"), by_key).created);
    EXPECT_EQ(duties.get_or_create(on(1, shift::early, 1, "b"), by_key).object.note, "a");
    EXPECT_EQ(duties.update_or_create(on(1, shift::early, 1, "c"), by_key).object.note, "c");
    EXPECT_TRUE(duties.update_or_create(on(1, shift::early, 2, "d"), by_key).created);
    aludel::unique_objects<duty, &duty::day, &duty::when, &duty::person> unique{session};
    const auto found = unique.find_or_add_many(
        std::vector{on(1, shift::early, 2, "?"), on(3, shift::late, 3, "e"), on(1, shift::early, 1, "?")});
    EXPECT_EQ(found[0].note, "d");
    EXPECT_EQ(found[1].note, "e");
    EXPECT_EQ(found[2].note, "c");
    EXPECT_EQ(duties.count(), 3u);
}

TEST_F(composite_key, decides_what_a_bulk_load_meets) {
    duties.add(on(1, shift::early, 1, "a"));
    const std::vector rows{on(1, shift::early, 1, "b"), on(1, shift::early, 2, "c")};
    EXPECT_THROW(duties.bulk_insert(rows), aludel::unique_violation);
    EXPECT_EQ(duties.count(), 1u);
    const auto nothing = duties.bulk_insert(rows, conflict.do_nothing());
    EXPECT_EQ(nothing.inserted, 1u);
    EXPECT_EQ(nothing.skipped, 1u);
    const auto updated = duties.bulk_insert(rows, conflict.do_update<&duty::note>());
    EXPECT_EQ(updated.updated, 1u);
    EXPECT_EQ(duties.get(2026y / 3 / 1, shift::early, person(1)).note, "b");
    const auto returned = duties.bulk_insert_returning(
        std::vector{on(1, shift::early, 1, "d"), on(4, shift::late, 4, "e")}, conflict.do_nothing());
    ASSERT_EQ(returned.size(), 1u);
    EXPECT_EQ(returned[0].note, "e");
}

TEST_F(composite_key, finds_thousands_of_rows_at_once) {
    std::vector<duty> rows;
    std::vector<std::tuple<std::chrono::year_month_day, shift, aludel::uuid>> keys;
    for (int i = 0; i < 2000; ++i) {
        rows.push_back(on(static_cast<unsigned>(i % 28 + 1), i % 2 == 0 ? shift::early : shift::late, i, "n"));
        keys.emplace_back(rows.back().day, rows.back().when, rows.back().person);
    }
    EXPECT_EQ(duties.add_many(rows).size(), 2000u);
    for (duty& row : rows) {
        row.note = "m";
    }
    EXPECT_EQ(duties.update_many(rows).back().note, "m");
    EXPECT_EQ(duties.count(col<&duty::note> == "m"), 2000u);
    const auto upserted = duties.upsert_many(rows, conflict);
    EXPECT_TRUE(std::ranges::none_of(upserted, [](const auto& each) { return each.created; }));
    rows.push_back(on(30, shift::late, 4000));
    EXPECT_THROW((void)duties.update_many(rows), aludel::not_found);
    keys.emplace_back(rows.back().day, rows.back().when, rows.back().person);
    keys.push_back(keys.front());
    EXPECT_EQ(duties.remove_many(keys), 2000u);
    EXPECT_EQ(duties.count(), 0u);
}

TEST_F(composite_key, is_referred_to_by_as_many_columns) {
    duties.add_many(std::vector{on(1, shift::early, 1), on(1, shift::late, 1), on(2, shift::early, 1)});
    aludel::repository<report> reports{session};
    reports.add({0, 2026y / 3 / 1, shift::late, person(1), "quiet"});
    reports.add({0, 2026y / 3 / 1, shift::late, person(1), "long"});
    reports.add({0, 2026y / 3 / 2, shift::early, person(1), "short"});
    EXPECT_THROW(reports.add({0, 2026y / 3 / 2, shift::late, person(1), "?"}), aludel::foreign_key_violation);
    const std::vector<duty> all = duties.list(aludel::order_by(col<&duty::day>.asc(), col<&duty::when>.asc()));
    const auto told = aludel::load_children<&report::day, &report::when, &report::person>(session, all);
    ASSERT_EQ(told.size(), 3u);
    EXPECT_TRUE(told[0].empty());
    EXPECT_EQ(told[1].size(), 2u);
    EXPECT_EQ(told[2].at(0).text, "short");
    const auto joined =
        aludel::from<report>(session)
            .join<duty>(col<&report::day> == col<&duty::day> && col<&report::when> == col<&duty::when> &&
                        col<&report::person> == col<&duty::person>)
            .list();
    EXPECT_EQ(joined.size(), 3u);
    duties.remove(2026y / 3 / 1, shift::late, person(1));
    EXPECT_EQ(reports.count(), 1u);
}

}  // namespace composite
