// SPDX-License-Identifier: BSL-1.0
// Pairs of made-up sets of tables, A and B, as a program that is changed has them: A is created and gets rows; the
// revision that the command line writes makes B of it, and A again. Each time nothing differs from what is wanted, and
// columns that both have hold what they held.
//
// The command leaves tables alone that the program has no more. Where B lacks one of A's tables, the revision is
// written of a plan for all of them instead.
//
// ALUDEL_MIGRATION_PAIRS says how many pairs (300 in full form), ALUDEL_MIGRATION_SEED with which it begins.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <sstream>

#include <aludel/migrate/command_line.hpp>
#include <aludel/migrate/revision.hpp>
#include <aludel/schema/plan.hpp>
#include <aludel/schema/reading.hpp>

#include "../migrate/revision_folder.hpp"
#include "database.hpp"
#include "random_descriptions.hpp"
#include "random_rows.hpp"

namespace random_migrations {

using aludel::migrate::manager;
using aludel::migrate::revision;
using aludel::migrate::revision_graph;
using aludel::schema::to_string;
using random_schema::contents;
using random_schema::descriptions;
using random_schema::tables;
using schema_tables = std::vector<aludel::schema::table>;

unsigned long number_in(const char* variable, unsigned long otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoul(text, nullptr, 10);
}

/// What is written to a stream as long as this lives.
class listener {
public:
    explicit listener(std::ostream& to) : to_{to}, before_{to.rdbuf(heard_.rdbuf())} {}
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;
    ~listener() { to_.rdbuf(before_); }
    [[nodiscard]] std::string heard() const { return heard_.str(); }

private:
    std::ostringstream heard_;
    std::ostream& to_;
    std::streambuf* before_;
};

class pair_of_schemas {
public:
    explicit pair_of_schemas(std::uint64_t seed)
        : random_{seed}, a_{random_schema::make(random_, conformance::facts())}, b_{random_schema::change(
                                                                                     a_, random_,
                                                                                     conformance::facts())},
          described_a_{session_.core().dialect(), a_, descriptions::side::a}, described_b_{session_.core().dialect(),
                                                                                           b_, descriptions::side::b} {}

    void run() {
        clear();
        write_by_command(described_a_, {});
        current().upgrade();
        expect_tables(described_a_, "A as it was created");
        random_schema::rows rows{session_.core(), b_};
        rows.insert(a_);
        const contents before = rows.read(a_);

        has_all_of_a() ? write_by_command(described_b_, renames_between(a_, b_)) : write_by_plan();
        current().upgrade();
        expect_tables(described_b_, "B behind the upgrade");
        expect_kept(before, rows.read(b_), "upgrade");

        current().downgrade("-1");
        expect_tables(described_a_, "A behind the downgrade");
        expect_kept(before, rows.read(a_), "downgrade");
        current().downgrade("base");
        EXPECT_TRUE(read_all().empty()) << "behind the downgrade to the beginning";
    }
    /// The steps for this database.
    [[nodiscard]] std::string log() {
        std::string text;
        const auto names = session_.core().dialect().section_names(session_.core().facts());
        const revision_graph written = revision_graph::read(folder_.path());
        for (const revision& each : written.revisions()) {
            for (const auto* sections : {&each.up, &each.down}) {
                text += sections == &each.up ? "-- up\n" : "-- down\n";
                const auto* own = section_for(*sections, names);
                for (const aludel::migrate::step& step : own->steps) {
                    text += step.sql + ";\n";
                }
            }
        }
        return text;
    }

private:
    [[nodiscard]] aludel::schema::ddl_target to() { return {session_.core().dialect(), session_.core().facts()}; }
    [[nodiscard]] manager current() const { return {conformance::db(), revision_graph::read(folder_.path())}; }
    [[nodiscard]] bool has_all_of_a() const {
        return std::all_of(a_.begin(), a_.end(), [this](const random_schema::table& each) {
            return random_schema::find(b_, each.number) != nullptr;
        });
    }
    schema_tables wanted(const descriptions& by) {
        schema_tables all;
        for (const aludel::table_description* each : by.all()) {
            all.push_back(describe(to(), *each));
        }
        return all;
    }
    schema_tables read_all() {
        schema_tables all = aludel::schema::read_tables(session_.core());
        std::erase_if(all, [](const aludel::schema::table& each) { return !each.name.name.starts_with("mig"); });
        return all;
    }
    void clear() {
        manager{conformance::db(), {}}.drop();
        const schema_tables have = read_all();
        aludel::schema::run_statements(
            session_.core(), aludel::schema::statements_between(to(), have, {}, aludel::schema::compare(have, {})));
    }
    void expect_tables(const descriptions& by, const char* which) {
        const auto settled = aludel::schema::settle(session_.core(), wanted(by));
        EXPECT_EQ(to_string(aludel::schema::compare(read_all(), settled)), "") << which;
    }
    void write_by_command(const descriptions& of, const aludel::schema::renames& told);
    void write_by_plan();
    void expect_kept(const contents& before, const contents& after, const char* when);

    migrating::revision_folder folder_;
    aludel::session session_ = conformance::db().open_session();
    std::mt19937_64 random_;
    tables a_;
    tables b_;
    descriptions described_a_;
    descriptions described_b_;
};

void pair_of_schemas::write_by_command(const descriptions& of, const aludel::schema::renames& told) {
    std::vector<std::string> arguments{"tables", "revision",         "--message", "as the program is now",
                                       "--url",  conformance::url(), "--folder",  folder_.path()};
    for (const aludel::schema::renamed_table& each : told.tables) {
        arguments.insert(arguments.end(), {"--rename-table", each.from.name + '=' + each.to.name});
    }
    for (const aludel::schema::renamed_column& each : told.columns) {
        arguments.insert(arguments.end(), {"--rename-column", each.table.name + '.' + each.from + '=' + each.to});
    }
    std::vector<const char*> argv;
    for (const std::string& each : arguments) {
        argv.push_back(each.c_str());
    }
    const listener output{std::cout};
    const listener errors{std::cerr};
    const int status = aludel::migrate::run_command_line(static_cast<int>(argv.size()), argv.data(), of.all());
    EXPECT_EQ(status, 0) << output.heard() << errors.heard();
}

void pair_of_schemas::write_by_plan() {
    const auto plan =
        aludel::schema::plan_changes(session_.core(), read_all(), wanted(described_b_), renames_between(a_, b_));
    const auto section_of = [](const std::vector<std::string>& statements) {
        aludel::migrate::section made;
        for (const std::string& sql : statements) {
            made.steps.push_back({.sql = sql});
        }
        return made;
    };
    revision next{.id = aludel::migrate::new_revision_id(), .message = "without some tables"};
    next.parents = {revision_graph::read(folder_.path()).heads().front()->id};
    next.up = {section_of(plan.up)};
    next.down = {section_of(plan.down)};
    folder_.add(file_name_of(next), text_of(next));
}

void pair_of_schemas::expect_kept(const contents& before, const contents& after, const char* when) {
    for (const auto& [number, columns] : before) {
        const random_schema::table* in_b = random_schema::find(b_, number);
        if (in_b == nullptr) {
            continue;
        }
        ASSERT_TRUE(after.contains(number)) << when << ", table " << number << ": its rows are gone";
        for (const auto& [column, values] : columns) {
            if (in_b->find(column) != nullptr) {
                EXPECT_EQ(after.at(number).at(column), values) << when << ", table " << number << ", column " << column;
            }
        }
    }
}

TEST(random_migrations, go_there_and_back_and_keep_what_both_sides_have) {
    if (!conformance::facts().tells_tables) {
        GTEST_SKIP() << "the dialect for " << conformance::facts().server << " has no read_tables";
    }
    if (conformance::url().find(":memory:") != std::string::npos) {
        GTEST_SKIP() << "a database in memory belongs to one engine, and the command has its own";
    }
    // Where each step is recorded by itself, a pair waits for the disk some hundred times: up to 1.6 s (MariaDB 10.11).
    const unsigned long some = conformance::facts().transactional_ddl ? 25 : 6;
    const unsigned long pairs = number_in("ALUDEL_MIGRATION_PAIRS", some);
    const unsigned long first = number_in("ALUDEL_MIGRATION_SEED", 1);
    int failures = 0;
    for (unsigned long seed = first; seed < first + pairs && failures < 5; ++seed) {
        pair_of_schemas pair{seed};
        const auto* result = testing::UnitTest::GetInstance()->current_test_info()->result();
        const int parts = result->total_part_count();
        try {
            pair.run();
        } catch (const aludel::error& failed) {
            ADD_FAILURE() << failed.what();
        }
        if (result->total_part_count() > parts) {
            ++failures;
            ADD_FAILURE() << "with ALUDEL_MIGRATION_SEED=" << seed << ":\n" << pair.log();
        }
    }
}

}  // namespace random_migrations
