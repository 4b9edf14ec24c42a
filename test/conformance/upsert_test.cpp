// SPDX-License-Identifier: BSL-1.0
// Rules 14 to 17 and 23: rows that are there already.
#include <atomic>
#include <barrier>
#include <thread>

#include <gtest/gtest.h>

#include "database.hpp"

namespace upserts {

using aludel::col;
using aludel::match;
using aludel::on_conflict;

struct member {
    std::int64_t id{};
    std::string email;
    std::optional<std::string> badge;
    std::string name;
    std::int32_t points = 0;
    bool operator==(const member&) const = default;
};

struct levelled {
    std::int64_t id{};
    std::string name;
    std::optional<std::int32_t> level;
};

/// Its columns are called as a temporary table's could be.
struct staged_names {
    std::int64_t c0 = 0;
    std::int64_t n = 0;
    std::string c1;
    std::string c2;
    bool operator==(const staged_names&) const = default;
};

}  // namespace upserts

template <>
inline constexpr auto aludel::entity<upserts::staged_names> =
    aludel::table("upsert_staged_names").primary_key<&upserts::staged_names::c0>();

template <>
inline constexpr auto aludel::entity<upserts::levelled> =
    aludel::table("upsert_levels").unique<&upserts::levelled::name>().default_value<&upserts::levelled::level>("5");

template <>
inline constexpr auto aludel::entity<upserts::member> =
    aludel::table("upsert_members").unique<&upserts::member::email>().unique<&upserts::member::badge>();

namespace upserts {

class upserts : public testing::Test {
protected:
    std::vector<member> all() { return members.list(aludel::order_by(col<&member::id>.asc())); }

    aludel::session session = conformance::session_with<member>();
    aludel::repository<member> members{session};
    member alice = members.add({0, "alice", "1", "Alice", 10});
    member bob = members.add({0, "bob", "2", "Bob", 20});
};

TEST_F(upserts, a_new_row_is_created_with_its_key) {
    const auto carol = members.upsert({0, "carol", {}, "Carol", 1}, on_conflict<&member::email>);
    EXPECT_TRUE(carol.created);
    EXPECT_GT(carol.object.id, bob.id);
    EXPECT_EQ(members.get(carol.object.id), carol.object);
}

TEST_F(upserts, a_row_that_is_there_keeps_its_key_and_takes_the_other_values) {
    const auto changed = members.upsert({777, "alice", "9", "Alicia", 11}, on_conflict<&member::email>);
    EXPECT_FALSE(changed.created);
    EXPECT_EQ(changed.object, (member{alice.id, "alice", "9", "Alicia", 11}));
    EXPECT_EQ(all(), (std::vector{changed.object, bob}));
}

TEST_F(upserts, only_the_columns_that_are_named_are_changed) {
    const auto policy = on_conflict<&member::email>.do_update<&member::points>();
    const auto changed = members.upsert({0, "alice", {}, "ignored", 99}, policy);
    EXPECT_EQ(changed.object, (member{alice.id, "alice", "1", "Alice", 99}));
    EXPECT_EQ(members.get(alice.id), changed.object);
}

TEST_F(upserts, do_nothing_gives_the_row_that_is_there) {
    const auto kept = members.upsert({0, "alice", {}, "ignored", 99}, on_conflict<&member::email>.do_nothing());
    EXPECT_FALSE(kept.created);
    EXPECT_EQ(kept.object, alice);
    EXPECT_EQ(all(), (std::vector{alice, bob}));
}

TEST_F(upserts, the_last_of_several_with_the_same_key_wins) {
    const std::vector<member> batch{
        {0, "carol", {}, "one", 1}, {0, "alice", {}, "two", 2}, {0, "carol", {}, "three", 3}};
    const auto stored = members.upsert_many(batch, on_conflict<&member::email>);
    ASSERT_EQ(stored.size(), 3u);
    EXPECT_TRUE(stored[0].created);
    EXPECT_FALSE(stored[1].created);
    EXPECT_FALSE(stored[2].created);
    EXPECT_EQ(stored[0].object.id, stored[2].object.id);
    EXPECT_EQ(members.get(stored[0].object.id).name, "three");
    EXPECT_EQ(members.count(), 3u);
}

TEST_F(upserts, a_null_in_the_key_never_matches_a_row) {
    const auto first = members.upsert({0, "c", {}, "no badge", 0}, on_conflict<&member::badge>);
    const auto second = members.upsert({0, "d", {}, "no badge", 0}, on_conflict<&member::badge>);
    EXPECT_TRUE(first.created);
    EXPECT_TRUE(second.created);
    EXPECT_TRUE(members.get_or_create({0, "e", {}, "no badge", 0}, match<&member::badge>).created);
    EXPECT_TRUE(members.update_or_create({0, "f", {}, "no badge", 0}, match<&member::badge>).created);
    EXPECT_EQ(members.count(), 6u);
}

TEST_F(upserts, a_conflict_on_another_key_than_the_named_one_is_a_unique_violation_and_changes_nothing) {
    const member new_email_known_badge{0, "new", "2", "Eve", 5};
    const member known_email_known_badge{0, "alice", "2", "Eve", 5};
    for (const member& each : {new_email_known_badge, known_email_known_badge}) {
        EXPECT_THROW(members.upsert(each, on_conflict<&member::email>), aludel::unique_violation) << each.email;
        EXPECT_THROW(members.update_or_create(each, match<&member::email>), aludel::unique_violation) << each.email;
    }
    EXPECT_THROW(members.upsert(new_email_known_badge, on_conflict<&member::email>.do_nothing()),
                 aludel::unique_violation);
    EXPECT_EQ(all(), (std::vector{alice, bob}));
}

TEST_F(upserts, get_or_create_leaves_the_row_as_it_is) {
    const auto kept = members.get_or_create({0, "bob", "x", "ignored", 1}, match<&member::email>);
    EXPECT_FALSE(kept.created);
    EXPECT_EQ(kept.object, bob);
    const auto made = members.get_or_create({0, "carol", {}, "Carol", 3}, match<&member::email>);
    EXPECT_TRUE(made.created);
    EXPECT_EQ(members.get(made.object.id), made.object);
}

TEST_F(upserts, update_or_create_changes_the_row) {
    const auto changed = members.update_or_create({0, "bob", "3", "Bobby", 21}, match<&member::email>);
    EXPECT_FALSE(changed.created);
    EXPECT_EQ(changed.object, (member{bob.id, "bob", "3", "Bobby", 21}));
    EXPECT_EQ(members.get(bob.id), changed.object);
}

TEST_F(upserts, a_match_may_be_of_columns_that_are_not_unique) {
    const auto kept = members.get_or_create({0, "x", {}, "Bob", 20}, match<&member::name, &member::points>);
    EXPECT_EQ(kept.object, bob);
    members.add({0, "bob2", {}, "Bob", 20});
    EXPECT_THROW(members.get_or_create({0, "x", {}, "Bob", 20}, match<&member::name, &member::points>),
                 aludel::multiple_results);
}

TEST_F(upserts, they_work_inside_a_transaction_that_goes_on) {
    aludel::transaction scope{session};
    members.upsert({0, "alice", "1", "Alicia", 1}, on_conflict<&member::email>);
    EXPECT_THROW(members.upsert({0, "new", "2", "Eve", 5}, on_conflict<&member::email>), aludel::unique_violation);
    members.get_or_create({0, "carol", {}, "Carol", 3}, match<&member::email>);
    scope.commit();
    EXPECT_EQ(members.get(alice.id).name, "Alicia");
    EXPECT_EQ(members.count(), 3u);
}

template <class Call>
void by_eight_threads(Call call) {
    constexpr int threads = 8;
    std::barrier start{threads};
    std::vector<std::string> failures(threads);
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i) {
        running.emplace_back([&, i] {
            try {
                aludel::session session = conformance::db().open_session();
                aludel::repository<member> members{session};
                start.arrive_and_wait();
                call(members, i);
            } catch (const std::exception& failed) {
                failures[static_cast<std::size_t>(i)] = failed.what();
            }
        });
    }
    for (std::thread& each : running) {
        each.join();
    }
    EXPECT_EQ(failures, std::vector<std::string>(threads));
}

TEST(upserts_at_once, get_or_create_by_eight_threads_makes_one_row) {
    { (void)conformance::session_with<member>(); }
    for (int round = 0; round < 5; ++round) {
        std::atomic<int> created = 0;
        std::atomic<std::int64_t> sum_of_ids = 0;
        const std::string email = "round " + std::to_string(round);
        by_eight_threads([&](aludel::repository<member>& members, int thread) {
            const auto made =
                members.get_or_create({0, email, {}, std::to_string(thread), thread}, match<&member::email>);
            created += made.created ? 1 : 0;
            sum_of_ids += made.object.id;
        });
        EXPECT_EQ(created, 1);
        aludel::session session = conformance::db().open_session();
        const member only = aludel::repository<member>{session}.get_one(col<&member::email> == email);
        EXPECT_EQ(sum_of_ids, 8 * only.id);
    }
}

TEST(upserts_at_once, update_or_create_by_eight_threads_makes_one_row_with_the_values_of_one) {
    { (void)conformance::session_with<member>(); }
    for (int round = 0; round < 5; ++round) {
        std::atomic<int> created = 0;
        const std::string email = "round " + std::to_string(round);
        by_eight_threads([&](aludel::repository<member>& members, int thread) {
            created +=
                members.update_or_create({0, email, {}, std::to_string(thread), thread}, match<&member::email>).created
                    ? 1
                    : 0;
        });
        EXPECT_EQ(created, 1);
        aludel::session session = conformance::db().open_session();
        const member only = aludel::repository<member>{session}.get_one(col<&member::email> == email);
        EXPECT_EQ(only.name, std::to_string(only.points));
    }
}

TEST(upserts_at_once, upsert_by_eight_threads_makes_one_row) {
    { (void)conformance::session_with<member>(); }
    std::atomic<int> created = 0;
    by_eight_threads([&](aludel::repository<member>& members, int thread) {
        created += members.upsert({0, "same", {}, std::to_string(thread), thread}, on_conflict<&member::email>).created
                       ? 1
                       : 0;
    });
    EXPECT_EQ(created, 1);
}

TEST(upserts_with_defaults, an_empty_optional_asks_for_the_default_one_by_one_as_in_bulk) {
    aludel::session session = conformance::session_with<levelled>();
    aludel::repository<levelled> rows{session};
    rows.add({0, "alone", 7});
    rows.add({0, "bulk", 7});
    EXPECT_EQ(rows.upsert({0, "alone", {}}, on_conflict<&levelled::name>).object.level, 5);
    rows.bulk_insert(std::vector<levelled>{{0, "bulk", {}}}, on_conflict<&levelled::name>.do_update());
    EXPECT_EQ(rows.get_one(col<&levelled::name> == "bulk").level, 5);
}

TEST(upserts_of_any_column_names, store_and_return_the_same_rows) {
    aludel::session session = conformance::session_with<staged_names>();
    aludel::repository<staged_names> all{session};
    std::vector<staged_names> rows;
    for (std::int64_t i = 1; i <= 2'000; ++i) {
        rows.push_back({i, -i, "first", std::to_string(i)});
    }
    const auto policy = on_conflict<&staged_names::c0>;
    all.bulk_insert(rows, policy.do_update());
    const auto by_key = aludel::order_by(col<&staged_names::c0>.asc());
    EXPECT_TRUE(all.list(by_key) == rows);
    for (staged_names& row : rows) {
        row.c1 = row.c0 % 2 == 0 ? "second" : row.c1;
    }
    const auto counts = all.bulk_insert(rows, policy.do_update());
    EXPECT_EQ(counts.updated, 1'000u);
    EXPECT_EQ(counts.skipped, 1'000u);
    EXPECT_TRUE(all.list(by_key) == rows);
    for (staged_names& row : rows) {
        row.n += 1;
        row.c2 += "!";
    }
    const auto stored = all.upsert_many(rows, policy);
    ASSERT_EQ(stored.size(), rows.size());
    EXPECT_EQ(stored[7].object, rows[7]);
    rows.front().c1 = "third";
    all.update_many(rows);
    EXPECT_TRUE(all.list(by_key) == rows);
}

}  // namespace upserts
