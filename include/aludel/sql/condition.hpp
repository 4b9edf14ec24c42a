// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <initializer_list>
#include <string_view>
#include <tuple>
#include <utility>

#include <aludel/model/reflect.hpp>
#include <aludel/sql/expression.hpp>
#include <aludel/sql/operand.hpp>

namespace aludel {

/// The root of conditions that speak of more than one struct.
struct several_structs {};

/// Something that is true or false for a row of `Root`. Combine with && || and !.
template <class Root>
struct condition {
    expression tree;
};

/// Second argument of the text searches: letters match whatever their case, as far as the database's lower() goes.
struct ignore_case_t {};
inline constexpr ignore_case_t ignore_case{};

/// A column in an ORDER BY. NULL is less than every value, on every database.
struct ordering {
    column_reference column;
    bool descending = false;
};

/// An ordering by a column of `Root`.
template <class Root>
struct ordering_of {
    ordering order;
};

namespace detail {

expression column_operand(column_reference column);
expression value_operand(value owned);
/// A comparison with NULL is IS NULL, IS NOT NULL, or false.
expression compare(column_reference column, comparison compared, value right);
expression compare(column_reference left, comparison compared, column_reference right);
expression null_test(column_reference column, bool is_null);
/// NULLs in the list are dropped; nothing left is a constant.
expression membership(column_reference column, bool is_in, std::vector<value> list);
expression between(column_reference column, value least, value greatest);
expression matches(column_reference column, std::string_view before, std::string_view text, std::string_view behind,
                   bool ignore_case);
expression like(column_reference column, std::string_view pattern, bool ignore_case);
/// Flattens: (a and b) and c is one list of three.
expression join(expression_kind kind, expression left, expression right);
expression negate(expression operand);

}  // namespace detail

template <class Root, class Field, std::size_t Index>
struct column;

namespace detail {
template <class T>
inline constexpr bool is_column = false;
template <class Root, class Field, std::size_t Index>
inline constexpr bool is_column<column<Root, Field, Index>> = true;
template <class T>
concept not_a_column = !is_column<T>;
}  // namespace detail

/// A column of a mapped struct, typed by its field: what `col<…>` gives.
template <class Root, class Field, std::size_t Index>
struct column {
    using field_type = Field;
    using root_type = Root;

    [[nodiscard]] static column_reference reference() noexcept {
        return {&table_of<Root>, static_cast<column_index>(Index)};
    }

    template <detail::not_a_column Other>
    friend condition<Root> operator==(column, const Other& other) {
        return {detail::compare(reference(), comparison::equal, detail::operand<Field>(other))};
    }
    template <detail::not_a_column Other>
    friend condition<Root> operator!=(column, const Other& other) {
        return {detail::compare(reference(), comparison::not_equal, detail::operand<Field>(other))};
    }
    template <detail::not_a_column Other>
    friend condition<Root> operator<(column, const Other& other) {
        return {detail::compare(reference(), comparison::less, detail::operand<Field>(other))};
    }
    template <detail::not_a_column Other>
    friend condition<Root> operator<=(column, const Other& other) {
        return {detail::compare(reference(), comparison::less_equal, detail::operand<Field>(other))};
    }
    template <detail::not_a_column Other>
    friend condition<Root> operator>(column, const Other& other) {
        return {detail::compare(reference(), comparison::greater, detail::operand<Field>(other))};
    }
    template <detail::not_a_column Other>
    friend condition<Root> operator>=(column, const Other& other) {
        return {detail::compare(reference(), comparison::greater_equal, detail::operand<Field>(other))};
    }

    /// Whether the value is one of the range's. Of nothing: false.
    template <class Range>
    [[nodiscard]] condition<Root> in(Range&& values) const {
        return {detail::membership(reference(), true, list_of(values))};
    }
    template <class Other>
    [[nodiscard]] condition<Root> in(std::initializer_list<Other> values) const {
        return {detail::membership(reference(), true, list_of(values))};
    }
    /// Whether the value is none of the range's. Of nothing: true.
    template <class Range>
    [[nodiscard]] condition<Root> not_in(Range&& values) const {
        return {detail::membership(reference(), false, list_of(values))};
    }
    template <class Other>
    [[nodiscard]] condition<Root> not_in(std::initializer_list<Other> values) const {
        return {detail::membership(reference(), false, list_of(values))};
    }
    /// Both ends included.
    template <class Least, class Greatest>
    [[nodiscard]] condition<Root> between(const Least& least, const Greatest& greatest) const {
        return {detail::between(reference(), detail::operand<Field>(least), detail::operand<Field>(greatest))};
    }
    [[nodiscard]] condition<Root> is_null() const { return {detail::null_test(reference(), true)}; }
    [[nodiscard]] condition<Root> is_not_null() const { return {detail::null_test(reference(), false)}; }

    /// SQL's LIKE: % is any text, _ any character, and '!' before them takes their meaning away.
    [[nodiscard]] condition<Root> like(std::string_view pattern) const {
        return {detail::like(text_reference(), pattern, false)};
    }
    [[nodiscard]] condition<Root> like(std::string_view pattern, ignore_case_t) const {
        return {detail::like(text_reference(), pattern, true)};
    }
    /// The text somewhere in the value, taken literally: % and _ are themselves.
    [[nodiscard]] condition<Root> contains(std::string_view text) const {
        return {detail::matches(text_reference(), "%", text, "%", false)};
    }
    [[nodiscard]] condition<Root> contains(std::string_view text, ignore_case_t) const {
        return {detail::matches(text_reference(), "%", text, "%", true)};
    }
    [[nodiscard]] condition<Root> starts_with(std::string_view text) const {
        return {detail::matches(text_reference(), "", text, "%", false)};
    }
    [[nodiscard]] condition<Root> starts_with(std::string_view text, ignore_case_t) const {
        return {detail::matches(text_reference(), "", text, "%", true)};
    }
    [[nodiscard]] condition<Root> ends_with(std::string_view text) const {
        return {detail::matches(text_reference(), "%", text, "", false)};
    }
    [[nodiscard]] condition<Root> ends_with(std::string_view text, ignore_case_t) const {
        return {detail::matches(text_reference(), "%", text, "", true)};
    }

    [[nodiscard]] ordering_of<Root> asc() const noexcept { return {{reference(), false}}; }
    [[nodiscard]] ordering_of<Root> desc() const noexcept { return {{reference(), true}}; }

private:
    static column_reference text_reference() noexcept {
        static_assert(detail::codec_of<detail::without_optional_t<Field>>::kind == value_kind::text,
                      "aludel: like, contains, starts_with and ends_with need a column of text");
        return reference();
    }
    template <class Range>
    static std::vector<value> list_of(Range&& values) {
        std::vector<value> list;
        for (const auto& element : values) {
            list.push_back(detail::operand<Field>(element));
        }
        return list;
    }
};

/// Two columns compare when a value of one could be compared with the other.
#define ALUDEL_COLUMN_COMPARISON(OPERATOR, NAME)                                                                       \
    template <class Root, class Field, std::size_t Index, class Other_root, class Other, std::size_t Other_index>      \
    condition<std::conditional_t<std::is_same_v<Root, Other_root>, Root, several_structs>> operator OPERATOR(          \
        column<Root, Field, Index> left, column<Other_root, Other, Other_index> right) {                               \
        static_assert(detail::is_comparable<Field, Other>, "aludel: columns of these two types cannot be compared");   \
        return {detail::compare(left.reference(), comparison::NAME, right.reference())};                               \
    }
ALUDEL_COLUMN_COMPARISON(==, equal)
ALUDEL_COLUMN_COMPARISON(!=, not_equal)
ALUDEL_COLUMN_COMPARISON(<, less)
ALUDEL_COLUMN_COMPARISON(<=, less_equal)
ALUDEL_COLUMN_COMPARISON(>, greater)
ALUDEL_COLUMN_COMPARISON(>=, greater_equal)
#undef ALUDEL_COLUMN_COMPARISON

/// A column by its member: col<&user::name>, or by a path into a nested struct: col<&user::audit, &audit::created_at>.
template <auto... Path>
inline constexpr column<typename detail::path_traits<Path...>::root, typename detail::path_traits<Path...>::field,
                        detail::column_of_path<Path...>()>
    col{};

template <class Left, class Right>
condition<std::conditional_t<std::is_same_v<Left, Right>, Left, several_structs>> operator&&(condition<Left> left,
                                                                                             condition<Right> right) {
    return {detail::join(expression_kind::all_of, std::move(left.tree), std::move(right.tree))};
}
template <class Left, class Right>
condition<std::conditional_t<std::is_same_v<Left, Right>, Left, several_structs>> operator||(condition<Left> left,
                                                                                             condition<Right> right) {
    return {detail::join(expression_kind::any_of, std::move(left.tree), std::move(right.tree))};
}
template <class Root>
condition<Root> operator!(condition<Root> operand) {
    return {detail::negate(std::move(operand.tree))};
}

/// The order of a result: by the first, then by the second…
template <class... Roots>
struct order_by_clause {
    std::tuple<ordering_of<Roots>...> orderings;
};
template <class... Roots>
order_by_clause<Roots...> order_by(ordering_of<Roots>... orderings) {
    return {{orderings...}};
}

/// How many rows, and how many to leave out before them.
struct limit_offset {
    std::uint64_t limit = 0;
    std::uint64_t offset = 0;
};

}  // namespace aludel
