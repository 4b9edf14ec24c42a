// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <tuple>
#include <utility>

#include <aludel/session/row_stream.hpp>
#include <aludel/session/session_core.hpp>
#include <aludel/sql/condition.hpp>
#include <aludel/sql/function.hpp>
#include <aludel/sql/statements.hpp>

/// What all queries are told and asked. The compiled functions take them as plain data.
namespace aludel::detail {

/// A query in the making. Compiled once, and not in every program that asks one.
class asked_query {
public:
    asked_query(const table_description& table, std::string_view alias);
    asked_query(const asked_query&);
    asked_query(asked_query&&) noexcept;
    asked_query& operator=(const asked_query&);
    asked_query& operator=(asked_query&&) noexcept;
    ~asked_query();

    [[nodiscard]] sql::select_query& operator*() const noexcept { return *query_; }
    [[nodiscard]] sql::select_query* operator->() const noexcept { return query_.get(); }

    void select(expression term);
    void group_by(expression term);
    void order_by(ordering order);
    void join(sql::joined_table table);
    [[nodiscard]] std::shared_ptr<const sql::select_query> shared() const;
    /// For the first row, in the order of the keys unless said otherwise.
    [[nodiscard]] asked_query for_first() const;
    /// For the only row: as many as tell whether it is.
    [[nodiscard]] asked_query for_only() const;

private:
    std::unique_ptr<sql::select_query> query_;
};

/// Further conditions are joined by and.
void add_condition(expression& to, expression further);
/// Where no order was said: that of the keys, if the rows are those of tables.
void order_by_keys(sql::select_query& asked);
/// Throws usage_error where one of the two has an order, a limit or an offset of its own.
void unite(sql::select_query& asked, std::shared_ptr<const sql::select_query> other, bool all);

/// Throws usage_error where the query is united with others: the clause would be that of the first one only.
void require_not_united(const sql::select_query& asked, const char* clause);

/// Runs the query. One that may fail in the course of things leaves an open transaction usable.
void ask(session_core& session, const sql::select_query& asked, const sql::statement_text& statement,
         std::span<const value_kind> kinds, function_ref<bool(std::span<const value_view>)> use);
void list_rows(session_core& session, const sql::select_query& asked, const result_shape& shape, object_sink sink);
[[nodiscard]] execution stream_rows(session_core& session, const sql::select_query& asked, const result_shape& shape);
[[nodiscard]] std::uint64_t count_rows(session_core& session, const sql::select_query& asked);
[[nodiscard]] bool has_row(session_core& session, const sql::select_query& asked);
/// Throws not_found or multiple_results.
[[noreturn]] void throw_rows_of(const sql::select_query& asked, bool none);

/// The tables that a query asks. Where it is part of another query, it may also speak of that one's.
template <bool Runs, class... Roots>
struct source_list {
    template <class Root>
    static constexpr bool allow = !Runs || speaks_of<Root, Roots...>::value;
    static constexpr bool runs = Runs;
};

/// The clauses that every query has. Each changes the query and returns it.
template <class Self, class Sources>
class clauses {
public:
    /// Further conditions are joined by and.
    template <class Root>
    Self& where(condition<Root> wanted) & {
        static_assert(Sources::template allow<Root>,
                      "aludel: the condition speaks of another struct than the repository's; join it first");
        static_assert(
            !is_grouped<Root>,
            "aludel: where() looks at single rows, which have no aggregates; put the condition into having()");
        require_not_united(*asked_, "where()");
        add_condition(asked_->where, std::move(wanted.tree));
        has_condition_ = true;
        return self();
    }
    template <class... Roots>
    Self& order_by(ordering_of<Roots>... orderings) & {
        static_assert((Sources::template allow<Roots> && ...),
                      "aludel: order_by names a column of another struct than the repository's; join it first");
        (asked_.order_by(std::move(orderings.order)), ...);
        return self();
    }
    Self& limit(std::uint64_t rows) & {
        asked_->limit = rows;
        return self();
    }
    Self& offset(std::uint64_t rows) & {
        asked_->offset = rows;
        return self();
    }
    /// Rows that are alike in all that is selected come once.
    Self& distinct() & {
        require_not_united(*asked_, "distinct()");
        asked_->distinct = true;
        return self();
    }
    /// Rows that are marked as removed (soft_delete) count too, in all tables of the query.
    Self& with_removed() & {
        asked_->with_removed = true;
        return self();
    }
    template <class Root>
    Self&& where(condition<Root> wanted) && {
        return std::move(where(std::move(wanted)));
    }
    template <class... Roots>
    Self&& order_by(ordering_of<Roots>... orderings) && {
        return std::move(order_by(std::move(orderings)...));
    }
    Self&& limit(std::uint64_t rows) && { return std::move(limit(rows)); }
    Self&& offset(std::uint64_t rows) && { return std::move(offset(rows)); }
    Self&& distinct() && { return std::move(distinct()); }
    Self&& with_removed() && { return std::move(with_removed()); }

    /// Ordered by the keys of the tables, where no order was said.
    Self& in_key_order() & {
        order_by_keys(*asked_);
        return self();
    }
    Self&& in_key_order() && { return std::move(in_key_order()); }

    /// How many rows there are; order, limit and offset do not matter.
    [[nodiscard]] std::uint64_t count() const { return count_rows(running(), *asked_); }
    [[nodiscard]] bool exists() const { return has_row(running(), *asked_); }

    /// The query as a part of another one.
    [[nodiscard]] std::shared_ptr<const sql::select_query> subquery() const { return asked_.shared(); }

protected:
    clauses(session_core* session, asked_query asked) : session_{session}, asked_{std::move(asked)} {}

    [[nodiscard]] session_core& running() const {
        static_assert(Sources::runs, "aludel: a query that begins with from<T>() is a part of another one; begin it "
                                     "with from<T>(session) to run it");
        return *session_;
    }
    Self& self() noexcept { return static_cast<Self&>(*this); }

    template <class Row>
    [[nodiscard]] std::vector<Row> rows(const asked_query& asked, const result_shape& shape) const {
        std::vector<Row> found;
        list_rows(running(), *asked, shape, {&found, &append_to_vector<Row>, &reserve_in_vector<Row>});
        return found;
    }
    template <class Row>
    [[nodiscard]] std::optional<Row> first_row(const result_shape& shape) const {
        std::vector<Row> found = rows<Row>(asked_.for_first(), shape);
        return found.empty() ? std::optional<Row>{} : std::optional<Row>{std::move(found.front())};
    }
    template <class Row>
    [[nodiscard]] std::optional<Row> only_row(const result_shape& shape) const {
        std::vector<Row> found = rows<Row>(asked_.for_only(), shape);
        if (found.size() > 1) {
            throw_rows_of(*asked_, false);
        }
        return found.empty() ? std::optional<Row>{} : std::optional<Row>{std::move(found.front())};
    }

    session_core* session_ = nullptr;
    asked_query asked_;
    bool has_condition_ = false;  // one that happens to be always true counts
};

}  // namespace aludel::detail
