// SPDX-License-Identifier: BSL-1.0
#include <aludel/session/row_stream.hpp>
#include <aludel/session/session_core.hpp>

#include "execution_state.hpp"

namespace aludel {
namespace {

std::size_t position_of(const execution& running, const table_description& table, const column_description& column) {
    for (std::size_t i = 0; i < running.column_count(); ++i) {
        if (running.column_name(i) == column.name) {
            return i;
        }
    }
    std::string found;
    for (std::size_t i = 0; i < running.column_count(); ++i) {
        found += (i == 0 ? "" : ", ") + std::string{running.column_name(i)};
    }
    throw mapping_error{"the result has no column \"" + std::string{column.name} + "\" for the field " +
                            std::string{table.type_name} + "::" + std::string{column.field} +
                            "; select it, or give another column that name with \"as\" (the result has: " + found + ")",
                        {.table = std::string{table.name}, .column = std::string{column.name}}};
}

std::string cure_of(decode_error reason) {
    switch (reason) {
    case decode_error::is_null: return "is NULL; ask for a std::optional there";
    case decode_error::out_of_range: return "holds a value that the type asked for cannot hold; ask for a wider one";
    case decode_error::malformed: return "holds text that is not written as the type asked for needs it";
    default: return "is of a kind that does not become the type asked for";
    }
}

/// Whether the result begins with the table's columns: all queries that are composed here do.
bool stand_in_order(const table_description& table, const execution& running) {
    const std::size_t columns = table.columns.size();
    std::size_t i = 0;
    while (i < columns && i < running.column_count() && running.column_name(i) == table.columns[i].name) {
        ++i;
    }
    return i == columns;
}

}  // namespace

column_order::column_order(const result_shape& shape, const execution& running) : columns_{shape.columns} {
    if (shape.table != nullptr && !shape.by_position) {
        if (!stand_in_order(*shape.table, running)) {
            for (const column_description& column : shape.table->columns) {
                positions_.push_back(position_of(running, *shape.table, column));
            }
            ordered_.resize(columns_);
        }
        return;
    }
    if (running.column_count() != shape.columns) {
        throw mapping_error{"the result has " + std::to_string(running.column_count()) + " columns, but " +
                            std::to_string(shape.columns) +
                            " are asked for; name the columns in the select list, or ask for a tuple of as many types"};
    }
}

std::span<const value_view> column_order::moved(std::span<const value_view> row) {
    for (std::size_t i = 0; i < positions_.size(); ++i) {
        ordered_[i] = row[positions_[i]];
    }
    return ordered_;
}

void throw_misfit(const result_shape& shape, row_misfit misfit, std::string_view name) {
    if (shape.table != nullptr) {
        throw_misfit(*shape.table, misfit);
    }
    std::string place = "column " + std::to_string(misfit.column + 1) + " of the result";
    if (!name.empty()) {
        place += " (\"" + std::string{name} + "\")";
    }
    throw mapping_error{place + ' ' + cure_of(misfit.reason), {.column = std::string{name}}};
}

stream_core::stream_core(execution running, const result_shape& shape)
    : running_{std::move(running)}, shape_{shape}, order_{shape, running_} {}

bool stream_core::next(void* object) {
    execution_state& running = *running_.state_;
    if (!running.next()) {
        return false;
    }
    write_shaped(shape_, object, order_.of(running.row),
                 [&running](std::size_t column) { return running.prepared->column_name(column); });
    return true;
}

}  // namespace aludel
