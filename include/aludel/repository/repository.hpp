// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <optional>
#include <ranges>
#include <tuple>
#include <vector>

#include <aludel/bulk/on_conflict.hpp>
#include <aludel/repository/match.hpp>
#include <aludel/repository/patch.hpp>
#include <aludel/repository/query.hpp>
#include <aludel/repository/repository_core.hpp>
#include <aludel/session/engine.hpp>

namespace aludel {

/// An object as it is stored now, and whether this call made its row.
template <class T>
struct upserted {
    T object;
    bool created = false;
};

namespace detail {

/// The type of the field behind a column.
template <class Struct, std::size_t Column, std::size_t Field = 0>
struct leaf_field {
    static constexpr std::size_t next = column_offsets<Struct>[Field + 1];
    static consteval auto find() {
        if constexpr (Column >= next) {
            return leaf_field<Struct, Column, Field + 1>{};
        } else if constexpr (is_one_column<field_type<Struct, Field>>) {
            return std::type_identity<field_type<Struct, Field>>{};
        } else {
            return leaf_field<field_type<Struct, Field>, Column - column_offsets<Struct>[Field]> {
            };
        }
    }
    using type = typename decltype(find())::type;
};

/// The values of a key given as separate arguments. They borrow from the scratch.
template <class T, class... Parts>
auto key_views(scratch& temporaries, const Parts&... parts) {
    static_assert(sizeof...(Parts) == table_of<T>.primary_key.size(),
                  "aludel: a key takes as many values as entity<T> has key columns, in their order");
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<value_view, sizeof...(Parts)>{
            temporaries.keep(operand_for<typename leaf_field<T, table_of<T>.primary_key[I]>::type>(
                                 table_of<T>, table_of<T>.primary_key[I], parts)
                                 .view())...};
    }
    (std::index_sequence_for<Parts...>{});
}

/// The objects of a range, read once; those of a vector that is given away are not copied.
template <class T, class Range>
std::vector<T> objects_of(Range&& range) {
    if constexpr (std::is_same_v<Range, std::vector<T>>) {
        return std::move(range);
    } else {
        std::vector<T> objects;
        if constexpr (std::ranges::sized_range<Range>) {
            objects.reserve(static_cast<std::size_t>(std::ranges::size(range)));
        }
        for (auto&& object : range) {
            objects.push_back(static_cast<T>(std::forward<decltype(object)>(object)));
        }
        return objects;
    }
}

template <class Key>
inline constexpr bool is_key_tuple = is_tuple<Key>;

}  // namespace detail

/// The rows of one table as objects: a thin typed front over a session, which must outlive it. Outside a transaction
/// each call stands alone; calls of several statements are all or nothing either way. Throws the classified error;
/// after a constraint violation the session, and a transaction it is in, go on.
template <class T>
class repository {
    static_assert(!table_of<T>.primary_key.empty(),
                  "aludel: a repository's struct needs a key: a member called id, or .primary_key<…>() in entity<T>");

public:
    explicit repository(session& session) noexcept : core_{session.core(), table_of<T>} {}
    explicit repository(session_core& session) noexcept : core_{session, table_of<T>} {}

    /// Inserts the object; returns it as stored, generated and defaulted columns filled in.
    T add(const T& object) {
        T stored = object;
        core_.add(&object, &stored);
        return stored;
    }
    /// Inserts all or none; result[i] is what became of objects[i].
    template <std::ranges::input_range Range>
    std::vector<T> add_many(Range&& objects) {
        std::vector<T> stored = detail::objects_of<T>(std::forward<Range>(objects));
        core_.add_many({stored.data(), stored.size(), sizeof(T)});
        return stored;
    }

    /// The row with this key. Throws not_found.
    template <class... Key>
    [[nodiscard]] T get(const Key&... key) {
        scratch temporaries;
        T object{};
        if (!core_.find(detail::key_views<T>(temporaries, key...), &object)) {
            core_.throw_not_found();
        }
        return object;
    }
    template <class... Key>
    [[nodiscard]] std::optional<T> find(const Key&... key) {
        scratch temporaries;
        std::optional<T> object{std::in_place};
        if (!core_.find(detail::key_views<T>(temporaries, key...), &*object)) {
            object.reset();
        }
        return object;
    }
    /// The only row that meets the conditions. Throws not_found, multiple_results.
    template <class... Clauses>
    [[nodiscard]] T get_one(Clauses... clauses) {
        return asking(std::move(clauses)...).one();
    }
    template <class... Clauses>
    [[nodiscard]] std::optional<T> find_one(Clauses... clauses) {
        return asking(std::move(clauses)...).find_one();
    }
    /// The first row, in the order of the key unless an order_by says otherwise.
    template <class... Clauses>
    [[nodiscard]] std::optional<T> first(Clauses... clauses) {
        return asking(std::move(clauses)...).first();
    }
    template <class... Clauses>
    [[nodiscard]] std::vector<T> list(Clauses... clauses) {
        return asking(std::move(clauses)...).list();
    }
    template <class... Clauses>
    [[nodiscard]] row_stream<T> stream(Clauses... clauses) {
        return asking(std::move(clauses)...).stream();
    }
    template <class... Clauses>
    [[nodiscard]] page<T> list_and_count(Clauses... clauses) {
        return asking(std::move(clauses)...).page();
    }
    template <class... Clauses>
    [[nodiscard]] std::uint64_t count(Clauses... clauses) {
        return asking(std::move(clauses)...).count();
    }
    template <class... Clauses>
    [[nodiscard]] bool exists(Clauses... clauses) {
        return asking(std::move(clauses)...).exists();
    }

    /// A fluent query over the table.
    [[nodiscard]] query<T> where(condition<T> wanted) { return query<T>{core_}.where(std::move(wanted)); }
    template <class... Orderings>
    [[nodiscard]] query<T> order_by(Orderings... orderings) {
        return query<T>{core_}.order_by(orderings...);
    }
    /// A query for all rows, those that are marked as removed (soft_delete) too.
    [[nodiscard]] query<T> with_removed() { return query<T>{core_}.with_removed(); }
    /// Terms in the place of whole rows: select(col<&user::city_id>, count()).
    template <detail::any_term... Terms>
    [[nodiscard]] auto select(const Terms&... terms) {
        return query<T>{core_}.select(terms...);
    }

    /// Writes every column but the key and created_at; returns the stored object. Throws not_found; with a version
    /// column stale_object, when the row is absent or its version another than the object's.
    T update(const T& object) {
        T stored = object;
        core_.update(&object, &stored);
        return stored;
    }
    /// Writes the columns that the patch names, for the row with this key (a tuple for a key of several columns).
    template <class Key>
    T update(const Key& key, const patch<T>& changes) {
        T stored{};
        scratch temporaries;
        with_key(key, temporaries, [&](std::span<const value_view> views) {
            core_.patch(views, changes.changes(), &stored);
            return true;
        });
        return stored;
    }
    /// Updates all or none; result[i] belongs to objects[i]. Throws not_found when one row is absent; with a version
    /// column stale_object, also when it has another version.
    template <std::ranges::input_range Range>
    std::vector<T> update_many(Range&& objects) {
        std::vector<T> stored = detail::objects_of<T>(std::forward<Range>(objects));
        core_.update_many({stored.data(), stored.size(), sizeof(T)});
        return stored;
    }
    /// Sets columns of every row that meets the condition: update_where(cond, set(col<&user::age>, 3)).
    template <class... Assignments>
    std::uint64_t update_where(condition<T> wanted, const Assignments&... assignments) {
        return where(std::move(wanted)).update(assignments...);
    }

    /// Inserts the object, or does what the policy says with the row that has its key already.
    upserted<T> upsert(const T& object, const policy_for<T>& policy) {
        return store(object, policy.policy.key, policy.policy.updates);
    }
    /// As with do_update(): the row that is there gets the object's values.
    template <auto... Members>
    upserted<T> upsert(const T& object, on_conflict_key<Members...> key) {
        return upsert(object, key.do_update());
    }
    template <std::ranges::input_range Range>
    std::vector<upserted<T>> upsert_many(Range&& objects, const policy_for<T>& policy) {
        std::vector<upserted<T>> stored;
        for (auto&& object : objects) {
            stored.push_back({static_cast<T>(std::forward<decltype(object)>(object)), false});
        }
        if (stored.empty()) {
            return stored;
        }
        const std::vector<row_outcome> outcomes =
            core_.upsert_many({&stored.front().object, stored.size(), sizeof(upserted<T>)}, policy.policy);
        for (std::size_t i = 0; i < stored.size(); ++i) {
            stored[i].created = outcomes[i] == row_outcome::inserted;
        }
        return stored;
    }
    template <std::ranges::input_range Range, auto... Members>
    std::vector<upserted<T>> upsert_many(Range&& objects, on_conflict_key<Members...> key) {
        return upsert_many(objects, key.do_update());
    }
    /// The row that has the object's values in these members, as it is; made from the object if there is none.
    template <auto... Members>
    upserted<T> get_or_create(const T& object, match_key<Members...> match) {
        return store(object, match.columns(), {});
    }
    /// As get_or_create; a row that is there gets the object's values.
    template <auto... Members>
    upserted<T> update_or_create(const T& object, match_key<Members...> match) {
        return store(object, match.columns(), detail::updatable_columns(table_of<T>, match.columns()));
    }

    /// Removes the row with this key; false when there was none. With a soft_delete member rows are marked, not
    /// deleted.
    template <class... Key>
    bool remove(const Key&... key) {
        scratch temporaries;
        return core_.remove(detail::key_views<T>(temporaries, key...));
    }
    /// Removes the rows with these keys, all or none; returns how many there were. Keys of several columns are tuples.
    /// Their order is the database's affair: where rows of the table refer to each other, remove those that refer by a
    /// call of their own first.
    template <std::ranges::input_range Range>
    std::uint64_t remove_many(Range&& keys) {
        return core_.remove_keys(owned_keys(keys));
    }
    std::uint64_t remove_where(condition<T> wanted) { return where(std::move(wanted)).remove(); }
    std::uint64_t remove_all() { return core_.remove_where(expression{}); }

    /// Takes back the removal of the row with this key; false when no removed row has it. For structs with soft_delete.
    template <class... Key>
    bool restore(const Key&... key) {
        require_mark();
        return core_.restore_keys(owned_keys(std::array{std::tuple<const Key&...>{key...}})) > 0;
    }
    /// All or none; returns how many removed rows there were.
    template <std::ranges::input_range Range>
    std::uint64_t restore_many(Range&& keys) {
        require_mark();
        return core_.restore_keys(owned_keys(keys));
    }
    std::uint64_t restore_where(const condition<T>& wanted) {
        require_mark();
        return core_.restore_where(wanted.tree);
    }
    /// Deletes the row with this key, removed before or not; false when there was none. For structs with soft_delete.
    template <class... Key>
    bool purge(const Key&... key) {
        require_mark();
        scratch temporaries;
        return core_.purge(detail::key_views<T>(temporaries, key...));
    }
    /// All or none; returns how many there were.
    template <std::ranges::input_range Range>
    std::uint64_t purge_many(Range&& keys) {
        require_mark();
        return core_.purge_keys(owned_keys(keys));
    }
    /// Deletes the rows that meet the condition, removed before or not: it may ask for the mark itself.
    std::uint64_t purge_where(const condition<T>& wanted) {
        require_mark();
        return core_.purge_where(wanted.tree);
    }
    std::uint64_t purge_all() {
        require_mark();
        return core_.purge_where(expression{});
    }

    /// Inserts every row of the range, or none. The range is read once and never held as a whole. A conflict with a
    /// row that is there is a unique_violation.
    template <std::ranges::input_range Range>
    bulk_result bulk_insert(Range&& rows, const bulk_options& options = {}) {
        return load(rows, conflict_policy{}, options);
    }
    /// As above; the policy says what to do with rows whose named key is there already.
    template <std::ranges::input_range Range>
    bulk_result bulk_insert(Range&& rows, const policy_for<T>& policy, const bulk_options& options = {}) {
        return load(rows, policy.policy, options);
    }
    /// Inserts the rows and returns those that were inserted, and with do_update also those that were there, as they
    /// are stored, in input order.
    template <std::ranges::input_range Range>
    std::vector<T> bulk_insert_returning(Range&& rows) {
        return add_many(std::forward<Range>(rows));
    }
    template <std::ranges::input_range Range>
    std::vector<T> bulk_insert_returning(Range&& rows, const policy_for<T>& policy) {
        std::vector<T> stored = detail::objects_of<T>(std::forward<Range>(rows));
        const std::vector<row_outcome> outcomes =
            core_.insert_many({stored.data(), stored.size(), sizeof(T)}, policy.policy);
        if (policy.policy.action == conflict_action::do_nothing) {
            const T* const first = stored.data();  // each object is asked about before another takes its place
            std::erase_if(stored, [&](const T& object) {
                return outcomes[static_cast<std::size_t>(&object - first)] != row_outcome::inserted;
            });
        }
        return stored;
    }

private:
    static constexpr void require_mark() {
        static_assert(
            removal_mark(table_of<T>).has_value(),
            "aludel: restore() and purge() are for structs with a member of type aludel::soft_delete; elsewhere "
            "remove() deletes");
    }
    template <class Range>
    static std::vector<value> owned_keys(Range&& keys) {
        std::vector<value> owned;
        for (const auto& key : keys) {
            scratch temporaries;
            with_key(key, temporaries, [&](std::span<const value_view> views) {
                for (const value_view& view : views) {
                    owned.emplace_back(view);
                }
                return true;
            });
        }
        return owned;
    }
    template <class... Clauses>
    query<T> asking(Clauses... clauses) {
        query<T> asked{core_};
        (asked.add(std::move(clauses)), ...);
        return asked;
    }
    upserted<T> store(const T& object, std::span<const column_index> match, std::span<const column_index> updates) {
        upserted<T> result{object, false};
        result.created = core_.store(&object, match, updates, &result.object);
        return result;
    }
    template <class Range>
    bulk_result load(Range& rows, const conflict_policy& policy, const bulk_options& options) {
        range_source<T, Range> source{rows};
        return core_.bulk_insert(source, policy, options);
    }
    template <class Key, class Use>
    static auto with_key(const Key& key, scratch& temporaries, Use use) {
        if constexpr (detail::is_key_tuple<Key>) {
            return std::apply([&](const auto&... parts) { return use(detail::key_views<T>(temporaries, parts...)); },
                              key);
        } else {
            return use(detail::key_views<T>(temporaries, key));
        }
    }

    repository_core core_;
};

}  // namespace aludel
