// SPDX-License-Identifier: BSL-1.0
// Commands that compare the program's tables with those of a database.
#include <iostream>
#include <memory>

#include <aludel/dialect/connection_url.hpp>

#include "command_line.hpp"
#include "generated_change.hpp"

namespace aludel::migrate {
namespace {

struct revision_flags {
    std::string message{};
    bool is_empty = false;
    told_renames renames{};
};

int check(const command_context& context) {
    return context.on_databases([&](const command_database& database) {
        engine db{database.url, command_context::engine_settings()};
        session opened = db.open_session();
        const std::vector<std::string> differences = differences_of(opened.core(), database.tables);
        for (const std::string& each : differences) {
            std::cout << each << '\n';
        }
        context.say(differences.empty() ? "The database has the tables of the program."
                                        : "Write a revision, or correct the structs: revision -m \"…\"");
        return differences.empty() ? 0 : 1;
    });
}

/// The revision that comes next, without its sections.
revision begin_revision(const revision_graph& graph, const std::string& message) {
    revision next{.id = new_revision_id(), .message = message};
    const std::vector<const revision*> heads = graph.heads();
    if (heads.size() > 1) {
        throw command_refused{"there are " + std::to_string(heads.size()) +
                              " heads, and the new revision comes behind one; merge them first: merge -m \"…\""};
    }
    if (!heads.empty()) {
        next.parents.push_back(heads.front()->id);
    }
    return next;
}

/// What is compared must be the schema that the revisions lead to.
void require_at_head(manager& schema) {
    const std::vector<recorded_revision> recorded = schema.recorded();
    std::vector<std::string> applied;
    for (const recorded_revision& each : recorded) {
        if (each.state == revision_state::applied) {
            applied.push_back(each.id);
        }
    }
    if (applied.size() != recorded.size() || !schema.revisions().way_up(applied, "heads").empty()) {
        throw command_refused{"the database is not at the head of the revisions, so that comparing it would write "
                              "again what they write; upgrade it first, or write an empty revision: --empty"};
    }
}

int write_empty(const command_context& context, const revision_flags& told) {
    return context.on_folders([&](const command_database& database) {
        revision next = begin_revision(revision_graph::read(database.folder), told.message);
        next.up.emplace_back();
        next.down.emplace_back();
        write_revision_file(context, database.folder, next);
        return 0;
    });
}

void say_what_is_missing(const command_context& context, const std::string& way, const std::vector<section>& sections) {
    for (const section& each : sections) {
        for (const std::string& missing : each.missing) {
            context.say("The section \"" + way + ' ' + each.databases.front() + "\" misses " + missing +
                        "; nobody can run it before you have written that.");
        }
    }
}

int write_generated(const command_context& context, const revision_flags& told) {
    return context.on_databases([&](const command_database& database) {
        engine db{database.url, command_context::engine_settings()};
        const revision_graph graph = revision_graph::read(database.folder);
        revision next = begin_revision(graph, told.message);
        manager schema{db, graph, database.tables, context.manager_settings()};
        require_at_head(schema);
        session opened = db.open_session();
        generated_change change =
            generate_change(opened.core(), connection_url::parse(database.url).scheme, database.tables, told.renames);
        if (change.differences.empty()) {
            context.say("There is no difference, so that no file was written.");
            return 0;
        }
        for (const std::string& each : change.differences) {
            context.say(each);
        }
        next.up = std::move(change.up);
        next.down = std::move(change.down);
        write_revision_file(context, database.folder, next);
        say_what_is_missing(context, "up", next.up);
        say_what_is_missing(context, "down", next.down);
        return 0;
    });
}

}  // namespace

void add_revision_commands(const command_set& commands) {
    command_context& context = commands.context;
    const auto flags = std::make_shared<revision_flags>();
    CLI::App& written =
        commands.add("revision", "Write a revision that makes the database's tables those of the program",
                     "  $ revision -m \"count the people\"\n"
                     "  $ revision -m \"call them towns\" --rename-table city=town --rename-column town.folk=people\n"
                     "  $ revision -m \"correct the names\" --empty",
                     [&context, flags] {
                         return flags->is_empty ? write_empty(context, *flags) : write_generated(context, *flags);
                     });
    written.add_option("-m,--message", flags->message, "What it is for")->required();
    written.add_flag("--empty", flags->is_empty, "Compare nothing: the statements come by hand");
    written
        .add_option("--rename-table", flags->renames.tables, "OLD=NEW: a table that has another name now; done in turn")
        ->allow_extra_args(false);
    written
        .add_option("--rename-column", flags->renames.columns,
                    "TABLE.OLD=NEW: a column that has another name now, of a table by its new name")
        ->allow_extra_args(false);
    commands.add("check", "Compare the program's tables with the database's; exit with 1 when they differ",
                 "  $ check || echo \"a revision is missing\"", [&context] { return check(context); });
}

}  // namespace aludel::migrate
