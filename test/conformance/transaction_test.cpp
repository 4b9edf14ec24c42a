// SPDX-License-Identifier: BSL-1.0
// Rules 12, 24, 25 and 29: commits, rollbacks, savepoints, and what errors leave behind.
#include <chrono>
#include <functional>
#include <latch>
#include <thread>

#include <soci/soci.h>

#include "people.hpp"

namespace transactions {

using namespace people;
using aludel::col;
using aludel::transaction;

class transactions : public with_people {
protected:
    names stored_names() { return names_of(persons.list(aludel::order_by(col<&person::name>.asc()))); }
};

TEST_F(transactions, a_commit_stays) {
    transaction scope{session};
    EXPECT_TRUE(session.in_transaction());
    persons.add(called("Alice"));
    scope.commit();
    EXPECT_FALSE(session.in_transaction());
    EXPECT_EQ(stored_names(), (names{"Alice"}));
}

TEST_F(transactions, leaving_without_commit_rolls_back) {
    {
        transaction scope{session};
        persons.add(called("Alice"));
        EXPECT_EQ(persons.count(), 1u);
    }
    EXPECT_FALSE(session.in_transaction());
    EXPECT_EQ(persons.count(), 0u);
}

TEST_F(transactions, one_ends_once) {
    transaction scope{session};
    scope.commit();
    EXPECT_THROW(scope.commit(), aludel::usage_error);
    transaction other{session};
    other.rollback();
    EXPECT_THROW(other.commit(), aludel::usage_error);
    scope.rollback();
    EXPECT_FALSE(session.in_transaction());
}

TEST_F(transactions, one_inside_another_is_a_savepoint) {
    transaction outer{session};
    persons.add(called("Alice"));
    {
        transaction kept{session};
        persons.add(called("Bob"));
        {
            transaction lost{session};
            persons.add(called("Carol"));
            persons.remove_where(col<&person::name> == "Alice");
        }
        EXPECT_EQ(stored_names(), (names{"Alice", "Bob"}));
        kept.commit();
    }
    {
        transaction lost{session};
        persons.add(called("Dora"));
    }
    EXPECT_TRUE(session.in_transaction());
    outer.commit();
    EXPECT_EQ(stored_names(), (names{"Alice", "Bob"}));
}

TEST_F(transactions, an_outer_rollback_takes_inner_commits_along) {
    {
        transaction outer{session};
        transaction inner{session};
        persons.add(called("Alice"));
        inner.commit();
    }
    EXPECT_EQ(persons.count(), 0u);
}

TEST_F(transactions, an_outer_one_cannot_end_before_an_inner_one) {
    transaction outer{session};
    transaction inner{session};
    EXPECT_THROW(outer.commit(), aludel::usage_error);
    inner.commit();
    outer.commit();
}

TEST_F(transactions, a_savepoint_takes_no_options) {
    transaction outer{session};
    EXPECT_THROW((transaction{session, {.isolation = aludel::isolation::serializable}}), aludel::usage_error);
    EXPECT_THROW((transaction{session, {.access = aludel::read_only}}), aludel::usage_error);
    persons.add(called("Alice"));
    outer.commit();
    EXPECT_EQ(persons.count(), 1u);
}

TEST_F(transactions, every_isolation_level_can_be_asked_for) {
    for (const auto level : {aludel::isolation::standard, aludel::isolation::read_committed,
                             aludel::isolation::repeatable_read, aludel::isolation::serializable}) {
        transaction scope{session, {.isolation = level}};
        persons.add(called("Alice"));
        persons.remove_all();
        scope.commit();
    }
    transaction scope{session, {.access = aludel::read_only}};
    EXPECT_EQ(persons.count(), 0u);
    scope.commit();
    persons.add(called("Alice"));
}

TEST_F(transactions, the_session_is_usable_after_a_violation_inside_one) {
    persons.add(called("Bob"));
    transaction scope{session};
    persons.add(called("Alice"));
    EXPECT_THROW(persons.add(called("Bob")), aludel::unique_violation);
    EXPECT_THROW(session.execute("insert into people (name, email, city_id) values ('x', 'y', 12345)"),
                 aludel::foreign_key_violation);
    EXPECT_THROW(
        session.query<std::int64_t>("insert into people (name, email) values ({}, {})", "x", "Bob@example.com"),
        aludel::unique_violation);
    EXPECT_THROW(session.execute("insert into people (email) values ('z')"), aludel::not_null_violation);
    EXPECT_EQ(persons.count(), 2u);
    persons.add(called("Carol"));
    scope.commit();
    EXPECT_EQ(stored_names(), (names{"Alice", "Bob", "Carol"}));
}

TEST_F(transactions, the_session_is_usable_after_a_statement_that_does_not_parse) {
    transaction scope{session};
    persons.add(called("Alice"));
    EXPECT_THROW(session.execute("insert into nowhere values (1)"), aludel::statement_error);
    EXPECT_THROW(session.execute("this is no SQL"), aludel::statement_error);
    persons.add(called("Bob"));
    scope.commit();
    EXPECT_EQ(persons.count(), 2u);
}

TEST_F(transactions, the_engine_runs_work_and_returns_its_result) {
    const std::int64_t id = conformance::db().transaction([](aludel::session& inside) {
        EXPECT_TRUE(inside.in_transaction());
        return aludel::repository<person>{inside}.add(called("Alice")).id;
    });
    EXPECT_EQ(persons.get(id).name, "Alice");
    conformance::db().transaction([&](aludel::session& inside) { aludel::repository<person>{inside}.remove(id); },
                                  {.isolation = aludel::isolation::serializable});
    EXPECT_EQ(persons.count(), 0u);
}

TEST_F(transactions, work_that_throws_is_rolled_back_and_its_exception_comes_out) {
    const auto work = [](aludel::session& inside) {
        aludel::repository<person>{inside}.add(called("Alice"));
        throw std::runtime_error{"changed my mind"};
    };
    EXPECT_THROW(conformance::db().transaction(work, {.attempts = 3}), std::runtime_error);
    EXPECT_EQ(persons.count(), 0u);
}

TEST_F(transactions, work_is_run_again_after_a_conflict_only) {
    int conflicts = 0;
    const auto conflicting = [&](aludel::session& inside) {
        aludel::repository<person>{inside}.add(called("Alice"));
        if (++conflicts < 3) {
            throw aludel::transaction_conflict{"deadlock"};
        }
        return conflicts;
    };
    EXPECT_EQ(conformance::db().transaction(conflicting, {.attempts = 5}), 3);
    EXPECT_EQ(persons.count(), 1u);
    int violations = 0;
    const auto violating = [&](aludel::session& inside) {
        ++violations;
        aludel::repository<person>{inside}.add(called("Alice"));
    };
    EXPECT_THROW(conformance::db().transaction(violating, {.attempts = 5}), aludel::unique_violation);
    EXPECT_EQ(violations, 1);
    persons.remove_all();
    conflicts = -10;
    EXPECT_THROW(conformance::db().transaction(conflicting, {.attempts = 2}), aludel::transaction_conflict);
    EXPECT_EQ(conflicts, -8);
}

TEST_F(transactions, two_that_change_the_same_row_one_behind_the_other_both_count) {
    const person alice = persons.add(called("Alice", 0));
    const auto grow = [&] {
        for (int i = 0; i < 10; ++i) {
            conformance::db().transaction(
                [&](aludel::session& inside) {
                    aludel::repository<person> all{inside};
                    const auto locked = all.where(col<&person::id> == alice.id).for_update().one();
                    all.update(alice.id, aludel::patch<person>{}.set<&person::age>(*locked.age + 1));
                },
                {.attempts = 20});
        }
    };
    std::thread other{grow};
    grow();
    other.join();
    EXPECT_EQ(persons.get(alice.id).age, 20);
}

TEST_F(transactions, serializable_ones_that_read_and_then_change_the_same_row_both_count) {
    const person alice = persons.add(called("Alice", 0));
    const auto grow = [&] {
        for (int i = 0; i < 10; ++i) {
            conformance::db().transaction(
                [&](aludel::session& inside) {
                    aludel::repository<person> all{inside};
                    const person read = all.get(alice.id);
                    all.update(alice.id, aludel::patch<person>{}.set<&person::age>(*read.age + 1));
                },
                {.isolation = aludel::isolation::serializable, .attempts = 50});
        }
    };
    std::thread other{grow};
    grow();
    other.join();
    EXPECT_EQ(persons.get(alice.id).age, 20);
}

TEST_F(transactions, rows_that_another_one_has_locked_are_skipped) {
    if (!conformance::facts().syntax.skips_locked) {
        GTEST_SKIP() << conformance::facts().server << " has no SKIP LOCKED";
    }
    const auto stored = persons.add_many(std::vector{called("Alice"), called("Bob")});
    aludel::session other = conformance::db().open_session();
    transaction holding{other};
    // By the key: without an index a server may lock all the rows that it looks at.
    (void)aludel::repository<person>{other}.where(col<&person::id> == stored[0].id).for_update().list();
    transaction scope{session};
    EXPECT_EQ(names_of(persons.order_by(col<&person::name>.asc()).for_update({.skip_locked = true}).list()),
              (names{"Bob"}));
    EXPECT_THROW((void)persons.where(col<&person::id> == stored[0].id).for_update({.nowait = true}).list(),
                 aludel::timeout);
}

TEST_F(transactions, deadlocked_work_is_run_again) {
    const person alice = persons.add(called("Alice", 0));
    const person bob = persons.add(called("Bob", 0));
    const auto change_both = [&](std::int64_t first, std::int64_t second) {
        for (int i = 0; i < 10; ++i) {
            conformance::db().transaction(
                [&](aludel::session& inside) {
                    aludel::repository<person> all{inside};
                    for (const std::int64_t id : {first, second}) {
                        inside.execute("update people set age = age + 1 where id = {}", id);
                    }
                },
                {.attempts = 50});
        }
    };
    std::thread other{change_both, bob.id, alice.id};
    change_both(alice.id, bob.id);
    other.join();
    EXPECT_EQ(persons.get(alice.id).age, 20);
    EXPECT_EQ(persons.get(bob.id).age, 20);
}

/// What became of a transaction whose conflict nobody minded.
struct hidden_conflict {
    bool happened = false;
    bool went_on = false;  ///< a statement behind it was done
    bool committed = false;
    bool commit_said_why = false;
};

/// Two that each transaction has for itself, and two that both want. None is added inside: on InnoDB one insert may
/// wait for another by what is left of removed rows.
std::vector<person> four_of(aludel::repository<person>& persons) {
    return persons.add_many(std::vector{called("Alice", 0), called("Bob", 0), called("Carol", 0), called("Dora", 0)});
}

/// Two transactions that each change one of their own, and then deadlock over two others; `behind` runs behind the
/// conflict.
template <class Work>
std::vector<hidden_conflict> deadlock_two(const std::vector<person>& stored, const Work& behind) {
    std::vector<hidden_conflict> results(2);
    std::latch both_hold_one{2};
    const auto take_both = [&](std::size_t place) {
        hidden_conflict& result = results[place];
        aludel::session own = conformance::db().open_session();
        transaction scope{own};
        aludel::repository<person> all{own};
        const auto grow = [&](const person& one) {
            own.execute("update people set age = age + 1 where id = {}", one.id);
        };
        grow(stored[place]);
        grow(stored[2 + place]);
        both_hold_one.arrive_and_wait();
        try {
            grow(stored[3 - place]);
        } catch (const aludel::transaction_conflict&) {  // the caller goes on
            result.happened = true;
        }
        if (result.happened) {
            behind(scope, all, result);
        } else {
            scope.commit();
            result.committed = true;
        }
    };
    std::thread other{take_both, 1u};
    take_both(0);
    other.join();
    return results;
}

TEST_F(transactions, one_that_a_hidden_conflict_rolled_back_does_not_pretend_to_commit) {
    if (conformance::words().number.empty()) {  // no server
        GTEST_SKIP() << conformance::facts().server << " lets one write at a time";
    }
    const auto stored = four_of(persons);
    const auto commit = [](transaction& scope, aludel::repository<person>&, hidden_conflict& result) {
        try {
            scope.commit();
            result.committed = true;
        } catch (const aludel::transaction_conflict&) {
            result.commit_said_why = true;
        }
    };
    const std::vector<hidden_conflict> results = deadlock_two(stored, commit);
    EXPECT_TRUE(results[0].happened || results[1].happened);
    for (std::size_t place = 0; place < results.size(); ++place) {
        const bool is_kept = persons.get(stored[place].id).age == 1;
        EXPECT_EQ(is_kept, results[place].committed);
        EXPECT_NE(results[place].committed, results[place].commit_said_why);
        if (results[place].happened && !conformance::facts().error_aborts_transaction) {
            EXPECT_TRUE(results[place].commit_said_why) << "no savepoint outlives a deadlock there";
        }
    }
}

TEST_F(transactions, nothing_that_follows_a_hidden_conflict_is_kept_by_itself) {
    if (conformance::words().number.empty()) {  // no server
        GTEST_SKIP() << conformance::facts().server << " lets one write at a time";
    }
    const auto stored = four_of(persons);
    const auto go_on = [](transaction&, aludel::repository<person>& all, hidden_conflict& result) {
        try {
            all.add(called("late"));
            result.went_on = true;
        } catch (const aludel::transaction_conflict&) {  // refused; the transaction is left without a commit
        }
    };
    const std::vector<hidden_conflict> results = deadlock_two(stored, go_on);
    EXPECT_TRUE(results[0].happened || results[1].happened);
    EXPECT_FALSE(persons.where(col<&person::name> == "late").exists());
    for (std::size_t place = 0; place < results.size(); ++place) {
        const bool is_kept = persons.get(stored[place].id).age == 1;
        EXPECT_EQ(is_kept, results[place].committed);
        EXPECT_TRUE(!results[place].went_on || conformance::facts().error_aborts_transaction)
            << "no savepoint outlives a deadlock there";
    }
}

TEST_F(transactions, what_follows_one_that_a_conflict_rolled_back_stands_alone) {
    if (conformance::words().number.empty()) {  // no server
        GTEST_SKIP() << conformance::facts().server << " lets one write at a time";
    }
    const auto stored = four_of(persons);
    const auto write = [&](transaction& scope, aludel::repository<person>& all, hidden_conflict& result) {
        scope.rollback();
        all.where(col<&person::id> == stored[0].id).update(set(col<&person::age>, 100));
        aludel::session other = conformance::db().open_session();
        result.went_on = aludel::repository<person>{other}.get(stored[0].id).age == 100;
    };
    const std::vector<hidden_conflict> results = deadlock_two(stored, write);
    EXPECT_TRUE(results[0].happened || results[1].happened);
    for (const hidden_conflict& result : results) {
        EXPECT_EQ(result.went_on, result.happened);
    }
}

TEST_F(transactions, one_that_a_conflict_rolled_back_in_the_unread_rest_of_a_stream_does_not_pretend_to_commit) {
    if (conformance::words().number.empty()) {  // no server
        GTEST_SKIP() << conformance::facts().server << " lets one write at a time";
    }
    const auto stored = four_of(persons);
    std::vector<hidden_conflict> results(2);
    std::latch both_hold_one{2};
    const auto take_both = [&](std::size_t place) {
        aludel::session own = conformance::db().open_session();
        try {
            transaction scope{own};
            for (const std::size_t each : {place, 2 + place}) {
                own.execute("update people set age = age + 1 where id = {}", stored[each].id);
            }
            both_hold_one.arrive_and_wait();
            const std::string sql =
                "select id from people where age is not null and id >= " + std::to_string(stored[1].id) +
                " order by id" + (place == 0 ? "" : " desc") + " for update";
            for ([[maybe_unused]] const std::int64_t own_row : own.stream<std::int64_t>(aludel::runtime_sql{sql})) {
                break;
            }
            scope.commit();
            results[place].committed = true;
        } catch (const aludel::error&) {  // refused: allowed, as long as it is said
        }
    };
    std::thread other{take_both, 1u};
    take_both(0);
    other.join();
    for (std::size_t place = 0; place < results.size(); ++place) {
        const bool is_kept = persons.get(stored[place].id).age == 1;
        EXPECT_EQ(is_kept, results[place].committed);
    }
}

TEST_F(transactions, soci_sees_the_same_one) {
    transaction scope{session};
    persons.add(called("Alice"));
    session.core().run("delete from people");
    EXPECT_EQ(persons.count(), 0u);
    scope.rollback();
    EXPECT_EQ(persons.count(), 0u);
}

TEST_F(transactions, one_that_a_hidden_error_aborted_does_not_pretend_to_commit) {
    bool committed = false;
    bool kept = false;
    try {
        transaction scope{session};
        persons.add(called("Alice"));
        try {
            (void)session.query<std::int64_t>("select nothing from people");
        } catch (const aludel::error&) {  // the caller goes on
        }
        scope.commit();
        committed = true;
    } catch (const aludel::error&) {  // refused: allowed, as long as it is said
    }
    kept = persons.count() == 1;
    EXPECT_EQ(committed, kept);
    EXPECT_TRUE(committed) << "a query of the user's leaves the transaction usable";
}

TEST_F(transactions, a_failed_stream_is_not_followed_by_a_commit_that_loses_rows) {
    bool committed = false;
    try {
        transaction scope{session};
        persons.add(called("Alice"));
        try {
            for ([[maybe_unused]] const std::int64_t each :
                 session.stream<std::int64_t>("select nothing from people")) {
            }
        } catch (const aludel::error&) {
        }
        scope.commit();
        committed = true;
    } catch (const aludel::error&) {
    }
    EXPECT_EQ(persons.count(), committed ? 1u : 0u);
}

TEST_F(transactions, an_inner_one_that_outlives_its_outer_one_leaves_later_ones_alone) {
    auto outer = std::make_unique<transaction>(session);
    auto inner = std::make_unique<transaction>(session);
    outer->rollback();
    transaction later{session};
    persons.add(called("Alice"));
    inner.reset();
    later.commit();
    EXPECT_EQ(persons.count(), 1u);
}

TEST_F(transactions, an_error_while_rolling_back_hides_no_first_error) {
    const auto nested = [&](aludel::session& inside) {
        aludel::repository<person>{inside}.add(called("Alice"));
        transaction inner{inside};
        // Takes the savepoint away from under it, so that no server can roll back to it.
        inside.soci() << "release savepoint aludel_1";
        throw std::runtime_error{"the first error"};
    };
    for (int round = 0; round < 10; ++round) {  // more often than there are connections
        try {
            conformance::db().transaction(nested);
            FAIL() << "nothing was thrown";
        } catch (const std::runtime_error& thrown) {
            EXPECT_STREQ(thrown.what(), "the first error");
        }
    }
    EXPECT_EQ(persons.count(), 0u);
}

TEST_F(transactions, work_is_run_again_after_pauses_that_grow) {
    using clock = std::chrono::steady_clock;
    std::vector<clock::time_point> begun;
    const auto conflicting = [&](aludel::session&) {
        begun.push_back(clock::now());
        throw aludel::transaction_conflict{"deadlock"};
    };
    constexpr unsigned attempts = 6;
    EXPECT_THROW(conformance::db().transaction(conflicting, {.attempts = attempts}), aludel::transaction_conflict);
    ASSERT_EQ(begun.size(), attempts);
    for (std::size_t i = 1; i < begun.size(); ++i) {
        EXPECT_GE(begun[i] - begun[i - 1], std::chrono::milliseconds{1});
    }
    // At most 10, 20, 40, 80 and 160 ms, and the work between them.
    EXPECT_LT(begun.back() - begun.front(), std::chrono::seconds{5});
}

TEST_F(transactions, work_is_not_run_again_after_anything_but_a_conflict) {
    const auto runs_until = [&](const std::function<void()>& fail) {
        int runs = 0;
        EXPECT_ANY_THROW(conformance::db().transaction(
            [&](aludel::session&) {
                ++runs;
                fail();
            },
            {.attempts = 5}));
        return runs;
    };
    EXPECT_EQ(runs_until([] { throw aludel::connection_lost{"gone"}; }), 1);
    EXPECT_EQ(runs_until([] { throw aludel::timeout{"locked"}; }), 1);
    EXPECT_EQ(runs_until([] { throw aludel::unique_violation{"there already"}; }), 1);
    EXPECT_EQ(runs_until([] { throw std::runtime_error{"something else"}; }), 1);
    EXPECT_EQ(runs_until([] { throw aludel::transaction_conflict{"deadlock"}; }), 5);
}

TEST_F(transactions, a_repository_in_a_scope_of_its_own_is_committed_and_returns_what_its_work_does) {
    const person alice =
        conformance::db().repository<person>([](aludel::repository<person>& all) { return all.add(called("Alice")); });
    EXPECT_EQ(persons.get(alice.id), alice);
    EXPECT_THROW(conformance::db().repository<person>([](auto& all) {
        all.add(called("Bob"));
        throw std::runtime_error{"changed my mind"};
    }),
                 std::runtime_error);
    int attempts = 0;
    conformance::db().repository<person>(
        [&](auto& all) {
            all.add(called("Carol"));
            if (++attempts < 2) {
                throw aludel::transaction_conflict{"deadlock"};
            }
        },
        {.isolation = aludel::isolation::serializable, .attempts = 2});
    EXPECT_EQ(stored_names(), (names{"Alice", "Carol"}));
    EXPECT_EQ(
        conformance::db().repository<person>([](auto& all) { return all.count(); }, {.access = aludel::read_only}), 2u);
}

TEST_F(transactions, one_that_waits_for_another_of_its_own_thread_is_told_so) {
    if (!conformance::facts().one_writer) {
        GTEST_SKIP() << conformance::facts().server << " has several writers";
    }
    aludel::engine own{conformance::url("busy_timeout=100")};
    if (own.pool_size() < 2) {
        GTEST_SKIP() << "this engine has one connection";
    }
    own.create_all<city, person>();
    aludel::session writing = own.open_session();
    aludel::session other = own.open_session();
    const auto begin_in_other = [&] {
        try {
            const transaction waiting{other};
            return std::string{"it began"};
        } catch (const aludel::timeout& waited) {
            return std::string{waited.what()};
        }
    };
    {
        const transaction scope{writing};
        EXPECT_NE(begin_in_other().find("it is this thread that writes"), std::string::npos) << begin_in_other();
    }
    EXPECT_EQ(begin_in_other(), "it began");
    std::thread elsewhere;
    {
        transaction scope{writing};
        elsewhere = std::thread{[&] {
            EXPECT_EQ(begin_in_other().find("this thread"), std::string::npos);
        }};
        elsewhere.join();
    }
}

}  // namespace transactions
