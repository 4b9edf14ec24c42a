// SPDX-License-Identifier: BSL-1.0
// Planned statements that run: what they keep beside rows, and what happens when they fail. That they lead where they
// should is held by random_migration_test.cpp.
#include <gtest/gtest.h>

#include <aludel/schema/plan.hpp>
#include <aludel/schema/reading.hpp>

#include "database.hpp"

namespace plans {

struct shelf {
    std::int64_t id{};
    std::string name;
};
struct book {
    std::int64_t id{};
    std::string title;
    std::int64_t shelf_id = 0;
    std::int32_t pages = 0;
};
struct box {
    std::int64_t id{};
    double width = 0;
};

}  // namespace plans

template <>
inline constexpr auto aludel::entity<plans::shelf> = aludel::table("planned_shelves");
template <>
inline constexpr auto aludel::entity<plans::book> =
    aludel::table("planned_books").foreign_key<&plans::book::shelf_id, &plans::shelf::id>();
template <>
inline constexpr auto aludel::entity<plans::box> = aludel::table("planned_boxes");

namespace plans {

using aludel::schema::table;
using texts = std::vector<std::string>;

class planned_statements : public testing::Test {
protected:
    void SetUp() override {
        if (!conformance::facts().tells_tables) {
            GTEST_SKIP() << "the dialect for " << conformance::facts().server << " has no read_tables";
        }
        conformance::db().drop_all<book, shelf>();
        conformance::db().create_all<book, shelf>();
        aludel::repository<shelf>{session}.add({0, "poetry"});
        const std::int64_t here = aludel::repository<shelf>{session}.add({0, "history"}).id;
        aludel::repository<book>{session}.add_many(
            std::vector<book>{{0, "a", here, 10}, {0, "b", here, 20}, {0, "c", here, 30}});
    }
    void TearDown() override { conformance::db().drop_all<book, shelf>(); }

    /// The statements that make the books as `change` wants them.
    template <class Change>
    texts statements(Change change) {
        const aludel::schema::ddl_target to{session.core().dialect(), session.facts()};
        std::vector<table> wanted{aludel::schema::describe(to, aludel::table_of<book>)};
        const aludel::schema::table_name names[] = {wanted.front().name};
        change(wanted.front());
        return aludel::schema::plan_changes(session.core(), aludel::schema::read_tables(session.core(), names), wanted)
            .up;
    }
    void run(const texts& statements) { aludel::schema::run_statements(session.core(), statements); }
    static void without_pages(table& wanted) { wanted.columns.pop_back(); }
    std::int64_t count(const std::string& sql) { return session.query_one<std::int64_t>(aludel::runtime_sql{sql}); }

    aludel::session session = conformance::db().open_session();
};

TEST_F(planned_statements, are_none_where_nothing_differs) {
    EXPECT_EQ(statements([](table&) {}), texts{});
}

TEST_F(planned_statements, keep_rows_and_let_keys_go_on) {
    const std::int64_t last = count("select max(id) from planned_books");
    run(statements(without_pages));
    EXPECT_EQ(count("select count(*) from planned_books"), 3);
    session.execute("insert into planned_books (title, shelf_id) select 'd', max(id) from planned_shelves");
    EXPECT_EQ(count("select count(*) from planned_books where title = 'd'"), 1);
    EXPECT_GT(count("select max(id) from planned_books"), last);
}

TEST_F(planned_statements, do_not_give_keys_of_removed_rows_again) {
    const std::int64_t last = count("select max(id) from planned_books");
    session.execute("delete from planned_books where id = {}", last);
    run(statements(without_pages));
    session.execute("insert into planned_books (title, shelf_id) select 'd', max(id) from planned_shelves");
    EXPECT_GT(count("select max(id) from planned_books"), last);
}

TEST_F(planned_statements, count_on_behind_the_greatest_key) {
    run(statements([](table& wanted) {
        wanted.columns.front().counted = false;
        wanted.columns.front().type = "bigint";
    }));
    session.execute("insert into planned_books (id, title, shelf_id, pages) select 500, 'd', max(id), 1 from "
                    "planned_shelves");
    run(statements([](table&) {}));
    session.execute("insert into planned_books (title, shelf_id, pages) select 'e', max(id), 1 from planned_shelves");
    EXPECT_GT(count("select max(id) from planned_books"), 500);
}

TEST_F(planned_statements, give_rows_an_empty_value_in_a_new_column) {
    run(statements([](table& wanted) {
        aludel::schema::column added = wanted.columns.back();
        added.name = "copies";
        wanted.columns.push_back(added);
    }));
    EXPECT_EQ(count("select count(*) from planned_books where copies = 0"), 3);
}

TEST_F(planned_statements, keep_indexes_triggers_and_views_that_structs_cannot_say) {
    if (conformance::facts().table_change != aludel::table_change::rebuild) {
        GTEST_SKIP() << conformance::facts().server << " does not build tables anew";
    }
    run({"create index planned_long on planned_books (title) where title > 'm'",
         "create trigger planned_trim after insert on planned_books begin"
         " update planned_books set title = trim(title) where id = new.id; end",
         "create view planned_view as select title from planned_books"});
    run(statements(without_pages));
    session.execute("insert into planned_books (title, shelf_id) select '  d  ', max(id) from planned_shelves");
    EXPECT_EQ(count("select count(*) from planned_view where title = 'd'"), 1);
    EXPECT_EQ(count("select count(*) from sqlite_master where name = 'planned_long'"), 1);
    run({"drop view planned_view"});
    EXPECT_THROW(aludel::repository<shelf>{session}.remove_all(), aludel::foreign_key_violation)
        << "foreign keys are on again, and the books' refers to the shelves";
}

TEST_F(planned_statements, let_two_tables_exchange_their_names_by_way_of_a_third) {
    conformance::db().drop_all<box>();
    conformance::db().create_all<box>();
    aludel::repository<box>{session}.add({0, 1.5});
    const aludel::schema::ddl_target to{session.core().dialect(), session.facts()};
    std::vector<table> wanted{aludel::schema::describe(to, aludel::table_of<shelf>),
                              aludel::schema::describe(to, aludel::table_of<box>)};
    const aludel::schema::table_name shelves = wanted[0].name;
    const aludel::schema::table_name boxes = wanted[1].name;
    const aludel::schema::table_name between{boxes.schema, "planned_between"};
    std::swap(wanted[0].name, wanted[1].name);
    const aludel::schema::table_name both[] = {shelves, boxes};
    const auto plan =
        plan_changes(session.core(), aludel::schema::read_tables(session.core(), both), wanted,
                     aludel::schema::renames{{{shelves, between}, {boxes, shelves}, {between, boxes}}, {}});
    run(plan.up);
    EXPECT_EQ(count("select count(*) from planned_boxes where name = 'poetry'"), 1);
    EXPECT_EQ(count("select count(*) from planned_shelves where width = 1.5"), 1);
    session.execute("insert into planned_boxes (name) values ('drama')");
    EXPECT_EQ(count("select count(*) from planned_boxes"), 3);
    run(plan.down);
    EXPECT_EQ(count("select count(*) from planned_shelves where name = 'poetry'"), 1);
    EXPECT_EQ(statements([](table&) {}), texts{});
    conformance::db().drop_all<box>();
}

TEST_F(planned_statements, that_break_references_of_rows_change_nothing) {
    EXPECT_THROW(run({"delete from planned_shelves"}), aludel::foreign_key_violation);
    EXPECT_EQ(count("select count(*) from planned_shelves"), 2);
    EXPECT_EQ(count("select count(*) from planned_books"), 3);
}

TEST_F(planned_statements, that_fail_change_nothing_where_the_server_allows) {
    std::size_t told = 0;
    const texts statements{"insert into planned_shelves (name) values ('drama')", "drop table planned_nowhere"};
    EXPECT_THROW(aludel::schema::run_statements(session.core(), statements, [&](std::size_t ran) { told = ran; }),
                 aludel::error);
    EXPECT_EQ(told, 1u);
    EXPECT_EQ(count("select count(*) from planned_shelves"), conformance::facts().transactional_ddl ? 2 : 3);
}

TEST_F(planned_statements, are_refused_inside_of_a_transaction) {
    aludel::transaction transaction{session};
    EXPECT_THROW(run({"select 1"}), aludel::usage_error);
    transaction.rollback();
}

}  // namespace plans
