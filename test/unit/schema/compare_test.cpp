// SPDX-License-Identifier: BSL-1.0
// Differences between tables as plain data, as one database would tell both sides.
#include <aludel/schema/compare.hpp>

#include <gtest/gtest.h>

#include <aludel/error.hpp>

namespace {

using namespace aludel::schema;

column plain_column(std::string name, std::string type) {
    column made;
    made.name = std::move(name);
    made.type = std::move(type);
    return made;
}

table users() {
    table made;
    made.name.name = "users";
    made.columns = {plain_column("id", "bigint"), plain_column("email", "text"), plain_column("city_id", "bigint")};
    made.primary_key = {"users_pkey", {"id"}};
    made.uniques = {{"users_email_key", {"email"}}};
    made.indexes = {{"users_city", {"city_id", "email"}, true}};
    made.foreign_keys = {{"users_city_fkey", {"city_id"}, {"public", "cities"}, {"id"}}};
    made.checks = {{"has_at", "email like '%@%'"}};
    return made;
}

std::string found(const table& have, const table& want, const renames& told = {}) {
    return to_string(compare(std::span{&have, 1}, std::span{&want, 1}, told));
}

TEST(compare, finds_nothing_between_a_table_and_itself) {
    EXPECT_EQ(found(users(), users()), "");
}

TEST(compare, does_not_look_at_the_names_of_constraints) {
    table other = users();
    other.primary_key.name = "pk";
    other.uniques.front().name = "uq_users__email";
    other.uniques.front().is_index = true;
    other.indexes.front().name = "ix_users__city_id";
    other.foreign_keys.front().name = "fk_users__city_id";
    other.checks.front().name = "another";
    EXPECT_EQ(found(users(), other), "");
}

TEST(compare, does_not_look_at_the_order_of_columns_or_of_a_unique_key) {
    table other = users();
    std::swap(other.columns[0], other.columns[2]);
    table pair = users();
    pair.uniques.front().columns = {"email", "id"};
    other.uniques.front().columns = {"id", "email"};
    EXPECT_EQ(found(pair, other), "");
}

TEST(compare, takes_types_with_one_meaning_for_one_type) {
    table have = users();
    table want = users();
    have.columns[1].type = "varchar(255)";
    have.columns[1].meaning = want.columns[1].meaning = "TEXT";
    EXPECT_EQ(found(have, want), "");
}

TEST(compare, takes_a_schema_that_is_not_said_for_any) {
    table other = users();
    other.foreign_keys.front().referenced.schema.clear();
    EXPECT_EQ(found(users(), other), "");
    other.foreign_keys.front().referenced.schema = "private";
    EXPECT_NE(found(users(), other), "");
}

TEST(compare, tells_every_change_of_a_column_in_one_line) {
    table want = users();
    want.columns[1].type = "varchar(80)";
    want.columns[1].nullable = false;
    want.columns[1].default_expression = "'none'";
    EXPECT_EQ(found(users(), want), "users.email is text, wanted is varchar(80) not null default 'none'\n");
}

TEST(compare, tells_columns_and_keys_that_come_and_go) {
    table want = users();
    want.columns[1].name = "mail";
    want.uniques.front().columns = {"mail"};
    want.primary_key.columns = {"id", "mail"};
    want.indexes.clear();
    want.checks.clear();
    EXPECT_EQ(found(users(), want), "users: column email is not wanted: text\n"
                                    "users: column mail is missing: text\n"
                                    "users: primary key is (id), wanted is (id, mail)\n"
                                    "users: unique key is not wanted: (email)\n"
                                    "users: unique key is missing: (mail)\n"
                                    "users: index is not wanted: (city_id, email)\n"
                                    "users: check has_at is not wanted: email like '%@%'\n");
}

TEST(compare, lets_a_unique_key_over_the_primary_keys_columns_neither_come_nor_go) {
    table both = users();
    both.uniques.push_back({"users_id_key", {"id"}});
    EXPECT_EQ(found(users(), both), "");
    EXPECT_EQ(found(both, users()), "");
    table with_other_key = users();
    with_other_key.primary_key.columns = {"email"};
    EXPECT_EQ(found(both, with_other_key), "users: primary key is (id), wanted is (email)\n"
                                           "users: unique key is not wanted: (id)\n");
}

TEST(compare, counts_keys_that_are_there_twice) {
    table want = users();
    want.uniques.push_back(want.uniques.front());
    EXPECT_EQ(found(users(), want), "users: unique key is missing: (email)\n");
}

TEST(compare, takes_nothing_for_renamed_unless_told) {
    table want = users();
    want.name.name = "people";
    EXPECT_EQ(found(users(), want), "table people is missing\ntable users is not wanted\n");
    EXPECT_EQ(found(users(), want, {{{{{}, "users"}, {{}, "people"}}}, {}}), "table users is to be called people\n");
}

TEST(compare, follows_a_renamed_column_into_keys_and_checks) {
    table want = users();
    want.columns[1].name = "mail";
    want.uniques.front().columns = {"mail"};
    want.indexes.front().columns = {"city_id", "mail"};
    want.checks.front().expression = "mail like '%@%'";
    EXPECT_EQ(found(users(), want, {{}, {{{{}, "users"}, "email", "mail"}}}),
              "users: column email is to be called mail\n");
}

TEST(compare, follows_renames_into_references) {
    table cities;
    cities.name.name = "cities";
    cities.columns = {plain_column("id", "bigint")};
    const table have[] = {users(), cities};
    table want[] = {users(), cities};
    want[1].name.name = "towns";
    want[1].columns.front().name = "number";
    want[0].foreign_keys.front().referenced.name = "towns";
    want[0].foreign_keys.front().referenced_columns = {"number"};
    EXPECT_EQ(to_string(compare(have, want, {{{{{}, "cities"}, {{}, "towns"}}}, {{{{}, "towns"}, "id", "number"}}})),
              "table cities is to be called towns\ntowns: column id is to be called number\n");
}

TEST(compare, renames_in_turn) {
    table towns;
    towns.name.name = "towns";
    towns.columns = {plain_column("id", "bigint")};
    const table have[] = {users(), towns};
    table want[] = {users(), towns};
    std::swap(want[0].name, want[1].name);
    want[0].columns[0].name = "number";
    want[0].primary_key.columns = {"number"};
    const renames exchange{
        {{{{}, "users"}, {{}, "between"}}, {{{}, "towns"}, {{}, "users"}}, {{{}, "between"}, {{}, "towns"}}},
        {{{{}, "towns"}, "id", "passing"}, {{{}, "towns"}, "passing", "number"}}};
    EXPECT_EQ(to_string(compare(have, want, exchange)), "table users is to be called between\n"
                                                        "table towns is to be called users\n"
                                                        "table between is to be called towns\n"
                                                        "towns: column id is to be called passing\n"
                                                        "towns: column passing is to be called number\n");
    EXPECT_EQ(to_string(compare(want, have, reversed(exchange))), "table towns is to be called between\n"
                                                                  "table users is to be called towns\n"
                                                                  "table between is to be called users\n"
                                                                  "users: column number is to be called passing\n"
                                                                  "users: column passing is to be called id\n");
}

TEST(compare, refuses_to_rename_what_is_not_there) {
    EXPECT_THROW(found(users(), users(), {{{{{}, "persons"}, {{}, "users"}}}, {}}), aludel::usage_error);
    EXPECT_THROW(found(users(), users(), {{}, {{{{}, "users"}, "mail", "email"}}}), aludel::usage_error);
    EXPECT_THROW(found(users(), users(), {{}, {{{{}, "persons"}, "email", "mail"}}}), aludel::usage_error);
}

TEST(compare, refuses_to_give_a_name_that_another_one_has_at_that_time) {
    table towns;
    towns.name.name = "towns";
    const table both[] = {users(), towns};
    const renames without_a_third{{{{{}, "users"}, {{}, "towns"}}, {{{}, "towns"}, {{}, "users"}}}, {}};
    EXPECT_THROW(compare(both, both, without_a_third), aludel::usage_error);
    EXPECT_THROW(found(users(), users(), {{}, {{{{}, "users"}, "email", "city_id"}}}), aludel::usage_error);
}

TEST(compare, refuses_the_way_back_where_a_name_that_became_free_was_given_again) {
    table people = users();
    people.name.name = "people";
    const table have[] = {users()};
    const table want[] = {people, users()};
    const renames told{{{{{}, "users"}, {{}, "people"}}}, {}};
    EXPECT_EQ(to_string(compare(have, want, told)), "table users is to be called people\ntable users is missing\n");
    EXPECT_THROW(compare(want, have, reversed(told)), aludel::usage_error);
}

}  // namespace
