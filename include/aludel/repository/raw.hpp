// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <aludel/session/session.hpp>
#include <aludel/sql/function.hpp>

namespace aludel {

namespace detail {

template <class Argument>
expression raw_operand(const Argument& argument) {
    if constexpr (any_term<Argument>) {
        return argument.tree();
    } else {
        scratch temporaries;
        return value_operand(value{bind_argument(argument, temporaries)});
    }
}

template <class Root, class... Arguments>
struct raw_root {
    using type = Root;
};
template <>
struct raw_root<any_struct> {
    using type = any_struct;
};
template <class Root, class First, class... Rest>
struct raw_root<Root, First, Rest...> : raw_root<joined_root_t<Root, typename computed_side<First>::root>, Rest...> {};

}  // namespace detail

/// A condition in the database's own words. Each {} is a column or another term, or a value that is bound; their number
/// is checked while compiling, and {{ is a brace.
///     raw("{} % {} = 0", col<&user::age>, 2)
template <class... Arguments>
auto raw(sql_format<sizeof...(Arguments)> text, const Arguments&... arguments) {
    using root = typename detail::raw_root<any_struct, Arguments...>::type;
    return condition<root>{detail::raw(text.text(), {detail::raw_operand(arguments)...})};
}

}  // namespace aludel
