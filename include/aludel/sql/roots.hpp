// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>

#include <aludel/model/reflect.hpp>

/// What conditions and terms speak of: a struct, a struct under an alias, several, or none in particular.
namespace aludel {

template <class Root, class Field, std::size_t Index>
struct column;

/// The root of what speaks of no struct of the query, such as count(), or an exists() that looks elsewhere.
struct any_struct {};

/// The root of conditions and terms that speak of more than one struct.
template <class... Roots>
struct several_structs {};

/// The root of what takes one value from many rows of `Root`, such as sum(…).
template <class Root>
struct grouped {};

namespace detail {

template <std::size_t Size>
struct fixed_text {
    char characters[Size]{};
    consteval fixed_text(const char (&text)[Size]) {  // NOLINT: converting on purpose
        for (std::size_t i = 0; i < Size; ++i) {
            characters[i] = text[i];
        }
    }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters, Size - 1}; }
};

}  // namespace detail

/// A table under another name, for a query that has it twice. Its columns are boss.col<&user::name>.
template <class T, detail::fixed_text Name>
struct table_alias {
    static_assert(!Name.view().empty(), "aludel: an alias needs a name");
    template <auto... Path>
    static constexpr column<table_alias, typename detail::path_traits<Path...>::field,
                            detail::column_of_path<Path...>()>
        col{};
};

/// constexpr auto boss = aludel::alias<user, "boss">;
template <class T, detail::fixed_text Name>
inline constexpr table_alias<T, Name> alias{};

namespace detail {

template <class Root>
struct root_traits {
    using struct_type = Root;
    static constexpr std::string_view alias{};
};
template <class T, fixed_text Name>
struct root_traits<table_alias<T, Name>> {
    using struct_type = T;
    static constexpr std::string_view alias = Name.view();
};
template <class Root>
using root_struct = typename root_traits<Root>::struct_type;

template <class... Roots>
struct root_list {
    using type = several_structs<Roots...>;
};
template <>
struct root_list<> {
    using type = any_struct;
};
template <class Only>
struct root_list<Only> {
    using type = Only;
};

template <class Root>
struct roots_of {
    using type = root_list<Root>;
};
template <>
struct roots_of<any_struct> {
    using type = root_list<>;
};
template <class... Roots>
struct roots_of<several_structs<Roots...>> {
    using type = root_list<Roots...>;
};

template <class Root, class... Among>
inline constexpr bool is_one_of = (std::is_same_v<Root, Among> || ...);

template <class Known, class More>
struct added_roots;
template <class... Known>
struct added_roots<root_list<Known...>, root_list<>> {
    using type = typename root_list<Known...>::type;
};
template <class... Known, class First, class... Rest>
struct added_roots<root_list<Known...>, root_list<First, Rest...>>
    : added_roots<std::conditional_t<is_one_of<First, Known...>, root_list<Known...>, root_list<Known..., First>>,
                  root_list<Rest...>> {};

/// What two parts speak of together.
template <class Left, class Right>
struct joined_root : added_roots<typename roots_of<Left>::type, typename roots_of<Right>::type> {};
template <class Root>
struct joined_root<Root, Root> {
    using type = Root;
};
template <class Left, class Right>
struct joined_root<grouped<Left>, Right> {
    using type = grouped<typename joined_root<Left, Right>::type>;
};
template <class Left, class Right>
struct joined_root<Left, grouped<Right>> {
    using type = grouped<typename joined_root<Left, Right>::type>;
};
template <class Left, class Right>
struct joined_root<grouped<Left>, grouped<Right>> {
    using type = grouped<typename joined_root<Left, Right>::type>;
};
template <class Root>
struct joined_root<grouped<Root>, grouped<Root>> {
    using type = grouped<Root>;
};
template <class Left, class Right>
using joined_root_t = typename joined_root<Left, Right>::type;

template <class Root>
inline constexpr bool is_grouped = false;
template <class Root>
inline constexpr bool is_grouped<grouped<Root>> = true;

/// Whether what speaks of `Root` can be asked of a query over the `Sources`.
template <class Root, class... Sources>
struct speaks_of : std::bool_constant<is_one_of<Root, Sources...>> {};
template <class... Sources>
struct speaks_of<any_struct, Sources...> : std::true_type {};
template <class... Roots, class... Sources>
struct speaks_of<several_structs<Roots...>, Sources...> : std::bool_constant<(is_one_of<Roots, Sources...> && ...)> {};
template <class Root, class... Sources>
struct speaks_of<grouped<Root>, Sources...> : speaks_of<Root, Sources...> {};

}  // namespace detail
}  // namespace aludel
