// SPDX-License-Identifier: BSL-1.0
// Commands that look at the folder of revisions only.
#include <filesystem>
#include <iostream>
#include <memory>

#include "command_line.hpp"

namespace aludel::migrate {
namespace {

int init(const command_context& context) {
    return context.on_folders([&](const command_database& database) {
        std::error_code failed;
        if (std::filesystem::exists(database.folder) && !std::filesystem::is_empty(database.folder, failed)) {
            throw command_refused{"the folder " + database.folder +
                                  " is there and not empty; name another one with --folder"};
        }
        std::filesystem::create_directories(database.folder, failed);
        if (failed) {
            throw error{database.folder + ": the folder cannot be made: " + failed.message()};
        }
        std::cout << database.folder << '\n';
        context.say("The first revision: revision -m \"create the tables\"");
        return 0;
    });
}

int print_heads(const command_context& context) {
    return context.on_folders([](const command_database& database) {
        const revision_graph graph = revision_graph::read(database.folder);
        for (const revision* head : graph.heads()) {
            std::cout << line_of(*head) << '\n';
        }
        return 0;
    });
}

std::string kind_of(const revision_graph& graph, const revision& one) {
    std::string kind;
    for (const revision* head : graph.heads()) {
        kind += head == &one ? " (head)" : "";
    }
    kind += one.parents.size() > 1 ? " (merge of" : "";
    for (const std::string& parent : one.parents) {
        kind += one.parents.size() > 1 ? ' ' + parent : "";
    }
    return kind + (one.parents.size() > 1 ? ")" : "");
}

int print_history(const command_context& context) {
    return context.on_folders([](const command_database& database) {
        const revision_graph graph = revision_graph::read(database.folder);
        for (auto each = graph.revisions().rbegin(); each != graph.revisions().rend(); ++each) {
            std::cout << line_of(*each) << kind_of(graph, *each) << '\n';
        }
        return 0;
    });
}

int show(const command_context& context, const std::string& name) {
    return context.on_folders([&](const command_database& database) {
        const revision_graph graph = revision_graph::read(database.folder);
        const revision& one = graph.resolve(name);
        std::cout << "-- " << one.file << ", checksum " << one.checksum << '\n' << text_of(one);
        return 0;
    });
}

int merge(const command_context& context, const std::string& message, const std::vector<std::string>& names) {
    return context.on_folders([&](const command_database& database) {
        const revision_graph graph = revision_graph::read(database.folder);
        std::vector<const revision*> merged = graph.heads();
        if (!names.empty()) {
            merged.clear();
            for (const std::string& name : names) {
                merged.push_back(&graph.resolve(name));
            }
        }
        revision joint{.id = new_revision_id(), .message = message};
        for (const revision* each : merged) {
            joint.parents.push_back(each->id);
        }
        if (graph.heads_of(joint.parents).size() < 2) {
            throw command_refused{"there is nothing to merge: a merge takes two or more branches, and these are one"};
        }
        write_revision_file(context, database.folder, joint);
        return 0;
    });
}

}  // namespace

void add_folder_commands(const command_set& commands) {
    command_context& context = commands.context;
    commands.add("init", "Make the folder for revisions", "  $ init --folder migrations",
                 [&context] { return init(context); });
    commands.add("heads", "List the revisions that nothing comes after", "  $ heads",
                 [&context] { return print_heads(context); });
    commands.add("history", "List all revisions, the latest first", "  $ history",
                 [&context] { return print_history(context); });

    const auto name = std::make_shared<std::string>();
    CLI::App& shown = commands.add("show", "Print a revision", "  $ show head\n  $ show 3f2a",
                                   [&context, name] { return show(context, *name); });
    shown.add_option("REVISION", *name, "Its id, the beginning of one, or head")->required();

    const auto message = std::make_shared<std::string>();
    const auto names = std::make_shared<std::vector<std::string>>();
    CLI::App& merged = commands.add("merge", "Write a revision that joins branches",
                                    "  $ merge -m \"join cities and users\"\n  $ merge -m \"join two\" 3f2a 9c01",
                                    [&context, message, names] { return merge(context, *message, *names); });
    merged.add_option("-m,--message", *message, "What it is for")->required();
    merged.add_option("REVISIONS", *names, "Which ones; else all heads");
}

}  // namespace aludel::migrate
