// SPDX-License-Identifier: BSL-1.0
// Which answers say that a statement of DDL was done before.
#include <gtest/gtest.h>

#include <aludel/dialect/dialect.hpp>

#include "../../conformance/database.hpp"
#include "../expecting.hpp"

namespace repeated {

class repeated_statement : public testing::Test {
protected:
    void SetUp() override {
        TearDown();
        session.core().run("create table repeated_parents (id bigint primary key) engine = innodb");
        session.core().run(
            "create table repeated_children (parent bigint, constraint fk_repeated foreign key (parent) references "
            "repeated_parents (id)) engine = innodb");
    }
    void TearDown() override {
        for (const char* table : {"repeated_others", "repeated_children", "repeated_parents"}) {
            session.core().run("drop table if exists " + std::string{table});
        }
    }
    bool is_done(const std::string& sql) {
        const auto failed = dialects::thrown_by<aludel::error>([&] { session.core().run(sql); });
        return session.core().dialect().says_it_is_done(failed);
    }
    aludel::session session = conformance::db().open_session();
};

TEST_F(repeated_statement, is_done_where_the_table_has_what_it_adds) {
    EXPECT_TRUE(is_done("create table repeated_parents (id bigint primary key)"));
    EXPECT_TRUE(is_done("alter table repeated_children add column parent bigint"));
    EXPECT_TRUE(is_done("ALTER TABLE repeated_children ADD CONSTRAINT fk_repeated FOREIGN KEY (parent) REFERENCES "
                        "repeated_parents (id)"));
}

TEST_F(repeated_statement, is_not_done_where_another_table_has_the_foreign_keys_name) {
    EXPECT_FALSE(
        is_done("create table repeated_others (parent bigint, constraint fk_repeated foreign key (parent) references "
                "repeated_parents (id)) engine = innodb"));
    EXPECT_EQ(session.query_one<std::int64_t>("select count(*) from information_schema.tables where table_schema = "
                                              "database() and table_name = 'repeated_others'"),
              0);
}

}  // namespace repeated
