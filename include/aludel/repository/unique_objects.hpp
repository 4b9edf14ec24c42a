// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ranges>
#include <string>
#include <unordered_map>
#include <vector>

#include <aludel/repository/repository.hpp>

namespace aludel {

namespace detail {

/// Bytes that are the same for objects with the same values in the columns; none when one of them is NULL.
std::string key_bytes_of(const table_description& table, std::span<const column_index> columns, const void* object);

/// The rows with the same values in the columns as one of the objects: conditions that each fit one statement.
std::vector<expression> rows_with_keys_of(const table_description& table, std::span<const column_index> columns,
                                          std::span<const void* const> objects);

}  // namespace detail

/// Finds or adds the one row for each key, such as a tag by its name, and remembers it: each key is asked for once.
/// Belongs to a session, as a repository does, and is not one transaction unless the caller makes one; after a
/// rollback, forget(). The members must be a unique key, or twins in other sessions may add rows of the same key. With
/// a NULL in them an object has no key, and is added each time.
template <class T, auto... Members>
class unique_objects {
    static_assert(sizeof...(Members) > 0 && detail::paths_begin_in<T, Members...>,
                  "aludel: unique_objects<T, &T::member…> takes the members of T whose values make its objects unique");

public:
    explicit unique_objects(session& session) : session_{&session.core()}, rows_{session} {}

    /// The row with the object's key as it is stored, made from the object if there is none. Throws multiple_results.
    T find_or_add(const T& object) {
        const std::string key = key_of(object);
        if (key.empty()) {
            return rows_.add(object);
        }
        const auto known = known_.find(key);
        return known != known_.end()
                   ? known->second
                   : known_.emplace(key, rows_.get_or_create(object, match<Members...>).object).first->second;
    }
    /// The same for each object of the range, in its order, with a few statements for all of them.
    template <std::ranges::input_range Range>
    std::vector<T> find_or_add_many(Range&& objects) {
        std::vector<T> result = detail::objects_of<T>(std::forward<Range>(objects));
        find(unknown_of(result));
        if constexpr (detail::is_unique_key(table_of<T>, columns())) {
            try_to_add(unknown_of(result));
        }
        for (T& object : result) {
            object = find_or_add(object);  // those that are not known yet, and those without a key
        }
        return result;
    }
    /// Asks the database again from now on.
    void forget() noexcept { known_.clear(); }

private:
    static constexpr std::span<const column_index> columns() { return detail::member_list<Members...>::columns; }
    static std::string key_of(const T& object) { return detail::key_bytes_of(table_of<T>, columns(), &object); }

    /// The first object of each key that is not known.
    std::vector<const void*> unknown_of(const std::vector<T>& objects) const {
        std::unordered_map<std::string, const void*> first;
        std::vector<const void*> unknown;
        for (const T& object : objects) {
            std::string key = key_of(object);
            if (!key.empty() && !known_.contains(key) && first.emplace(std::move(key), &object).second) {
                unknown.push_back(&object);
            }
        }
        return unknown;
    }
    /// A key of several rows stays unknown: looking for it alone says multiple_results.
    void find(const std::vector<const void*>& wanted) {
        std::vector<std::string> ambiguous;
        for (expression& each : detail::rows_with_keys_of(table_of<T>, columns(), wanted)) {
            for (T& row : rows_.list(condition<T>{std::move(each)})) {
                std::string key = key_of(row);
                if (!known_.emplace(key, std::move(row)).second) {
                    ambiguous.push_back(std::move(key));
                }
            }
        }
        for (const std::string& key : ambiguous) {
            known_.erase(key);
        }
    }
    /// Twins that add the same keys in another order may block each other: then each key is added by itself. Inside a
    /// transaction it is the caller who must begin again.
    void try_to_add(const std::vector<const void*>& missing) {
        const bool is_alone = session_->stands_alone();
        try {
            add(missing);
        } catch (const transaction_conflict&) {
            if (!is_alone) {
                throw;
            }
        }
    }
    void add(const std::vector<const void*>& missing) {
        std::vector<T> objects;
        for (const void* object : missing) {
            objects.push_back(*static_cast<const T*>(object));
        }
        for (T& row : rows_.bulk_insert_returning(std::move(objects), on_conflict<Members...>.do_nothing())) {
            std::string key = key_of(row);
            known_.insert_or_assign(std::move(key), std::move(row));
        }
    }

    session_core* session_;
    repository<T> rows_;
    std::unordered_map<std::string, T> known_;
};

}  // namespace aludel
