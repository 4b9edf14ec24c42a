// SPDX-License-Identifier: BSL-1.0
// Names that attack: of tables, columns, constraints, enumerators, users, databases and programs.
#include <aludel/dialect/connection_url.hpp>

#include "injection.hpp"
#include "watched_messages.hpp"

namespace injection {

using aludel::col;
using aludel::connection_url;

enum class mood { calm, hostile };

struct person {
    std::int64_t id{};
    mood feels = mood::calm;
};

/// One row for each table; all names but those of the struct attack.
struct attacker {
    std::int64_t id{};
    std::string text;
    std::optional<std::int32_t> number;
    std::optional<std::int64_t> parent;
    bool operator==(const attacker&) const = default;
};

struct keyword {
    std::int64_t id{};
    std::string text;
    bool operator==(const keyword&) const = default;
};

}  // namespace injection

template <>
inline constexpr auto aludel::entity<injection::person> = aludel::table("injection_people");
template <>
inline constexpr std::array aludel::enum_text<injection::mood> = {
    aludel::enum_name{injection::mood::calm, "it's; DROP TABLE injection_canary; --"},
    aludel::enum_name{injection::mood::hostile, "\\'\"`$1 {} :p1 ?"}};
template <>
inline constexpr auto
    aludel::entity<injection::attacker> = aludel::table("x\"`'; DROP TABLE injection_canary; -- \\")
                                              .column<&injection::attacker::id>("id\"; DROP TABLE injection_canary; --")
                                              .column<&injection::attacker::text>("`'\" :p1 ? $1 {} /* --")
                                              .column<&injection::attacker::number>("sélect\\ \u02bc %s")
                                              .column<&injection::attacker::parent>("a.b` = 1 or `1")
                                              .check("check\"`'; DROP TABLE injection_canary; --", "1 = 1")
                                              .unique<&injection::attacker::text>()
                                              .index<&injection::attacker::number>()
                                              .foreign_key<&injection::attacker::parent, &injection::attacker::id>();
template <>
inline constexpr auto aludel::entity<injection::keyword> =
    aludel::table("drop table").column<&injection::keyword::id>("null").column<&injection::keyword::text>("OR 1=1 --");

namespace injection {

TEST(injected_names, names_of_enumerators_that_attack_are_stored_as_text) {
    aludel::session session = conformance::session_with<person, canary>();
    set_canary(session);
    aludel::repository<person> people{session};
    people.bulk_insert(std::vector<person>{{1, mood::calm}, {2, mood::hostile}});
    EXPECT_EQ(people.get(1).feels, mood::calm);
    EXPECT_EQ(people.get_one(col<&person::feels> == mood::hostile).id, 2);
    EXPECT_TRUE(canary_lives(session));
}

TEST(injected_names, of_tables_columns_and_constraints_are_names) {
    aludel::session session = conformance::session_with<canary, attacker, keyword>();
    set_canary(session);
    aludel::repository<attacker> rows{session};
    const attacker made = rows.add({0, "x", 5, {}});
    EXPECT_EQ(rows.get(made.id), made);
    EXPECT_EQ(rows.update(made.id, aludel::patch<attacker>{}.set<&attacker::number>(6)).number, 6);
    EXPECT_FALSE(rows.upsert({0, "x", 7, made.id}, aludel::on_conflict<&attacker::text>).created);
    rows.bulk_insert(std::vector<attacker>{{0, "x", 8, {}}, {0, "y", 9, made.id}},
                     aludel::on_conflict<&attacker::text>.do_update());
    rows.bulk_insert(std::vector<attacker>{{0, "z", 10, {}}});
    EXPECT_EQ(rows.update_many(std::vector<attacker>{{made.id, "x", 11, {}}}).front().number, 11);
    EXPECT_EQ(rows.count(col<&attacker::number> > 8, col<&attacker::text>.in({"x", "y", "z"})), 3u);
    EXPECT_EQ(rows.order_by(col<&attacker::text>.desc()).limit(1).after({}).page().items.front().text, "z");
    watched::forget_values();  // among which are the names of tables, of which catalogs were asked
    EXPECT_THROW(rows.add({0, "x", 1, {}}), aludel::unique_violation);
    EXPECT_EQ(rows.remove_many(std::vector<std::int64_t>{made.id + 1'000'000}), 0u);
    aludel::repository<keyword> keywords{session};
    const keyword word = keywords.add({0, "text"});
    EXPECT_EQ(keywords.get_one(col<&keyword::text> == "text"), word);
    EXPECT_TRUE(canary_lives(session));
}

TEST(injected_names, of_programs_reach_the_server_as_text) {
    if (!conformance::facts().keeps_session_state) {
        GTEST_SKIP()
            << "PgBouncer 1.18 sends the name on in a SET of its own, and hangs up when the server refuses that";
    }
    aludel::session session = conformance::session_with<canary>();
    set_canary(session);
    for (const payload& attack : short_payloads()) {
        SCOPED_TRACE(attack.name);
        // Those that are no UTF-8 may be refused; a database in memory is another one for each engine.
        is_taken([&] {
            aludel::engine other{conformance::url("application_name=" + aludel::percent_encoded(attack.text))};
            EXPECT_EQ(other.open_session().query_one<std::int32_t>("select 1"), 1);
        });
        EXPECT_TRUE(canary_lives(session));
    }
}

std::string url_with(const connection_url& own, const std::string& user, const std::string& password,
                     const std::string& database) {
    std::string url =
        own.scheme + "://" + aludel::percent_encoded(user) + ':' + aludel::percent_encoded(password) + '@';
    url += aludel::percent_encoded(own.hosts.empty() ? "" : own.hosts.front().host);
    url += own.hosts.empty() || own.hosts.front().port == 0 ? "" : ':' + std::to_string(own.hosts.front().port);
    url += '/' + aludel::percent_encoded(database);
    char separator = '?';
    for (const auto& [name, value] : own.parameters) {
        url += separator + name + '=' + aludel::percent_encoded(value);
        separator = '&';
    }
    return url;
}

TEST(injected_names, of_users_databases_and_their_passwords_are_text) {
    const connection_url own = connection_url::parse(conformance::url());
    if (own.user.empty() && own.hosts.empty()) {
        GTEST_SKIP() << "a file has no users";
    }
    aludel::session session = conformance::session_with<canary>();
    set_canary(session);
    const auto expect_harmless = [&](const std::string& url, const std::string& password) {
        try {
            aludel::engine other{url};
            EXPECT_EQ(other.open_session().query_one<std::int32_t>("select 1"), 1);
        } catch (const aludel::error& refused) {
            EXPECT_TRUE(password.empty() || std::string_view{refused.what()}.find(password) == std::string_view::npos)
                << refused.what();
        }
        EXPECT_TRUE(canary_lives(session));
    };
    for (const payload& attack : short_payloads()) {
        SCOPED_TRACE(attack.name);
        const std::string password = "never shown " + attack.text;
        expect_harmless(url_with(own, own.user, password, own.database), password);
        expect_harmless(url_with(own, attack.text, own.password, own.database), own.password);
        expect_harmless(url_with(own, own.user, own.password, "no" + attack.text), own.password);
    }
    // Users and databases are named in messages, with what attacks in them; the password was looked for above.
    (void)watched::take_findings();
}

TEST(injected_names, with_nul_are_refused) {
    aludel::session session = conformance::session_with<canary>();
    set_canary(session);
    EXPECT_THROW(session.execute(aludel::runtime_sql{std::string_view{"drop table injection_canary\0", 28}}),
                 aludel::usage_error);
    EXPECT_THROW((void)aludel::engine{conformance::url("application_name=a%00b")}, aludel::usage_error);
    EXPECT_TRUE(canary_lives(session));
}

}  // namespace injection
