// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <aludel/model/reflect.hpp>

namespace aludel {

/// What a row of a result becomes: a struct by column names, or a tuple or a single value by position.
struct result_shape {
    const table_description* table = nullptr;  ///< by name, when set
    std::size_t columns = 0;
    std::span<const value_kind> kinds;  ///< what each column is expected to travel as
    row_misfit (*write)(void* object, std::span<const value_view> row) = nullptr;
    bool by_position = false;  ///< a struct, too
};

namespace detail {

template <class T>
inline constexpr bool is_tuple = false;
template <class... Elements>
inline constexpr bool is_tuple<std::tuple<Elements...>> = true;
template <class First, class Second>
inline constexpr bool is_tuple<std::pair<First, Second>> = true;

template <class T>
constexpr value_kind kind_of_field() {
    static_assert(has_codec<without_optional_t<T>>,
                  "aludel: a row becomes a mapped struct, a std::tuple of field types, or one field type");
    return codec_of<without_optional_t<T>>::kind;
}

template <class Tuple>
row_misfit write_tuple(void* object, std::span<const value_view> row) {
    row_misfit misfit;
    Tuple& tuple = *static_cast<Tuple*>(object);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (void)((misfit.column = static_cast<column_index>(I), misfit.reason = decode_field(row[I], std::get<I>(tuple)),
                misfit.reason == decode_error::none) &&
               ...);
    }
    (std::make_index_sequence<std::tuple_size_v<Tuple>>{});
    return misfit;
}

template <class Field>
row_misfit write_single(void* object, std::span<const value_view> row) {
    return {0, decode_field(row[0], *static_cast<Field*>(object))};
}

template <class Tuple>
inline constexpr auto tuple_kinds = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<value_kind, sizeof...(I)>{kind_of_field<std::tuple_element_t<I, Tuple>>()...};
}
(std::make_index_sequence<std::tuple_size_v<Tuple>>{});

template <class Field>
inline constexpr std::array<value_kind, 1> single_kind{kind_of_field<Field>()};

template <class T>
constexpr result_shape shape_of() {
    if constexpr (is_tuple<T>) {
        return {nullptr, std::tuple_size_v<T>, tuple_kinds<T>, &write_tuple<T>};
    } else if constexpr (has_codec<without_optional_t<T>>) {
        return {nullptr, 1, single_kind<T>, &write_single<T>};
    } else {
        return {&table_of<T>, column_count<T>(), table_of<T>.kinds, &write_struct<T>};
    }
}

/// Whether a row leaves nothing in an object as it was before.
template <class T>
consteval bool is_filled_by_rows() {
    if constexpr (is_tuple<T> || has_codec<without_optional_t<T>>) {
        return true;
    } else {
        return rows_fill<T>();
    }
}

template <class T>
void* append_to_vector(void* container) {
    return &static_cast<std::vector<T>*>(container)->emplace_back();
}

template <class T>
void reserve_in_vector(void* container, std::size_t objects) {
    static_cast<std::vector<T>*>(container)->reserve(objects);
}

}  // namespace detail
}  // namespace aludel
