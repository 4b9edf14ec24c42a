// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

#include <aludel/model/field_codec.hpp>
#include <aludel/model/field_name.hpp>
#include <aludel/model/unmapped.hpp>

/// From member pointers to columns: where the fields of nested structs are flattened into one list of columns.
namespace aludel::detail {

template <class Pointer>
struct member_pointer;
template <class Struct, class Member>
struct member_pointer<Member Struct::*> {
    using struct_type = Struct;
    using member_type = Member;
};
template <auto Pointer>
using struct_of = typename member_pointer<decltype(Pointer)>::struct_type;
template <auto Pointer>
using member_of = typename member_pointer<decltype(Pointer)>::member_type;

template <class Field>
inline constexpr bool is_unmapped = false;
template <class Field>
inline constexpr bool is_unmapped<unmapped<Field>> = true;

/// A field is one column, none (unmapped), or a nested struct whose own fields are columns here.
template <class Field>
inline constexpr bool is_one_column = has_codec<without_optional_t<Field>>;
/// std::array is an aggregate too, but of elements without names.
template <class Field>
concept has_elements = requires {
    std::tuple_size<Field>::value;
};
template <class Field>
inline constexpr bool is_nested_struct =
    !is_one_column<Field> && !is_unmapped<Field> && !has_elements<Field> && std::is_aggregate_v<Field> &&
    std::is_class_v<Field> && !std::is_polymorphic_v<Field>;

template <class Struct>
inline constexpr std::size_t field_count = boost::pfr::tuple_size_v<Struct>;
template <class Struct, std::size_t Index>
using field_type = boost::pfr::tuple_element_t<Index, Struct>;

template <class Struct>
consteval std::size_t column_count();

template <class Field>
consteval std::size_t columns_of_field() {
    if constexpr (is_one_column<Field>) {
        return 1;
    } else if constexpr (is_nested_struct<Field>) {
        return column_count<Field>();
    } else {
        static_assert(is_unmapped<Field>,
                      "aludel: this field's type has no column; give it an aludel::field_codec (for one value), make "
                      "it a plain aggregate (for several columns), or wrap it in aludel::unmapped (for none)");
        return 0;
    }
}

/// Where each field's first column is, and behind them the number of columns.
template <class Struct>
inline constexpr auto column_offsets = []<std::size_t... I>(std::index_sequence<I...>) {
    std::array<std::size_t, sizeof...(I) + 1> offsets{};
    std::size_t next = 0;
    ((offsets[I] = next, next += columns_of_field<field_type<Struct, I>>()), ...);
    offsets[sizeof...(I)] = next;
    return offsets;
}
(std::make_index_sequence<field_count<Struct>>{});

template <class Struct>
consteval std::size_t column_count() {
    return column_offsets<Struct>.back();
}

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#endif

template <auto Pointer, std::size_t Index>
consteval bool points_at_field() {
    using owner = struct_of<Pointer>;
    if constexpr (std::is_same_v<field_type<owner, Index>, member_of<Pointer>>) {
        return std::addressof(example_of<owner>.value.*Pointer) == field_address<owner, Index>();
    } else {
        return false;
    }
}

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

/// The field that a member pointer names.
template <auto Pointer>
inline constexpr std::size_t field_index = []<std::size_t... I>(std::index_sequence<I...>) {
    std::size_t found = sizeof...(I);
    ((points_at_field<Pointer, I>() ? void(found = I) : void()), ...);
    return found;
}
(std::make_index_sequence<field_count<struct_of<Pointer>>>{});

/// The column that a path of member pointers names, such as &user::audit, &audit::created_at.
template <auto First, auto... Rest>
consteval std::size_t column_of_path() {
    constexpr std::size_t offset = column_offsets<struct_of<First>>[field_index<First>];
    if constexpr (sizeof...(Rest) == 0) {
        static_assert(!is_nested_struct<member_of<First>>,
                      "aludel: this member is a nested struct of several columns; give the path to one of them, as in "
                      "col<&user::audit, &aludel::audit::created_at>");
        static_assert(is_one_column<member_of<First>>, "aludel: this member has no column");
        return offset;
    } else {
        return offset + column_of_path<Rest...>();
    }
}

template <auto... Path>
struct path_traits;
template <auto Last>
struct path_traits<Last> {
    using root = struct_of<Last>;
    using field = member_of<Last>;
};
template <auto First, auto Second, auto... Rest>
struct path_traits<First, Second, Rest...> {
    static_assert(std::is_same_v<member_of<First>, struct_of<Second>>,
                  "aludel: each member of a path must belong to the struct that the one before it names");
    using root = struct_of<First>;
    using field = typename path_traits<Second, Rest...>::field;
};

/// Whether the second member continues the path that the first one began, rather than naming another column.
template <auto First, auto Second>
inline constexpr bool continues_path =
    std::is_same_v<member_of<First>, struct_of<Second>>&& is_nested_struct<member_of<First>>;

/// Whether every path of a list of members begins in `Struct`.
template <class Struct, auto Only>
consteval bool later_paths_begin_in() {
    return true;
}
template <class Struct, auto First, auto Second, auto... Rest>
consteval bool later_paths_begin_in() {
    return (continues_path<First, Second> ||
            std::is_same_v<struct_of<Second>, Struct>)&&later_paths_begin_in<Struct, Second, Rest...>();
}
template <class Struct, auto First, auto... Rest>
inline constexpr bool paths_begin_in = std::is_same_v<struct_of<First>, Struct>&&
later_paths_begin_in<Struct, First, Rest...>();

/// Columns of a list of members in which a nested member is a path of several: an array of column_index.
template <auto First, auto... Rest>
struct member_list {
    template <auto Next, auto... Others>
    static constexpr std::size_t count() {
        if constexpr (sizeof...(Others) == 0) {
            return 1;
        } else {
            return count_rest<Next, Others...>();
        }
    }
    template <auto Next, auto Second, auto... Others>
    static constexpr std::size_t count_rest() {
        return (continues_path<Next, Second> ? 0u : 1u) + count<Second, Others...>();
    }
    static constexpr std::size_t size = count<First, Rest...>();

    template <std::size_t Position, auto Next, auto... Others>
    static constexpr void fill(std::array<column_index, size>& found, std::size_t offset) {
        constexpr std::size_t here = column_offsets<struct_of<Next>>[field_index<Next>];
        if constexpr (sizeof...(Others) == 0) {
            found[Position] = static_cast<column_index>(offset + column_of_path<Next>());
        } else {
            fill_rest<Position, Next, Others...>(found, offset, here);
        }
    }
    template <std::size_t Position, auto Next, auto Second, auto... Others>
    static constexpr void fill_rest(std::array<column_index, size>& found, std::size_t offset, std::size_t here) {
        if constexpr (continues_path<Next, Second>) {
            fill<Position, Second, Others...>(found, offset + here);
        } else {
            found[Position] = static_cast<column_index>(offset + column_of_path<Next>());
            fill<Position + 1, Second, Others...>(found, 0);
        }
    }
    static constexpr std::array<column_index, size> columns = [] {
        std::array<column_index, size> found{};
        fill<0, First, Rest...>(found, 0);
        return found;
    }();
};

/// The leaf field types of a member list, one per column, as a function type's parameters: cheap to compare.
template <class... Fields>
struct type_list {};

template <class List, auto... Members>
struct leaf_types;
template <class... Found, auto Last>
struct leaf_types<type_list<Found...>, Last> {
    using type = type_list<Found..., without_optional_t<member_of<Last>>>;
};
template <class... Found, auto First, auto Second, auto... Rest>
struct leaf_types<type_list<Found...>, First, Second, Rest...> {
    using type = typename std::conditional_t<
        continues_path<First, Second>, leaf_types<type_list<Found...>, Second, Rest...>,
        leaf_types<type_list<Found..., without_optional_t<member_of<First>>>, Second, Rest...>>::type;
};

}  // namespace aludel::detail
