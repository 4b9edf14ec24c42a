// SPDX-License-Identifier: BSL-1.0
// One row for each key, found or added.
#include <atomic>
#include <latch>
#include <thread>

#include <gtest/gtest.h>

#include "at_once.hpp"
#include "database.hpp"

namespace unique_rows {

struct tag {
    std::int64_t id{};
    std::string name;
    std::int32_t colour = 0;
    bool operator==(const tag&) const = default;
};

struct seat {
    std::int64_t id{};
    std::optional<std::string> row{};
    std::int32_t number{};
    std::string taken_by{};
};

struct label {  // without a unique key
    std::int64_t id{};
    std::string name;
};

}  // namespace unique_rows

template <>
inline constexpr auto aludel::entity<unique_rows::tag> = aludel::table("unique_tags").unique<&unique_rows::tag::name>();
template <>
inline constexpr auto aludel::entity<unique_rows::seat> =
    aludel::table("unique_seats").unique<&unique_rows::seat::row, &unique_rows::seat::number>();
template <>
inline constexpr auto aludel::entity<unique_rows::label> = aludel::table("unique_labels");

namespace unique_rows {

using tags_by_name = aludel::unique_objects<tag, &tag::name>;
using seats_by_place = aludel::unique_objects<seat, &seat::row, &seat::number>;
using labels_by_name = aludel::unique_objects<label, &label::name>;

std::vector<tag> called(std::initializer_list<const char*> names) {
    std::vector<tag> made;
    for (const char* name : names) {
        made.push_back({.name = name});
    }
    return made;
}

class unique_rows : public testing::Test {
protected:
    aludel::session session = conformance::session_with<tag, seat, label>();
    aludel::repository<tag> rows{session};
    tags_by_name tags{session};
};

TEST_F(unique_rows, a_key_makes_one_row) {
    const tag red = tags.find_or_add({.name = "red", .colour = 1});
    EXPECT_EQ(rows.get(red.id), red);
    EXPECT_EQ(tags.find_or_add({.name = "red", .colour = 2}), red) << "as it is stored";
    EXPECT_EQ(rows.count(), 1u);
}

TEST_F(unique_rows, many_objects_come_back_in_their_order_with_one_row_for_each_key) {
    const tag blue = rows.add({.name = "blue", .colour = 7});
    const std::vector<tag> found = tags.find_or_add_many(called({"red", "blue", "red", "green", "Red", "blue"}));
    ASSERT_EQ(found.size(), 6u);
    EXPECT_EQ(found[0].name, "red");
    EXPECT_EQ(found[1], blue);
    EXPECT_EQ(found[2], found[0]);
    EXPECT_EQ(found[3].name, "green");
    EXPECT_NE(found[4].id, found[0].id) << "case matters";
    EXPECT_EQ(found[5], blue);
    EXPECT_EQ(rows.count(), 4u);
    for (const tag& each : found) {
        EXPECT_EQ(rows.get(each.id), each);
    }
    EXPECT_TRUE(tags.find_or_add_many(std::vector<tag>{}).empty());
}

TEST_F(unique_rows, what_is_known_is_not_asked_for_again_until_it_is_forgotten) {
    const tag red = tags.find_or_add({.name = "red"});
    rows.remove(red.id);
    EXPECT_EQ(tags.find_or_add({.name = "red"}), red);
    EXPECT_EQ(tags.find_or_add_many(called({"red"})), std::vector{red});
    tags.forget();
    const tag again = tags.find_or_add({.name = "red"});
    EXPECT_EQ(rows.get(again.id), again);
}

TEST_F(unique_rows, ten_thousand_keys_take_few_statements) {
    std::vector<tag> many;
    for (int i = 0; i < 10'000; ++i) {
        many.push_back({.name = "tag " + std::to_string(i), .colour = i});
    }
    std::size_t statements = 0;
    aludel::engine counting{conformance::url(), {.on_statement = [&](const aludel::statement_event&) {
                                ++statements;
                            }}};
    counting.create_all<tag>();  // a database in memory belongs to its engine
    aludel::session own = counting.open_session();
    statements = 0;
    const std::vector<tag> found = tags_by_name{own}.find_or_add_many(many);
    EXPECT_LE(statements, 200u);
    EXPECT_EQ(found.back().colour, 9'999);
    statements = 0;
    EXPECT_EQ(tags_by_name{own}.find_or_add_many(many), found);
    EXPECT_LE(statements, 200u);
}

TEST_F(unique_rows, keys_of_several_columns_are_keys_too) {
    seats_by_place seats{session};
    std::vector<seat> wanted;
    for (int i = 0; i < 250; ++i) {
        wanted.push_back({.row = std::string(1, static_cast<char>('A' + i % 5)), .number = i / 5 % 30});
    }
    const std::vector<seat> found = seats.find_or_add_many(wanted);
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i].row, wanted[i].row);
        EXPECT_EQ(found[i].number, wanted[i].number);
        EXPECT_NE(found[i].id, 0);
    }
    EXPECT_EQ(aludel::repository<seat>{session}.count(), 150u);
    seats.forget();
    EXPECT_EQ(seats.find_or_add_many(wanted).front().id, found.front().id);
    EXPECT_EQ(aludel::repository<seat>{session}.count(), 150u);
}

TEST_F(unique_rows, a_null_is_no_key) {
    seats_by_place seats{session};
    const std::vector<seat> found = seats.find_or_add_many(std::vector<seat>{{.number = 1}, {.number = 1}});
    EXPECT_NE(found[0].id, found[1].id);
    EXPECT_NE(seats.find_or_add({.number = 1}).id, found[0].id);
    EXPECT_EQ(aludel::repository<seat>{session}.count(), 3u);
}

TEST_F(unique_rows, several_rows_of_one_key_are_multiple_results) {
    aludel::repository<label>{session}.add_many(std::vector<label>{{.name = "a"}, {.name = "a"}, {.name = "b"}});
    labels_by_name labels{session};
    EXPECT_THROW(labels.find_or_add({.name = "a"}), aludel::multiple_results);
    EXPECT_THROW(labels.find_or_add_many(std::vector<label>{{.name = "b"}, {.name = "a"}}), aludel::multiple_results);
    EXPECT_EQ(labels.find_or_add({.name = "b"}).name, "b");
    EXPECT_EQ(labels.find_or_add_many(std::vector<label>{{.name = "c"}, {.name = "c"}}).size(), 2u);
    EXPECT_EQ(aludel::repository<label>{session}.count(), 4u);
}

/// Each in another order, so that they meet.
void find_or_add_the_same(aludel::session& own, int thread) {
    tags_by_name their{own};
    for (int round = 0; round < 5; ++round) {
        std::vector<tag> wanted;
        for (int i = 0; i < 10; ++i) {
            wanted.push_back({.name = std::to_string(round * 10 + (i + thread) % 10)});
        }
        const std::vector<tag> found = their.find_or_add_many(wanted);
        EXPECT_EQ(found.back().name, wanted.back().name);
        (void)their.find_or_add({.name = "all " + std::to_string(round)});
    }
}

TEST(unique_rows_at_once, eight_threads_make_one_row_for_each_key) {
    { (void)conformance::session_with<tag>(); }
    conformance::at_once(8, find_or_add_the_same);
    aludel::session session = conformance::db().open_session();
    EXPECT_EQ(aludel::repository<tag>{session}.count(), 55u);
}

TEST(unique_rows_at_once, that_deadlock_leave_no_temporary_table_behind) {
    aludel::session session = conformance::session_with<tag>();
    if (conformance::words().number.empty() || conformance::facts().transactional_ddl) {
        GTEST_SKIP() << conformance::facts().server << " drops them with the transaction, or has no deadlocks";
    }
    const std::vector<tag> stored =
        aludel::repository<tag>{session}.add_many(std::vector<tag>{{.name = "a"}, {.name = "b"}});
    std::atomic<int> made = 0;
    std::atomic<int> dropped = 0;
    std::atomic<int> conflicts = 0;
    aludel::engine watched{conformance::url(), {.on_statement = [&](const aludel::statement_event& told) {
                               made += !told.failed && told.sql.starts_with("create temporary table") ? 1 : 0;
                               dropped += !told.failed && told.sql.starts_with("drop temporary table") ? 1 : 0;
                           }}};
    std::latch both_hold_one{2};
    const auto take_both = [&](std::size_t own, std::size_t other) {
        aludel::session mine = watched.open_session();
        aludel::repository<tag> tags{mine};
        try {
            aludel::transaction scope{mine};
            tags.where(aludel::col<&tag::name> == stored[own].name).update(set(aludel::col<&tag::colour>, 1));
            both_hold_one.arrive_and_wait();
            (void)tags.upsert_many(std::vector<tag>{{.name = stored[other].name, .colour = 2}},
                                   aludel::on_conflict<&tag::name>.do_update());
            scope.commit();
        } catch (const aludel::transaction_conflict&) {
            ++conflicts;
        } catch (const aludel::error& failed) {
            ADD_FAILURE() << failed.what();
        }
    };
    std::jthread twin{take_both, 0u, 1u};
    take_both(1, 0);
    twin.join();
    EXPECT_EQ(conflicts, 1);
    EXPECT_EQ(made, 2);
    EXPECT_EQ(made, dropped);
}

}  // namespace unique_rows
