// SPDX-License-Identifier: BSL-1.0
// Several programs that migrate one database, and programs that do not come to their end.
#include <algorithm>

#include <gtest/gtest.h>

#include "../conformance/database.hpp"
#include "child.hpp"
#include "towns.hpp"

namespace migrating {
namespace {

using aludel::migrate::manager;
using aludel::migrate::revision_graph;
using aludel::migrate::schema_status;

class programs : public testing::Test {
protected:
    void SetUp() override {
        if (conformance::url().find(":memory:") != std::string::npos) {
            GTEST_SKIP() << "a database in memory belongs to one program";
        }
        folder.add("a.sql", first_revision);
        folder.add("b.sql", second_revision);
        clean();
    }
    void TearDown() override {
        if (!IsSkipped()) {
            clean();
        }
    }
    static void clean() {
        aludel::session session = conformance::db().open_session();
        session.core().run("drop table if exists migrated_street");
        manager{conformance::db(), {}, aludel::migrate::tables_of<town>()}.drop();
        session.core().run("drop table if exists migrated_city");
    }
    [[nodiscard]] manager current() const {
        return manager{conformance::db(), revision_graph::read(folder.path()), aludel::migrate::tables_of<town>()};
    }
    /// What eight programs that sync at the same time print.
    [[nodiscard]] std::vector<std::string> eight_syncs() const {
        std::vector<child> running;
        for (int i = 0; i < 8; ++i) {
            running.emplace_back(std::vector<std::string>{"sync", conformance::url(), folder.path()});
        }
        std::vector<std::string> said;
        for (child& each : running) {
            said.push_back(each.wait().output);
        }
        std::sort(said.begin(), said.end());
        return said;
    }
    static std::int64_t number(const char* sql) {
        return conformance::db().open_session().query_one<std::int64_t>(aludel::runtime_sql{sql});
    }

    revision_folder folder;
};

TEST_F(programs, that_sync_an_empty_database_at_once_create_it_once) {
    std::vector<std::string> expected(8, "already up to date");
    expected.back() = "created";
    EXPECT_EQ(eight_syncs(), expected);
    EXPECT_EQ(current().status(), schema_status::up_to_date);
}

constexpr const char* fourth_revision = R"(-- aludel:revision d4
-- aludel:parent c3
-- aludel:up
alter table migrated_town add mayor varchar(50);
-- aludel:data
update migrated_town set people = people + 100;
-- aludel:down
alter table migrated_town drop column mayor;
)";

TEST_F(programs, that_sync_an_outdated_database_at_once_leave_all_revisions_to_one) {
    current().upgrade("a1");
    folder.add("c.sql", third_revision);
    folder.add("d.sql", fourth_revision);
    std::vector<std::string> expected(8, "already up to date");
    expected.back() = "upgraded";
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(eight_syncs(), expected);
        EXPECT_EQ(current().status(), schema_status::up_to_date);
        EXPECT_EQ(number("select sum(people) from migrated_town"), 322);
        current().downgrade("a1");
    }
}

TEST_F(programs, that_are_killed_behind_any_statement_are_followed_by_one_that_goes_on) {
    folder.add("c.sql", third_revision);
    int statement = 1;
    for (;; ++statement) {
        child_end end = child{{"upgrade", conformance::url(), folder.path(), std::to_string(statement)}}.wait();
        current().upgrade();
        ASSERT_EQ(current().status(), schema_status::up_to_date) << "killed behind statement " << statement;
        ASSERT_EQ(number("select sum(people) from migrated_town"), 22) << "killed behind statement " << statement;
        clean();
        if (!end.was_killed) {
            ASSERT_EQ(end.status, 0) << end.output;
            break;
        }
        ASSERT_LT(statement, 300);
    }
    EXPECT_GT(statement, 10);
}

TEST_F(programs, that_are_killed_behind_any_statement_are_followed_by_one_that_goes_back) {
    folder.add("c.sql", third_revision);
    for (int statement = 1;; ++statement) {
        child_end end = child{{"upgrade", conformance::url(), folder.path(), std::to_string(statement)}}.wait();
        current().downgrade("base");
        ASSERT_EQ(current().status(), schema_status::no_info) << "killed behind statement " << statement;
        ASSERT_THROW((void)number("select count(*) from migrated_town"), aludel::error) << statement;
        ASSERT_THROW((void)number("select count(*) from migrated_city"), aludel::error) << statement;
        if (!end.was_killed) {
            break;
        }
        ASSERT_LT(statement, 300);
    }
}

TEST_F(programs, that_are_killed_behind_any_statement_leave_rows_as_they_were_when_one_goes_back) {
    folder.add("c.sql", third_revision);
    for (int statement = 1;; ++statement) {
        current().upgrade("b2");
        child_end end = child{{"upgrade", conformance::url(), folder.path(), std::to_string(statement)}}.wait();
        current().downgrade("b2");
        ASSERT_EQ(number("select sum(people) from migrated_city"), 21) << "killed behind statement " << statement;
        ASSERT_EQ(current().recorded().size(), 2u) << statement;
        clean();
        if (!end.was_killed) {
            break;
        }
        ASSERT_LT(statement, 300);
    }
}

TEST_F(programs, that_are_killed_on_the_way_down_are_followed_by_one_that_goes_on) {
    folder.add("c.sql", third_revision);
    for (int statement = 1;; ++statement) {
        current().upgrade();
        child_end end = child{{"downgrade", conformance::url(), folder.path(), std::to_string(statement)}}.wait();
        current().downgrade("base");
        ASSERT_EQ(current().status(), schema_status::no_info) << "killed behind statement " << statement;
        ASSERT_THROW((void)number("select count(*) from migrated_city"), aludel::error) << statement;
        if (!end.was_killed) {
            break;
        }
        ASSERT_LT(statement, 300);
    }
}

/// Programs that change columns, keys, foreign keys and checks.
class programs_with_constraints : public programs {
protected:
    void SetUp() override {
        programs::SetUp();
        if (!IsSkipped()) {
            folder.add("c.sql", third_revision);
            folder.add("d.sql", street_revision);
            current().upgrade("c3");
        }
    }
    /// Whether it was killed before its end.
    [[nodiscard]] bool killed(const char* way, int statement) const {
        const child_end end = child{{way, conformance::url(), folder.path(), std::to_string(statement), "c3"}}.wait();
        EXPECT_TRUE(end.was_killed || end.status == 0) << end.output;
        return end.was_killed;
    }
    /// Where steps are recorded one by one, each is three statements: this meets each step, and each of the three.
    static int stride() { return conformance::facts().transactional_ddl ? 1 : 2; }
    static void expect_streets(int statement) {
        ASSERT_EQ(number("select sum(metres) from migrated_street"), 350) << "killed behind statement " << statement;
        aludel::session session = conformance::db().open_session();
        ASSERT_THROW(session.execute("insert into migrated_street (id, town, metres) values (3, 99, 1)"),
                     aludel::foreign_key_violation)
            << statement;
        ASSERT_THROW(session.execute("insert into migrated_street (id, town, metres) values (3, 1, 1)"),
                     aludel::unique_violation)
            << statement;
        if (conformance::facts().enforces_checks) {
            ASSERT_THROW(session.execute("insert into migrated_street (id, town, metres) values (3, 3, 0)"),
                         aludel::check_violation)
                << statement;
        }
    }
    void expect_no_streets(int statement) const {
        ASSERT_EQ(current().recorded().size(), 3u) << "killed behind statement " << statement;
        ASSERT_THROW((void)number("select count(*) from migrated_street"), aludel::error) << statement;
        ASSERT_EQ(number("select sum(people) from migrated_town"), 22) << statement;
    }
};

TEST_F(programs_with_constraints, that_are_killed_on_the_way_up_are_followed_by_one_that_goes_on) {
    bool goes = true;
    for (int statement = 1; goes; statement += stride()) {
        goes = killed("upgrade", statement);
        current().upgrade();
        expect_streets(statement);
        current().downgrade("c3");
        ASSERT_FALSE(HasFatalFailure());
        ASSERT_LT(statement, 300);
    }
}

TEST_F(programs_with_constraints, that_are_killed_on_the_way_up_are_followed_by_one_that_goes_back) {
    bool goes = true;
    for (int statement = 1; goes; statement += stride()) {
        goes = killed("upgrade", statement);
        current().downgrade("c3");
        expect_no_streets(statement);
        ASSERT_FALSE(HasFatalFailure());
        ASSERT_LT(statement, 300);
    }
}

TEST_F(programs_with_constraints, that_are_killed_on_the_way_down_are_followed_by_one_that_goes_on) {
    bool goes = true;
    for (int statement = 1; goes; statement += stride()) {
        current().upgrade();
        goes = killed("downgrade", statement);
        current().downgrade("c3");
        expect_no_streets(statement);
        ASSERT_FALSE(HasFatalFailure());
        ASSERT_LT(statement, 300);
    }
}

}  // namespace
}  // namespace migrating
