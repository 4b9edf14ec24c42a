// SPDX-License-Identifier: BSL-1.0
// repository_core: rows are deleted, or marked as removed and brought back.
#include <aludel/repository/repository_core.hpp>

#include <algorithm>
#include <optional>

#include <aludel/bulk/on_conflict.hpp>
#include <aludel/model/decode.hpp>
#include <aludel/repository/clauses.hpp>

#include "bulk/write_rows.hpp"
#include "long_lists.hpp"
#include "row_values.hpp"

namespace aludel {
namespace {

/// Keys up to this many stay a list of parameters.
constexpr std::size_t worth_a_load = 500;

/// A key as its column holds it; nothing if no row can have it.
std::optional<value_view> as_key_of(const column_description& column, const value_view& given) {
    const bool is_signed_key = column.kind >= value_kind::int16 && column.kind <= value_kind::int64;
    if (!is_signed_key || given.is_null()) {
        return given.is_null() ? std::nullopt : std::optional{given};
    }
    std::int64_t number = 0;
    const std::int64_t bits = column.kind == value_kind::int16 ? 16 : column.kind == value_kind::int32 ? 32 : 64;
    const std::int64_t greatest = static_cast<std::int64_t>(~std::uint64_t{0} >> (65 - bits));
    if (decode::signed_integer(given, -greatest - 1, greatest, number) != decode_error::none) {
        return std::nullopt;
    }
    switch (column.kind) {
    case value_kind::int16: return value_view::of_int16(number);
    case value_kind::int32: return value_view::of_int32(number);
    default: return value_view::of_int64(number);
    }
}

/// Keys, one after the other, as rows of their table.
class key_source final : public row_source {
public:
    key_source(const table_description& table, std::span<const value> keys) : table_{table}, keys_{keys} {}

    bool next(std::span<value_view> row, scratch&) override {
        const std::size_t width = table_.primary_key.size();
        for (; next_ < keys_.size(); next_ += width) {
            if (fill(row, keys_.subspan(next_, width))) {
                next_ += width;
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] bool rows_stay_valid() const noexcept override { return true; }
    [[nodiscard]] std::uint64_t size() const override { return keys_.size() / table_.primary_key.size(); }

private:
    bool fill(std::span<value_view> row, std::span<const value> key) const {
        for (std::size_t i = 0; i < key.size(); ++i) {
            const column_index column = table_.primary_key[i];
            const std::optional<value_view> part = as_key_of(table_.columns[column], key[i].view());
            if (!part) {
                return false;
            }
            row[column] = *part;
        }
        return true;
    }
    const table_description& table_;
    std::span<const value> keys_;
    std::size_t next_ = 0;
};

}  // namespace

bool repository_core::remove(key_values wanted) {
    if (has_null(wanted)) {
        return false;
    }
    return removal_mark(*table_) ? mark_where(sql::key_equals(*table_, wanted), true) > 0 : purge(wanted);
}

bool repository_core::purge(key_values wanted) {
    if (has_null(wanted)) {
        return false;
    }
    const auto compose = [&] {
        const expression where = sql::key_equals(*table_, wanted);
        return sql::write_delete(session_->target(), {table_, &where}).sql;
    };
    return session_->change({*table_, fixed_statement::remove_by_key, 0, compose}, wanted) > 0;
}

std::uint64_t repository_core::remove_where(const expression& where) {
    return removal_mark(*table_) ? mark_where(where, true) : purge_where(where);
}

std::uint64_t repository_core::purge_where(const expression& where) {
    long_lists lists{*session_, where};
    const sql::statement_text statement = sql::write_delete(session_->target(), {table_, &lists.condition()});
    const std::uint64_t removed = session_->change(statement.sql, statement.parameters);
    lists.end();
    return removed;
}

std::uint64_t repository_core::restore_where(const expression& where) {
    return mark_where(where, false);
}

/// Puts the mark on rows that do not have it, or takes it from those that do: each is a change of the row.
std::uint64_t repository_core::mark_where(const expression& where, bool removed) {
    constexpr std::size_t parameters_of_mark = 3;  // the mark, twice, and the time of the change
    const column_index mark = *removal_mark(*table_);
    expression meant = where;
    detail::add_condition(meant, detail::null_test(detail::column_operand({table_, mark}), removed));
    long_lists lists{*session_, meant, parameters_of_mark};
    const value_view now = sql::present_time();
    const sql::assignment change{mark, removed ? now : value_view::null_of(value_kind::timestamp)};
    const std::optional<value_view> touched = touch_time(*table_) ? std::optional{now} : std::nullopt;
    const sql::update_statement update{table_, {&change, 1}, &lists.condition(), touched, false};
    const sql::statement_text statement = sql::write_update(session_->target(), update);
    const std::uint64_t marked = session_->change(statement.sql, statement.parameters);
    lists.end();
    return marked;
}

std::uint64_t repository_core::remove_keys(std::span<const value> keys) {
    return removal_mark(*table_) ? for_keys(keys, [this](const expression& where) { return mark_where(where, true); })
                                 : purge_keys(keys);
}

std::uint64_t repository_core::restore_keys(std::span<const value> keys) {
    return for_keys(keys, [this](const expression& where) { return mark_where(where, false); });
}

std::uint64_t repository_core::purge_keys(std::span<const value> keys) {
    if (keys.empty()) {
        return 0;
    }
    if (fits_statement(keys)) {
        return purge_where(with_keys(keys));
    }
    bulk_plan plan{.table = table_,
                   .columns = detail::to_vector(table_->primary_key),
                   .rows_stay_valid = true,
                   .operation = bulk_operation::remove,
                   .expected_rows = keys.size() / table_->primary_key.size()};
    plan.policy.key = plan.columns;
    key_source source{*table_, keys};
    std::uint64_t removed = 0;
    session_->atomically([&] { removed = write_rows(*session_, source, plan).removed; });
    return removed;
}

bool repository_core::fits_statement(std::span<const value> keys) const {
    return keys.size() <= std::min(worth_a_load, session_->facts().syntax.max_parameters);
}

/// One condition for all keys of one column, however long the list; for those of several columns one at a time.
std::uint64_t repository_core::for_keys(std::span<const value> keys,
                                        function_ref<std::uint64_t(const expression&)> change) {
    const std::size_t width = table_->primary_key.size();
    if (keys.empty()) {
        return 0;
    }
    if (width == 1 || fits_statement(keys)) {
        return change(with_keys(keys));
    }
    constexpr std::size_t keys_in_a_statement = 100;  // far below every server's parameters and depth of expressions
    std::uint64_t changed = 0;
    session_->atomically([&] {
        changed = 0;
        for (std::size_t i = 0; i < keys.size(); i += keys_in_a_statement * width) {
            changed += change(with_keys(keys.subspan(i, std::min(keys.size() - i, keys_in_a_statement * width))));
        }
    });
    return changed;
}

expression repository_core::with_keys(std::span<const value> keys) const {
    const std::size_t width = table_->primary_key.size();
    if (width == 1) {
        return detail::membership({table_, table_->primary_key[0]}, true, {keys.begin(), keys.end()});
    }
    expression where;
    where.kind = expression_kind::any_of;
    for (std::size_t i = 0; i < keys.size(); i += width) {
        std::vector<value_view> key;
        for (std::size_t part = 0; part < width; ++part) {
            key.push_back(keys[i + part].view());
        }
        where.operands.push_back(sql::key_equals(*table_, key));
    }
    return where;
}

bool repository_core::any_removed(object_span objects) {
    const std::optional<column_index> mark = removal_mark(*table_);
    if (!mark) {
        return false;
    }
    std::vector<value> keys;
    std::vector<value_view> row(table_->columns.size());
    scratch temporaries;
    for (std::size_t i = 0; i < objects.count; ++i) {
        temporaries.clear();
        read_object(*table_, objects[i], row, temporaries);
        for (const column_index column : table_->primary_key) {
            keys.emplace_back(row[column]);
        }
    }
    const auto count_removed = [&](const expression& where) {
        sql::select_query asked{.table = table_, .where = where, .with_removed = true};
        detail::add_condition(asked.where, detail::null_test(detail::column_operand({table_, *mark}), false));
        return exists(asked) ? std::uint64_t{1} : 0;
    };
    return for_keys(keys, count_removed) > 0;
}

}  // namespace aludel
