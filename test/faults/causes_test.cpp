// SPDX-License-Identifier: BSL-1.0
// What goes wrong in a session that is open: each cause has the class that the page on errors says, and leaves the
// session as it says.
#include <atomic>
#include <latch>
#include <thread>

#include "cause.hpp"
#include "server_words.hpp"

namespace causes {

using repository = aludel::repository<item>;

/// Lets one connection of PostgreSQL, which is a process, write no file longer than `bytes`. The server's user does it:
/// root of a container may lack the right.
void limit_files_of(aludel::session& session, std::string_view bytes) {
    const std::string process = std::to_string(session.query_one<std::int64_t>("select pg_backend_pid()"));
    aludel::engine own{this_run().server->administrator_url()};
    own.open_session().core().run("copy (select 1) to program 'prlimit --pid " + process +
                                  " --fsize=" + std::string{bytes} + ":unlimited'");
}

/// More than a segment of the log (16 MB), and no whole number of pages: the last page is cut short as on a full disk.
constexpr std::string_view small_disk = "24000000";

void fill_up(aludel::session& session) {
    for (int i = 0; i < 40'000; ++i) {
        session.execute("insert into cause_heap (text) values ({})", std::string(1'000, 'x'));
    }
}

TEST_F(cause, a_full_disk) {
    aludel::session session = db_.open_session();
    session.core().run("drop table if exists cause_heap");
    if (is(family::mysql)) {
        session.core().run("set max_heap_table_size = 65536");
        session.core().run("create table cause_heap (text varchar(1000)) engine = memory");
    } else {
        session.core().run("create table cause_heap (text varchar(1000))");
    }
    if (is(family::postgresql)) {
        limit_files_of(session, small_disk);
    } else if (is(family::sqlite)) {
        (void)session.query<std::int64_t>("pragma max_page_count = 100");
    }
    (void)expect_cause("a full disk", [&] { fill_up(session); });
    if (is(family::postgresql)) {
        limit_files_of(session, "unlimited");
    }
    session.core().run("drop table cause_heap");
    expect_usable(session);
}

TEST_F(cause, a_full_disk_in_a_transaction_keeps_nothing_by_halves) {
    if (!is(family::sqlite)) {
        GTEST_SKIP() << "servers undo the statement alone, which the cause before shows";
    }
    aludel::session session = db_.open_session();
    {
        aludel::transaction scope{session};
        repository items{session};
        items.add({0, "before"});
        (void)session.query<std::int64_t>("pragma max_page_count = 12");
        (void)expect_cause("a full disk", [&] {
            for (int i = 0; i < 100; ++i) {
                items.add({0, std::string(1'000, 'x')});
            }
        });
    }
    (void)session.query<std::int64_t>("pragma max_page_count = 1000");
    EXPECT_EQ(repository{session}.count(), 0u);
    expect_usable(session);
}

TEST_F(cause, a_read_only_transaction) {
    aludel::session session = db_.open_session();
    {
        const aludel::transaction scope{session, {.access = aludel::access::read_only}};
        (void)expect_cause("a change in a read-only transaction", [&] { repository{session}.add({0, "a"}); });
    }
    expect_usable(session);
}

TEST_F(cause, a_database_that_is_read_only) {
    if (is(family::mysql)) {
        as_administrator("set global read_only = 1");
    } else if (is(family::postgresql)) {
        as_administrator("alter role aludel set default_transaction_read_only = on");
    }
    {
        aludel::engine own{url(is(family::sqlite) ? "mode=ro" : "")};
        aludel::session session = own.open_session();
        (void)expect_cause("a read-only database", [&] { repository{session}.add({0, "a"}); });
        EXPECT_EQ(repository{session}.count(), 0u);
    }
    if (is(family::mysql)) {
        as_administrator("set global read_only = 0");
    } else if (is(family::postgresql)) {
        as_administrator("alter role aludel reset default_transaction_read_only");
    }
    expect_recovers(db_);
}

TEST_F(cause, a_wait_for_a_lock) {
    aludel::session holder = db_.open_session();
    const item locked = repository{holder}.add({0, "locked"});
    const aludel::transaction scope{holder};
    holder.execute("update cause_items set text = 'held' where id = {}", locked.id);

    aludel::engine own{url(is(family::sqlite) ? "busy_timeout=200" : "")};
    aludel::session waiting = own.open_session();
    if (is(family::postgresql)) {
        waiting.core().run("set lock_timeout = 200");
    } else if (is(family::mysql)) {
        waiting.core().run("set innodb_lock_wait_timeout = 1");
    }
    (void)expect_cause("a lock that another transaction holds",
                       [&] { waiting.execute("update cause_items set text = 'wanted' where id = {}", locked.id); });
    EXPECT_EQ(waiting.query_one<int>("select 1"), 1);
}

TEST_F(cause, a_deadlock_of_two_sessions) {
    if (is(family::sqlite)) {
        GTEST_SKIP() << "SQLite has one writer at a time, which waits for nobody";
    }
    aludel::session session = db_.open_session();
    const item one = repository{session}.add({0, "one"});
    const item two = repository{session}.add({0, "two"});
    std::latch both_hold_one{2};
    std::atomic<int> conflicts = 0;
    const auto change_both = [&](std::int64_t first, std::int64_t second) {
        aludel::session own = db_.open_session();
        {
            aludel::transaction scope{own};
            own.execute("update cause_items set text = 'a' where id = {}", first);
            both_hold_one.arrive_and_wait();
            try {
                own.execute("update cause_items set text = 'b' where id = {}", second);
                scope.commit();
                return;
            } catch (const aludel::error& thrown) {
                ++conflicts;
                faults::expect_as_documented("a deadlock", this_run().column, thrown);
                EXPECT_TRUE(thrown.is_retryable());
            }
        }
        expect_usable(own);
    };
    std::thread other{change_both, two.id, one.id};
    change_both(one.id, two.id);
    other.join();
    EXPECT_EQ(conflicts, 1);
}

TEST_F(cause, a_serialization_failure) {
    if (is(family::mysql)) {
        GTEST_SKIP() << "serializable transactions of InnoDB lock what they read: they meet deadlocks instead";
    }
    aludel::session first = db_.open_session();
    aludel::session second = db_.open_session();
    const item read = repository{first}.add({0, "read"});
    // Plain SQL: a transaction of aludel's locks a SQLite file when it begins, so that this cannot happen.
    first.core().run(is(family::sqlite) ? "begin" : "begin isolation level serializable");
    EXPECT_EQ(repository{first}.get(read.id).text, "read");
    second.execute("update cause_items set text = 'changed' where id = {}", read.id);
    (void)expect_cause("a serialization failure",
                       [&] { first.execute("update cause_items set text = 'late' where id = {}", read.id); });
    first.core().run("rollback");
    EXPECT_EQ(repository{first}.get(read.id).text, "changed");
    expect_usable(first);
}

/// Takes the time of a long coffee, on every database.
void take_long(aludel::session& session) {
    const std::string_view sql =
        this_run().kind == family::postgresql
            ? "select cast(count(*) as bigint) from generate_series(1, 1000000) a, generate_series(1, 1000000) b"
        : this_run().kind == family::mysql ? "select benchmark(1000000000000, sha2('work', 512))"
                                           : "with recursive n(i) as (select 1 union all select i + 1 from n where i < "
                                             "1000000000) select count(*) from n";
    (void)session.query<std::int64_t>(aludel::runtime_sql{sql});
}

TEST_F(cause, a_statement_that_takes_too_long) {
    aludel::session session = db_.open_session();
    session.set_statement_timeout(std::chrono::milliseconds{200});
    (void)expect_cause("a statement at its timeout", [&] { take_long(session); });
    expect_usable(session);
    session.set_statement_timeout(std::chrono::milliseconds{0});
}

TEST_F(cause, a_statement_that_is_cancelled) {
    aludel::session session = db_.open_session();
    aludel::canceller canceller = session.canceller();
    std::thread other{[&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
        canceller.cancel();
    }};
    (void)expect_cause("a statement that was cancelled", [&] { take_long(session); });
    other.join();
    expect_usable(session);
}

TEST_F(cause, a_table_that_is_not_there) {
    aludel::session session = db_.open_session();
    (void)expect_cause("an unknown table", [&] { session.execute("delete from no_such_table"); });
    expect_usable(session);
}

TEST_F(cause, a_privilege_that_is_missing) {
    if (is(family::sqlite)) {
        GTEST_SKIP() << "SQLite has no privileges";
    }
    aludel::connection_url weak = parts();
    weak.user = "weak";
    if (is(family::postgresql)) {
        as_administrator("create role weak login");
    } else {
        as_administrator("create user 'weak'@'127.0.0.1' identified by '" + weak.password + "'");
        as_administrator("grant select on aludel.* to 'weak'@'127.0.0.1'");
    }
    aludel::engine own{text_of(weak)};
    aludel::session session = own.open_session();
    (void)expect_cause("a missing privilege", [&] { session.execute("delete from cause_items"); });
    EXPECT_EQ(session.query_one<int>("select 1"), 1);
}

TEST_F(cause, a_value_larger_than_the_database_takes) {
    if (is(family::postgresql)) {
        GTEST_SKIP() << "PostgreSQL takes values up to 1 GB, more than a test should have in memory";
    }
    aludel::session session = db_.open_session();
    const std::size_t most = is(family::sqlite) ? 1'000'000'000 : session.facts().max_statement_bytes;
    {
        const std::string large(most + 1, 'x');
        (void)expect_cause("a value or statement that is too large",
                           [&] { session.execute("insert into cause_items (text) values ({})", large); });
    }
    expect_usable(session);
}

TEST_F(cause, a_pool_without_a_free_connection) {
    aludel::engine own{url("pool_size=1&acquire_timeout=100")};
    aludel::session session = own.open_session();
    (void)expect_cause("no free connection in the pool", [&] { (void)own.open_session(); });
    expect_usable(session);
}

TEST_F(cause, violations_of_the_schema) {
    aludel::session session = db_.open_session();
    for (const std::string_view table : {"cause_child", "cause_parent"}) {
        session.core().run("drop table if exists " + std::string{table});
    }
    session.core().run("create table cause_parent (id integer primary key, name varchar(9) not null, "
                       "constraint is_positive check (id > 0))");
    session.core().run("create table cause_child (parent integer, foreign key (parent) references cause_parent (id))");
    session.execute("insert into cause_parent values (1, 'a')");
    (void)expect_cause("a row with the same unique key",
                       [&] { session.execute("insert into cause_parent values (1, 'b')"); });
    (void)expect_cause("a NULL where none may be",
                       [&] { session.execute("insert into cause_parent values (2, null)"); });
    (void)expect_cause("a foreign key to no row", [&] { session.execute("insert into cause_child values (7)"); });
    if (session.facts().server != "MySQL 5.6.24") {  // which reads checks and forgets them
        (void)expect_cause("a check that is not met",
                           [&] { session.execute("insert into cause_parent values (-1, 'c')"); });
    }
    expect_usable(session);
}

}  // namespace causes
