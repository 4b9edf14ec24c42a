// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <optional>

#include <aludel/bulk/bulk_load.hpp>

namespace aludel {
namespace {

bool is_empty_key(const column_description& column, const value_view& value) {
    if (is_counted(column)) {
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
        if (const step what = step_of(table.columns[i]); what != step::none) {
            steps_.push_back({static_cast<column_index>(i), what});
        }
    }
}

insert_preparation::step insert_preparation::step_of(const column_description& column) noexcept {
    if (column.role != column_role::plain) {
        return step::time;
    }
    if (column.is_version) {
        return step::version;
    }
    return column.generated == key::given ? step::none : step::key;
}

void insert_preparation::operator()(std::span<value_view> rows) const {
    const std::size_t width = table_->columns.size();
    for (const auto& [column, what] : steps_) {
        for (std::size_t i = column; i < rows.size(); i += width) {
            take(what, table_->columns[column], rows[i], now_);
        }
    }
}

void insert_preparation::take(step what, const column_description& column, value_view& value, const value_view& now) {
    switch (what) {
    case step::none: break;
    case step::time: value = value.is_null() ? now : value; break;
    case step::version: value = version_of_new(value); break;
    case step::key: value = is_empty_key(column, value) ? value_view::null_of(column.kind) : value; break;
    }
}

void prepare_for_insert(const table_description& table, std::span<value_view> row) {
    std::optional<value_view> now;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const column_description& column = table.columns[i];
        const insert_preparation::step what = insert_preparation::step_of(column);
        if (what == insert_preparation::step::time && !now && row[i].is_null()) {
            now = sql::present_time();  // one time for all of them
        }
        insert_preparation::take(what, column, row[i], now.value_or(value_view{}));
    }
}

bool insert_preparation::asks_database(const column_description& column, const value_view& value) noexcept {
    return value.is_null() && (column.generated != key::given || !column.default_expression.empty());
}

}  // namespace aludel
