// SPDX-License-Identifier: BSL-1.0
// Plain SQL with {} parameters: results as structs, tuples and values, and the errors for those that do not fit.
#include <soci/soci.h>

#include "people.hpp"

namespace raw_sql {

using namespace people;

class raw_sql : public with_people {
protected:
    person alice = persons.add(called("Alice", 31));
    person bob = persons.add(called("Bob"));
};

struct name_and_age {
    std::string name;
    std::optional<std::int32_t> age;
};

TEST_F(raw_sql, execute_returns_how_many_rows_changed) {
    EXPECT_EQ(session.execute("update people set age = {} where age is null", 5), 1u);
    EXPECT_EQ(session.execute("update people set age = age + {} where id > {}", 1, 0), 2u);
    EXPECT_EQ(session.execute("delete from people where id = {}", -1), 0u);
    EXPECT_EQ(session.execute("insert into people (name, email) values ({}, {})", "Eve", std::string{"eve"}), 1u);
    EXPECT_EQ(persons.get(alice.id).age, 32);
}

TEST_F(raw_sql, a_struct_takes_its_columns_by_name_in_any_order_and_leaves_others) {
    const auto rows = session.query<name_and_age>("select id, age, email, name from people order by name");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].name, "Alice");
    EXPECT_EQ(rows[0].age, 31);
    EXPECT_EQ(rows[1].age, std::nullopt);
    EXPECT_EQ(session.query<person>("select * from people where email = {}", alice.email), std::vector{alice});
}

TEST_F(raw_sql, a_column_that_is_missing_is_named) {
    try {
        (void)session.query<name_and_age>("select name from people");
        FAIL() << "there is no age";
    } catch (const aludel::mapping_error& failed) {
        EXPECT_NE(std::string{failed.what()}.find("\"age\""), std::string::npos) << failed.what();
    }
}

TEST_F(raw_sql, tuples_take_columns_by_position) {
    const auto rows =
        session.query<std::tuple<std::string, std::optional<int>>>("select name, age from people order by name desc");
    EXPECT_EQ(rows, (std::vector<std::tuple<std::string, std::optional<int>>>{{"Bob", {}}, {"Alice", 31}}));
    EXPECT_THROW((session.query<std::tuple<std::string, int>>("select name, age from people")), aludel::mapping_error);
    EXPECT_THROW((session.query<std::tuple<std::string>>("select name, age from people")), aludel::mapping_error);
}

TEST_F(raw_sql, query_one_wants_exactly_one_row) {
    EXPECT_EQ(session.query_one<std::int64_t>("select count(*) from people"), 2);
    EXPECT_EQ(session.query_one<std::string>("select name from people where id = {}", bob.id), "Bob");
    EXPECT_EQ(session.query_one<std::optional<int>>("select age from people where id = {}", bob.id), std::nullopt);
    EXPECT_EQ(session.query_one<bool>("select {} = {} from people where id = {}", 5, 5, bob.id), true);
    EXPECT_THROW(session.query_one<std::string>("select name from people where id = -1"), aludel::not_found);
    EXPECT_THROW(session.query_one<std::string>("select name from people"), aludel::multiple_results);
}

TEST_F(raw_sql, arguments_are_parameters_whatever_they_hold) {
    const std::string odd = "{} $1 ? :p1 ' \" \\ --";
    EXPECT_EQ(session.execute("update people set name = {} where id = {}", odd, alice.id), 1u);
    EXPECT_EQ(session.query_one<std::string>("select name from people where name = {}", odd), odd);
    EXPECT_EQ(session.execute("update people set age = {}, city_id = {} where id = {}", std::nullopt,
                              std::optional<std::int64_t>{}, alice.id),
              1u);
    EXPECT_EQ(persons.get(alice.id).age, std::nullopt);
}

TEST_F(raw_sql, doubled_braces_are_braces) {
    EXPECT_EQ(session.execute("update people set name = 'a{{b}}c' where id = {}", alice.id), 1u);
    EXPECT_EQ(persons.get(alice.id).name, "a{b}c");
}

TEST_F(raw_sql, a_text_of_run_time_is_checked_for_its_parameters) {
    const std::string sql = "select name from people where id = {}";
    EXPECT_EQ(session.query_one<std::string>(aludel::runtime_sql{sql}, alice.id), "Alice");
    EXPECT_THROW(session.query<std::string>(aludel::runtime_sql{sql}), aludel::usage_error);
    EXPECT_THROW(session.execute(aludel::runtime_sql{"delete from people where id = {"}), aludel::usage_error);
}

TEST_F(raw_sql, sums_and_averages_come_as_the_type_that_is_asked_for) {
    session.execute("update people set age = 20 where age is null");
    EXPECT_EQ(session.query_one<std::int64_t>("select sum(age) from people"), 51);
    EXPECT_DOUBLE_EQ(session.query_one<double>("select avg(age) from people"), 25.5);
    EXPECT_EQ(session.query_one<std::optional<int>>("select max(age) from people where id < 0"), std::nullopt);
}

TEST_F(raw_sql, a_statement_that_returns_changed_rows_may_be_a_query) {
    if (!conformance::facts().syntax.insert_returning) {
        GTEST_SKIP() << conformance::facts().server << " has no INSERT … RETURNING";
    }
    const auto id =
        session.query_one<std::int64_t>("insert into people (name, email) values ({}, {}) returning id", "Eve", "eve");
    EXPECT_EQ(persons.get(id).name, "Eve");
}

TEST_F(raw_sql, one_text_takes_arguments_of_several_types) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(session.query<std::string>("select name from people where age = {}", 31).size(), 1u);
        EXPECT_EQ(session.query<std::string>("select name from people where age = {}", std::int64_t{31}).size(), 1u);
        EXPECT_EQ(session.query<std::string>("select name from people where age = {}", std::optional<int>{}).size(),
                  0u);
    }
}

TEST_F(raw_sql, soci_works_on_the_same_connection_and_in_the_same_transaction) {
    aludel::transaction scope{session};
    int rows = 0;
    session.soci() << "select count(*) from people", soci::into(rows);
    EXPECT_EQ(rows, 2);
    session.soci() << "delete from people";
    EXPECT_EQ(persons.count(), 0u);
    scope.rollback();
    EXPECT_EQ(persons.count(), 2u);
}

TEST(changed_tables, a_query_for_every_column_goes_on_when_the_table_has_one_more) {
    aludel::session session = conformance::db().open_session();
    session.core().run("create table raw_sql_growing (id integer, name varchar(20), age integer)");
    session.execute("insert into raw_sql_growing values (1, 'a', 5)");
    std::vector<std::string> errors;
    for (const char* more : {"x", "y"}) {
        EXPECT_EQ(session.query<name_and_age>("select * from raw_sql_growing").size(), 1u);
        session.core().run("alter table raw_sql_growing add column " + std::string{more} + " integer");
        try {
            EXPECT_EQ(session.query<name_and_age>("select * from raw_sql_growing").size(), 1u);
        } catch (const aludel::error& failed) {
            errors.emplace_back(failed.what());
        }
    }
    session.core().run("drop table raw_sql_growing");
    EXPECT_EQ(errors, std::vector<std::string>{});
}

TEST(statement_events, they_tell_the_text_the_rows_and_the_failure) {
    struct heard {
        std::string sql;
        std::uint64_t rows;
        bool failed;
        bool took_time;
    };
    std::vector<heard> events;
    aludel::engine own{
        conformance::url(), {.on_statement = [&](const aludel::statement_event& event) {
            events.push_back({std::string{event.sql}, event.rows, event.failed, event.duration.count() > 0});
        }}};
    aludel::session session = conformance::session_with<city, person>(own);
    events.clear();
    session.execute("insert into people (name, email) values ({}, {})", "a", "b");
    (void)session.query<person>("select * from people");
    EXPECT_THROW(session.execute("delete from people_nowhere"), aludel::statement_error);
    ASSERT_EQ(events.size(), 3u);
    EXPECT_NE(events[0].sql.find("insert into people (name, email)"), std::string::npos);
    EXPECT_EQ(events[0].rows, 1u);
    EXPECT_FALSE(events[0].failed);
    EXPECT_TRUE(events[0].took_time);
    EXPECT_EQ(events[1].rows, 1u);
    EXPECT_TRUE(events[2].failed);
}

TEST(statements_of_repositories, are_reported_with_their_text_whether_it_was_composed_or_not) {
    struct heard {
        std::string sql;
        std::uint64_t rows;
        bool failed;
    };
    for (const char* parameters : {"", "statement_cache=0"}) {
        std::vector<heard> events;
        aludel::engine own{conformance::url(parameters), {.on_statement = [&](const aludel::statement_event& event) {
                               events.push_back({std::string{event.sql}, event.rows, event.failed});
                           }}};
        aludel::session session = conformance::session_with<city, person>(own);
        aludel::repository<person> persons{session};
        const auto texts_of_round = [&](const char* name) {
            events.clear();
            const person added = persons.add(called(name));
            EXPECT_EQ(persons.find(added.id)->name, name);
            EXPECT_EQ(persons.find(added.id + 1), std::nullopt);
            EXPECT_TRUE(persons.remove(added.id));
            EXPECT_FALSE(persons.remove(added.id));
            std::vector<std::string> texts;
            std::vector<std::uint64_t> rows;
            for (const heard& event : events) {
                texts.push_back(event.sql);
                rows.push_back(event.rows);
                EXPECT_NE(event.sql.find("people"), std::string::npos) << event.sql;
                EXPECT_FALSE(event.failed);
            }
            EXPECT_EQ(rows, (std::vector<std::uint64_t>{1, 1, 0, 1, 0}));
            return texts;
        };
        EXPECT_EQ(texts_of_round("first"), texts_of_round("second"));
    }
}

TEST(keys_of_several_types, find_the_same_row) {
    aludel::session session = conformance::session_with<city, person>();
    aludel::repository<person> persons{session};
    person given = called("one");
    given.id = 77;  // fits all of them
    const person added = persons.add(given);
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(persons.get(added.id), added);
        EXPECT_EQ(persons.get(static_cast<int>(added.id)), added);
        EXPECT_EQ(persons.get(static_cast<std::uint16_t>(added.id)), added);
        EXPECT_EQ(persons.find(std::nullopt), std::nullopt);
    }
}

}  // namespace raw_sql
