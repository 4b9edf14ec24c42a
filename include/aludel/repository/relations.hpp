// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <ranges>
#include <tuple>
#include <utility>
#include <vector>

#include <aludel/repository/from.hpp>
#include <aludel/repository/query.hpp>

/// Objects that refer to each other by foreign keys, loaded by one query for all of them.
namespace aludel {

/// Several members where one is asked for, as in load_linked.
template <auto... Members>
struct members_t {};
template <auto... Members>
inline constexpr members_t<Members...> members{};

namespace detail {

/// Objects whose columns are compared with those of others.
struct keyed_objects {
    const table_description* table;
    std::span<const column_index> columns;
    const void* first = nullptr;
    std::size_t count = 0;
    std::size_t distance = 0;  ///< bytes from one to the next
};

/// The condition that finds the rows whose columns hold what the given objects' do, and for keys of several columns a
/// few more. Empty where no object has such a key.
std::optional<expression> rows_of_keys(const keyed_objects& given, const table_description& table,
                                       std::span<const column_index> columns);
/// Calls `use` with the places of a given and a found object that belong together, and whether it is the last time
/// for the found one; in the order of the found ones.
void match_objects(const keyed_objects& given, const keyed_objects& found,
                   function_ref<void(std::size_t, std::size_t, bool)> use);

/// What entity<T> says that a foreign key of these members refers to; void if there is no such key.
template <class Struct, class Parts, auto... Members>
struct foreign_key_of {
    using referred = void;
};
template <class Struct, class Previous, class Part, auto... Members>
struct foreign_key_of<Struct, table_parts<Previous, Part>, Members...> : foreign_key_of<Struct, Previous, Members...> {
};
template <class Struct, auto... Key>
struct declared_foreign_key {
    using halves = foreign_key_halves<Struct, Key...>;
    using referred = typename halves::to::root;
    static constexpr std::span<const column_index> referred_columns = halves::to::list::columns;
};
template <class Struct, auto... Members, auto... Key>
consteval bool names_foreign_key(declared_foreign_key<Struct, Key...>) {
    const auto& wanted = member_list<Members...>::columns;
    const auto& declared = foreign_key_halves<Struct, Key...>::from::list::columns;
    return std::ranges::equal(wanted, declared);
}
template <class Struct, class Previous, auto... Key, auto... Members>
struct foreign_key_of<Struct, table_parts<Previous, foreign_key_part<Key...>>, Members...>
    : std::conditional_t<names_foreign_key<Struct, Members...>(declared_foreign_key<Struct, Key...>{}),
                         declared_foreign_key<Struct, Key...>, foreign_key_of<Struct, Previous, Members...>> {};

template <auto First, auto... Rest>
struct relation {
    using child = struct_of<First>;
    using key = foreign_key_of<child, std::remove_cv_t<decltype(entity<child>)>, First, Rest...>;
    static_assert(
        !std::is_void_v<typename key::referred>,
        "aludel: this member is no foreign key; declare it in entity<T>: .foreign_key<&T::city_id, &city::id>()");
    using parent = typename key::referred;
    static constexpr std::span<const column_index> child_columns = member_list<First, Rest...>::columns;
};

template <auto Key, class = std::remove_cv_t<decltype(Key)>>
struct relation_by : relation<Key> {};
template <auto Key, auto... Members>
struct relation_by<Key, members_t<Members...>> : relation<Members...> {};

/// The condition that the foreign key of a row is the key of another.
expression keys_are_equal(const table_description& table, std::span<const column_index> columns,
                          const table_description& referred, std::span<const column_index> referred_columns);

template <class Object, class Range>
keyed_objects keyed(std::span<const column_index> columns, const Range& objects) {
    return {&table_of<Object>, columns, std::ranges::data(objects), std::ranges::size(objects), sizeof(Object)};
}

template <class Query, class Clause>
void add_clause(Query& asked, Clause clause) {
    static_assert(!std::is_same_v<Clause, limit_offset>,
                  "aludel: a limit would cut the rows of all objects together; leave it out");
    if constexpr (std::is_same_v<Clause, with_removed_t>) {
        asked.with_removed();
    } else if constexpr (requires { clause.tree; }) {
        asked.where(std::move(clause));
    } else {
        std::apply([&](auto&... orderings) { asked.order_by(std::move(orderings)...); }, clause.orderings);
    }
}

/// The objects of type `Wanted` whose columns hold what the given objects' columns hold.
template <class Wanted, class... Clauses>
std::vector<Wanted> objects_of_keys(session_core& session, const keyed_objects& given,
                                    std::span<const column_index> columns, Clauses... clauses) {
    std::optional<expression> belongs = rows_of_keys(given, table_of<Wanted>, columns);
    if (!belongs) {
        return {};
    }
    query<Wanted> asked{repository_core{session, table_of<Wanted>}};
    asked.where(condition<Wanted>{std::move(*belongs)});
    (add_clause(asked, std::move(clauses)), ...);
    return asked.in_key_order().list();
}

}  // namespace detail

/// For each parent the objects that refer to it by this foreign key: load_children<&user::city_id>(session, cities).
/// Clauses are conditions and order_by(…); ordered by key unless said otherwise.
template <auto First, auto... Rest, std::ranges::contiguous_range Parents, class... Clauses>
auto load_children(session& session, const Parents& parents, Clauses... clauses) {
    using relation = detail::relation<First, Rest...>;
    using child = typename relation::child;
    static_assert(std::is_same_v<std::ranges::range_value_t<Parents>, typename relation::parent>,
                  "aludel: the foreign key refers to another struct than the objects that are given");
    const auto given = detail::keyed<typename relation::parent>(relation::key::referred_columns, parents);
    std::vector<child> found =
        detail::objects_of_keys<child>(session.core(), given, relation::child_columns, std::move(clauses)...);
    std::vector<std::vector<child>> children(given.count);
    detail::match_objects(given, detail::keyed<child>(relation::child_columns, found),
                          [&](std::size_t parent, std::size_t place, bool last) {
                              children[parent].push_back(last ? std::move(found[place]) : found[place]);
                          });
    return children;
}

/// For each child the object that it refers to by this foreign key, if any: load_parents<&user::city_id>(session,
/// users).
template <auto First, auto... Rest, std::ranges::contiguous_range Children, class... Clauses>
auto load_parents(session& session, const Children& children, Clauses... clauses) {
    using relation = detail::relation<First, Rest...>;
    using parent = typename relation::parent;
    static_assert(std::is_same_v<std::ranges::range_value_t<Children>, typename relation::child>,
                  "aludel: the foreign key belongs to another struct than the objects that are given");
    const auto given = detail::keyed<typename relation::child>(relation::child_columns, children);
    std::vector<parent> found =
        detail::objects_of_keys<parent>(session.core(), given, relation::key::referred_columns, std::move(clauses)...);
    std::vector<std::optional<parent>> parents(given.count);
    detail::match_objects(given, detail::keyed<parent>(relation::key::referred_columns, found),
                          [&](std::size_t child, std::size_t place, bool last) {
                              parents[child] = last ? std::move(found[place]) : found[place];
                          });
    return parents;
}

/// For each object those that it is linked with by a table of two foreign keys, the first of which refers to it:
/// load_linked<&membership::user_id, &membership::group_id>(session, users). A foreign key of several columns is
/// aludel::members<&link::a, &link::b>. Clauses speak of the link and the linked.
template <auto From, auto To, std::ranges::contiguous_range Objects, class... Clauses>
auto load_linked(session& session, const Objects& objects, Clauses... clauses) {
    using from = detail::relation_by<From>;
    using to = detail::relation_by<To>;
    using link = typename from::child;
    using linked = typename to::parent;
    static_assert(std::is_same_v<link, typename to::child>, "aludel: both foreign keys belong to one struct, the link");
    static_assert(std::is_same_v<std::ranges::range_value_t<Objects>, typename from::parent>,
                  "aludel: the foreign key refers to another struct than the objects that are given");
    const auto given = detail::keyed<typename from::parent>(from::key::referred_columns, objects);
    std::vector<std::vector<linked>> result(given.count);
    std::optional<expression> belongs = detail::rows_of_keys(given, table_of<link>, from::child_columns);
    if (!belongs) {
        return result;
    }
    auto asked = aludel::from<link>(session).template join<linked>(condition<several_structs<link, linked>>{
        detail::keys_are_equal(table_of<link>, to::child_columns, table_of<linked>, to::key::referred_columns)});
    asked.where(condition<link>{std::move(*belongs)});
    (detail::add_clause(asked, std::move(clauses)), ...);
    auto rows = asked.in_key_order().list();
    detail::keyed_objects found = detail::keyed<link>(from::child_columns, std::span<const link>{});
    found.first = rows.empty() ? nullptr : &std::get<0>(rows.front());
    found.count = rows.size();
    found.distance = sizeof(rows.front());
    detail::match_objects(given, found, [&](std::size_t object, std::size_t place, bool last) {
        linked& target = std::get<1>(rows[place]);
        result[object].push_back(last ? std::move(target) : target);
    });
    return result;
}

}  // namespace aludel
