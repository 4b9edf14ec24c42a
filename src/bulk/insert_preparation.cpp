// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <optional>

#include <aludel/bulk/bulk_load.hpp>

namespace aludel {
namespace {

bool is_empty_key(const column_description& column, const value_view& value) {
    if (column.generated == key::integer) {
        return !value.is_null() && value.integer() == 0;
    }
    const auto bytes = value.kind() == value_kind::uuid ? value.bytes() : std::span<const std::byte>{};
    return !bytes.empty() && std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

/// The version of a row that is new: the first one, unless the object brings another.
value_view version_of_new(const value_view& brought) {
    return brought.integer() == 0 ? integer_of(brought.kind(), 1) : brought;
}

}  // namespace

insert_preparation::insert_preparation(const table_description& table)
    : insert_preparation{table, sql::present_time()} {}

insert_preparation::insert_preparation(const table_description& table, const value_view& now)
    : table_{&table}, now_{now} {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const column_description& column = table.columns[i];
        const auto index = static_cast<column_index>(i);
        if (column.role != column_role::plain) {
            steps_.push_back({index, step::time});
        } else if (column.is_version) {
            steps_.push_back({index, step::version});
        } else if (column.generated != key::given) {
            steps_.push_back({index, step::key});
        }
    }
}

void insert_preparation::operator()(std::span<value_view> rows) const {
    const std::size_t width = table_->columns.size();
    for (const column_step& each : steps_) {
        for (std::size_t i = each.column; i < rows.size(); i += width) {
            prepare(rows[i], each);
        }
    }
}

void insert_preparation::prepare(value_view& value, column_step each) const {
    switch (each.what) {
    case step::time: value = value.is_null() ? now_ : value; break;
    case step::version: value = version_of_new(value); break;
    case step::key:
        if (is_empty_key(table_->columns[each.column], value)) {
            value = value_view::null_of(table_->columns[each.column].kind);
        }
        break;
    }
}

void prepare_for_insert(const table_description& table, std::span<value_view> row) {
    std::optional<value_view> now;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const column_description& column = table.columns[i];
        if (column.role != column_role::plain && row[i].is_null()) {
            now = now ? now : sql::present_time();  // one time for all of them
            row[i] = *now;
        } else if (column.is_version) {
            row[i] = version_of_new(row[i]);
        } else if (column.generated != key::given && is_empty_key(column, row[i])) {
            row[i] = value_view::null_of(column.kind);
        }
    }
}

bool insert_preparation::asks_database(const column_description& column, const value_view& value) noexcept {
    return value.is_null() && (column.generated != key::given || !column.default_expression.empty());
}

}  // namespace aludel
