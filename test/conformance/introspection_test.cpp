// SPDX-License-Identifier: BSL-1.0
// What a database says of tables: of those that create_all made, and of those that others made by plain SQL.
#include <gtest/gtest.h>

#include <aludel/schema/ddl.hpp>
#include <aludel/schema/reading.hpp>

#include "database.hpp"
#include "watched_messages.hpp"

namespace introspection {

struct region {
    std::int32_t country = 0;
    std::int32_t number = 0;
    std::string name;
};
struct plant {
    std::int64_t id{};
    std::string name;
    std::optional<std::int32_t> country;
    std::optional<std::int32_t> region_number;
    std::optional<std::int64_t> mother_id;
    std::int32_t height = 0;
    std::optional<std::string> colour;
    std::optional<aludel::timestamp> sown;
    double weight = 0;
    std::vector<std::byte> picture;
    aludel::uuid tag{};
    std::uint64_t seeds = 0;
};
struct nowhere {
    std::int64_t id{};
};

}  // namespace introspection

template <>
inline constexpr auto aludel::entity<introspection::region> =
    aludel::table("introspected regions")
        .primary_key<&introspection::region::number, &introspection::region::country>();
template <>
inline constexpr auto aludel::entity<introspection::plant> =
    aludel::table("introspected \"plants\"")
        .unique<&introspection::plant::name, &introspection::plant::country>()
        .index<&introspection::plant::height, &introspection::plant::name>()
        .foreign_key<&introspection::plant::region_number, &introspection::plant::country,
                     &introspection::region::number, &introspection::region::country>(aludel::on_delete::set_null,
                                                                                      aludel::on_update::cascade)
        .foreign_key<&introspection::plant::mother_id, &introspection::plant::id>()
        .check("plants_height", "height >= 0 and (height < 10000 or name <> 'a, (b')")
        .column<&introspection::plant::seeds>("how many?")
        .default_value<&introspection::plant::colour>("'green'");
template <>
inline constexpr auto aludel::entity<introspection::nowhere> = aludel::table("introspected_nowhere");

namespace introspection {

using names = std::vector<std::string>;
using aludel::schema::table;

class a_database : public testing::Test {
protected:
    void SetUp() override {
        if (!conformance::facts().tells_tables) {
            GTEST_SKIP() << "the dialect for " << conformance::facts().server << " has no read_tables";
        }
    }
    // Tables are asked for by their names, which stand in statements, too.
    void TearDown() override { (void)watched::take_findings(); }
    table read(const std::string& name) {
        const aludel::schema::table_name asked[] = {{{}, name}};
        const std::vector<table> found = aludel::schema::read_tables(session.core(), asked);
        return found.size() == 1 ? found.front() : table{};
    }
    template <class Struct>
    table read() {
        return read(std::string{aludel::table_of<Struct>.name});
    }
    void run(const std::string& sql) { session.core().run(sql); }

    aludel::session session = conformance::facts().tells_tables ? conformance::session_with<region, plant>()
                                                                : conformance::db().open_session();
};

TEST_F(a_database, tells_columns_with_their_kinds_in_order) {
    const table plants = read<plant>();
    ASSERT_EQ(plants.columns.size(), 12u);
    EXPECT_EQ(plants.columns[0].name, "id");
    EXPECT_TRUE(plants.columns[0].counted);
    EXPECT_FALSE(plants.columns[0].nullable);
    EXPECT_EQ(plants.columns[0].kind, aludel::value_kind::int64);
    EXPECT_FALSE(plants.columns[1].nullable);
    EXPECT_EQ(plants.columns[1].kind, aludel::value_kind::text);
    EXPECT_FALSE(plants.columns[1].counted);
    EXPECT_TRUE(plants.columns[2].nullable);
    EXPECT_EQ(plants.columns[7].kind, aludel::value_kind::timestamp);
    EXPECT_EQ(plants.columns[8].kind, aludel::value_kind::float64);
    EXPECT_EQ(plants.columns[9].kind, aludel::value_kind::bytes);
    EXPECT_EQ(plants.columns[11].kind, aludel::value_kind::uint64);
    EXPECT_EQ(plants.columns[11].name, "how many?");
}

TEST_F(a_database, tells_a_default_where_its_tables_have_them) {
    const aludel::schema::ddl_target to{session.core().dialect(), session.facts()};
    const bool has_default =
        !aludel::schema::describe(to, aludel::table_of<plant>).columns[6].default_expression.empty();
    EXPECT_EQ(read<plant>().columns[6].default_expression.find("'green'") != std::string::npos, has_default);
    EXPECT_EQ(read<plant>().columns[5].default_expression, "");
}

TEST_F(a_database, tells_keys_in_their_order) {
    EXPECT_EQ(read<region>().primary_key.columns, (names{"number", "country"}));
    EXPECT_EQ(read<plant>().primary_key.columns, names{"id"});
    const table plants = read<plant>();
    ASSERT_EQ(plants.uniques.size(), 1u);
    EXPECT_EQ(plants.uniques[0].columns, (names{"name", "country"}));
    ASSERT_EQ(plants.indexes.size(), 1u);
    EXPECT_EQ(plants.indexes[0].columns, (names{"height", "name"}));
    const aludel::schema::ddl_target to{session.core().dialect(), session.facts()};
    const table described = aludel::schema::describe(to, aludel::table_of<plant>);
    EXPECT_EQ(plants.uniques[0].name, described.uniques[0].name);
    EXPECT_EQ(plants.indexes[0].name, described.indexes[0].name);
}

TEST_F(a_database, tells_foreign_keys_with_their_actions) {
    table plants = read<plant>();
    ASSERT_EQ(plants.foreign_keys.size(), 2u);
    std::sort(plants.foreign_keys.begin(), plants.foreign_keys.end(),
              [](const auto& left, const auto& right) { return left.columns.size() > right.columns.size(); });
    const aludel::schema::foreign_key& to_region = plants.foreign_keys[0];
    EXPECT_EQ(to_region.columns, (names{"region_number", "country"}));
    EXPECT_EQ(to_region.referenced_columns, (names{"number", "country"}));
    EXPECT_EQ(to_region.referenced.name, "introspected regions");
    EXPECT_EQ(to_region.on_delete, aludel::referential_action::set_null);
    EXPECT_EQ(to_region.on_update, aludel::referential_action::cascade);
    EXPECT_EQ(plants.foreign_keys[1].referenced.name, "introspected \"plants\"");
    EXPECT_EQ(plants.foreign_keys[1].on_delete, aludel::referential_action::no_action);
    const aludel::schema::ddl_target to{session.core().dialect(), session.facts()};
    EXPECT_EQ(to_region.name, aludel::schema::describe(to, aludel::table_of<plant>).foreign_keys[0].name);
}

TEST_F(a_database, tells_checks_where_it_enforces_them) {
    const table plants = read<plant>();
    if (!conformance::facts().enforces_checks) {
        EXPECT_TRUE(plants.checks.empty());
        return;
    }
    ASSERT_EQ(plants.checks.size(), 1u);
    EXPECT_EQ(plants.checks[0].name, "plants_height");
    EXPECT_NE(plants.checks[0].expression.find("'a, (b'"), std::string::npos);
}

TEST_F(a_database, says_nothing_of_tables_that_do_not_exist) {
    const aludel::schema::table_name asked[] = {{{}, "introspected_nowhere"}, {{}, "introspected regions"}};
    const std::vector<table> found = aludel::schema::read_tables(session.core(), asked);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].name.name, "introspected regions");
}

TEST_F(a_database, tells_all_tables_and_no_view) {
    run("create view introspected_view as select 1 as one");
    const std::vector<table> all = aludel::schema::read_tables(session.core());
    run("drop view introspected_view");
    EXPECT_NE(aludel::schema::find_table(all, {{}, "introspected \"plants\""}), nullptr);
    EXPECT_NE(aludel::schema::find_table(all, {{}, "introspected regions"}), nullptr);
    EXPECT_EQ(aludel::schema::find_table(all, {{}, "introspected_view"}), nullptr);
}

TEST_F(a_database, tells_tables_that_others_made) {
    run("create table introspected_old (code varchar(20) not null primary key, amount decimal(10,2) default 1.5,"
        " note varchar(40), ref varchar(20))");
    run("create unique index introspected_old_note on introspected_old (note)");
    const table old = read("introspected_old");
    run("drop table introspected_old");
    EXPECT_EQ(old.primary_key.columns, names{"code"});
    ASSERT_EQ(old.columns.size(), 4u);
    EXPECT_FALSE(old.columns[0].nullable);
    EXPECT_FALSE(old.columns[0].counted);
    EXPECT_NE(old.columns[1].default_expression.find("1.5"), std::string::npos);
    ASSERT_EQ(old.uniques.size(), 1u);
    EXPECT_EQ(old.uniques[0].columns, names{"note"});
    EXPECT_TRUE(old.uniques[0].is_index);
    EXPECT_TRUE(old.indexes.empty());
}

}  // namespace introspection
