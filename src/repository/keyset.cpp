// SPDX-License-Identifier: BSL-1.0
#include "keyset.hpp"

#include <aludel/error.hpp>
#include <aludel/repository/keyset.hpp>

#include "long_lists.hpp"
#include "model/read_as.hpp"

namespace aludel::detail {
namespace {

value stored_as(const column_description& column, const value_view& from) {
    value read;
    if (read_as(column.kind, from, read) != decode_error::none) {
        throw mapping_error{"column \"" + std::string{column.name} + "\" holds what is no " +
                            std::string{name_of(column.kind)} + ", so that no page can end there; correct the row"};
    }
    return read;
}

/// Reads one page, from one query after the other until it is full.
class keyset_reading {
public:
    keyset_reading(session_core& session, const sql::select_query& asked, std::span<const keyset_step> steps,
                   object_sink sink)
        : session_{&session}, asked_{asked}, steps_{steps}, sink_{sink}, wanted_{*asked.limit} {
        splits_ = steps.front().description().nullable;
        asked_.order = order_of(steps, splits_);
    }

    void read_from(std::span<const value> values) {
        const keyset_step& first = steps_.front();
        if (!splits_) {
            read(values.empty() ? expression{} : behind(steps_, values, facts()));
            return;
        }
        const bool begins_in_nulls = values.empty() ? first.nulls_first : values.front().is_null();
        read_part(begins_in_nulls, values);
        if (begins_in_nulls == first.nulls_first) {
            read_part(!begins_in_nulls, {});
        }
    }

    [[nodiscard]] bool has_more() const noexcept { return has_more_; }
    [[nodiscard]] bool is_empty() const noexcept { return rows_ == 0; }
    [[nodiscard]] std::span<const value> first() const noexcept { return first_; }
    [[nodiscard]] std::span<const value> last() const noexcept { return last_; }

private:
    [[nodiscard]] const syntax& facts() const { return session_->facts().syntax; }

    /// Either the rows that have NULL in the first column, or those that do not.
    void read_part(bool has_nulls, std::span<const value> values) {
        const expression first = column_operand(steps_.front().column);
        expression condition = null_test(first, has_nulls);
        if (has_nulls && !values.empty()) {
            add_condition(condition, behind_any(steps_.subspan(1), values.subspan(1), facts()));
        } else if (!values.empty()) {
            condition = behind(steps_, values, facts());
        }
        if (has_nulls && facts().sorts_known_nulls) {
            // "a is null" alone is looked up like a value, by which the index's other columns are neither sought nor in
            // order. Beside a comparison that no row meets it is a range like others.
            expression never = compare(first, comparison::less,
                                       value_operand(value{value_view::null_of(steps_.front().description().kind)}));
            condition = join(expression_kind::any_of, std::move(condition), std::move(never));
        }
        read(std::move(condition));
    }

    void read(expression condition) {
        if (has_more_) {
            return;
        }
        sql::select_query part = asked_;
        if (condition.kind != expression_kind::always_true) {
            add_condition(part.where, std::move(condition));
        }
        part.limit = wanted_ - rows_ + 1;  // the one too many tells whether there are more
        fitted_query fitted{*session_, part};
        const sql::statement_text statement = sql::write_select(session_->target(), fitted.query());
        ask(*session_, part, statement, asked_.table->kinds, [this](std::span<const value_view> row) {
            has_more_ = rows_ == wanted_;
            if (!has_more_) {
                add(row);
            }
            return !has_more_;
        });
        fitted.end();
    }
    void add(std::span<const value_view> row) {
        write_object(*asked_.table, sink_.append(sink_.container), row);
        last_.clear();
        for (const keyset_step& step : steps_) {
            last_.push_back(stored_as(step.description(), row[step.column.column]));
        }
        if (rows_++ == 0) {
            first_ = last_;
        }
    }

    session_core* session_;
    sql::select_query asked_;
    std::span<const keyset_step> steps_;
    object_sink sink_;
    std::uint64_t wanted_;
    std::uint64_t rows_ = 0;
    bool splits_ = false;
    bool has_more_ = false;
    std::vector<value> first_;
    std::vector<value> last_;
};

void require_keyset(const sql::select_query& asked) {
    if (!asked.limit || *asked.limit == 0) {
        throw usage_error{"a page behind a cursor needs to know how many rows it holds; say limit(rows), one at least"};
    }
    if (asked.offset != 0) {
        throw usage_error{"a page begins at its cursor or at an offset; leave out offset(), or use page()"};
    }
}

}  // namespace

std::optional<std::string> owned_text(std::optional<std::string_view> text) {
    return text ? std::optional{std::string{*text}} : std::nullopt;
}

keyset_cursors read_keyset(session_core& session, const sql::select_query& asked, const keyset_place& from,
                           object_sink sink) {
    require_keyset(asked);
    const std::vector<keyset_step> steps = keyset_of(asked);
    const std::vector<keyset_step> on_the_way = from.backwards ? reversed(steps) : steps;
    std::vector<value> values;
    if (from.cursor) {
        values = values_of_cursor(*from.cursor, *asked.table, steps);
    }
    keyset_reading reading{session, asked, on_the_way, sink};
    reading.read_from(values);
    keyset_cursors found;
    if (reading.is_empty()) {
        return found;
    }
    (from.backwards ? found.previous : found.next) =
        reading.has_more() ? std::optional{cursor_of(*asked.table, steps, reading.last())} : std::nullopt;
    (from.backwards ? found.next : found.previous) =
        from.cursor ? std::optional{cursor_of(*asked.table, steps, reading.first())} : std::nullopt;
    return found;
}

}  // namespace aludel::detail
