// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <span>
#include <string_view>

#include <aludel/model/field_codec.hpp>
#include <aludel/model/table_description.hpp>
#include <aludel/model/value.hpp>

/// Which C++ values may stand on the other side of a column, and how they become parameters.
namespace aludel::detail {

template <class T>
inline constexpr bool is_sys_time = false;
template <class Duration>
inline constexpr bool is_sys_time<std::chrono::sys_time<Duration>> = true;

template <class T>
concept number = std::floating_point<T> || stored_integer<T>;

template <class T>
concept byte_range = std::convertible_to<const T&, std::span<const std::byte>>;

/// Whether a value of type `Other` may be compared with a column of type `Field`; NULLs aside.
template <class Field, class Other>
inline constexpr bool
    comparable_values = std::same_as<Field, Other> || (number<Field> && number<Other>) ||
                        (std::same_as<Field, std::string> && std::convertible_to<const Other&, std::string_view>) ||
                        (is_sys_time<Field> && is_sys_time<Other>) ||
                        (std::same_as<Field, std::vector<std::byte>> && byte_range<Other>) ||
                        (std::is_class_v<Field> && has_codec<Field> && !std::same_as<Field, std::string> &&
                         std::convertible_to<const Other&, Field>);

template <class Field, class Other>
inline constexpr bool is_comparable =
    comparable_values<without_optional_t<Field>, without_optional_t<Other>> || std::same_as<Other, std::nullopt_t>;

template <class Field, class Other>
value operand_without_null(const Other& other) {
    scratch temporaries;
    if constexpr (std::same_as<Field, Other> || (number<Field> && number<Other>) ||
                  (is_sys_time<Field> && is_sys_time<Other>)) {
        return value{codec_of<Other>::encode(other, temporaries)};
    } else if constexpr (std::same_as<Field, std::string>) {
        return value{value_view::of_text(std::string_view{other})};
    } else if constexpr (std::same_as<Field, std::vector<std::byte>>) {
        return value{value_view::of_bytes(std::span<const std::byte>{other})};
    } else {
        return value{codec_of<Field>::encode(Field{other}, temporaries)};
    }
}

/// The other side of a column as an owned value; NULL for an empty optional.
template <class Field, class Other>
value operand(const Other& other) {
    static_assert(is_comparable<Field, Other>,
                  "aludel: a value of this type cannot be compared with the column: text goes with text, numbers with "
                  "numbers, times with times, and every other type with itself");
    using field = without_optional_t<Field>;
    if constexpr (!is_comparable<Field, Other>) {
        return value{};
    } else if constexpr (std::same_as<Other, std::nullopt_t>) {
        return value{value_view::null_of(codec_of<field>::kind)};
    } else if constexpr (is_optional<Other>) {
        return other ? operand_without_null<field>(*other) : value{value_view::null_of(codec_of<field>::kind)};
    } else {
        return operand_without_null<field>(other);
    }
}

/// Whether some of the type's values cannot be sent: a date that does not exist, an enum value that is not listed, what
/// a codec of the user's refuses.
template <class Field>
inline constexpr bool may_be_refused = std::is_same_v<Field, std::chrono::year_month_day> || is_sys_time<Field> ||
                                       (std::is_enum_v<Field> && has_enum_text<Field>) || requires {
    typename field_codec<Field>::stored_type;
};

/// As operand; a value that cannot be sent is refused in the column's name.
template <class Field, class Other>
value operand_for(const table_description& table, std::size_t column, const Other& other) {
    if constexpr (may_be_refused<without_optional_t<Field>>) {
        try {
            return operand<Field>(other);
        } catch (const mapping_error& failed) {
            throw_refused(table, column, failed);
        }
    } else {
        return operand<Field>(other);
    }
}

}  // namespace aludel::detail
