// SPDX-License-Identifier: BSL-1.0
#include "row_versions.hpp"

#include <algorithm>

#include <aludel/error.hpp>
#include <aludel/repository/clauses.hpp>

#include "bulk/key_bytes.hpp"
#include "model/read_as.hpp"
#include "row_values.hpp"

namespace aludel {
namespace {

/// Equal for what an object holds and for what a driver gives back.
void append_read_key(std::string& bytes, value_kind kind, const value_view& part) {
    value read;
    const bool is_read = read_as(kind, part, read) == decode_error::none;
    append_key_bytes(bytes, is_read ? read.view() : part);
}

std::int64_t number_of(const table_description& table, column_index column, const value_view& found) {
    value read;
    if (read_as(table.columns[column].kind, found, read) != decode_error::none) {
        throw_misfit(table, {column, found.is_null() ? decode_error::is_null : decode_error::wrong_kind});
    }
    return read.view().integer();
}

[[noreturn]] void throw_stale(const table_description& table, const std::string& which, const void* object,
                              std::size_t position) {
    std::string keys;
    for (const column_index key : table.primary_key) {
        keys += (keys.empty() ? "" : ", ") + std::string{table.columns[key].name};
    }
    throw stale_object{"the row of " + std::string{table.name} + " (key " + keys + ')' + which +
                           " is not what the object was read from: it was changed or removed in between; read it again",
                       {.table = std::string{table.name}, .column = keys},
                       position,
                       object};
}

}  // namespace

value_view following_version(const value_view& seen) noexcept {
    return integer_of(seen.kind(), seen.integer() + 1);
}

void throw_stale(const table_description& table) {
    throw_stale(table, {}, nullptr, 0);
}

void throw_stale(const table_description& table, const void* object, std::size_t position) {
    throw_stale(table, " of the object at position " + std::to_string(position), object, position);
}

row_versions::row_versions(session_core& session, const table_description& table)
    : session_{&session}, table_{&table}, version_{*version_column(table)} {}

void row_versions::add(std::span<const value_view> row) {
    std::string bytes;
    for (const column_index key : table_->primary_key) {
        append_read_key(bytes, table_->columns[key].kind, row[key]);
        keys_.emplace_back(row[key]);
    }
    seen_.insert_or_assign(std::move(bytes), seen_row{row[version_].integer(), rows_});
    ++rows_;
}

std::optional<std::size_t> row_versions::find_stale() {
    constexpr std::size_t rows_in_a_statement = 100;  // far below every server's parameters and depth of expressions
    for (std::size_t i = 0; i < rows_; i += rows_in_a_statement) {
        ask(i, std::min(rows_in_a_statement, rows_ - i));
    }
    const auto first = std::ranges::min_element(seen_, {}, [](const auto& row) { return row.second.place; });
    return first == seen_.end() ? std::nullopt : std::optional{first->second.place};
}

void row_versions::ask(std::size_t first, std::size_t count) {
    const std::size_t width = table_->primary_key.size();
    const std::span<const value> keys = std::span{keys_}.subspan(first * width, count * width);
    sql::select_query query{.table = table_, .lock = {.exclusive = session_->facts().syntax.locks_rows}};
    if (width == 1) {
        query.where = detail::membership({table_, table_->primary_key[0]}, true, {keys.begin(), keys.end()});
    } else {
        query.where.kind = expression_kind::any_of;
        for (std::size_t i = 0; i < keys.size(); i += width) {
            std::vector<value_view> key;
            for (const value& part : keys.subspan(i, width)) {
                key.push_back(part.view());
            }
            query.where.operands.push_back(sql::key_equals(*table_, key));
        }
    }
    std::vector<value_kind> kinds;
    for (const column_index key : table_->primary_key) {
        query.columns.push_back(detail::column_operand({table_, key}));
        kinds.push_back(table_->columns[key].kind);
    }
    query.columns.push_back(detail::column_operand({table_, version_}));
    kinds.push_back(table_->columns[version_].kind);
    const sql::statement_text statement = sql::write_select(session_->target(), query);
    session_->query(statement.sql, statement.parameters, kinds, [this](std::span<const value_view> found) {
        compare(found);
        return true;
    });
}

/// What is as it was seen is struck off.
void row_versions::compare(std::span<const value_view> found) {
    std::string bytes;
    for (std::size_t i = 0; i < table_->primary_key.size(); ++i) {
        append_read_key(bytes, table_->columns[table_->primary_key[i]].kind, found[i]);
    }
    const auto row = seen_.find(bytes);
    if (row != seen_.end() && row->second.version == number_of(*table_, version_, found.back())) {
        seen_.erase(row);
    }
}

}  // namespace aludel
