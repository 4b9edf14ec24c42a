// SPDX-License-Identifier: BSL-1.0
// The parameters of the connection string: each one reaches SQLite, on every connection, and a wrong value is named.
#include "../../conformance/database.hpp"
#include "../expecting.hpp"
#include "temporary_directory.hpp"

namespace settings {

using dialects::expect_said;
using dialects::thrown_by;

std::string pragma(aludel::session& session, std::string_view name) {
    const std::string sql = "pragma " + std::string{name};
    return session.query_one<std::string>(aludel::runtime_sql{sql});
}

struct setting {
    std::string_view name;
    std::string_view otherwise;
    std::vector<std::pair<std::string, std::string>> values;  ///< as given, as SQLite tells it
};

const std::vector<setting>& settings() {
    static const std::vector<setting> all{
        {"foreign_keys", "1", {{"off", "0"}, {"on", "1"}, {"false", "0"}, {"YES", "1"}}},
        {"journal_mode",
         "wal",
         {{"delete", "delete"},
          {"TRUNCATE", "truncate"},
          {"persist", "persist"},
          {"memory", "memory"},
          {"wal", "wal"}}},
        {"synchronous", "1", {{"off", "0"}, {"normal", "1"}, {"full", "2"}, {"extra", "3"}, {"2", "2"}}},
        {"busy_timeout", "5000", {{"77", "77"}, {"0", "0"}}},
        {"cache_size", "-2000", {{"-1234", "-1234"}, {"99", "99"}}},
    };
    return all;
}

class sqlite_settings : public testing::TestWithParam<std::string> {
protected:
    dialects::temporary_directory directory;
};

INSTANTIATE_TEST_SUITE_P(paths, sqlite_settings, testing::Values("native_path=on", "native_path=off"),
                         [](const auto& path) { return path.param.ends_with("on") ? "native" : "through_soci"; });

TEST_P(sqlite_settings, have_their_defaults_on_every_connection) {
    aludel::engine engine{directory.url("default.db", GetParam())};
    aludel::session first = engine.open_session();
    aludel::session second = engine.open_session();
    for (const setting& each : settings()) {
        EXPECT_EQ(pragma(first, each.name), each.otherwise) << each.name;
        EXPECT_EQ(pragma(second, each.name), each.otherwise) << each.name;
    }
}

TEST_P(sqlite_settings, are_what_the_connection_string_says) {
    for (const setting& each : settings()) {
        for (const auto& [given, told] : each.values) {
            const std::string parameter = std::string{each.name} + '=' + given;
            SCOPED_TRACE(parameter);
            aludel::engine engine{directory.url(parameter + ".db", parameter + '&' + GetParam())};
            aludel::session first = engine.open_session();
            aludel::session second = engine.open_session();
            EXPECT_EQ(pragma(first, each.name), told);
            EXPECT_EQ(pragma(second, each.name), told);
        }
    }
}

TEST_P(sqlite_settings, of_foreign_keys_decides_whether_they_hold) {
    for (const bool hold : {true, false}) {
        aludel::engine engine{directory.url(hold ? "on.db" : "off.db",
                                            std::string{"foreign_keys="} + (hold ? "on&" : "off&") + GetParam())};
        aludel::session session = engine.open_session();
        session.core().run("create table parent (id integer primary key)");
        session.core().run("create table child (parent integer references parent (id))");
        if (hold) {
            EXPECT_THROW(session.execute("insert into child values (7)"), aludel::foreign_key_violation);
        } else {
            EXPECT_EQ(session.execute("insert into child values (7)"), 1u);
        }
    }
}

TEST_P(sqlite_settings, of_busy_timeout_are_how_long_a_lock_is_waited_for) {
    using namespace std::chrono;
    aludel::engine engine{directory.url("busy.db", "busy_timeout=300&" + GetParam())};
    aludel::session holder = engine.open_session();
    holder.core().run("create table t (x integer)");
    aludel::transaction held{holder};
    holder.execute("insert into t values (1)");
    aludel::session waiting = engine.open_session();
    const auto begun = steady_clock::now();
    expect_said(thrown_by<aludel::timeout>([&] { waiting.execute("insert into t values (2)"); }), {"busy_timeout"});
    const auto waited = steady_clock::now() - begun;
    EXPECT_GE(waited, 250ms);
    EXPECT_LT(waited, 4s);
    held.commit();
    EXPECT_EQ(waiting.execute("insert into t values (2)"), 1u);
}

struct refusal {
    std::string_view parameters;
    std::vector<std::string_view> said;
};

TEST(sqlite_settings, with_a_wrong_value_are_refused_by_name_before_anything_is_opened) {
    const dialects::temporary_directory directory;
    const std::vector<refusal> refusals{
        {"journal_mode=fast", {"journal_mode", "wal", "truncate"}},
        {"synchronous=4", {"synchronous", "normal", "extra"}},
        {"foreign_keys=maybe", {"foreign_keys", "on", "off"}},
        {"busy_timeout=-1", {"busy_timeout", "whole number from 0"}},
        {"busy_timeout=soon", {"busy_timeout", "whole number"}},
        {"busy_timeout=99999999999", {"busy_timeout", "whole number"}},
        {"cache_size=1;drop table t", {"cache_size", "whole number"}},
        {"cache_size=", {"cache_size", "whole number"}},
        {"mode=memory", {"mode", "rwc", "ro"}},
        {"timeout=5", {"timeout", "busy_timeout", "pool_size"}},
    };
    for (const refusal& each : refusals) {
        SCOPED_TRACE(each.parameters);
        const auto failed = thrown_by<aludel::usage_error>(
            [&] { aludel::engine{directory.url("refused.db", std::string{each.parameters})}; });
        for (const std::string_view part : each.said) {
            expect_said(failed, {part});
        }
        EXPECT_FALSE(std::filesystem::exists(directory.file("refused.db")));
    }
}

TEST(sqlite_settings, that_no_database_in_memory_can_have_are_refused) {
    for (const std::string_view url :
         {"sqlite://?journal_mode=wal", "sqlite://?mode=ro", "sqlite://:memory:?mode=rwc"}) {
        SCOPED_TRACE(url);
        expect_said(thrown_by<aludel::usage_error>([&] { aludel::engine{url}; }), {"in memory", "leave"});
    }
    aludel::engine accepted{"sqlite://?foreign_keys=off&busy_timeout=7&synchronous=off&journal_mode=memory"};
    aludel::session session = accepted.open_session();
    EXPECT_EQ(pragma(session, "foreign_keys"), "0");
    EXPECT_EQ(pragma(session, "busy_timeout"), "7");
}

TEST(sqlite_settings, that_every_connection_has_make_text_in_double_quotes_an_error_and_like_exact) {
    const dialects::temporary_directory directory;
    aludel::engine engine{directory.url("fixed.db")};
    aludel::session session = engine.open_session();
    EXPECT_THROW((void)session.query<std::string>("select \"no_such_column\""), aludel::statement_error);
    EXPECT_EQ(session.query_one<int>("select 'ABC' like 'abc'"), 0);
}

}  // namespace settings
