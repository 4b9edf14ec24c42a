// SPDX-License-Identifier: BSL-1.0
// manager::script: what upgrade() would run, as text.
#include <aludel/error.hpp>
#include <aludel/migrate/manager.hpp>
#include <aludel/schema/ddl.hpp>

#include "revision_place.hpp"
#include "session/statement_text.hpp"
#include "version_table.hpp"

namespace aludel::migrate {
namespace {

std::string quoted(std::string_view text) {
    std::string literal = "'";
    for (const char c : text) {
        literal += c == '\'' ? "''" : std::string{c};
    }
    return literal + '\'';
}

/// Writes a script for a dialect that no server was asked about.
class script_writer {
public:
    explicit script_writer(const aludel::dialect& dialect, std::string_view scheme)
        : dialect_{dialect}, ways_{dialect.migrating()}, guard_{dialect.guard_of_rebuild()}, names_{
                                                                                                 dialect.section_names(
                                                                                                     facts_)} {
        names_.insert(names_.begin(), scheme);
        text_ = ways_.script_head;
    }

    void begin_with_table() {
        const schema::ddl_target to{dialect_, facts_};
        for (const std::string& statement : schema::create_table(to, table_of<revision_row>, {})) {
            add(statement);
        }
    }

    void add(const revision& one) {
        const section* const way = section_for(one.up, names_);
        if (way == nullptr && !one.up.empty()) {
            throw usage_error{place_of(one) + ": it has no section \"-- aludel:up\" for " +
                              std::string{dialect_.name()} + "; write one"};
        }
        if (way != nullptr) {
            require_complete(one, *way, "up");
        }
        const bool whole = way == nullptr || way->in_transaction;
        text_ += "\n-- " + one.id + (one.message.empty() ? "" : ": " + one.message) + '\n';
        add(whole ? guard_.suspend : "");
        add(whole ? ways_.begin_script : std::string{});
        for (const step& each : way == nullptr ? std::vector<step>{} : way->steps) {
            text_ += each.until_nothing ? "-- again and again, until it changes no row:\n" : "";
            add_step(each.sql);
        }
        record(one);
        text_ += whole ? ways_.check_script : std::string{};
        add(whole ? ways_.end_script : std::string{});
        add(whole ? guard_.resume : "");
    }

    [[nodiscard]] std::string text() && { return std::move(text_); }

private:
    void add(std::string_view statement) {
        if (!statement.empty()) {
            text_.append(statement).append(";\n");
        }
    }

    /// Between "-- aludel:begin" and "-- aludel:end" a statement may end with its semicolon.
    void add_step(std::string_view sql) {
        sql = sql.substr(0, sql.find_last_not_of("; \t\r\n") + 1);
        if (statement_text::holds_semicolon(sql) && !ways_.compound_begin.empty()) {
            text_.append(ways_.compound_begin).append(sql).append(break_behind(sql)).append(ways_.compound_end);
        } else {
            add(std::string{sql}.append(break_behind(sql)));
        }
    }

    /// What ends a statement would belong to a comment in its last line; where only a text looks like one, nothing is
    /// lost by a line more.
    static std::string_view break_behind(std::string_view sql) {
        const std::string_view last_line = sql.substr(sql.find_last_of('\n') + 1);
        const bool may_end_in_comment =
            last_line.find("--") != std::string_view::npos || last_line.find('#') != std::string_view::npos;
        return may_end_in_comment ? "\n" : "";
    }

    void record(const revision& one) {
        const table_description& table = table_of<revision_row>;
        std::string columns;
        std::string values;
        for (const column_description& column : table.columns) {
            columns += columns.empty() ? "" : ", ";
            dialect_.append_identifier(columns, column.name);
            values += (values.empty() ? "" : ", ") + value_of(column, one);
        }
        std::string sql = "insert into ";
        append_table_name(sql, dialect_, table);
        add(sql + " (" + columns + ") values (" + values + ')');
    }

    static std::string value_of(const column_description& column, const revision& one) {
        if (column.name == "id") {
            return quoted(one.id);
        }
        if (column.name == "message") {
            return quoted(one.message);
        }
        if (column.name == "checksum") {
            return quoted(one.checksum);
        }
        if (column.name == "state") {
            return "'applied'";
        }
        switch (column.kind) {
        case value_kind::timestamp: return "current_timestamp";
        case value_kind::boolean: return "false";
        case value_kind::text: return "''";
        default: return "0";
        }
    }

    const aludel::dialect& dialect_;
    capabilities facts_;  // the least that a server of this kind can do
    migration_ways ways_;
    rebuild_guard guard_;
    std::vector<std::string_view> names_;
    std::string text_;
};

}  // namespace

std::string manager::script(std::string_view from, std::string_view to) const {
    const std::string scheme = connection_url::parse(database_->url()).scheme;
    const std::unique_ptr<dialect> spoken = dialect_for(scheme);
    std::vector<std::string> before;
    if (from != "base") {
        for (const revision* each : revisions_.with_ancestors({&revisions_.resolve(from)})) {
            before.push_back(each->id);
        }
    }
    script_writer writer{*spoken, scheme};
    if (before.empty()) {
        writer.begin_with_table();
    }
    for (const revision* each : revisions_.way_up(before, to)) {
        writer.add(*each);
    }
    return std::move(writer).text();
}

}  // namespace aludel::migrate
