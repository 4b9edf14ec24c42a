// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <aludel/repository/keyset.hpp>
#include <aludel/repository/repository_core.hpp>
#include <aludel/repository/selection.hpp>
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
class query : public detail::clauses<query<T>, detail::source_list<true, T>> {
    using sources = detail::source_list<true, T>;
    using base = detail::clauses<query, sources>;
    using base::asked_;

public:
    explicit query(repository_core core) : base{&core.session(), detail::asked_query{table_of<T>, {}}}, core_{core} {}

    /// Locks the rows that are read until the transaction ends.
    query& for_update(lock_options options = {}) & {
        asked_->lock = {true, options.skip_locked, options.nowait};
        return *this;
    }
    query&& for_update(lock_options options = {}) && { return std::move(for_update(options)); }

    /// A clause of several parts, put together at run time, adds them itself.
    template <class Clause>
        requires requires(const Clause& clause, query& asked) {
            clause.add_to(asked);
        }
    void add(const Clause& clause) { clause.add_to(*this); }
    template <class Root>
    void add(condition<Root> wanted) {
        this->where(std::move(wanted));
    }
    template <class... Roots>
    void add(order_by_clause<Roots...> order) {
        std::apply([&](auto&... orderings) { this->order_by(std::move(orderings)...); }, order.orderings);
    }
    void add(with_removed_t) { this->with_removed(); }
    void add(limit_offset part) { this->limit(part.limit).offset(part.offset); }

    /// Terms in the place of whole rows.
    template <detail::any_term... Terms>
    [[nodiscard]] auto select(const Terms&... terms) const {
        return detail::select_terms<sources>(this->session_, asked_, terms...);
    }

    [[nodiscard]] std::vector<T> list() const { return list_of(asked_); }
    /// The first row, in the order of the key unless said otherwise.
    [[nodiscard]] std::optional<T> first() const {
        std::vector<T> rows = list_of(asked_.for_first());
        return rows.empty() ? std::optional<T>{} : std::optional<T>{std::move(rows.front())};
    }
    /// The only row that meets the conditions, whatever limit is set. Throws not_found, multiple_results.
    [[nodiscard]] T one() const {
        std::optional<T> found = find_one();
        if (!found) {
            core_.throw_not_found();
        }
        return std::move(*found);
    }
    /// The only row, if there is one. Throws multiple_results.
    [[nodiscard]] std::optional<T> find_one() const {
        std::vector<T> rows = list_of(asked_.for_only());
        if (rows.size() > 1) {
            core_.throw_multiple_results();
        }
        return rows.empty() ? std::optional<T>{} : std::optional<T>{std::move(rows.front())};
    }
    [[nodiscard]] row_stream<T> stream() const { return row_stream<T>{core_.stream(*asked_)}; }
    /// The rows within limit and offset, and how many there are in all. One statement where the last row is among them,
    /// else two.
    [[nodiscard]] aludel::page<T> page() const {
        aludel::page<T> made;
        made.offset = asked_->offset;
        if (asked_->limit != 0) {
            made.items = list();
        }
        const bool ends_here = !asked_->limit || made.items.size() < *asked_->limit;
        made.total =
            ends_here && (made.offset == 0 || !made.items.empty()) ? made.offset + made.items.size() : this->count();
        made.limit = asked_->limit.value_or(made.total);
        return made;
    }
    /// The rows that follow the one that a page's `next` speaks of, at a cost that does not grow with their number;
    /// from the first one where there is no cursor. Rows that are alike in the order follow each other by the key.
    [[nodiscard]] keyset_query<T> after(std::optional<std::string_view> cursor) const {
        return {core_.session(), asked_, {detail::owned_text(cursor), false}};
    }
    /// The rows that come before the one that a page's `previous` speaks of, in the same order; the last ones where
    /// there is no cursor.
    [[nodiscard]] keyset_query<T> before(std::optional<std::string_view> cursor) const {
        return {core_.session(), asked_, {detail::owned_text(cursor), true}};
    }
    /// Changes the rows that meet the conditions; returns how many they are.
    template <class... Assignments>
    std::uint64_t update(const Assignments&... assignments) {
        static_assert(sizeof...(Assignments) > 0,
                      "aludel: an update sets at least one column: set(col<&T::member>, value)");
        require_condition("update");
        std::vector<owned_assignment> changes;
        (detail::put_change(changes, checked(assignments).change), ...);
        return core_.update_where(asked_->where, changes, asked_->with_removed);
    }
    /// Removes the rows that meet the conditions; returns how many they were. Without conditions: remove_all(). With
    /// soft_delete it marks them; see repository::purge_where to delete.
    std::uint64_t remove() {
        require_condition("remove");
        return core_.remove_where(asked_->where);
    }

private:
    template <class Root>
    static const assignment_of<Root>& checked(const assignment_of<Root>& assignment) {
        static_assert(std::is_same_v<Root, T>, "aludel: the assignment names a column of another struct");
        return assignment;
    }
    [[nodiscard]] std::vector<T> list_of(const detail::asked_query& asked) const {
        std::vector<T> rows;
        core_.list(*asked, {&rows, &detail::append_to_vector<T>, &detail::reserve_in_vector<T>});
        return rows;
    }
    void require_condition(const char* what) const {
        if (!this->has_condition_) {
            throw usage_error{std::string{what} + " without a condition would touch every row; give one with where(), "
                                                  "or say repository::remove_all()"};
        }
        if (asked_->limit || asked_->offset != 0 || !asked_->order.empty() || asked_->distinct) {
            throw usage_error{std::string{what} + " takes conditions only: no order, limit, offset or distinct"};
        }
    }
    mutable repository_core core_;
};

}  // namespace aludel
