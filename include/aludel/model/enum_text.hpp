// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <aludel/model/table_description.hpp>

namespace aludel {

/// One value of an enum and the text it is stored as.
template <class Enum>
struct enum_name {
    Enum value;
    std::string_view text;
};
/// clang before 17 deduces no aggregates by itself (P1816).
template <class Enum>
enum_name(Enum, std::string_view) -> enum_name<Enum>;

struct no_enum_text {};

/// Specialise it to store an enum as text; the texts are the contract with the database, not the C++ names:
///     template <> inline constexpr std::array aludel::enum_text<colour> = {
///         aludel::enum_name{colour::red, "red"}, aludel::enum_name{colour::blue, "blue"}};
template <class Enum>
inline constexpr auto enum_text = no_enum_text{};

template <class Enum>
concept has_enum_text = !std::is_same_v<std::remove_cv_t<decltype(enum_text<Enum>)>, no_enum_text>;

/// Throws mapping_error: the value of an enum is not listed in its enum_text.
[[noreturn]] void throw_unlisted_enum();

template <class Names, class Enum>
std::string_view text_of_enum(const Names& names, Enum value) {
    for (const auto& name : names) {
        if (name.value == value) {
            return name.text;
        }
    }
    throw_unlisted_enum();
}

template <class Names, class Enum>
decode_error enum_of_text(const Names& names, const value_view& from, Enum& to) {
    if (from.kind() != value_kind::text) {
        return decode_error::wrong_kind;
    }
    for (const auto& name : names) {
        if (name.text == from.text()) {
            to = name.value;
            return decode_error::none;
        }
    }
    return decode_error::out_of_range;
}

/// Characters of the longest listed text, 0 for an enum stored as a number.
template <class Enum>
constexpr std::uint32_t longest_enum_text() {
    std::size_t longest = 0;
    if constexpr (has_enum_text<Enum>) {
        for (const auto& name : enum_text<Enum>) {
            longest = std::max(longest, name.text.size());
        }
    }
    return static_cast<std::uint32_t>(longest);
}

}  // namespace aludel
