// SPDX-License-Identifier: BSL-1.0
// No value in any message: here with values that are refused for every reason, on every path. The whole run is searched
// for them besides, see watched_messages.hpp.
#include <functional>

#include <gtest/gtest.h>

#include "database.hpp"
#include "watched_messages.hpp"

namespace secrets {

using aludel::col;
using aludel::on_conflict;

struct parent {
    std::string name;
};

/// All texts are secret; each rule is broken by one of them.
struct record {
    std::int64_t id{};
    std::string email;
    std::string checked = "good";
    std::optional<std::string> parent{};
    std::optional<std::string> needed = "there";
    std::optional<std::string> number{};
};

}  // namespace secrets

template <>
inline constexpr auto
    aludel::entity<secrets::parent> = aludel::table("secret_parents").primary_key<&secrets::parent::name>();
template <>
inline constexpr auto
    aludel::entity<secrets::record> = aludel::table("secret_records")
                                          .unique<&secrets::record::email>()
                                          .check("checked_is_good", "checked = 'good'")
                                          .foreign_key<&secrets::record::parent, &secrets::parent::name>();

namespace secrets {

constexpr const char* secret = "s3cret's \"value\" `x` 1234";

/// A row that breaks a rule.
struct offender {
    const char* name;
    record row;
};

std::vector<offender> offenders() {
    const std::string text = secret;
    return {{"a key that is there", {0, text}},
            {"a check", {0, text + "1", text}},
            {"a parent that is missing", {0, text + "2", "good", text}},
            {"no UTF-8", {0, text + "\xff\xfe"}},
            {"NUL", {0, text + std::string(1, '\0')}},
            {"more than a key holds", {0, text + std::string(5'000, 'x')}}};
}

using records = aludel::repository<record>;

struct way {
    const char* name;
    std::function<void(records&, const record&)> write;
};

std::vector<record> among_others(const record& row) {
    std::vector<record> rows(41);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].email = secret;
        rows[i].email += " no. " + std::to_string(i);
    }
    rows[20] = row;
    return rows;
}

std::vector<way> ways() {
    return {
        {"add",
         [](records& to, const record& row) {
             to.add(row);
         }},
        {"add_many",
         [](records& to, const record& row) {
             to.add_many(among_others(row));
         }},
        {"bulk_insert",
         [](records& to, const record& row) {
             to.bulk_insert(among_others(row));
         }},
        {"bulk_insert that updates",
         [](records& to, const record& row) {
             to.bulk_insert(among_others(row), on_conflict<&record::id>.do_update());
         }},
        {"upsert",
         [](records& to, const record& row) {
             to.upsert(row, on_conflict<&record::id>);
         }},
        {"upsert_many",
         [](records& to, const record& row) {
             to.upsert_many(among_others(row), on_conflict<&record::id>);
         }},
        {"update",
         [](records& to, const record& row) {
             record changed = row;
             changed.id = to.add({0, "another"}).id;
             to.update(changed);
         }},
        {"update_many",
         [](records& to, const record& row) {
             record changed = row;
             changed.id = to.add({0, "another"}).id;
             to.update_many(std::vector<record>{changed});
         }},
        {"update_where",
         [](records& to, const record& row) {
             to.add({0, "another"});
             to.update_where(col<&record::email> == "another", aludel::set(col<&record::email>, row.email),
                             aludel::set(col<&record::checked>, row.checked),
                             aludel::set(col<&record::parent>, row.parent));
         }},
    };
}

/// Every text that an error tells.
std::string all_of(const aludel::error& thrown) {
    const aludel::error_details& told = thrown.details();
    return std::string{thrown.what()} + '\n' + told.statement + '\n' + told.constraint + '\n' + told.table + '\n' +
           told.column;
}

void expect_no_secret(aludel::engine& engine, std::vector<std::string>& statements) {
    aludel::session session = conformance::session_with<parent, record>(engine);
    records rows{session};
    std::size_t refused = 0;
    for (const offender& each : offenders()) {
        for (const way& path : ways()) {
            SCOPED_TRACE(std::string{path.name} + ", " + each.name);
            rows.remove_all();
            rows.add({0, secret});
            try {
                path.write(rows, each.row);
            } catch (const aludel::error& thrown) {
                ++refused;
                EXPECT_EQ(all_of(thrown).find("s3cret"), std::string::npos) << all_of(thrown);
                EXPECT_EQ(all_of(thrown).find("1234"), std::string::npos) << all_of(thrown);
            }
        }
    }
    EXPECT_GE(refused, 3 * ways().size());
    EXPECT_FALSE(statements.empty());
    for (const std::string& sql : statements) {
        EXPECT_EQ(sql.find("s3cret"), std::string::npos) << sql;
    }
}

class kept_secrets : public testing::Test {
protected:
    std::vector<std::string> statements;
    aludel::statement_handler listening = [this](const aludel::statement_event& event) {
        statements.emplace_back(event.sql);
    };
};

TEST_F(kept_secrets, no_value_is_told_by_what_refuses_it) {
    aludel::engine watched{conformance::url(), {.on_statement = listening}};
    expect_no_secret(watched, statements);
}

TEST_F(kept_secrets, no_value_is_told_without_a_native_path) {
    if (!conformance::facts().keeps_session_state) {
        GTEST_SKIP() << "SOCI prepares its statements by name, and the pooler lends another server for the next one";
    }
    aludel::engine generic{conformance::url(), {.native_path = false, .on_statement = listening}};
    generic.create_all<parent, record>();
    expect_no_secret(generic, statements);
}

TEST_F(kept_secrets, no_argument_of_a_statement_is_told) {
    aludel::session session = conformance::session_with<parent, record>();
    const std::string text = secret;
    const auto refused_quietly = [&](const std::string& sql, const auto&... arguments) {
        SCOPED_TRACE(sql);
        try {
            (void)session.query<std::optional<std::string>>(aludel::runtime_sql{sql}, arguments...);
        } catch (const aludel::error& thrown) {
            EXPECT_EQ(all_of(thrown).find("s3cret"), std::string::npos) << all_of(thrown);
        }
    };
    // Each is an error somewhere that quotes its argument, and a syntax error elsewhere.
    refused_quietly("select cast({} as integer)", text);
    refused_quietly("select cast({} as date)", text);
    refused_quietly("select cast({} as timestamp)", text);
    refused_quietly("select cast(cast({} as text) as uuid)", text);
    refused_quietly("select cast(cast({} as text) as regclass)", text);
    refused_quietly("select cast(cast({} as text) as json)", text);
    refused_quietly("select cast(nextval(cast(cast({} as text) as regclass)) as text)", text);
    refused_quietly("select extractvalue('<a/>', {})", text);
    refused_quietly("select updatexml('<a/>', {}, '')", "~" + text);
    refused_quietly("select json_extract('{{}}', {})", text);
    refused_quietly("select json_extract({}, '$')", text);
    refused_quietly("select release_lock({})", text + std::string(100, 'x'));
    refused_quietly("select 'a' regexp {}", "(" + text);
    refused_quietly("select 'a' ~ {}", "(" + text);
    refused_quietly("select convert_tz(now(), {}, 'x')", text);
    refused_quietly("select email from secret_records where number = cast({} as decimal(65))", text);
    refused_quietly("select set_config('timezone', {}, false)", text);
    refused_quietly("select email from secret_records where email like {} escape 'xx'", text);
    refused_quietly("select load_extension({})", text);
    EXPECT_EQ(session.query_one<std::int32_t>("select 1"), 1);
}

TEST(watched_run, fails_where_an_error_tells_a_secret) {
    const std::string told = std::string{"it is s3"} + "cret";
    EXPECT_THROW(throw aludel::unique_violation{told}, aludel::error);
    try {
        aludel::throw_error(aludel::error_class::statement_error, "refused", {.statement = told});
    } catch (const std::runtime_error&) {
    }
    EXPECT_EQ(watched::take_findings().size(), 2u);
    aludel::session session = conformance::db().open_session();
    try {
        (void)session.query<std::int32_t>(aludel::runtime_sql{"select 1 as \"" + told + "\""});
    } catch (const aludel::error&) {
    }
    EXPECT_GE(watched::take_findings().size(), 1u) << "the statements of the engine of the tests";
}

TEST(watched_run, fails_where_an_error_tells_what_was_bound) {
    aludel::session session = conformance::session_with<parent>();
    const std::string bound = std::string{"(a value, "} + "bound)";
    aludel::repository<parent>{session}.add({bound});
    EXPECT_THROW(throw aludel::usage_error{"it tells of " + bound}, aludel::error);
    EXPECT_EQ(watched::take_findings().size(), 1u);
}

}  // namespace secrets
