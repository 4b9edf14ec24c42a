// SPDX-License-Identifier: BSL-1.0
// Commands that write for programs: structs from tables, and JSON Schema from structs.
#include <fstream>
#include <iostream>
#include <memory>

#include <aludel/migrate/structs.hpp>
#include <aludel/schema/json_schema.hpp>

#include "command_line.hpp"
#include "cpp_names.hpp"

namespace aludel::migrate {
namespace {

struct wanted_structs {
    std::string file{};
    std::string name_space{};
    std::vector<std::string> tables{};
};

/// "name", or "schema.name".
schema::table_name table_called(const std::string& name) {
    const std::size_t dot = name.find('.');
    return dot == std::string::npos ? schema::table_name{.name = name}
                                    : schema::table_name{name.substr(0, dot), name.substr(dot + 1)};
}

void write_or_print(const command_context& context, const std::string& file, const std::string& text) {
    if (file.empty()) {
        std::cout << text;
        return;
    }
    if (std::ifstream{file}) {
        throw command_refused{"there is a file " + file + " already; remove it, or name another one"};
    }
    std::ofstream written{file, std::ios::binary};
    written << text;
    written.close();
    if (!written) {
        throw command_refused{"the file " + file + " cannot be written"};
    }
    context.say("Wrote " + file + '.');
}

int generate_structs(const command_context& context, const wanted_structs& wanted) {
    if (!wanted.name_space.empty()) {
        require_namespace(wanted.name_space);  // before anything connects
    }
    if (!wanted.file.empty() && context.means_several()) {
        throw command_refused{"one header cannot hold the structs of several databases, which may have the same names; "
                              "name one with --database, or leave out the file to print them one behind the other"};
    }
    return context.on_databases([&](const command_database& database) {
        struct_options options{.name_space = wanted.name_space};
        for (const std::string& name : wanted.tables) {
            options.only.push_back(table_called(name));
        }
        engine db{database.url, command_context::engine_settings()};
        session opened = db.open_session();
        write_or_print(context, wanted.file, structs_of(opened.core(), options));
        return 0;
    });
}

int print_json_schemas(const command_context& context) {
    return context.on_folders([](const command_database& database) {
        std::string text;
        for (const table_description* table : database.tables) {
            text += (text.empty() ? "[\n" : ",\n") + schema::json_schema(*table);
        }
        std::cout << (text.empty() ? "[" : text) << "\n]\n";
        return 0;
    });
}

}  // namespace

void add_struct_commands(const command_set& commands) {
    command_context& context = commands.context;
    const auto wanted = std::make_shared<wanted_structs>();
    CLI::App& generate =
        commands.add("generate-structs", "Write a header with a struct for each table of the database",
                     "  $ generate-structs shop.hpp --namespace shop\n  $ generate-structs --tables city,country",
                     [&context, wanted] { return generate_structs(context, *wanted); });
    generate.add_option("FILE", wanted->file, "The header, which must not exist; without it, it is printed");
    generate.add_option("--namespace", wanted->name_space, "That the structs stand in, such as shop::tables");
    generate.add_option("--tables", wanted->tables, "Only these: name, or schema.name")
        ->delimiter(',')
        ->allow_extra_args(false);
    commands.add("json-schema", "Print a JSON Schema of each struct, for the documentation of an API",
                 "  $ json-schema > schemas.json", [&context] { return print_json_schemas(context); });
}

}  // namespace aludel::migrate
