// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <aludel/repository/repository_core.hpp>
#include <aludel/session/row_stream.hpp>
#include <aludel/sql/condition.hpp>

namespace aludel {

/// Some items of a longer list, and how long it is.
template <class T>
struct page {
    std::vector<T> items;
    std::uint64_t total = 0;  ///< rows that meet the conditions, on this page or not
    std::uint64_t limit = 0;
    std::uint64_t offset = 0;
};

struct lock_options {
    bool skip_locked = false;
    bool nowait = false;
};

/// A question in the making about the rows of one table. Every clause changes the query and returns it.
template <class T>
class query {
public:
    explicit query(repository_core core) : core_{core} { asked_.table = &table_of<T>; }

    /// Further conditions are joined by and.
    query& where(condition<T> wanted) & {
        has_condition_ = true;
        asked_.where = asked_.where.kind == expression_kind::always_true
                           ? std::move(wanted.tree)
                           : detail::join(expression_kind::all_of, std::move(asked_.where), std::move(wanted.tree));
        return *this;
    }
    template <class... Orderings>
    query& order_by(Orderings... orderings) & {
        (asked_.order.push_back(of_this_table(orderings)), ...);
        return *this;
    }
    query& limit(std::uint64_t rows) & {
        asked_.limit = rows;
        return *this;
    }
    query& offset(std::uint64_t rows) & {
        asked_.offset = rows;
        return *this;
    }
    /// Locks the rows that are read until the transaction ends.
    query& for_update(lock_options options = {}) & {
        asked_.lock = {true, options.skip_locked, options.nowait};
        return *this;
    }
    query&& where(condition<T> wanted) && { return std::move(where(std::move(wanted))); }
    template <class... Orderings>
    query&& order_by(Orderings... orderings) && {
        return std::move(order_by(orderings...));
    }
    query&& limit(std::uint64_t rows) && { return std::move(limit(rows)); }
    query&& offset(std::uint64_t rows) && { return std::move(offset(rows)); }
    query&& for_update(lock_options options = {}) && { return std::move(for_update(options)); }

    void add(condition<T> wanted) { where(std::move(wanted)); }
    template <class... Roots>
    void add(const order_by_clause<Roots...>& order) {
        std::apply([&](const auto&... orderings) { (asked_.order.push_back(of_this_table(orderings)), ...); },
                   order.orderings);
    }
    void add(limit_offset part) { limit(part.limit).offset(part.offset); }
    /// A clause of several parts, put together at run time, adds them itself.
    template <class Clause>
        requires requires(const Clause& clause, query& asked) {
            clause.add_to(asked);
        }
    void add(const Clause& clause) { clause.add_to(*this); }
    template <class Root>
    void add(const condition<Root>&) {
        static_assert(std::is_same_v<Root, T>, "aludel: the condition speaks of another struct than the repository's");
    }

    [[nodiscard]] std::vector<T> list() { return list_of(asked_); }
    /// The first row, in the order of the key unless said otherwise.
    [[nodiscard]] std::optional<T> first() {
        sql::select_query one = asked_;
        if (one.order.empty()) {
            for (const column_index column : table_of<T>.primary_key) {
                one.order.push_back({{&table_of<T>, column}, false});
            }
        }
        one.limit = 1;
        std::vector<T> rows = list_of(one);
        return rows.empty() ? std::optional<T>{} : std::optional<T>{std::move(rows.front())};
    }
    /// The only row that meets the conditions, whatever limit is set. Throws not_found, multiple_results.
    [[nodiscard]] T one() {
        std::optional<T> found = find_one();
        if (!found) {
            core_.throw_not_found();
        }
        return std::move(*found);
    }
    /// The only row, if there is one. Throws multiple_results.
    [[nodiscard]] std::optional<T> find_one() {
        sql::select_query two = asked_;
        two.limit = 2;
        two.offset = 0;
        std::vector<T> rows = list_of(two);
        if (rows.size() > 1) {
            core_.throw_multiple_results();
        }
        return rows.empty() ? std::optional<T>{} : std::optional<T>{std::move(rows.front())};
    }
    /// How many rows meet the conditions; order, limit and offset do not matter.
    [[nodiscard]] std::uint64_t count() { return core_.count(asked_); }
    [[nodiscard]] bool exists() { return core_.exists(asked_); }
    [[nodiscard]] row_stream<T> stream() { return row_stream<T>{core_.stream(asked_)}; }
    /// The rows within limit and offset, and how many there are in all.
    [[nodiscard]] aludel::page<T> page() {
        aludel::page<T> made;
        made.total = count();
        made.limit = asked_.limit.value_or(made.total);
        made.offset = asked_.offset;
        if (made.offset < made.total) {
            made.items = list();
        }
        return made;
    }
    /// Changes the rows that meet the conditions; returns how many they are.
    template <class... Assignments>
    std::uint64_t update(const Assignments&... assignments) {
        require_condition("update");
        std::vector<owned_assignment> changes;
        (detail::put_change(changes, checked(assignments).change), ...);
        return core_.update_where(asked_.where, changes);
    }
    /// Removes the rows that meet the conditions; returns how many they were. Without conditions: remove_all().
    std::uint64_t remove() {
        require_condition("remove");
        return core_.remove_where(asked_.where);
    }

private:
    template <class Root>
    static ordering of_this_table(const ordering_of<Root>& given) {
        static_assert(std::is_same_v<Root, T>,
                      "aludel: order_by names a column of another struct than the repository's");
        return given.order;
    }
    template <class Root>
    static const assignment_of<Root>& checked(const assignment_of<Root>& assignment) {
        static_assert(std::is_same_v<Root, T>, "aludel: the assignment names a column of another struct");
        return assignment;
    }
    [[nodiscard]] std::vector<T> list_of(const sql::select_query& asked) {
        std::vector<T> rows;
        core_.list(asked, {&rows, &detail::append_to_vector<T>});
        return rows;
    }
    void require_condition(const char* what) const {
        if (!has_condition_) {
            throw usage_error{std::string{what} + " without a condition would touch every row; give one with where(), "
                                                  "or say repository::remove_all()"};
        }
        if (asked_.limit || asked_.offset != 0 || !asked_.order.empty()) {
            throw usage_error{std::string{what} + " takes conditions only: no order, limit or offset"};
        }
    }
    repository_core core_;
    sql::select_query asked_;
    bool has_condition_ = false;  // one that happens to be always true counts
};

}  // namespace aludel
