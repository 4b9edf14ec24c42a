// SPDX-License-Identifier: BSL-1.0
// Every command as a person runs it: a program of its own, its output and its exit status.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <aludel/migrate/manager.hpp>
#include <aludel/schema/json_schema.hpp>

#include "../conformance/database.hpp"
#include "command.hpp"
#include "places.hpp"
#include "towns.hpp"

namespace migrating {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* commands[] = {"init",      "heads",     "history",          "show",       "merge",
                                    "revision",  "check",     "upgrade",          "downgrade",  "stamp",
                                    "sql",       "current",   "status",           "sync",       "drop-all",
                                    "dump-data", "load-data", "generate-structs", "json-schema"};

/// Without a database.
class command_line : public testing::Test {
protected:
    command_end run(std::vector<std::string> arguments, std::string_view program = "before") const {
        arguments.insert(arguments.end(), {"--folder", migrations()});
        return run_program(program, arguments);
    }
    [[nodiscard]] std::string migrations() const { return folder.path() + "/migrations"; }
    [[nodiscard]] std::string only_file() const {
        std::string path;
        for (const auto& entry : std::filesystem::directory_iterator{migrations()}) {
            path = entry.path().string();
        }
        std::ifstream file{path, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    void make_branches() const {
        std::filesystem::create_directory(migrations());
        std::ofstream{migrations() + "/a.sql"} << first_revision;
        std::ofstream{migrations() + "/b.sql"} << second_revision;
        std::ofstream{migrations() + "/d.sql"}
            << "-- aludel:revision d4\n-- aludel:parent a1\n-- aludel:message aside\n";
    }

    revision_folder folder;
};

TEST_F(command_line, explains_itself) {
    const command_end end = run_program("before", {"--help"});
    EXPECT_EQ(end.status, 0) << end.error;
    for (const char* command : commands) {
        EXPECT_THAT(end.output, HasSubstr(command));
    }
    EXPECT_THAT(end.output, HasSubstr("places revision -m \"create the tables\""));
    EXPECT_THAT(end.output, HasSubstr("Exit status: 0; 1 when"));
    EXPECT_THAT(end.output, HasSubstr("ALUDEL_TEST_PLACES"));
}

TEST_F(command_line, explains_each_command_with_an_example) {
    for (const char* command : commands) {
        const command_end end = run_program("before", {command, "--help"});
        EXPECT_EQ(end.status, 0) << command << end.error;
        EXPECT_THAT(end.output, HasSubstr("Example:\n  places " + std::string{command})) << command;
        EXPECT_THAT(end.output, HasSubstr("places --help")) << command;
    }
}

TEST_F(command_line, refuses_what_it_does_not_know_and_says_what_it_does) {
    const command_end nothing = run_program("before", {});
    EXPECT_EQ(nothing.status, 2);
    EXPECT_THAT(nothing.error, HasSubstr("there is no such command; there are init, heads"));
    EXPECT_THAT(nothing.error, HasSubstr("See places --help"));
    EXPECT_EQ(run_program("before", {"upgraed"}).status, 2);

    const command_end option = run_program("before", {"upgrade", "--fast"});
    EXPECT_EQ(option.status, 2);
    EXPECT_THAT(option.error, HasSubstr("--fast"));
    EXPECT_THAT(option.error, HasSubstr("See places upgrade --help"));
    EXPECT_EQ(run_program("before", {"downgrade"}).status, 2);
    EXPECT_EQ(run_program("before", {"merge"}).status, 2);
    EXPECT_EQ(run_program("before", {"show"}).status, 2);
    EXPECT_EQ(run_program("before", {"dump-data"}).status, 2);
    EXPECT_EQ(run_program("before", {"dump-data", "x", "--format", "xml"}).status, 2);
    EXPECT_EQ(run_program("before", {"upgrade", "--lock-timeout", "soon"}).status, 2);
}

TEST_F(command_line, says_how_to_tell_where_the_database_is) {
    const command_end end = run({"status"});
    EXPECT_EQ(end.status, 2);
    EXPECT_THAT(end.error,
                AllOf(HasSubstr("say --url, as --url "), HasSubstr("://user@host/name, or set the environment variable "
                                                                   "ALUDEL_TEST_PLACES")));
}

TEST_F(command_line, shows_no_password) {
    run({"init"});
    const command_end end = run({"drop-all", "--url", "postgresql://somebody:s3cret@nowhere.invalid/places"});
    EXPECT_EQ(end.status, 2);
    EXPECT_THAT(end.error, HasSubstr("nowhere.invalid"));
    EXPECT_THAT(end.error, Not(HasSubstr("s3cret")));
    const command_end failed = run({"status", "--url", "mysql://somebody:s3cret@127.0.0.1:1/places"});
    EXPECT_NE(failed.status, 0);
    EXPECT_THAT(failed.error, Not(HasSubstr("s3cret")));
}

TEST_F(command_line, makes_a_folder_and_refuses_one_that_is_in_use) {
    EXPECT_EQ(run({"init"}).status, 0);
    EXPECT_TRUE(std::filesystem::is_directory(migrations()));
    EXPECT_EQ(run({"init"}).status, 0) << "it is empty";
    std::ofstream{migrations() + "/notes.txt"} << "mine";
    const command_end refused = run({"init"});
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.error, HasSubstr("is there and not empty"));
}

TEST_F(command_line, misses_its_folder) {
    const command_end end = run({"heads"});
    EXPECT_EQ(end.status, 2);
    EXPECT_THAT(end.error, HasSubstr("make it with the command init"));
}

TEST_F(command_line, tells_of_revisions_without_a_database) {
    make_branches();
    EXPECT_EQ(run({"heads"}).output, "b2 count the people\nd4 aside\n");
    EXPECT_EQ(run({"history"}).output, "d4 aside (head)\nb2 count the people (head)\na1 make cities\n");
    const command_end shown = run({"show", "a"});
    EXPECT_EQ(shown.status, 0);
    EXPECT_THAT(shown.output, HasSubstr("insert into migrated_city"));
    const command_end unknown = run({"show", "zz"});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_THAT(unknown.error, HasSubstr("zz"));
}

TEST_F(command_line, merges_branches_once) {
    make_branches();
    const command_end merged = run({"merge", "-m", "both"});
    EXPECT_EQ(merged.status, 0) << merged.error;
    EXPECT_THAT(merged.output, HasSubstr("_both.sql"));
    EXPECT_THAT(run({"history"}).output, HasSubstr("both (head) (merge of b2 d4)\n"));
    const command_end again = run({"merge", "-m", "again"});
    EXPECT_EQ(again.status, 2);
    EXPECT_THAT(again.error, HasSubstr("there is nothing to merge"));
    EXPECT_EQ(run({"merge", "-m", "of one line", "a1", "b2"}).status, 2);
}

TEST_F(command_line, writes_no_revision_behind_several_heads) {
    make_branches();
    const command_end end = run({"revision", "-m", "more", "--empty"});
    EXPECT_EQ(end.status, 2);
    EXPECT_THAT(end.error, HasSubstr("merge them first"));
}

TEST_F(command_line, writes_an_empty_revision_to_be_filled_by_hand) {
    run({"init"});
    const command_end end = run({"revision", "-m", "correct the names", "--empty"});
    EXPECT_EQ(end.status, 0) << end.error;
    EXPECT_THAT(only_file(), HasSubstr("-- aludel:message correct the names\n\n-- aludel:up\n\n-- aludel:down\n"));
}

TEST_F(command_line, prints_a_script_without_connecting) {
    std::filesystem::create_directory(migrations());
    std::ofstream{migrations() + "/a.sql"} << first_revision;
    std::ofstream{migrations() + "/b.sql"} << second_revision;
    const command_end whole = run({"sql", "--url", "sqlite:///nowhere/at/all.db"});
    EXPECT_EQ(whole.status, 0) << whole.error;
    EXPECT_THAT(whole.output, HasSubstr("create table migrated_city"));
    EXPECT_THAT(whole.output, HasSubstr("alter table migrated_city add people"));
    const command_end part = run({"sql", "a1:b2", "--url", "sqlite:///nowhere/at/all.db"});
    EXPECT_THAT(part.output, Not(HasSubstr("create table migrated_city")));
    EXPECT_THAT(part.output, HasSubstr("alter table migrated_city add people"));
}

TEST_F(command_line, asks_which_of_several_databases) {
    const command_end none = run_program("several", {"status"});
    EXPECT_EQ(none.status, 2);
    EXPECT_THAT(none.error, HasSubstr("say which database: --database main, archive, or all"));
    const command_end unknown = run_program("several", {"status", "--database", "third"});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_THAT(unknown.error, HasSubstr("there are main, archive, or all"));
    const command_end url = run_program("several", {"status", "--database", "archive"});
    EXPECT_THAT(url.error, HasSubstr("ALUDEL_TEST_ARCHIVE"));
    EXPECT_EQ(run_program("several", {"status", "--database", "all", "--url", "sqlite://x"}).status, 2);
    EXPECT_EQ(run({"status", "--database", "main"}).status, 2) << "there is only one";
}

TEST_F(command_line, makes_structs_only_in_namespaces_that_can_be) {
    for (const char* name :
         {"2nd", "a b", "a::", "::a", "a:b", "shop.tables", "class", "shop::int", "a__b", "_a", "std"}) {
        const command_end refused =
            run({"generate-structs", "--namespace", name, "--url", "sqlite:///nowhere/at/all.db"});
        EXPECT_EQ(refused.status, 2) << name;
        EXPECT_EQ(refused.output, "") << name;
        EXPECT_THAT(refused.error, AllOf(HasSubstr('"' + std::string{name} + "\" names no namespace"),
                                         HasSubstr("such as shop::tables")));
    }
}

TEST_F(command_line, makes_no_header_of_several_databases) {
    const std::string header = folder.path() + "/all.hpp";
    const command_end refused = run_program("several", {"generate-structs", header, "--database", "all"});
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.error, AllOf(HasSubstr("one header cannot hold the structs of several databases"),
                                     HasSubstr("name one with --database")));
    EXPECT_FALSE(std::filesystem::exists(header));
}

TEST_F(command_line, prints_a_json_schema_of_each_struct_without_a_database) {
    const command_end end = run({"json-schema"});
    EXPECT_EQ(end.status, 0) << end.error;
    EXPECT_EQ(end.output, "[\n" + aludel::schema::json_schema(aludel::table_of<before::place>) + ",\n" +
                              aludel::schema::json_schema(aludel::table_of<before::street>) + "\n]\n");
    EXPECT_THAT(end.output, AllOf(HasSubstr("\"title\": \"place\""), HasSubstr("\"title\": \"street\"")));
}

TEST_F(command_line, prints_json_schemas_of_the_structs_of_one_database) {
    const command_end archive = run({"json-schema", "--database", "archive"}, "several");
    EXPECT_EQ(archive.status, 0) << archive.error;
    EXPECT_EQ(archive.output, "[\n" + aludel::schema::json_schema(aludel::table_of<before::place>) + "\n]\n");
    const command_end file = run({"json-schema", "schemas.json"});
    EXPECT_EQ(file.status, 2) << "it prints, and writes no file";
    EXPECT_THAT(file.error, HasSubstr("schemas.json"));
}

/// With the database of this run.
class command_on_database : public command_line {
protected:
    void SetUp() override {
        if (conformance::url().find(":memory:") != std::string::npos) {
            GTEST_SKIP() << "a database in memory belongs to one program";
        }
        clean();
        command_line::run({"init"});
    }
    void TearDown() override {
        if (!IsSkipped()) {
            clean();
        }
    }
    static void clean() {
        aludel::migrate::manager{conformance::db(), {}, aludel::migrate::tables_of<before::place, before::street>()}
            .drop();
    }
    [[nodiscard]] static bool can_compare() { return conformance::facts().tells_tables; }
    command_end run(std::vector<std::string> arguments, std::string_view program = "before") const {
        arguments.insert(arguments.end(), {"--url", conformance::url()});
        return command_line::run(std::move(arguments), program);
    }
    command_end good(std::vector<std::string> arguments, std::string_view program = "before") const {
        const std::string command = arguments.front();
        command_end end = run(std::move(arguments), program);
        EXPECT_EQ(end.status, 0) << command << ": " << end.error;
        return end;
    }
};

TEST_F(command_on_database, goes_the_whole_way_from_structs_to_revisions_and_back) {
    if (!can_compare()) {
        GTEST_SKIP() << "the dialect does not tell which tables there are";
    }
    EXPECT_EQ(run({"check"}).status, 1);
    EXPECT_THAT(good({"revision", "-m", "create the tables"}).output, HasSubstr("_create_the_tables.sql"));
    EXPECT_THAT(only_file(), HasSubstr("-- aludel:up "));
    EXPECT_EQ(good({"current"}).output, "");
    EXPECT_THAT(good({"upgrade"}).output, HasSubstr("create the tables"));
    EXPECT_THAT(good({"current"}).output, HasSubstr("create the tables"));
    EXPECT_EQ(good({"check"}).output, "");
    EXPECT_THAT(good({"revision", "-m", "nothing"}).error, HasSubstr("There is no difference"));

    const command_end differs = run({"check"}, "after");
    EXPECT_EQ(differs.status, 1);
    EXPECT_THAT(differs.output, HasSubstr("cli_place"));
    EXPECT_THAT(differs.output, HasSubstr("country"));
    good({"revision", "-m", "tell more"}, "after");
    EXPECT_EQ(good({"status"}).output, "upgrade available\n");
    const command_end early = run({"revision", "-m", "too early"}, "after");
    EXPECT_EQ(early.status, 2);
    EXPECT_THAT(early.error, HasSubstr("not at the head"));
    good({"upgrade", "+1"}, "after");
    EXPECT_EQ(good({"check"}, "after").output, "");
    EXPECT_THAT(good({"downgrade", "-1", "--yes"}, "after").output, HasSubstr("took back"));
    EXPECT_EQ(good({"check"}).output, "");
    EXPECT_THAT(run({"downgrade", "base"}).error, HasSubstr("say --yes"));
    good({"downgrade", "base", "--yes"});
    EXPECT_EQ(good({"status"}).output, "no info\n");
}

TEST_F(command_on_database, writes_a_section_for_every_built_in_database) {
    if (!can_compare()) {
        GTEST_SKIP() << "the dialect does not tell which tables there are";
    }
    good({"revision", "-m", "create the tables"});
    for (const char* database : {"postgresql", "sqlite", "mysql", "mariadb"}) {
        EXPECT_THAT(only_file(), HasSubstr("-- aludel:up " + std::string{database} + '\n'));
        EXPECT_THAT(only_file(), HasSubstr("-- aludel:down " + std::string{database} + '\n'));
    }
}

TEST_F(command_on_database, keeps_what_a_renamed_column_holds) {
    if (!can_compare()) {
        GTEST_SKIP() << "the dialect does not tell which tables there are";
    }
    good({"revision", "-m", "create the tables"});
    good({"upgrade"});
    aludel::session session = conformance::db().open_session();
    aludel::repository<before::place>{session}.add({.id = 1, .name = "Oslo", .people = 7});
    const command_end no_table = run({"revision", "-m", "x", "--rename-column", "people=visitors"}, "after");
    EXPECT_EQ(no_table.status, 2);
    EXPECT_THAT(no_table.error, HasSubstr("write TABLE.OLD=NEW"));
    const command_end no_name = run({"revision", "-m", "x", "--rename-table", "cli_place"}, "after");
    EXPECT_EQ(no_name.status, 2);
    EXPECT_THAT(no_name.error, HasSubstr("write OLD=NEW"));
    good({"revision", "-m", "count visitors", "--rename-column", "cli_place.people=visitors"}, "after");
    good({"upgrade"}, "after");
    EXPECT_EQ(session.query_one<std::uint64_t>("select visitors from cli_place"), 7u);
    EXPECT_EQ(good({"check"}, "after").output, "");
}

/// Revisions that are written on one database, and what they make of another one.
class sections_for_others : public command_on_database {
protected:
    void SetUp() override {
        command_on_database::SetUp();
        if (!IsSkipped() && !can_compare()) {
            GTEST_SKIP() << "the dialect does not tell which tables there are";
        }
        if (!IsSkipped() && conformance::facts().pads_text_when_comparing) {
            GTEST_SKIP() << "the server has not the collation that today's servers of its kind have";
        }
    }
    [[nodiscard]] std::string other() const { return "sqlite:///" + folder.path() + "/other.db"; }
    command_end on(const std::string& url, std::vector<std::string> arguments, std::string_view program) const {
        const std::string command = arguments.front();
        arguments.insert(arguments.end(), {"--url", url});
        command_end end = command_line::run(std::move(arguments), program);
        EXPECT_EQ(end.status, 0) << command << ": " << end.error << end.output;
        return end;
    }
    void write_on_one_and_apply_on_the_other(const std::string& one, const std::string& another) const {
        for (const char* program : {"before", "after"}) {
            on(one, {"revision", "-m", program}, program);
            on(one, {"upgrade"}, program);
        }
        on(another, {"upgrade"}, "after");
        on(another, {"check"}, "after");
        on(another, {"downgrade", "-1", "--yes"}, "before");
        // SQLite has one integer, so that the other server cannot know how wide a removed column was.
        const std::string differs = command_line::run({"check", "--url", another}, "before").output;
        EXPECT_LE(std::count(differs.begin(), differs.end(), '\n'), 1) << differs;
        EXPECT_TRUE(differs.empty() || differs.find(".people is bigint") != std::string::npos) << differs;
        on(another, {"downgrade", "base", "--yes"}, "before");
    }
};

TEST_F(sections_for_others, fit_this_database) {
    write_on_one_and_apply_on_the_other(other(), conformance::url());
}

TEST_F(sections_for_others, hold_no_default_in_the_words_of_this_database) {
    good({"revision", "-m", "with a default"}, "after");
    good({"upgrade"}, "after");
    std::filesystem::remove_all(migrations());
    std::filesystem::create_directory(migrations());
    good({"stamp", "base"}, "after");
    good({"revision", "-m", "without it"}, "before");
    std::string text = only_file();
    for (std::size_t at = 0; (at = text.find("\n-- aludel:missing ", at)) != std::string::npos;) {
        EXPECT_EQ(text.compare(at + 19, 34, "the default of cli_place.country, "), 0) << text;
        text.erase(at, text.find('\n', at + 1) - at);
    }
    const std::size_t sqlite = text.find("-- aludel:down sqlite\n");
    EXPECT_EQ(text.substr(sqlite, text.find("-- aludel:", sqlite + 3) - sqlite).find("::"), std::string::npos) << text;
}

TEST_F(sections_for_others, of_this_database_fit_another_one) {
    write_on_one_and_apply_on_the_other(conformance::url(), other());
}

/// Structs from the tables of this program.
class generated_structs : public command_on_database {
protected:
    void SetUp() override {
        command_on_database::SetUp();
        if (IsSkipped()) {
            return;
        }
        if (!can_compare()) {
            const command_end refused = run({"generate-structs"});
            EXPECT_EQ(refused.status, 2);
            EXPECT_EQ(refused.output, "");
            GTEST_SKIP() << "the dialect does not tell which tables there are";
        }
        good({"sync"});
    }
    [[nodiscard]] std::string header() const { return folder.path() + "/places.hpp"; }
    [[nodiscard]] std::string written() const {
        std::ifstream file{header(), std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
};

TEST_F(generated_structs, are_printed_for_every_table_but_that_of_the_revisions) {
    const std::string text = good({"generate-structs"}).output;
    EXPECT_THAT(text,
                AllOf(HasSubstr("#pragma once"), HasSubstr("struct cli_place {"), HasSubstr("struct cli_street {"),
                      HasSubstr("foreign_key<&cli_street::place_id, &cli_place::id>()")));
    EXPECT_THAT(text, Not(HasSubstr("revision")));
    EXPECT_THAT(text, Not(HasSubstr("namespace")));
}

TEST_F(generated_structs, go_to_a_file_as_they_would_be_printed) {
    const std::string printed = good({"generate-structs", "--namespace", "shop::tables"}).output;
    EXPECT_THAT(printed, AllOf(HasSubstr("namespace shop::tables {"), HasSubstr("&shop::tables::cli_place::id")));
    const command_end end = good({"generate-structs", header(), "--namespace", "shop::tables"});
    EXPECT_EQ(end.output, "");
    EXPECT_THAT(end.error, HasSubstr("Wrote " + header()));
    EXPECT_EQ(written(), printed);
}

TEST_F(generated_structs, leave_a_file_that_is_there_as_it_is) {
    std::ofstream{header()} << "mine";
    const command_end refused = run({"generate-structs", header()});
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.error, HasSubstr("there is a file " + header() + " already"));
    EXPECT_EQ(written(), "mine");
    const command_end nowhere = run({"generate-structs", folder.path() + "/none/places.hpp"});
    EXPECT_EQ(nowhere.status, 2);
    EXPECT_THAT(nowhere.error, HasSubstr("cannot be written"));
}

TEST_F(generated_structs, are_of_the_tables_that_are_named) {
    const std::string one = good({"generate-structs", "--tables", "cli_place"}).output;
    EXPECT_THAT(one, AllOf(HasSubstr("struct cli_place {"), Not(HasSubstr("struct cli_street {"))));
    const std::string both = good({"generate-structs", "--tables", "cli_street,cli_place"}).output;
    EXPECT_THAT(both, AllOf(HasSubstr("struct cli_place {"), HasSubstr("struct cli_street {")));
    const command_end none = run({"generate-structs", header(), "--tables", "cli_place,cli_house"});
    EXPECT_EQ(none.status, 2);
    EXPECT_THAT(none.error, HasSubstr("the database has no table \"cli_house\""));
    EXPECT_FALSE(std::filesystem::exists(header()));
}

TEST_F(command_on_database, syncs_stamps_and_drops) {
    good({"revision", "-m", "by hand", "--empty"});
    EXPECT_EQ(good({"sync"}).output, "created\n");
    EXPECT_EQ(good({"sync"}).output, "already up to date\n");
    EXPECT_EQ(good({"status"}).output, "up to date\n");
    good({"stamp", "base"});
    EXPECT_EQ(good({"status"}).output, "no info\n");
    good({"stamp", "heads"});
    EXPECT_THAT(good({"current"}).output, HasSubstr("by hand"));
    const command_end refused = run({"drop-all"});
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.error, HasSubstr("say --yes"));
    good({"drop-all", "--yes"});
    EXPECT_EQ(good({"status"}).output, "no info\n");
}

TEST_F(command_on_database, asks_at_a_terminal_before_it_destroys) {
    good({"sync"});
    const std::vector<std::string> drop{"drop-all", "--folder", migrations(), "--url", conformance::url()};
    const terminal no{"n\n"};
    const command_end kept = run_program("before", drop, {}, no.path());
    EXPECT_EQ(kept.status, 1);
    EXPECT_THAT(kept.error, HasSubstr("This will drop all tables of the program in "));
    EXPECT_THAT(kept.error, HasSubstr("Nothing was done."));
    const auto places = [] {
        aludel::session session = conformance::db().open_session();
        return aludel::repository<before::place>{session}.count();
    };
    EXPECT_EQ(places(), 0u);
    const terminal yes{"y\n"};
    EXPECT_EQ(run_program("before", drop, {}, yes.path()).status, 0);
    EXPECT_THROW((void)places(), aludel::statement_error);
}

TEST_F(command_on_database, asks_before_it_takes_any_revision_back) {
    std::ofstream{migrations() + "/a.sql"}
        << "-- aludel:revision a1\n-- aludel:up\nselect 1;\n-- aludel:down\nselect 1;\n";
    std::ofstream{migrations() + "/b.sql"}
        << "-- aludel:revision b2\n-- aludel:parent a1\n-- aludel:up\nselect 1;\n-- aludel:down\nselect 1;\n";
    good({"upgrade"});
    for (const char* target : {"-1", "a1", "base"}) {
        const command_end refused = run({"downgrade", target});
        EXPECT_EQ(refused.status, 2) << target;
        EXPECT_THAT(refused.error, AllOf(HasSubstr("it would take back b2"), HasSubstr("say --yes"))) << target;
    }
    EXPECT_THAT(run({"downgrade", "base"}).error, HasSubstr("take back b2, a1 in "));
    EXPECT_EQ(good({"status"}).output, "up to date\n");
    EXPECT_THAT(good({"downgrade", "b2"}).error, HasSubstr("There was nothing to do.")) << "which destroys nothing";

    const std::vector<std::string> back{"downgrade", "a1", "--folder", migrations(), "--url", conformance::url()};
    const terminal no{"n\n"};
    EXPECT_EQ(run_program("before", back, {}, no.path()).status, 1);
    EXPECT_EQ(good({"status"}).output, "up to date\n");
    const terminal yes{"y\n"};
    EXPECT_THAT(run_program("before", back, {}, yes.path()).output, HasSubstr("took back b2"));
    EXPECT_EQ(good({"status"}).output, "upgrade available\n");
}

TEST_F(command_on_database, takes_back_only_what_it_has_asked_about) {
    if (conformance::url().find(":memory:") != std::string::npos) {
        GTEST_SKIP() << "a database in memory belongs to one program";
    }
    const auto add = [this](const std::string& id, const std::string& parent) {
        std::ofstream{migrations() + "/" + id + ".sql"} << "-- aludel:revision " << id << '\n'
                                                        << parent
                                                        << "-- aludel:up\nselect 1;\n-- aludel:down\nselect 1;\n";
    };
    add("a1", "");
    add("b2", "-- aludel:parent a1\n");
    add("c3", "-- aludel:parent b2\n");
    good({"upgrade", "b2"});
    for (const char* target : {"-1", "a1", "base"}) {
        const command_end end = run_and_answer(
            "before", {"downgrade", target, "--folder", migrations(), "--url", conformance::url()},
            [&] { good({"upgrade"}); }, "y\n");
        EXPECT_EQ(end.status, 2) << target;
        EXPECT_THAT(end.error, AllOf(HasSubstr("take back b2"), HasSubstr("it would take back c3"))) << target;
        EXPECT_THAT(good({"current"}).output, HasSubstr("c3")) << target;
        good({"downgrade", "b2", "--yes"});
    }
}

TEST_F(command_on_database, reads_where_it_is_from_the_environment) {
    const command_end end =
        run_program("before", {"status", "--folder", migrations()}, "ALUDEL_TEST_PLACES=" + conformance::url());
    EXPECT_EQ(end.status, 0) << end.error;
    EXPECT_EQ(end.output, "no info\n");
    const command_end named = run_program("several", {"status", "--database", "main", "--folder", migrations()},
                                          "ALUDEL_TEST_MAIN=" + conformance::url());
    EXPECT_EQ(named.output, "no info\n") << named.error;
}

TEST_F(command_on_database, moves_rows_through_files) {
    good({"sync"}, "after");
    aludel::session session = conformance::db().open_session();
    aludel::repository<after::place> places{session};
    const after::place oslo = places.add({.id = 0, .name = "Oslo"});
    aludel::repository<after::street>{session}.add({.id = 0, .place_id = oslo.id, .name = "Karl Johan"});
    const std::string data = folder.path() + "/data";
    EXPECT_THAT(good({"dump-data", data}, "after").output, HasSubstr("cli_place.json: 1 rows\n"));

    const command_end full = run({"load-data", data}, "after");
    EXPECT_EQ(full.status, 2);
    EXPECT_THAT(full.error, HasSubstr("has rows already"));
    const command_end refused = run({"load-data", data, "--replace"}, "after");
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.error, HasSubstr("say --yes"));
    EXPECT_THAT(good({"load-data", data, "--replace", "--yes"}, "after").output,
                HasSubstr("cli_street.json: 1 rows\n"));
    EXPECT_EQ(places.count(), 1u);

    const command_end unknown = run({"dump-data", data, "--tables", "cli_place,cli_houses"}, "after");
    EXPECT_EQ(unknown.status, 2);
    EXPECT_THAT(unknown.error, HasSubstr("there is no table \"cli_houses\"; there are cli_place, cli_street"));
    EXPECT_THAT(good({"dump-data", "--tables", "cli_street", data, "--format", "csv"}, "after").output,
                HasSubstr("cli_street.csv: 1 rows\n"));
}

}  // namespace
}  // namespace migrating
