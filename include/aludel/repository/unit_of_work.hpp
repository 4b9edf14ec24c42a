// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>
#include <new>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

#include <aludel/repository/relations.hpp>
#include <aludel/repository/repository.hpp>

namespace aludel {

namespace detail {

/// What compiled code does with objects of a type that it does not know.
struct object_type {
    const table_description* table;
    std::size_t size;
    std::size_t alignment;
    void (*make)(void* place);
    void (*copy)(void* place, const void* from);
    void (*move)(void* place, void* from);
    void (*assign)(void* to, void* from);  ///< moves
    void (*destroy)(void* object) noexcept;
};

template <class T>
constexpr object_type describe_type() {
    static_assert(!table_of<T>.primary_key.empty(),
                  "aludel: a unit of work knows rows by their keys: a member called id, or .primary_key<…>() in "
                  "entity<T>");
    static_assert(std::is_copy_constructible_v<T> && std::is_move_assignable_v<T>,
                  "aludel: a unit of work takes objects back to what they were, so they must be copyable and "
                  "assignable");
    return {.table = &table_of<T>,
            .size = sizeof(T),
            .alignment = alignof(T),
            .make = [](void* place) { new (place) T{}; },
            .copy = [](void* place, const void* from) { new (place) T(*static_cast<const T*>(from)); },
            .move = [](void* place, void* from) { new (place) T(std::move(*static_cast<T*>(from))); },
            .assign = [](void* to, void* from) { *static_cast<T*>(to) = std::move(*static_cast<T*>(from)); },
            .destroy =
                [](void* object) noexcept {
                    static_cast<T*>(object)->~T();
                }};
}

template <class T>
inline constexpr object_type object_type_of = describe_type<T>();

/// Which columns of a child take which columns of its parent.
struct object_link {
    std::span<const column_index> columns;
    std::span<const column_index> referred_columns;
};

class work_state;

}  // namespace detail

/// Objects that belong together and are written together: what was read, changed, added and removed goes to the
/// database with commit(), in one transaction, by few statements. Each row is one object, however often it is asked
/// for; references stay valid until clear() or the end of the unit of work.
///
/// commit() sends inserts first, parents before the children that refer to them, in bulk, with generated keys flowing
/// into the objects and into what is linked to them; then updates of the columns that changed; then removals, children
/// first. A value that a removal would free is therefore not free yet for an insert: flush() in between. When it fails
/// nothing is written, and objects and pending work are what they were before: repair and commit again, or clear().
///
/// Belongs to one thread. Made from an engine, it leases a connection for each call that needs one, and keeps it only
/// between flush() and commit(). The engine or session must outlive it.
class unit_of_work {
public:
    explicit unit_of_work(engine& db);
    /// Works on this session: inside a transaction that is open there, commit() is a savepoint, and what it wrote is
    /// final when that transaction commits. When that one rolls back instead, clear().
    explicit unit_of_work(session& session);
    unit_of_work(unit_of_work&&) noexcept;
    unit_of_work& operator=(unit_of_work&&) noexcept;
    ~unit_of_work();

    /// The object of the row with this key, loaded if it is not here yet. Throws not_found.
    template <class T, class... Key>
    T& get(const Key&... key) {
        scratch temporaries;
        return *static_cast<T*>(get_object(detail::object_type_of<T>, detail::key_views<T>(temporaries, key...)));
    }
    /// As get(); null when there is no such row, or it is to be removed. Objects that were added are known by their
    /// keys once they are stored.
    template <class T, class... Key>
    T* find(const Key&... key) {
        scratch temporaries;
        return static_cast<T*>(find_object(detail::object_type_of<T>, detail::key_views<T>(temporaries, key...)));
    }
    /// The objects of the rows that meet the clauses, which are those of repository::list. A row that is here already
    /// is the object that is here, changes included; one that is to be removed is left out. What is pending is not
    /// looked at by the database: flush() before, if it should be.
    template <class T, class... Clauses>
    std::vector<std::reference_wrapper<T>> list(Clauses... clauses) {
        std::vector<T> rows;
        with_session([&](session_core& session) {
            query<T> asked{repository_core{session, table_of<T>}};
            (asked.add(std::move(clauses)), ...);
            rows = asked.list();
        });
        std::vector<std::reference_wrapper<T>> tracked;
        for (T& row : rows) {
            if (void* const object = attach_object(detail::object_type_of<T>, &row)) {
                tracked.push_back(*static_cast<T*>(object));
            }
        }
        return tracked;
    }
    /// Takes an object that was read elsewhere, as what is stored now. Returns the object of its row: the one that is
    /// here already, as it is, or a copy of this one. Throws usage_error if that row is to be removed.
    template <class T>
    T& attach(T object) {
        void* const tracked = attach_object(detail::object_type_of<T>, &object);
        if (tracked == nullptr) {
            throw_removed(table_of<T>);
        }
        return *static_cast<T*>(tracked);
    }

    /// Takes a new object, which commit() inserts. Its key and its columns with defaults are filled in then.
    template <class T>
    T& add(T object) {
        return *static_cast<T*>(add_object(detail::object_type_of<T>, &object));
    }
    template <std::ranges::input_range Range>
    auto add_many(Range&& objects) {
        using object = std::ranges::range_value_t<Range>;
        std::vector<std::reference_wrapper<object>> added;
        for (auto&& each : objects) {
            added.push_back(add<object>(std::forward<decltype(each)>(each)));
        }
        return added;
    }
    /// The object's row is removed by commit(); with a soft_delete member it is marked. One that was added and is not
    /// stored yet is just forgotten. An object that is not tracked stands for the row with its key. The reference
    /// stays valid.
    template <class T>
    void remove(const T& object) {
        remove_object(detail::object_type_of<T>, &object);
    }

    /// Reads the row of a stored object again, and gives up what was changed and linked. Throws not_found when the row
    /// is gone, usage_error for an object that is not stored or not tracked.
    template <class T>
    void refresh(T& object) {
        refresh_object(detail::object_type_of<T>, &object);
    }

    /// Makes the child refer to the parent by this foreign key: work.link<&user::city_id>(alice, paris). A key that the
    /// parent has is copied at once; one that it does not have yet, when commit() has stored the parent, and until then
    /// the child's members stay as they are. A foreign key of several columns takes several members:
    /// work.link<&line::order_year, &line::order_number>(line, order). Both must be tracked unless the parent has its
    /// key. Throws usage_error.
    template <auto... ForeignKey, class Child, class Parent>
    void link(Child& child, const Parent& parent) {
        using relation = detail::relation<ForeignKey...>;
        static_assert(std::is_same_v<Child, typename relation::child>,
                      "aludel: the foreign key belongs to another struct than the object that is to refer");
        static_assert(std::is_same_v<Parent, typename relation::parent>,
                      "aludel: the foreign key refers to another struct than the object that is given");
        link_objects(detail::object_type_of<Child>, &child, detail::object_type_of<Parent>, &parent,
                     {relation::child_columns, relation::key::referred_columns});
    }

    /// Whether commit() has something to write.
    [[nodiscard]] bool has_changes() const;
    /// How many objects are tracked.
    [[nodiscard]] std::size_t size() const noexcept;

    /// Writes what is pending and ends the transaction. Throws the classified error, unique_violation when two objects
    /// claim one key, usage_error when the key of a stored object was changed or objects refer to each other in a
    /// circle that cannot be cut, not_found or stale_object when a row is gone or has another version. Afterwards all
    /// is as before the call, what flush() wrote included if the transaction is over: then it is pending again. (After
    /// a connection_lost that says so it is not known what the database kept.)
    void commit();
    /// Writes what is pending, in a transaction that stays open until commit() or rollback(), for statements that are
    /// to see it. Throws as commit() does; then what this call wrote is taken back, and the transaction goes on.
    void flush();
    /// Takes back what flush() wrote since the last commit(): it is pending again. Values that were set since are lost
    /// where flush() had written the object.
    void rollback() noexcept;
    /// Takes back what flush() wrote and forgets every object. References end.
    void clear() noexcept;

private:
    void* get_object(const detail::object_type& type, std::span<const value_view> key);
    void* find_object(const detail::object_type& type, std::span<const value_view> key);
    void* attach_object(const detail::object_type& type, void* object);
    void* add_object(const detail::object_type& type, void* object);
    void remove_object(const detail::object_type& type, const void* object);
    void refresh_object(const detail::object_type& type, void* object);
    void link_objects(const detail::object_type& child_type, void* child, const detail::object_type& parent_type,
                      const void* parent, detail::object_link by);
    void with_session(function_ref<void(session_core&)> use);
    [[noreturn]] static void throw_removed(const table_description& table);

    std::unique_ptr<detail::work_state> state_;
};

}  // namespace aludel
