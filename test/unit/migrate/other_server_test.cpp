// SPDX-License-Identifier: BSL-1.0
// What is written for a server from what another one has told.
#include "migrate/other_server.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <aludel/dialect/dialect.hpp>

#include "dialect/builtin_dialects.hpp"

namespace {

using aludel::value_kind;
using aludel::migrate::both_ways;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
namespace schema = aludel::schema;

class sections_elsewhere : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        const auto known = aludel::builtin_dialects();
        if (std::none_of(known.begin(), known.end(), [](const auto& each) { return each.scheme == GetParam(); })) {
            GTEST_SKIP() << "the dialect is not built in";
        }
    }
    /// The table has a key and a name; PostgreSQL had told of more.
    [[nodiscard]] both_ways ways(std::vector<schema::difference> differences, const schema::renames& told = {}) const {
        const std::unique_ptr<aludel::dialect> spoken = aludel::dialect_for(GetParam());
        const aludel::capabilities facts = spoken->usual_servers().front();
        schema::table city{.name = {"", "city"}};
        city.columns = {
            {.name = "id", .type = "bigint", .kind = value_kind::int64, .nullable = false},
            {.name = "name", .type = "varchar(50)", .kind = value_kind::text, .default_expression = "'new'"}};
        city.primary_key = {.name = "city_pkey", .columns = {"id"}};
        return aludel::migrate::statements_elsewhere({*spoken, facts}, std::vector{city}, differences, told,
                                                     "postgresql");
    }
    static schema::column country(const char* its_default) {
        return {.name = "country",
                .type = "text",
                .meaning = "text",
                .kind = value_kind::text,
                .default_expression = its_default};
    }
    static std::string text_of(const std::vector<std::string>& statements) {
        std::string all;
        for (const std::string& each : statements) {
            all += each + ";\n";
        }
        return all;
    }
};

TEST_P(sections_elsewhere, leave_out_a_default_in_the_words_of_the_server_that_told_it) {
    const both_ways both = ways({schema::column_removed{{"", "city"}, country("'Norway'::text")}});
    EXPECT_THAT(both.up.statements, Not(IsEmpty()));
    EXPECT_THAT(both.up.missing, IsEmpty()) << "dropping it needs no default";
    EXPECT_THAT(both.down.missing,
                ElementsAre("the default of city.country, in the words of postgresql: 'Norway'::text"));
    EXPECT_THAT(text_of(both.down.statements), AllOf(HasSubstr("country"), Not(HasSubstr("Norway"))));
}

TEST_P(sections_elsewhere, keep_a_default_that_every_server_reads) {
    const both_ways both = ways({schema::column_removed{{"", "city"}, country("'Norway'")}});
    EXPECT_THAT(both.down.missing, IsEmpty());
    EXPECT_THAT(text_of(both.down.statements), HasSubstr("'Norway'"));
}

TEST_P(sections_elsewhere, change_to_the_default_of_the_program_and_leave_out_the_one_before) {
    schema::column before{.name = "name", .type = "varchar(50)", .kind = value_kind::text};
    schema::column after = before;
    before.default_expression = "'old'::character varying";
    after.default_expression = "'new'::character varying";
    const both_ways both = ways({schema::column_changed{{"", "city"}, before, after}});
    EXPECT_THAT(both.up.missing, IsEmpty());
    EXPECT_THAT(text_of(both.up.statements), AllOf(HasSubstr("'new'"), Not(HasSubstr("::"))));
    EXPECT_THAT(both.down.missing,
                ElementsAre("the default of city.name, in the words of postgresql: 'old'::character varying"));
    EXPECT_THAT(text_of(both.down.statements), AllOf(Not(HasSubstr("'old'")), Not(HasSubstr("::"))));
}

TEST_P(sections_elsewhere, leave_out_checks_but_drop_them) {
    const both_ways both = ways({schema::check_removed{{"", "city"}, {"has_name", "((name)::text <> ''::text)"}}});
    EXPECT_THAT(both.up.statements, Not(IsEmpty()));
    EXPECT_THAT(both.up.missing, IsEmpty());
    EXPECT_THAT(both.down.missing,
                ElementsAre("the check has_name of city, in the words of postgresql: ((name)::text <> ''::text)"));
    EXPECT_THAT(text_of(both.down.statements), Not(HasSubstr("::")));
}

TEST_P(sections_elsewhere, say_which_parts_of_a_whole_table_are_left_out) {
    schema::table town{.name = {"", "town"}};
    town.columns = {country("upper('x'::text)"), {.name = "area", .type = "polygon"}};
    town.checks = {{"one", "(area IS NOT NULL)"}};
    const both_ways both = ways({schema::table_removed{town}});
    EXPECT_THAT(both.up.missing, IsEmpty());
    EXPECT_THAT(both.down.missing, ElementsAre(HasSubstr("the default of town.country"),
                                               HasSubstr("the type of town.area"), HasSubstr("the check one of town")));
    EXPECT_THAT(text_of(both.down.statements),
                AllOf(HasSubstr("town"), Not(HasSubstr("::")), Not(HasSubstr("aludel_"))));
}

TEST_P(sections_elsewhere, leave_out_of_primary_keys_what_only_one_server_says) {
    const schema::key_columns deferred{.name = "town_pkey", .columns = {"id"}, .clauses = " deferrable"};
    schema::table town{.name = {"", "town"}};
    town.columns = {{.name = "id", .type = "bigint", .kind = value_kind::int64, .nullable = false}};
    town.primary_key = deferred;
    EXPECT_THAT(text_of(ways({schema::table_removed{town}}).down.statements),
                AllOf(HasSubstr("primary key"), Not(HasSubstr("deferrable"))));
    schema::key_columns by_name = deferred;
    by_name.columns = {"name"};
    const schema::key_columns wanted{.name = "city_pkey", .columns = {"id"}};
    const both_ways changed = ways({schema::primary_key_changed{{"", "city"}, by_name, wanted}});
    EXPECT_THAT(text_of(changed.down.statements), AllOf(HasSubstr("primary key"), Not(HasSubstr("deferrable"))));
}

TEST_P(sections_elsewhere, say_which_columns_were_computed) {
    schema::column length{.name = "length",
                          .type = "bigint",
                          .kind = value_kind::int64,
                          .computed = true,
                          .clauses = " generated always as (length((name)::text)) stored"};
    const auto told = ElementsAre("the expression of city.length, in the words of postgresql: generated always as "
                                  "(length((name)::text)) stored");
    const both_ways gone = ways({schema::column_removed{{"", "city"}, length}});
    EXPECT_THAT(gone.up.missing, IsEmpty());
    EXPECT_THAT(gone.down.missing, told);
    EXPECT_THAT(text_of(gone.down.statements), AllOf(HasSubstr("length"), Not(HasSubstr("generated"))));
    schema::column name = length;
    name.name = "name";
    schema::column plain = name;
    plain.computed = false;
    plain.clauses.clear();
    EXPECT_THAT(ways({schema::column_changed{{"", "city"}, name, plain}}).down.missing,
                ElementsAre(HasSubstr("the expression of city.name")));
}

TEST_P(sections_elsewhere, drop_checks_by_the_name_that_they_have_there) {
    if (std::string_view{GetParam()} == "sqlite") {
        GTEST_SKIP() << "SQLite drops no constraint, and builds the table anew";
    }
    const schema::check unnamed{.name = "", .expression = "name <> '' and id > 0"};
    const schema::check in_column{.name = "name", .expression = "`name` <> ''", .in_column = true};
    const both_ways first = ways({schema::check_removed{{"", "city"}, unnamed}});
    EXPECT_THAT(text_of(first.up.statements), HasSubstr("ck_city__id_name"));
    EXPECT_THAT(first.down.missing, ElementsAre(HasSubstr("a check of city, in the words of")));
    const both_ways second = ways({schema::check_removed{{"", "city"}, in_column}});
    EXPECT_THAT(text_of(second.up.statements), HasSubstr("ck_city__name"));
    EXPECT_THAT(second.down.missing, ElementsAre(HasSubstr("the check of city.name, in the words of")));
    const both_ways together =
        ways({schema::check_removed{{"", "city"}, in_column}, schema::column_removed{{"", "city"}, country("'x'")},
              schema::check_removed{{"", "city"}, {.name = "", .expression = "country <> ''"}}});
    EXPECT_THAT(text_of(together.up.statements), AllOf(HasSubstr("ck_city__name"), HasSubstr("ck_city__country")));
}

TEST_P(sections_elsewhere, name_checks_after_what_tables_and_columns_were_called) {
    if (std::string_view{GetParam()} == "sqlite") {
        GTEST_SKIP() << "SQLite drops no constraint, and builds the table anew";
    }
    const both_ways both =
        ways({schema::table_renamed{{"", "town"}, {"", "city"}}, schema::column_renamed{{"", "city"}, "title", "name"},
              schema::check_removed{{"", "city"}, {.name = "", .expression = "name <> ''"}}},
             {.tables = {{{"", "town"}, {"", "city"}}}, .columns = {{{"", "city"}, "title", "name"}}});
    EXPECT_THAT(text_of(both.up.statements), HasSubstr("ck_town__title"));
}

TEST_P(sections_elsewhere, count_where_the_server_that_told_takes_keys_from_a_sequence) {
    schema::column plain{.name = "id", .type = "bigint", .kind = value_kind::int64, .nullable = false};
    schema::column counted = plain;
    counted.counted_apart = true;
    schema::table town{.name = {"", "town"}};
    town.columns = {counted};
    town.primary_key = {.name = "town_pkey", .columns = {"id"}};
    const bool has_sequences = aludel::dialect_for(GetParam())->usual_servers().front().syntax.separate_sequences;
    const auto makes_keys = testing::AnyOf(HasSubstr("add generated"), HasSubstr("generated by default"),
                                           HasSubstr("autoincrement"), HasSubstr("create sequence"));
    const both_ways gone = ways({schema::table_removed{town}});
    EXPECT_THAT(gone.down.missing, IsEmpty());
    EXPECT_THAT(text_of(gone.down.statements), makes_keys);
    EXPECT_EQ(text_of(gone.down.statements).find("create sequence") != std::string::npos, has_sequences);
    EXPECT_EQ(text_of(gone.up.statements).find("drop sequence") != std::string::npos, has_sequences);
    const both_ways changed = ways({schema::column_changed{{"", "city"}, counted, plain}});
    EXPECT_THAT(text_of(changed.down.statements), makes_keys);
    EXPECT_THAT(text_of(changed.up.statements), Not(makes_keys));
}

TEST_P(sections_elsewhere, rename_what_counts_a_key_along_with_its_table) {
    const std::unique_ptr<aludel::dialect> spoken = aludel::dialect_for(GetParam());
    const aludel::capabilities facts = spoken->usual_servers().front();
    schema::table city{.name = {"", "city"}};
    city.columns = {{.name = "id", .type = "bigint", .kind = value_kind::int64, .nullable = false}};
    city.columns.front().counted = !facts.syntax.separate_sequences;
    city.columns.front().counted_apart = facts.syntax.separate_sequences;
    city.primary_key = {.name = "city_pkey", .columns = {"id"}};
    const schema::renames told{.tables = {{{"", "town"}, {"", "city"}}}, .columns = {}};
    const both_ways both = aludel::migrate::statements_elsewhere(
        {*spoken, facts}, std::vector{city},
        std::vector<schema::difference>{schema::table_renamed{{"", "town"}, {"", "city"}}}, told, "postgresql");
    const auto follows = [&](const char* from, const char* to) {
        return AllOf(HasSubstr(from), HasSubstr(to));
    };
    if (facts.syntax.separate_sequences) {
        EXPECT_THAT(text_of(both.up.statements), follows("alter table `sq_town__id` rename to", "`sq_city__id`"));
        EXPECT_THAT(text_of(both.down.statements), follows("alter table `sq_city__id` rename to", "`sq_town__id`"));
    } else {
        EXPECT_THAT(text_of(both.up.statements), Not(HasSubstr("sq_")));
    }
}

INSTANTIATE_TEST_SUITE_P(every_dialect, sections_elsewhere, testing::Values("sqlite", "postgresql", "mysql", "mariadb"),
                         [](const auto& tested) { return std::string{tested.param}; });

}  // namespace
