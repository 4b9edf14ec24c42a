// SPDX-License-Identifier: BSL-1.0
#include "command_line.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iostream>

namespace aludel::migrate {
namespace {

constexpr int failed_status = 1;
constexpr int refused_status = 2;

void add_common_flags(CLI::App& app, common_flags& flags, const command_line_options& options) {
    app.add_option("--url", flags.url,
                   "Connection string, such as " + example_url() + "; else the environment variable " +
                       options.url_variable);
    app.add_option("--folder", flags.folder, "Folder of the revisions; else " + options.folder);
    app.add_option("--database", flags.database, "Which of several databases, or all of them: all");
    app.add_flag("--yes", flags.yes,
                 "Destroy without asking: downgrade, drop-all and load-data --replace; needed where no terminal is");
    app.add_flag("--quiet", flags.quiet, "Say nothing but what was asked for");
    app.add_option("--lock-timeout", flags.lock_timeout,
                   "Seconds to wait for another program that migrates the same database; else 600");
}

/// "-2" would be an option; with a space before it is what it should be, and nobody else writes such.
std::vector<std::string> arguments_of(int argc, const char* const* argv) {
    std::vector<std::string> arguments;
    for (int i = 1; i < argc; ++i) {
        std::string argument = argv[i];
        const bool counts_back =
            argument.size() > 1 && argument[0] == '-' &&
            std::all_of(argument.begin() + 1, argument.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
        arguments.push_back(counts_back ? ' ' + argument : argument);
    }
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    return arguments;
}

std::string names_of_commands(const CLI::App& app) {
    std::string names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        names += (names.empty() ? "" : ", ") + command->get_name();
    }
    return names;
}

/// What is wrong and where the cure is.
int refuse(const CLI::App& app, const std::string& what) {
    const std::vector<const CLI::App*> chosen =
        app.get_subcommands([](const CLI::App* command) { return command->parsed(); });
    const std::string command = chosen.empty() ? "" : ' ' + chosen.front()->get_name();
    std::cerr << app.get_name() << command << ": " << what << "\nSee " << app.get_name() << command << " --help\n";
    return refused_status;
}

int explain(const CLI::App& app, const CLI::ParseError& wrong) {
    const bool has_command = !app.get_subcommands([](const CLI::App* each) { return each->parsed(); }).empty();
    if (!has_command) {
        return refuse(app, "there is no such command; there are " + names_of_commands(app));
    }
    return refuse(app, wrong.what());
}

int run_command(CLI::App& app, const std::function<int()>& run) {
    try {
        return run();
    } catch (const usage_error& refused) {
        return refuse(app, refused.what());
    } catch (const std::exception& failed) {
        std::cerr << app.get_name() << ": " << failed.what() << '\n';
    }
    return failed_status;
}

std::string program_name(const command_line_options& options, int argc, const char* const* argv) {
    if (!options.program.empty() || argc == 0) {
        return options.program;
    }
    return std::filesystem::path{argv[0]}.filename().string();
}

constexpr const char* footer =
    "\nA new project:\n"
    "  $ init\n"
    "  $ revision -m \"create the tables\"\n"
    "  $ upgrade\n"
    "After the structs have changed:\n"
    "  $ revision -m \"what has changed\"      then read the file, and correct it\n"
    "  $ upgrade\n"
    "For continuous integration:\n"
    "  $ upgrade && $ check\n"
    "Each command tells more:\n"
    "  $ upgrade --help\n"
    "\nExit status: 0; 1 when the database failed or check found differences; 2 when nothing was done because what was "
    "said cannot be done.";

}  // namespace

CLI::App& command_set::add(const std::string& name, const std::string& what, const std::string& example,
                           std::function<int()> work) const {
    CLI::App* const command = app.add_subcommand(name, what);
    std::string text = "\nExample:\n" + example + "\n\nOptions of every command, such as --url: $ --help";
    for (std::size_t at = 0; (at = text.find('$', at)) != std::string::npos; at += app.get_name().size()) {
        text.replace(at, 1, app.get_name());
    }
    command->footer(text);
    command->callback([chosen = &run, work = std::move(work)] { *chosen = work; });
    return *command;
}

int run_command_line(int argc, const char* const* argv, std::span<const table_description* const> tables,
                     const command_line_options& options) {
    try {
        CLI::App app{"Looks after the schema of a database: writes revisions, applies them, takes them back.",
                     program_name(options, argc, argv)};
        app.fallthrough();
        app.require_subcommand(1);
        std::string teaching = footer;
        for (std::size_t at = 0; (at = teaching.find('$', at)) != std::string::npos; at += app.get_name().size()) {
            teaching.replace(at, 1, app.get_name());
        }
        app.footer(teaching);
        command_context context{options, tables};
        add_common_flags(app, context.flags, options);
        std::function<int()> run;
        const command_set commands{app, context, run};
        add_folder_commands(commands);
        add_revision_commands(commands);
        add_schema_commands(commands);
        add_data_commands(commands);
        add_struct_commands(commands);
        try {
            app.parse(arguments_of(argc, argv));
        } catch (const CLI::Success& help) {
            return app.exit(help, std::cout, std::cerr);
        } catch (const CLI::ParseError& wrong) {
            return explain(app, wrong);
        }
        return run_command(app, run);
    } catch (const std::exception& failed) {
        std::cerr << failed.what() << '\n';
    }
    return failed_status;
}

}  // namespace aludel::migrate
