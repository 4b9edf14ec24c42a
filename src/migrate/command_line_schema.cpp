// SPDX-License-Identifier: BSL-1.0
// Commands that bring a database to a revision, and tell where it is.
#include <algorithm>
#include <iostream>
#include <memory>

#include "command_line.hpp"
#include "take_back.hpp"

namespace aludel::migrate {
namespace {

/// A database with its revisions, for the length of a command.
struct opened_database {
    opened_database(const command_context& context, const command_database& of)
        : db{of.url, command_context::engine_settings()}, schema{db, revision_graph::read(of.folder), of.tables,
                                                                 context.manager_settings()} {}

    engine db;
    manager schema;
};

using command = std::function<int(opened_database&)>;

int on_opened(const command_context& context, const command& work) {
    return context.on_databases([&](const command_database& database) {
        opened_database opened{context, database};
        return work(opened);
    });
}

void say_if_nothing(const command_context& context, const std::vector<const revision*>& done) {
    if (done.empty()) {
        context.say("There was nothing to do.");
    }
}

int upgrade(const command_context& context, const std::string& target) {
    return on_opened(context, [&](opened_database& database) {
        const std::vector<const revision*> applied = database.schema.upgrade(target);
        for (const revision* each : applied) {
            std::cout << "applied " << line_of(*each) << '\n';
        }
        say_if_nothing(context, applied);
        return 0;
    });
}

/// What a downgrade would take back, last one first.
std::vector<const revision*> way_down(manager& schema, const std::string& target) {
    std::vector<std::string> ids;
    for (const recorded_revision& each : schema.recorded()) {
        ids.push_back(each.id);
    }
    return schema.revisions().way_down(ids, target);
}

std::string ids_of(std::span<const revision* const> revisions) {
    std::string ids;
    for (const revision* each : revisions) {
        ids += (ids.empty() ? "" : ", ") + each->id;
    }
    return ids;
}

/// Only what was named is taken back, whatever other programs did while somebody was asked.
void require_same_way(std::span<const revision* const> named, std::span<const revision* const> now) {
    if (!std::equal(named.begin(), named.end(), now.begin(), now.end())) {
        throw command_refused{
            "another program has changed meanwhile which revisions the database has, so that it would "
            "take back " +
            (now.empty() ? std::string{"none"} : ids_of(now)) +
            " now; nothing was done: look where it is, and do it again"};
    }
}

int downgrade(const command_context& context, const std::string& target) {
    return on_opened(context, [&](opened_database& database) {
        const std::vector<const revision*> way = way_down(database.schema, target);
        if (!way.empty() && !context.may("take back " + ids_of(way) + " in " + std::string{database.db.url()} +
                                         ", and destroy what only the tables and columns of " +
                                         (way.size() == 1 ? "that revision" : "those revisions") + " hold")) {
            return 1;
        }
        session opened = database.db.open_session();
        const std::vector<const revision*> undone =
            take_back(opened, database.schema.revisions(), context.manager_settings(), target,
                      [&way](std::span<const revision* const> now) { require_same_way(way, now); });
        for (const revision* each : undone) {
            std::cout << "took back " << line_of(*each) << '\n';
        }
        say_if_nothing(context, undone);
        return 0;
    });
}

std::string state_of(const recorded_revision& one) {
    if (one.state == revision_state::applied) {
        return "";
    }
    return std::string{one.state == revision_state::upgrading ? " (its way up" : " (its way down"} +
           " has stopped behind step " + std::to_string(one.steps_done) + ')';
}

int print_current(const command_context& context) {
    return on_opened(context, [&](opened_database& database) {
        const std::vector<recorded_revision> recorded = database.schema.recorded();
        const revision_graph& graph = database.schema.revisions();
        for (const recorded_revision& each : recorded) {
            const bool has_descendant = std::any_of(recorded.begin(), recorded.end(), [&](const recorded_revision& of) {
                const revision* const known = graph.find(of.id);
                return known != nullptr &&
                       std::find(known->parents.begin(), known->parents.end(), each.id) != known->parents.end();
            });
            if (!has_descendant || each.state != revision_state::applied) {
                std::cout << each.id << (each.message.empty() ? "" : ' ' + each.message) << state_of(each)
                          << (graph.find(each.id) == nullptr ? " (not in the folder)" : "") << '\n';
            }
        }
        if (recorded.empty()) {
            context.say("No revision is applied.");
        }
        return 0;
    });
}

int print_status(const command_context& context) {
    return on_opened(context, [](opened_database& database) {
        std::cout << to_string(database.schema.status()) << '\n';
        return 0;
    });
}

int sync(const command_context& context) {
    return on_opened(context, [](opened_database& database) {
        std::cout << to_string(database.schema.sync()) << '\n';
        return 0;
    });
}

int stamp(const command_context& context, const std::string& target) {
    return on_opened(context, [&](opened_database& database) {
        database.schema.stamp(target);
        context.say("It is recorded as " + target + "; nothing was run.");
        return 0;
    });
}

int drop_all(const command_context& context) {
    return on_opened(context, [&](opened_database& database) {
        if (!context.may("drop all tables of the program in " + std::string{database.db.url()} +
                         " with what they hold")) {
            return 1;
        }
        database.schema.drop();
        context.say("The tables are gone.");
        return 0;
    });
}

int print_script(const command_context& context, const std::string& range) {
    const std::size_t colon = range.find(':');
    const std::string from = range.substr(0, colon);
    const std::string to = colon == std::string::npos ? "" : range.substr(colon + 1);
    return on_opened(context, [&](opened_database& database) {
        std::cout << database.schema.script(from.empty() ? "base" : from, to.empty() ? "heads" : to);
        return 0;
    });
}

/// Without the space that kept it from being an option.
std::string trimmed(const std::string& target) {
    return target.starts_with(' ') ? target.substr(1) : target;
}

void add_targeted_commands(const command_set& commands) {
    command_context& context = commands.context;
    const auto up = std::make_shared<std::string>("heads");
    commands
        .add("upgrade", "Apply revisions; nobody is asked, since what they do stands in their files",
             "  $ upgrade\n  $ upgrade 3f2a\n  $ upgrade +1", [&context, up] { return upgrade(context, *up); })
        .add_option("TARGET", *up, "A revision, head, heads (which it is if nothing is said), or +2 for two more");

    const auto down = std::make_shared<std::string>();
    commands
        .add("downgrade", "Take revisions back, after a question: what their columns and tables hold is lost",
             "  $ downgrade -1\n  $ downgrade 3f2a\n  $ downgrade base --yes",
             [&context, down] { return downgrade(context, trimmed(*down)); })
        .add_option("TARGET", *down, "A revision, which stays; -2 for two less; or base, for all")
        ->required();

    const auto stamped = std::make_shared<std::string>();
    commands
        .add("stamp", "Record that the database is at a revision, and run nothing", "  $ stamp heads",
             [&context, stamped] { return stamp(context, *stamped); })
        .add_option("TARGET", *stamped, "A revision, head, heads or base")
        ->required();

    const auto range = std::make_shared<std::string>();
    commands
        .add("sql", "Print what upgrade would run, without connecting", "  $ sql > upgrade.sql\n  $ sql 3f2a:heads",
             [&context, range] { return print_script(context, *range); })
        .add_option("FROM:TO", *range, "From which revision to which one; base:heads if nothing is said");
}

}  // namespace

void add_schema_commands(const command_set& commands) {
    command_context& context = commands.context;
    add_targeted_commands(commands);
    commands.add("current", "Print the revisions that the database is at", "  $ current",
                 [&context] { return print_current(context); });
    commands.add("status", "Print \"no info\", \"upgrade available\" or \"up to date\"", "  $ status",
                 [&context] { return print_status(context); });
    commands.add("sync", "Create the tables or upgrade them: what each instance of a service does when it starts",
                 "  $ sync", [&context] { return sync(context); });
    commands.add("drop-all", "Drop the program's tables and the record of revisions, after a question",
                 "  $ drop-all --yes", [&context] { return drop_all(context); });
}

}  // namespace aludel::migrate
