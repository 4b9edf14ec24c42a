// SPDX-License-Identifier: BSL-1.0
// Commands that write rows to files and read them back.
#include <algorithm>
#include <iostream>
#include <memory>

#include <aludel/migrate/data_files.hpp>

#include "command_line.hpp"

namespace aludel::migrate {
namespace {

using tables = std::vector<const table_description*>;

struct data_flags {
    std::string folder{};
    std::vector<std::string> names{};
    std::string format{};
    bool replace = false;
};

tables chosen_tables(const command_database& database, const std::vector<std::string>& names) {
    if (names.empty()) {
        return {database.tables.begin(), database.tables.end()};
    }
    tables chosen;
    for (const std::string& name : names) {
        const auto found = std::find_if(database.tables.begin(), database.tables.end(),
                                        [&](const table_description* each) { return each->name == name; });
        if (found == database.tables.end()) {
            std::string known;
            for (const table_description* each : database.tables) {
                known += (known.empty() ? "" : ", ") + std::string{each->name};
            }
            throw command_refused{"--tables: there is no table \"" + name + "\"; there are " + known};
        }
        chosen.push_back(*found);
    }
    return chosen;
}

std::function<void(const data_progress&)> told_progress(const command_context& context) {
    return [line = std::make_shared<progress_line>(context.flags.quiet)](const data_progress& at) {
        line->show(std::string{at.table} + ": " + std::to_string(at.rows) + " rows");
    };
}

int print(const std::vector<data_file>& files) {
    for (const data_file& each : files) {
        std::cout << each.path << ": " << each.rows << " rows\n";
    }
    return 0;
}

/// Each database's files have a folder of their own where there are several.
std::string folder_of(const command_context& context, const command_database& database, const data_flags& flags) {
    return context.flags.database == "all" && !database.name.empty() ? flags.folder + '/' + database.name
                                                                     : flags.folder;
}

int dump(const command_context& context, const data_flags& flags) {
    return context.on_databases([&](const command_database& database) {
        engine db{database.url, command_context::engine_settings()};
        dump_options options{flags.format == "csv" ? data_format::csv : data_format::json, told_progress(context)};
        return print(dump_data(db, chosen_tables(database, flags.names), folder_of(context, database, flags), options));
    });
}

/// Removing rows takes along, or changes, those that refer to them: what is not loaded again must not be among them.
void require_no_rows_taken_along(const tables& all, const tables& chosen) {
    const auto is_chosen = [&chosen](const table_description* table) {
        return std::find(chosen.begin(), chosen.end(), table) != chosen.end();
    };
    for (const table_description* table : all) {
        for (const foreign_key_description& key : table->foreign_keys) {
            const bool goes_along =
                key.on_delete != referential_action::no_action && key.on_delete != referential_action::restrict;
            if (goes_along && !is_chosen(table) && is_chosen(&key.referenced_table())) {
                throw command_refused{"replacing the rows of " + std::string{key.referenced_table().name} +
                                      " would remove or change rows of " + std::string{table->name} +
                                      ", which refer to them; name that table in --tables, too"};
            }
        }
    }
}

int load(const command_context& context, const data_flags& flags) {
    return context.on_databases([&](const command_database& database) {
        engine db{database.url, command_context::engine_settings()};
        const tables chosen = chosen_tables(database, flags.names);
        if (flags.replace) {
            require_no_rows_taken_along(tables(database.tables.begin(), database.tables.end()), chosen);
        }
        if (flags.replace && !context.may("remove every row of " + std::to_string(chosen.size()) + " tables of " +
                                          std::string{db.url()})) {
            return 1;
        }
        load_options options;
        options.replace = flags.replace;
        options.on_progress = told_progress(context);
        if (!flags.format.empty()) {
            options.format = flags.format == "csv" ? data_format::csv : data_format::json;
        }
        return print(load_data(db, chosen, folder_of(context, database, flags), options));
    });
}

void add_data_options(CLI::App& command, data_flags& flags) {
    command.add_option("FOLDER", flags.folder, "With a file for each table, such as users.json")->required();
    command.add_option("--tables", flags.names, "Which ones, with commas between; else all of the program")
        ->delimiter(',')
        ->allow_extra_args(false);
    command.add_option("--format", flags.format, "json or csv")->check(CLI::IsMember({"json", "csv"}));
}

}  // namespace

void add_data_commands(const command_set& commands) {
    command_context& context = commands.context;
    const auto dumped = std::make_shared<data_flags>();
    add_data_options(commands.add("dump-data", "Write the rows of the tables into files, as JSON unless said otherwise",
                                  "  $ dump-data backup\n  $ dump-data backup --tables users,cities --format csv",
                                  [&context, dumped] { return dump(context, *dumped); }),
                     *dumped);
    const auto loaded = std::make_shared<data_flags>();
    CLI::App& load_command = commands.add("load-data", "Insert the rows of such files, all of them or none",
                                          "  $ load-data backup\n"
                                          "  $ load-data backup --replace --yes",
                                          [&context, loaded] { return load(context, *loaded); });
    add_data_options(load_command, *loaded);
    load_command.add_flag("--replace", loaded->replace,
                          "Remove the tables' rows before, after a question; else they must be empty");
}

}  // namespace aludel::migrate
