// SPDX-License-Identifier: BSL-1.0
// What create_all and drop_all make of descriptions: order, foreign keys, actions, indexes.
#include <gtest/gtest.h>

#include <aludel/migrate/check.hpp>

#include "database.hpp"

namespace schemas {

using aludel::col;

struct country {
    std::int64_t id{};
    std::string name;
};
struct town {
    std::int64_t id{};
    std::string name;
    std::int64_t country_id = 0;
};
struct street {
    std::int64_t id{};
    std::string name;
    std::optional<std::int64_t> town_id;
    std::optional<std::string> note;
};
struct employee {
    std::int64_t id{};
    std::string name;
    std::optional<std::int64_t> manager_id;
};
struct hen {
    std::int64_t id{};
    std::optional<std::int64_t> egg_id;
};
struct egg {
    std::int64_t id{};
    std::optional<std::int64_t> hen_id;
};
struct folder {
    std::string volume;
    std::string path;
};
struct document {
    std::int64_t id{};
    std::string volume;
    std::string path;
    std::optional<std::string> title;
};
struct orphan {
    std::int64_t id{};
    std::int64_t keeper_id = 7;
};
struct elsewhere {
    std::int64_t id{};
    std::string name;
};
struct with_long_names {
    std::int64_t id{};
    std::int32_t a_column_with_a_name_that_is_nearly_as_long_as_names_may_be_here = 0;
    std::int32_t a_column_with_a_name_that_is_nearly_as_long_as_names_may_be_too = 0;
};

}  // namespace schemas

template <>
inline constexpr auto aludel::entity<schemas::country> = aludel::table("schema_countries");
template <>
inline constexpr auto aludel::entity<schemas::town> =
    aludel::table("schema_towns")
        .unique<&schemas::town::country_id, &schemas::town::name>()
        .index<&schemas::town::name>()
        .foreign_key<&schemas::town::country_id, &schemas::country::id>(aludel::on_delete::cascade);
template <>
inline constexpr auto aludel::entity<schemas::street> =
    aludel::table("schema_streets")
        .index<&schemas::street::name, &schemas::street::town_id>()
        .foreign_key<&schemas::street::town_id, &schemas::town::id>(aludel::on_delete::set_null);
template <>
inline constexpr auto aludel::entity<schemas::employee> =
    aludel::table("schema_employees").foreign_key<&schemas::employee::manager_id, &schemas::employee::id>();
template <>
inline constexpr auto
    aludel::entity<schemas::hen> = aludel::table("schema_hens").foreign_key<&schemas::hen::egg_id, &schemas::egg::id>();
template <>
inline constexpr auto
    aludel::entity<schemas::egg> = aludel::table("schema_eggs").foreign_key<&schemas::egg::hen_id, &schemas::hen::id>();
template <>
inline constexpr auto aludel::entity<schemas::folder> =
    aludel::table("schema_folders").primary_key<&schemas::folder::volume, &schemas::folder::path>();
template <>
inline constexpr auto aludel::entity<schemas::document> =
    aludel::table("schema_documents")
        .column_type<&schemas::document::title>("varchar(5)")
        .foreign_key<&schemas::document::volume, &schemas::document::path, &schemas::folder::volume,
                     &schemas::folder::path>(aludel::on_delete::cascade, aludel::on_update::cascade);
template <>
inline constexpr auto aludel::entity<schemas::orphan> =
    aludel::table("schema_orphans")
        .foreign_key<&schemas::orphan::keeper_id, &schemas::country::id>(aludel::on_delete::restrict);
template <>
inline constexpr auto aludel::entity<schemas::elsewhere> =
    aludel::table("schema_elsewhere").schema("conformance of schemas").unique<&schemas::elsewhere::name>();
template <>
inline constexpr auto aludel::entity<schemas::with_long_names> =
    aludel::table("schema_of_a_table_with_a_name_that_is_long")
        .unique<&schemas::with_long_names::a_column_with_a_name_that_is_nearly_as_long_as_names_may_be_here>()
        .unique<&schemas::with_long_names::a_column_with_a_name_that_is_nearly_as_long_as_names_may_be_too>();

namespace schemas {

/// Tables that are made in the test itself, and gone before and behind it.
template <class... Structs>
class made_tables {
public:
    made_tables() { conformance::db().drop_all<Structs...>(); }
    made_tables(const made_tables&) = delete;
    made_tables& operator=(const made_tables&) = delete;
    ~made_tables() { conformance::db().drop_all<Structs...>(); }
};

template <class Struct>
bool is_there() {
    aludel::session session = conformance::db().open_session();
    try {
        (void)aludel::repository<Struct>{session}.count();
        return true;
    } catch (const aludel::statement_error&) {
        return false;
    }
}

TEST(schema, tables_are_created_in_any_order_and_dropped_in_any_order) {
    const made_tables<street, town, country> tables;
    conformance::db().create_all<street, town, country>();
    aludel::session session = conformance::db().open_session();
    const auto france = aludel::repository<country>{session}.add({0, "France"});
    const auto paris = aludel::repository<town>{session}.add({0, "Paris", france.id});
    aludel::repository<street>{session}.add({0, "Rue de Rivoli", paris.id, {}});
    EXPECT_THROW(aludel::repository<town>{session}.add({0, "Nowhere", 12345}), aludel::foreign_key_violation);
    conformance::db().drop_all<country, street, town>();
    EXPECT_FALSE(is_there<country>());
    EXPECT_FALSE(is_there<street>());
}

TEST(schema, what_was_created_is_what_the_structs_describe) {
    if (!conformance::facts().tells_tables) {
        GTEST_SKIP() << "the dialect for " << conformance::facts().server << " has no read_tables";
    }
    const made_tables<street, town, country, employee, hen, egg, document, folder, orphan, with_long_names> tables;
    conformance::db()
        .create_all<country, town, street, employee, hen, egg, folder, document, orphan, with_long_names>();
    EXPECT_EQ(aludel::schema::to_string(aludel::migrate::check<country, town, street, employee, hen, egg, folder,
                                                               document, orphan, with_long_names>(conformance::db())),
              "");
}

TEST(schema, creating_twice_keeps_the_rows_and_adds_what_is_missing) {
    const made_tables<country, town> tables;
    conformance::db().create_all<country>();
    aludel::session session = conformance::db().open_session();
    aludel::repository<country>{session}.add({1, "France"});
    conformance::db().create_all<country, town>();
    conformance::db().create_all<town, country>();
    EXPECT_EQ(aludel::repository<country>{session}.count(), 1u);
    aludel::repository<town>{session}.add({0, "Paris", 1});
}

TEST(schema, dropping_what_is_not_there_is_no_error) {
    conformance::db().drop_all<country, town, street>();
    conformance::db().drop_all<country, town, street>();
    EXPECT_FALSE(is_there<town>());
}

TEST(schema, tables_are_created_and_dropped_without_a_native_path) {
    if (!conformance::facts().keeps_session_state) {
        GTEST_SKIP() << "SOCI prepares its statements by name, and the pooler lends another server for the next one";
    }
    aludel::engine generic{conformance::url(), {.native_path = false}};
    generic.drop_all<town, country>();
    generic.create_all<town, country>();
    generic.create_all<town, country>();
    aludel::session session = generic.open_session();
    EXPECT_EQ(session.query_one<std::int64_t>("select count(*) from schema_towns"), 0);
    generic.drop_all<town, country>();
    EXPECT_THROW((void)session.query_one<std::int64_t>("select count(*) from schema_towns"), aludel::error);
}

TEST(schema, removing_a_parent_does_what_its_foreign_keys_say) {
    const made_tables<country, town, street, orphan> tables;
    conformance::db().create_all<country, town, street, orphan>();
    aludel::session session = conformance::db().open_session();
    aludel::repository<country> countries{session};
    aludel::repository<street> streets{session};
    countries.add_many(std::vector<country>{{1, "France"}, {7, "Utopia"}});
    aludel::repository<town>{session}.add({10, "Paris", 1});
    streets.add({100, "Rue de Rivoli", 10, {}});
    aludel::repository<orphan>{session}.add({});
    EXPECT_TRUE(countries.remove(1)) << "cascade";
    EXPECT_EQ(aludel::repository<town>{session}.count(), 0u);
    EXPECT_EQ(streets.get(100).town_id, std::nullopt) << "set null";
    EXPECT_THROW(countries.remove(7), aludel::foreign_key_violation) << "restrict";
}

TEST(schema, a_table_may_refer_to_itself) {
    const made_tables<employee> tables;
    conformance::db().create_all<employee>();
    aludel::session session = conformance::db().open_session();
    aludel::repository<employee> employees{session};
    const auto boss = employees.add({0, "Ada", {}});
    const auto worker = employees.add({0, "Bob", boss.id});
    EXPECT_EQ(employees.get(worker.id).manager_id, boss.id);
    EXPECT_THROW(employees.remove(boss.id), aludel::foreign_key_violation);
    EXPECT_THROW(employees.add({0, "Eve", 12345}), aludel::foreign_key_violation);
}

TEST(schema, two_tables_may_refer_to_each_other) {
    const made_tables<hen, egg> tables;
    conformance::db().create_all<hen, egg>();
    conformance::db().create_all<egg, hen>();
    aludel::session session = conformance::db().open_session();
    aludel::repository<hen> hens{session};
    aludel::repository<egg> eggs{session};
    const auto berta = hens.add({0, {}});
    const auto first = eggs.add({0, berta.id});
    hens.update(berta.id, aludel::patch<hen>{}.set<&hen::egg_id>(first.id));
    EXPECT_THROW(eggs.remove(first.id), aludel::foreign_key_violation);
    EXPECT_THROW(hens.add({0, 12345}), aludel::foreign_key_violation);
}

TEST(schema, a_foreign_key_may_have_several_columns_and_follow_their_changes) {
    const made_tables<folder, document> tables;
    conformance::db().create_all<document, folder>();
    aludel::session session = conformance::db().open_session();
    aludel::repository<document> documents{session};
    aludel::repository<folder>{session}.add({"C", "tmp"});
    const auto stored = documents.add({0, "C", "tmp", {}});
    EXPECT_THROW(documents.add({0, "C", "var", {}}), aludel::foreign_key_violation);
    session.execute("update schema_folders set path = {} where volume = {}", "home", "C");
    EXPECT_EQ(documents.get(stored.id).path, "home");
    aludel::repository<folder>{session}.remove("C", "home");
    EXPECT_EQ(documents.count(), 0u);
}

TEST(schema, unique_keys_of_several_columns_are_unique_together) {
    const made_tables<country, town> tables;
    conformance::db().create_all<country, town>();
    aludel::session session = conformance::db().open_session();
    aludel::repository<country>{session}.add_many(std::vector<country>{{1, "A"}, {2, "B"}});
    aludel::repository<town> towns{session};
    towns.add_many(std::vector<town>{{0, "X", 1}, {0, "Y", 1}, {0, "X", 2}});
    EXPECT_THROW(towns.add({0, "X", 1}), aludel::unique_violation);
}

TEST(schema, names_that_would_be_too_long_are_cut_and_stay_apart) {
    const made_tables<with_long_names> tables;
    conformance::db().create_all<with_long_names>();
    aludel::session session = conformance::db().open_session();
    aludel::repository<with_long_names> rows{session};
    rows.add({0, 1, 1});
    EXPECT_THROW(rows.add({0, 1, 2}), aludel::unique_violation);
    EXPECT_THROW(rows.add({0, 2, 1}), aludel::unique_violation);
    rows.add({0, 2, 2});
}

TEST(schema, a_table_may_live_in_a_schema_with_a_name) {
    if (!conformance::facts().has_schemas) {
        EXPECT_THROW(conformance::db().create_all<elsewhere>(), aludel::usage_error);
        return;
    }
    aludel::session session = conformance::db().open_session();
    std::string quoted;
    session.core().dialect().append_identifier(quoted, aludel::table_of<elsewhere>.schema);
    session.core().run("create schema " + quoted);
    {
        const made_tables<elsewhere> tables;
        conformance::db().create_all<elsewhere>();
        conformance::db().create_all<elsewhere>();
        aludel::repository<elsewhere> rows{session};
        const auto made = rows.add({0, "a"});
        EXPECT_EQ(rows.get(made.id).name, "a");
        if (conformance::facts().tells_tables) {
            EXPECT_EQ(aludel::schema::to_string(aludel::migrate::check<elsewhere>(conformance::db())), "");
        }
        rows.bulk_insert(std::vector<elsewhere>{{0, "a"}, {0, "b"}}, aludel::on_conflict<&elsewhere::name>.do_update());
        rows.bulk_insert(std::vector<elsewhere>{{0, "c"}, {made.id + 10, "d"}});
        EXPECT_EQ(rows.count(), 4u);
    }
    session.core().run("drop schema " + quoted);
}

TEST(schema, a_failed_create_leaves_nothing_where_the_server_allows) {
    if (!conformance::facts().transactional_ddl) {
        GTEST_SKIP() << conformance::facts().server << " commits each CREATE TABLE by itself";
    }
    const made_tables<country, town> tables;
    {
        aludel::session session = conformance::db().open_session();
        // In the way of the index on schema_towns.
        session.core().run("create table ix_schema_towns__name (x integer)");
    }
    EXPECT_THROW((conformance::db().create_all<country, town>()), aludel::error);
    EXPECT_FALSE(is_there<country>());
    EXPECT_FALSE(is_there<town>());
    aludel::session session = conformance::db().open_session();
    session.core().run("drop table ix_schema_towns__name");
}

}  // namespace schemas
