// SPDX-License-Identifier: BSL-1.0
#include <aludel/migrate/revision.hpp>

#include <gtest/gtest.h>

#include <aludel/error.hpp>

namespace {

using aludel::migrate::file_name_of;
using aludel::migrate::read_revision;
using aludel::migrate::revision;
using aludel::migrate::section;
using aludel::migrate::text_of;

constexpr std::string_view example = R"(-- Written by hand; comments like this one are no markers.
-- aludel:revision 3f2a9c41
-- aludel:parent 9b12de00, 77aa
-- aludel:message count the people

-- aludel:up postgresql
alter table city add people bigint;
-- aludel:data
update city set people = 0;
update city set name = 'a;b -- c' where name = "x;y";

-- aludel:up mysql mariadb
alter table city add people bigint;

-- aludel:up
-- aludel:without transaction
create index concurrently i on city (people);
-- aludel:data in parts
update city set people = 0 where people is null limit 1000;
-- aludel:schema
-- aludel:begin
create trigger t after insert on city begin
  update total set cities = cities + 1; select 1;
end
-- aludel:end

-- aludel:down
alter table city drop people;
)";

std::string refusal(std::string_view text) {
    try {
        (void)read_revision(text, "a.sql");
    } catch (const aludel::usage_error& refused) {
        return refused.what();
    }
    return "";
}

const section& section_of(const std::vector<section>& sections, std::vector<std::string_view> databases) {
    return *aludel::migrate::section_for(sections, databases);
}

TEST(reading_a_revision, takes_its_head) {
    const revision read = read_revision(example, "a.sql");
    EXPECT_EQ(read.id, "3f2a9c41");
    EXPECT_EQ(read.parents, (std::vector<std::string>{"9b12de00", "77aa"}));
    EXPECT_EQ(read.message, "count the people");
    EXPECT_EQ(read.file, "a.sql");
}

TEST(reading_a_revision, tells_schema_from_data) {
    const revision read = read_revision(example, "a.sql");
    const section& up = section_of(read.up, {"postgresql"});
    ASSERT_EQ(up.steps.size(), 3u);
    EXPECT_EQ(up.steps[0].sql, "alter table city add people bigint");
    EXPECT_FALSE(up.steps[0].changes_data);
    EXPECT_TRUE(up.steps[1].changes_data);
    EXPECT_TRUE(up.in_transaction);
}

TEST(reading_a_revision, leaves_semicolons_in_strings_and_names_alone) {
    const revision read = read_revision(example, "a.sql");
    EXPECT_EQ(section_of(read.up, {"postgresql"}).steps[2].sql,
              "update city set name = 'a;b -- c' where name = \"x;y\"");
}

TEST(reading_a_revision, takes_what_stands_in_brackets_as_one_statement) {
    const revision read = read_revision(example, "a.sql");
    const section& up = section_of(read.up, {"sqlite"});
    ASSERT_EQ(up.steps.size(), 3u);
    EXPECT_TRUE(up.steps[2].sql.starts_with("create trigger t"));
    EXPECT_TRUE(up.steps[2].sql.ends_with("end"));
    EXPECT_FALSE(up.steps[2].changes_data);
    EXPECT_TRUE(up.steps[1].until_nothing);
    EXPECT_FALSE(up.in_transaction);
}

TEST(reading_a_revision, needs_no_brackets_where_begin_and_end_tell) {
    const revision read = read_revision("-- aludel:revision a\n-- aludel:up\ncreate table a (b int);\n"
                                        "create trigger t before insert on a for each row begin\n"
                                        "  if new.b then set new.b = 1; end if;\nend;\nselect 1;\n",
                                        "a.sql");
    ASSERT_EQ(read.up[0].steps.size(), 3u);
    EXPECT_TRUE(read.up[0].steps[1].sql.ends_with("end if;\nend"));
    EXPECT_EQ(text_of(read).find("aludel:begin"), std::string::npos);
    EXPECT_EQ(read_revision(text_of(read), "a.sql").up[0].steps[1].sql, read.up[0].steps[1].sql);
}

TEST(reading_a_revision, refuses_statements_whose_end_it_cannot_see) {
    EXPECT_EQ(refusal("-- aludel:revision a\n-- aludel:up\ncreate trigger t before insert on a for each row begin\n"
                      "  set new.b = 1;\n-- aludel:down\n"),
              "a.sql:5: before this line, what a trigger or a routine does has no end that can be seen; put \"-- "
              "aludel:begin\" and \"-- aludel:end\" around the statement that creates it");
    EXPECT_TRUE(
        refusal("-- aludel:revision a\n-- aludel:up\ndelimiter //\nselect 1//\n")
            .starts_with("a.sql:4: before this line stands \"delimiter\", which is a command of a client and no SQL"));
}

TEST(reading_a_revision, takes_what_a_section_says_it_misses) {
    const revision read = read_revision("-- aludel:revision a\n-- aludel:up\nselect 1;\n-- aludel:down\n"
                                        "-- aludel:missing the default of b, such as 'x'\nselect 2;\n",
                                        "a.sql");
    EXPECT_TRUE(read.up[0].missing.empty());
    EXPECT_EQ(read.down[0].missing, (std::vector<std::string>{"the default of b, such as 'x'"}));
    EXPECT_EQ(read.down[0].steps[0].sql, "select 2");
    EXPECT_EQ(read_revision(text_of(read), "a.sql").down[0].missing, read.down[0].missing);
    EXPECT_TRUE(refusal("-- aludel:revision a\n-- aludel:up\n-- aludel:missing\n")
                    .starts_with("a.sql:3: \"-- aludel:missing\" stands inside a section"));
}

TEST(reading_a_revision, chooses_the_section_that_names_the_database) {
    const revision read = read_revision(example, "a.sql");
    EXPECT_EQ(&section_of(read.up, {"mariadb", "mysql"}), &read.up[1]);
    EXPECT_EQ(&section_of(read.up, {"sqlite"}), &read.up[2]);
    EXPECT_EQ(&section_of(read.down, {"sqlite"}), &read.down[0]);
    EXPECT_EQ(aludel::migrate::section_for({}, {}), nullptr);
}

TEST(reading_a_revision, prefers_the_section_of_the_name_that_comes_first) {
    const revision read = read_revision("-- aludel:revision a\n-- aludel:up mysql\nselect 1;\n"
                                        "-- aludel:up mariadb\nselect 2;\n",
                                        "a.sql");
    EXPECT_EQ(section_of(read.up, {"mariadb", "mysql"}).steps[0].sql, "select 2");
    EXPECT_EQ(section_of(read.up, {"mysql"}).steps[0].sql, "select 1");
}

TEST(reading_a_revision, is_the_same_whatever_the_ends_of_lines_are) {
    std::string other;
    for (const char c : example) {
        other += c == '\n' ? "  \r\n" : std::string{c};
    }
    other += "\n\n";
    EXPECT_EQ(read_revision(example, "a.sql").checksum, read_revision(other, "a.sql").checksum);
}

TEST(reading_a_revision, gives_another_checksum_when_a_statement_changes) {
    std::string other{example};
    other.replace(other.find("bigint"), 6, "bigInt");
    EXPECT_NE(read_revision(example, "a.sql").checksum, read_revision(other, "a.sql").checksum);
}

TEST(refusing_a_revision, names_file_and_line) {
    EXPECT_EQ(refusal("-- aludel:revision a\n-- aludel:upp\n"),
              "a.sql:2: there is no such marker; there are revision, parent, message, up, down, schema, data, without "
              "transaction, missing, begin and end");
}

TEST(refusing_a_revision, without_an_id) {
    EXPECT_EQ(refusal("-- aludel:message m\n"),
              "a.sql:1: \"-- aludel:revision\" is missing; it gives the revision's id");
}

TEST(refusing_a_revision, with_an_id_that_cannot_be_one) {
    EXPECT_EQ(refusal("-- aludel:revision a'b\n"), "a.sql:1: an id has 1 to 64 letters, digits and underscores");
}

TEST(refusing_a_revision, with_sql_outside_of_its_sections) {
    EXPECT_EQ(refusal("-- aludel:revision a\nselect 1;\n"),
              "a.sql:2: SQL stands before the first \"-- aludel:up\" or \"-- aludel:down\"; put it behind one of them");
}

TEST(refusing_a_revision, with_a_bracket_that_stays_open) {
    EXPECT_EQ(refusal("-- aludel:revision a\n-- aludel:up\n-- aludel:begin\nselect 1;\n"),
              "a.sql:4: \"-- aludel:begin\" has no \"-- aludel:end\"");
}

TEST(refusing_a_revision, with_two_sections_for_one_database) {
    EXPECT_EQ(refusal("-- aludel:revision a\n-- aludel:up sqlite\n-- aludel:up mysql sqlite\n"),
              "a.sql:3: there are two sections \"-- aludel:up sqlite\"; write one");
}

TEST(writing_a_revision, is_read_as_the_same) {
    const revision first = read_revision(example, "a.sql");
    const std::string text = text_of(first);
    const revision second = read_revision(text, "a.sql");
    EXPECT_EQ(text_of(second), text);
    EXPECT_EQ(second.id, first.id);
    EXPECT_EQ(second.parents, first.parents);
    ASSERT_EQ(second.up.size(), first.up.size());
    for (std::size_t i = 0; i < first.up.size(); ++i) {
        EXPECT_EQ(second.up[i].databases, first.up[i].databases);
        EXPECT_EQ(second.up[i].in_transaction, first.up[i].in_transaction);
        ASSERT_EQ(second.up[i].steps.size(), first.up[i].steps.size());
        for (std::size_t s = 0; s < first.up[i].steps.size(); ++s) {
            EXPECT_EQ(second.up[i].steps[s].sql, first.up[i].steps[s].sql);
            EXPECT_EQ(second.up[i].steps[s].changes_data, first.up[i].steps[s].changes_data);
            EXPECT_EQ(second.up[i].steps[s].until_nothing, first.up[i].steps[s].until_nothing);
        }
    }
}

TEST(writing_a_revision, keeps_a_message_of_two_lines_in_one) {
    const std::string text = text_of({.id = "a", .parents = {}, .message = "one\ndrop table city;"});
    EXPECT_EQ(read_revision(text, "a.sql").message, "one drop table city;");
}

TEST(writing_a_revision, names_its_file_after_id_and_message) {
    EXPECT_EQ(file_name_of({.id = "3f2a", .parents = {}, .message = "Add the people of a city!"}),
              "3f2a_add_the_people_of_a_city.sql");
    EXPECT_EQ(file_name_of({.id = "3f2a", .parents = {}, .message = "日本語"}), "3f2a.sql");
    EXPECT_EQ(file_name_of({.id = "a", .parents = {}, .message = "words that go on and on until they are cut off"}),
              "a_words_that_go_on_and_on_until_they_are.sql");
}

TEST(a_new_id, is_another_one_each_time) {
    const std::string id = aludel::migrate::new_revision_id();
    EXPECT_EQ(id.size(), 12u);
    EXPECT_NE(id, aludel::migrate::new_revision_id());
}

}  // namespace
