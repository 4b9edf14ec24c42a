// SPDX-License-Identifier: BSL-1.0
#include "generated_change.hpp"

#include <algorithm>

#include <aludel/error.hpp>
#include <aludel/migrate/check.hpp>
#include <aludel/schema/plan.hpp>
#include <aludel/schema/reading.hpp>

#include "dialect/builtin_dialects.hpp"
#include "other_server.hpp"

namespace aludel::migrate {
namespace {

std::vector<schema::table> describe_all(schema::ddl_target to, std::span<const table_description* const> tables) {
    std::vector<schema::table> described;
    for (const table_description* each : tables) {
        described.push_back(schema::describe(to, *each));
    }
    return described;
}

std::pair<std::string, std::string> both_sides(const std::string& told, const std::string& form) {
    const std::size_t equals = told.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == told.size()) {
        throw usage_error{"the rename \"" + told + "\" is none; write " + form};
    }
    return {told.substr(0, equals), told.substr(equals + 1)};
}

schema::table_name name_of(const std::string& written) {
    const std::size_t dot = written.rfind('.');
    return dot == std::string::npos ? schema::table_name{"", written}
                                    : schema::table_name{written.substr(0, dot), written.substr(dot + 1)};
}

schema::renames renames_of(const told_renames& told) {
    schema::renames renames;
    for (const std::string& each : told.tables) {
        const auto [from, to] = both_sides(each, "OLD=NEW");
        renames.tables.push_back({name_of(from), name_of(to)});
    }
    for (const std::string& each : told.columns) {
        const auto [from, to] = both_sides(each, "TABLE.OLD=NEW");
        const std::size_t dot = from.rfind('.');
        if (dot == std::string::npos) {
            throw usage_error{"the rename \"" + each + "\" says no table; write TABLE.OLD=NEW"};
        }
        renames.columns.push_back({name_of(from.substr(0, dot)), from.substr(dot + 1), to});
    }
    return renames;
}

/// The tables of the program as they are called now and as they were.
std::vector<schema::table_name> names_to_read(std::span<const schema::table> described, const schema::renames& told) {
    std::vector<schema::table_name> names;
    for (const schema::table& each : described) {
        names.push_back(each.name);
    }
    for (const schema::renamed_table& each : told.tables) {
        names.push_back(each.from);
    }
    return names;
}

section section_of(std::string_view database, const std::vector<std::string>& statements,
                   const std::vector<std::string>& missing = {}) {
    section made{.databases = {std::string{database}}, .missing = missing};
    for (const std::string& sql : statements) {
        made.steps.push_back({.sql = sql});
    }
    return made;
}

/// A kind of server that sections are written for.
struct kind_of_server {
    std::string name;
    std::unique_ptr<dialect> spoken;
    capabilities facts;
};

std::vector<kind_of_server> kinds_of_servers() {
    std::vector<kind_of_server> kinds;
    for (const builtin_dialect& builtin : builtin_dialects()) {
        for (const capabilities& facts : dialect_for(builtin.scheme)->usual_servers()) {
            std::unique_ptr<dialect> spoken = dialect_for(builtin.scheme);
            const std::string name{spoken->section_names(facts).front()};
            const bool is_known =
                std::any_of(kinds.begin(), kinds.end(), [&](const kind_of_server& each) { return each.name == name; });
            if (!is_known) {
                kinds.push_back({name, std::move(spoken), facts});
            }
        }
    }
    return kinds;
}

}  // namespace

generated_change generate_change(session_core& session, std::string_view scheme,
                                 std::span<const table_description* const> tables, const told_renames& told) {
    const schema::ddl_target here{session.dialect(), session.facts()};
    const schema::renames renames = renames_of(told);
    const std::vector<schema::table> described = describe_all(here, tables);
    const std::vector<schema::table> have = schema::read_tables(session, names_to_read(described, renames));
    const schema::change_plan plan = schema::plan_changes(session, have, described, renames);
    generated_change change;
    for (const schema::difference& each : plan.differences) {
        change.differences.push_back(to_string(each));
    }
    const std::vector<std::string_view> names = session.dialect().section_names(session.facts());
    const std::string_view own_name = names.empty() ? scheme : names.front();
    change.up.push_back(section_of(own_name, plan.up));
    change.down.push_back(section_of(own_name, plan.down));
    for (const kind_of_server& each : kinds_of_servers()) {
        if (each.name != own_name) {
            const schema::ddl_target there{*each.spoken, each.facts};
            const both_ways ways =
                statements_elsewhere(there, describe_all(there, tables), plan.differences, renames, own_name);
            change.up.push_back(section_of(each.name, ways.up.statements, ways.up.missing));
            change.down.push_back(section_of(each.name, ways.down.statements, ways.down.missing));
        }
    }
    return change;
}

std::vector<std::string> differences_of(session_core& session, std::span<const table_description* const> tables) {
    std::vector<std::string> lines;
    for (const schema::difference& each : check_tables(session, tables)) {
        lines.push_back(to_string(each));
    }
    return lines;
}

}  // namespace aludel::migrate
