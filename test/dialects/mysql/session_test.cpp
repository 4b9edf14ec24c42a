// SPDX-License-Identifier: BSL-1.0
// What every session is set to, so that the same SQL means the same as on other databases.
#include <chrono>
#include <thread>

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/dialect/connection_url.hpp>
#include <aludel/dialect/dialect.hpp>

#include "../../../dialects/mysql/mysql_dialect.hpp"
#include "../../conformance/database.hpp"
#include "../expecting.hpp"

namespace sessions {

using dialects::expect_said;
using dialects::thrown_by;

struct counted {
    std::int64_t id{};
    std::int32_t number = 0;
};

class session_setting : public testing::Test {
protected:
    std::string text(std::string_view sql) { return session.query_one<std::string>(aludel::runtime_sql{sql}); }
    std::int64_t number(std::string_view sql) { return session.query_one<std::int64_t>(aludel::runtime_sql{sql}); }
    aludel::session session = conformance::db().open_session();
};

TEST_F(session_setting, time_is_utc_whatever_the_servers_zone) {
    EXPECT_EQ(text("select @@session.time_zone"), "+00:00");
    EXPECT_NE(text("select @@global.time_zone"), "+00:00");
    EXPECT_EQ(number("select timestampdiff(minute, utc_timestamp(), now())"), 0);
    EXPECT_EQ(text("select cast(from_unixtime(0) as char)").substr(0, 19), "1970-01-01 00:00:00");
}

TEST_F(session_setting, text_is_utf8_of_four_bytes_and_compared_by_bytes) {
    for (const std::string_view variable :
         {"character_set_client", "character_set_connection", "character_set_results"}) {
        const std::string sql = "select @@" + std::string{variable};
        EXPECT_EQ(text(sql), "utf8mb4") << variable;
    }
    EXPECT_EQ(text("select '\xF0\x9F\x98\x80'"), "\xF0\x9F\x98\x80");
    EXPECT_EQ(number("select 'a' = 'A'"), 0);
    EXPECT_EQ(number("select 'e' = '\xC3\xA9'"), 0);
}

struct meaning {
    std::string_view name;
    std::string_view sql;
    std::string text;
};

TEST_F(session_setting, sql_means_what_it_means_elsewhere) {
    const std::vector<meaning> meanings{
        {"double quotes hold a name", R"(select "x" from (select 'inside' as x) as t)", "inside"},
        {"bars join", "select 'a' || 'b'", "ab"},
        {"a backslash is a character", R"(select 'a\b')", R"(a\b)"},
        {"a backslash before the quote", R"(select '\')", R"(\)"},
    };
    for (const meaning& each : meanings) {
        EXPECT_EQ(text(each.sql), each.text) << each.name;
    }
}

TEST_F(session_setting, is_strict_about_values) {
    session.core().run("drop table if exists session_strict");
    session.core().run("create table session_strict (id bigint not null auto_increment primary key, n int not null)");
    EXPECT_THROW(session.execute("insert into session_strict (n) values (2147483648)"), aludel::mapping_error);
    EXPECT_THROW(session.execute("insert into session_strict (id) values (1)"), aludel::not_null_violation);
    EXPECT_EQ(thrown_by<aludel::statement_error>([&] {
                  session.execute("insert into session_strict (n) values (1 / 0)");
              }).native_code(),
              1365);
    session.execute("insert into session_strict (id, n) values (0, 1)");
    EXPECT_EQ(number("select id from session_strict"), 0);
}

TEST_F(session_setting, statements_on_temporary_tables_are_not_kept) {
    session = conformance::session_with<counted>();
    aludel::repository<counted> rows{session};
    const auto stored = rows.add_many(std::vector<counted>(2));
    const auto kept = [&] {
        return session.query_one<std::tuple<std::string, std::string>>("show global status like 'Prepared_stmt_count'");
    };
    rows.update_many(stored);
    const auto before = kept();
    for (int time = 0; time < 10; ++time) {
        rows.update_many(stored);
    }
    EXPECT_EQ(kept(), before);
}

TEST_F(session_setting, files_of_the_client_are_not_sent_unless_asked_for) {
    session.core().run("drop table if exists session_lines");
    session.core().run("create table session_lines (line text)");
    const std::string load = "load data local infile '/proc/self/comm' into table session_lines";
    EXPECT_THROW(session.core().run(load), aludel::statement_error);
    EXPECT_EQ(number("select count(*) from session_lines"), 0);
    aludel::engine allowed{conformance::url("local_infile=1")};
    allowed.open_session().core().run(load);
    EXPECT_EQ(number("select count(*) from session_lines"), 1);
}

TEST_F(session_setting, a_statement_is_not_ended_over_a_connection_without_the_tls_that_was_asked_for) {
    const auto target_with = [](const aludel::dialect& spoken, std::string_view mode) {
        aludel::connection_url url = aludel::connection_url::parse(conformance::url());
        url.parameters["sslmode"] = mode;
        return spoken.target(url);
    };
    const auto ends_a_statement = [&](aludel::interrupter& by) {
        std::thread other{[&by] {
            std::this_thread::sleep_for(std::chrono::milliseconds{300});
            by.interrupt();
        }};
        bool ended = true;
        try {
            ended = number("select sleep(1)") != 0;
        } catch (const aludel::timeout&) {
        }
        other.join();
        return ended;
    };
    const std::unique_ptr<aludel::dialect> spoken = aludel::mysql::make_dialect();
    const aludel::connection_target without_tls = target_with(*spoken, "disable");
    EXPECT_TRUE(ends_a_statement(*spoken->make_interrupter(session.soci(), without_tls)));
    (void)target_with(*spoken, "require");  // what the dialect asks of its connections from here on
    EXPECT_FALSE(ends_a_statement(*spoken->make_interrupter(session.soci(), without_tls)));
}

TEST_F(session_setting, a_statement_larger_than_a_packet_is_refused_before_it_is_sent) {
    const std::string large(session.facts().max_statement_bytes + 1, 'x');
    const auto failed =
        thrown_by<aludel::mapping_error>([&] { session.execute("select length({})", std::string_view{large}); });
    expect_said(failed, {"max_allowed_packet"});
    EXPECT_TRUE(failed.connection_is_usable());
    const std::string sql = "select '" + large + '\'';
    EXPECT_THROW(session.core().run(sql), aludel::mapping_error);
    EXPECT_EQ(number("select 1"), 1);
}

TEST_F(session_setting, a_procedure_with_several_results_leaves_the_session_usable) {
    session.core().run("drop procedure if exists session_results");
    session.core().run("create procedure session_results() begin select 1; select 2; end");
    session.core().run("call session_results()");
    EXPECT_EQ(number("call session_results()"), 1);
    EXPECT_EQ(number("select 3"), 3);
    session.core().run("drop procedure session_results");
}

TEST_F(session_setting, transactions_of_every_kind_begin_and_read_only_is_meant) {
    using aludel::isolation;
    for (const isolation level :
         {isolation::standard, isolation::read_committed, isolation::repeatable_read, isolation::serializable}) {
        aludel::transaction scope{session, {level, aludel::access::read_only}};
        EXPECT_EQ(number("select 1"), 1);
        scope.commit();
    }
    session.core().run("drop table if exists session_read");
    session.core().run("create table session_read (x int)");
    aludel::transaction scope{session, {isolation::standard, aludel::access::read_only}};
    EXPECT_THROW(session.execute("insert into session_read values (1)"), aludel::statement_error);
}

}  // namespace sessions
