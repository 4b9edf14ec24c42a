// SPDX-License-Identifier: BSL-1.0
// Rule 26: violations are told apart, with the names that the server gives.
#include <typeinfo>

#include <gtest/gtest.h>

#include "database.hpp"

namespace errors {

using aludel::col;

struct owner {
    std::int64_t id{};
    std::string name;
};
struct account {
    std::int64_t id{};
    std::string email;
    std::optional<std::int64_t> owner_id;
    std::int32_t balance = 0;
};
/// The same table, as if everything might be left out.
struct loose_account {
    std::int64_t id{};
    std::optional<std::string> email;
    std::optional<std::int64_t> owner_id;
    std::optional<std::int32_t> balance;
};

}  // namespace errors

template <>
inline constexpr auto aludel::entity<errors::owner> = aludel::table("error_owners");
template <>
inline constexpr auto aludel::entity<errors::account> =
    aludel::table("error_accounts")
        .unique<&errors::account::email>()
        .check("balance_is_there", "balance >= 0")
        .foreign_key<&errors::account::owner_id, &errors::owner::id>(aludel::on_delete::restrict);
template <>
inline constexpr auto aludel::entity<errors::loose_account> = aludel::table("error_accounts");

namespace errors {

constexpr std::string_view secret = "s3cret-value";

class errors : public testing::Test {
protected:
    template <class Violation, class Change, class Check>
    void expect_violation(Change change, Check check) {
        try {
            change();
            FAIL() << "the change was taken";
        } catch (const Violation& failed) {
            EXPECT_TRUE(failed.connection_is_usable());
            EXPECT_FALSE(failed.is_retryable());
            EXPECT_EQ(std::string{failed.what()}.find(secret), std::string::npos) << failed.what();
            EXPECT_EQ(failed.statement().find(secret), std::string::npos) << failed.statement();
            EXPECT_FALSE(failed.sqlstate().empty() && failed.native_code() == 0);
            check(failed);
        } catch (const aludel::error& failed) {
            FAIL() << "another class: " << failed.what();
        }
    }

    aludel::session session = conformance::session_with<owner, account>();
    aludel::repository<owner> owners{session};
    aludel::repository<account> accounts{session};
    aludel::repository<loose_account> loose{session};
};

template <class Failed>
void expect_constraint(const Failed& failed, std::string_view part) {
    EXPECT_NE(failed.constraint().find(part), std::string::npos) << "constraint: " << failed.constraint();
}

TEST_F(errors, a_unique_violation_names_its_key) {
    accounts.add({0, std::string{secret}, {}, 0});
    const auto again = [&] {
        accounts.add({0, std::string{secret}, {}, 0});
    };
    expect_violation<aludel::unique_violation>(again, [](const auto& failed) { expect_constraint(failed, "email"); });
    const auto by_update = [&] {
        const auto other = accounts.add({0, "other", {}, 0});
        accounts.update(other.id, aludel::patch<account>{}.set<&account::email>(secret));
    };
    expect_violation<aludel::unique_violation>(by_update,
                                               [](const auto& failed) { expect_constraint(failed, "email"); });
}

TEST_F(errors, a_primary_key_twice_is_a_unique_violation) {
    const auto first = accounts.add({0, "a", {}, 0});
    expect_violation<aludel::unique_violation>(
        [&] {
            accounts.add({first.id, "b", {}, 0});
        },
        [](const auto& failed) { EXPECT_FALSE(failed.constraint().empty()); });
}

TEST_F(errors, a_not_null_violation_names_its_column) {
    expect_violation<aludel::not_null_violation>(
        [&] {
            loose.add({0, {}, {}, 0});
        },
        [](const auto& failed) { EXPECT_EQ(failed.column(), "email"); });
    const auto stored = accounts.add({0, "a", {}, 0});
    const auto by_update = [&] {
        loose.update(stored.id, aludel::patch<loose_account>{}.set<&loose_account::email>(std::nullopt));
    };
    expect_violation<aludel::not_null_violation>(by_update,
                                                 [](const auto& failed) { EXPECT_EQ(failed.column(), "email"); });
}

TEST_F(errors, a_foreign_key_to_nothing_is_a_foreign_key_violation) {
    expect_violation<aludel::foreign_key_violation>(
        [&] {
            accounts.add({0, "a", 12345, 0});
        },
        [](const auto& failed) {
            EXPECT_TRUE(failed.constraint().empty() || failed.constraint().find("owner_id") != std::string::npos)
                << failed.constraint();
        });
}

TEST_F(errors, removing_what_others_refer_to_is_a_foreign_key_violation) {
    const auto alice = owners.add({0, "Alice"});
    accounts.add({0, "a", alice.id, 0});
    expect_violation<aludel::foreign_key_violation>([&] { owners.remove(alice.id); }, [](const auto&) {});
    expect_violation<aludel::foreign_key_violation>([&] { owners.remove_all(); }, [](const auto&) {});
    EXPECT_EQ(owners.count(), 1u);
}

TEST_F(errors, a_broken_check_names_the_check) {
    if (!conformance::facts().enforces_checks) {
        GTEST_SKIP() << conformance::facts().server << " does not enforce CHECK";
    }
    const auto named = [](const auto& failed) {
        EXPECT_EQ(failed.constraint(), "balance_is_there");
    };
    expect_violation<aludel::check_violation>([&] { accounts.add({0, std::string{secret}, {}, -1}); }, named);
    const auto stored = accounts.add({0, "a", {}, 0});
    expect_violation<aludel::check_violation>(
        [&] { accounts.update(stored.id, aludel::patch<account>{}.set<&account::balance>(-1)); }, named);
}

TEST_F(errors, every_violation_is_a_constraint_violation) {
    accounts.add({0, "a", {}, 0});
    EXPECT_THROW(accounts.add({0, "a", {}, 0}), aludel::constraint_violation);
    EXPECT_THROW(accounts.add({0, "b", 12345, 0}), aludel::constraint_violation);
    EXPECT_THROW(loose.add({0, {}, {}, 0}), aludel::constraint_violation);
}

/// Has the table refuse names by a rule that is none of the four kinds, in whichever way the database has.
bool refuse_names_by_a_rule_of_its_own(aludel::session& session) {
    for (const char* sql :
         {"alter table error_owners add constraint error_no_twins exclude (name with =)",
          "create trigger error_no_twins before insert on error_owners for each row signal sqlstate '23000'",
          "create trigger error_no_twins before insert on error_owners begin select raise(abort, 'refused'); end"}) {
        try {
            session.execute(aludel::runtime_sql{sql});
            return true;
        } catch (const aludel::statement_error&) {  // another database's way
        }
    }
    return false;
}

TEST_F(errors, an_integrity_failure_of_another_kind_is_the_class_above_and_not_a_guess) {
    if (conformance::facts().server.starts_with("Testlite")) {
        GTEST_SKIP() << "its dialect takes what a trigger refuses for a foreign key's refusal";
    }
    session.core().run("drop table error_accounts");
    session.core().run("drop table error_owners");
    conformance::db().create_all<owner, account>();
    session.execute("insert into error_owners (name) values ({})", secret);
    ASSERT_TRUE(refuse_names_by_a_rule_of_its_own(session));
    expect_violation<aludel::constraint_violation>(
        [&] { session.execute("insert into error_owners (name) values ({})", secret); },
        [](const aludel::constraint_violation& failed) {
            EXPECT_EQ(typeid(failed), typeid(aludel::constraint_violation)) << failed.what();
        });
    session.core().run("drop table error_accounts");
    session.core().run("drop table error_owners");
}

TEST_F(errors, bulk_inserts_tell_them_apart_too) {
    accounts.add({0, "there", {}, 0});
    EXPECT_THROW(accounts.bulk_insert(std::vector<account>{{0, "a", {}, 0}, {0, "there", {}, 0}}),
                 aludel::unique_violation);
    EXPECT_THROW(accounts.bulk_insert(std::vector<account>{{0, "a", {}, 0}, {0, "b", 12345, 0}}),
                 aludel::foreign_key_violation);
    EXPECT_THROW(loose.bulk_insert(std::vector<loose_account>{{0, "a", {}, 0}, {0, {}, {}, 0}}),
                 aludel::not_null_violation);
    EXPECT_EQ(accounts.count(), 1u);
}

TEST_F(errors, a_number_out_of_the_columns_range_is_not_cut) {
    session.execute("insert into error_accounts (email, balance) values ('a', 5)");
    try {
        session.execute("update error_accounts set balance = {}", std::int64_t{1} << 40);
    } catch (const aludel::error&) {
        EXPECT_EQ(session.query_one<std::int64_t>("select balance from error_accounts"), 5);
        return;
    }
    EXPECT_EQ(session.query_one<std::int64_t>("select balance from error_accounts"), std::int64_t{1} << 40);
    EXPECT_THROW((void)accounts.list(), aludel::mapping_error);
}

TEST_F(errors, a_statement_that_does_not_parse_is_a_statement_error_with_its_text) {
    expect_violation<aludel::statement_error>([&] { session.execute("selekt {}", secret); },
                                              [](const auto& failed) {
                                                  EXPECT_NE(failed.statement().find("selekt"), std::string::npos)
                                                      << failed.statement();
                                              });
    expect_violation<aludel::statement_error>(
        [&] { session.execute("delete from error_nowhere"); },
        [](const auto& failed) { EXPECT_NE(failed.statement().find("error_nowhere"), std::string::npos); });
    EXPECT_THROW(session.query<int>("select nothing_such from error_accounts"), aludel::statement_error);
}

TEST(error_causes, an_unknown_parameter_of_the_connection_string_lists_the_known_ones) {
    try {
        aludel::engine wrong{conformance::url("no_such_parameter=1")};
        FAIL() << "it was taken";
    } catch (const aludel::usage_error& failed) {
        const std::string message = failed.what();
        EXPECT_NE(message.find("no_such_parameter"), std::string::npos) << message;
        EXPECT_NE(message.find("pool_size"), std::string::npos) << message;
    }
}

}  // namespace errors
