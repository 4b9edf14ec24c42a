// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>

#include <aludel/sql/condition.hpp>

/// Functions and arithmetic of terms. Each means the same on every database: lengths are characters, integers divide
/// as in C++, and a division by zero is NULL.
namespace aludel {

namespace detail {

expression call(sql_function function, value_kind of, expression operand);
expression coalesce(value_kind of, expression first, expression second);
expression compute(expression left, arithmetic computed, expression right);
expression raw(std::string_view text, std::vector<expression> operands);

template <class Field>
inline constexpr value_kind kind_of_plain = codec_of<without_optional_t<Field>>::kind;

template <class Field>
concept text_field = (kind_of_plain<Field> == value_kind::text);
template <class Field>
concept number_field = number<without_optional_t<Field>>;
template <class Field>
concept ordered_field = number_field<Field> || kind_of_plain<Field>
== value_kind::text || kind_of_plain<Field> == value_kind::date || kind_of_plain<Field> == value_kind::timestamp;

template <class Field>
using optional_field = std::optional<without_optional_t<Field>>;

/// `Plain`, or an optional of it where the other field is one.
template <class Plain, class... Fields>
using optional_as = std::conditional_t<(is_optional<Fields> || ...), std::optional<Plain>, Plain>;

/// What coalesce makes of two: the first one's type, or one that also holds the fraction that the second may have.
template <class Field, class Other>
using coalesced_plain = std::conditional_t<std::integral<without_optional_t<Field>> && number_field<Field> &&
                                               std::floating_point<without_optional_t<Other>>,
                                           double, without_optional_t<Field>>;

template <class Field>
using sum_field =
    std::conditional_t<std::floating_point<without_optional_t<Field>>, double,
                       std::conditional_t<kind_of_plain<Field> == value_kind::uint64, std::uint64_t, std::int64_t>>;

template <class Root, class Field, class Term>
term<Root, Field> called(sql_function function, const Term& of) {
    return term<Root, Field>{call(function, kind_of_plain<typename Term::field_type>, of.tree())};
}
template <class Field, class Term>
auto aggregated(sql_function function, const Term& of) {
    static_assert(!is_grouped<typename Term::root_type>, "aludel: an aggregate cannot be taken of an aggregate");
    return called<grouped<typename Term::root_type>, Field>(function, of);
}

}  // namespace detail

template <detail::any_term Term>
auto lower(const Term& of) {
    static_assert(detail::text_field<typename Term::field_type>, "aludel: lower, upper and length take text");
    return detail::called<typename Term::root_type, detail::optional_as<std::string, typename Term::field_type>>(
        sql_function::lower, of);
}
template <detail::any_term Term>
auto upper(const Term& of) {
    static_assert(detail::text_field<typename Term::field_type>, "aludel: lower, upper and length take text");
    return detail::called<typename Term::root_type, detail::optional_as<std::string, typename Term::field_type>>(
        sql_function::upper, of);
}
/// How many characters the text has.
template <detail::any_term Term>
auto length(const Term& of) {
    static_assert(detail::text_field<typename Term::field_type>, "aludel: lower, upper and length take text");
    return detail::called<typename Term::root_type, detail::optional_as<std::int64_t, typename Term::field_type>>(
        sql_function::length, of);
}

/// The first of the two that is not NULL.
template <detail::any_term Term, detail::any_term Other>
auto coalesce(const Term& first, const Other& second) {
    using field = typename Term::field_type;
    using other = typename Other::field_type;
    static_assert(detail::is_comparable<field, other>, "aludel: coalesce takes terms of types that can be compared");
    return term<detail::joined_root_t<typename Term::root_type, typename Other::root_type>,
                detail::optional_as<detail::coalesced_plain<field, other>, other>>{
        detail::coalesce(detail::kind_of_plain<field>, first.tree(), second.tree())};
}
template <detail::any_term Term, detail::not_a_term Value>
auto coalesce(const Term& first, const Value& second) {
    using field = typename Term::field_type;
    return term<typename Term::root_type, detail::optional_as<detail::coalesced_plain<field, Value>, Value>>{
        detail::coalesce(detail::kind_of_plain<field>, first.tree(),
                         detail::value_operand(detail::operand<field>(second)))};
}

/// How many rows there are.
inline term<grouped<any_struct>, std::int64_t> count() {
    return term<grouped<any_struct>, std::int64_t>{detail::call(sql_function::count_rows, value_kind::null, {})};
}
/// How many values are not NULL.
template <detail::any_term Term>
auto count(const Term& of) {
    return detail::aggregated<std::int64_t>(sql_function::count, of);
}
/// How many different values there are, NULL aside.
template <detail::any_term Term>
auto count_distinct(const Term& of) {
    return detail::aggregated<std::int64_t>(sql_function::count_distinct, of);
}
/// NULL where there is no value. Of integers an integer.
template <detail::any_term Term>
auto sum(const Term& of) {
    static_assert(detail::number_field<typename Term::field_type>, "aludel: sum and avg take numbers");
    return detail::aggregated<std::optional<detail::sum_field<typename Term::field_type>>>(sql_function::sum, of);
}
/// NULL where there is no value.
template <detail::any_term Term>
auto avg(const Term& of) {
    static_assert(detail::number_field<typename Term::field_type>, "aludel: sum and avg take numbers");
    return detail::aggregated<std::optional<double>>(sql_function::avg, of);
}
/// NULL where there is no value.
template <detail::any_term Term>
auto min(const Term& of) {
    static_assert(detail::ordered_field<typename Term::field_type>,
                  "aludel: min and max take numbers, text, dates and times");
    return detail::aggregated<detail::optional_field<typename Term::field_type>>(sql_function::min, of);
}
template <detail::any_term Term>
auto max(const Term& of) {
    static_assert(detail::ordered_field<typename Term::field_type>,
                  "aludel: min and max take numbers, text, dates and times");
    return detail::aggregated<detail::optional_field<typename Term::field_type>>(sql_function::max, of);
}

namespace detail {

template <class Field>
consteval bool computes() {
    if constexpr (number_field<Field>) {
        return kind_of_plain<Field> != value_kind::uint64;
    } else {
        return true;  // refused already
    }
}

template <class Left, class Right>
using computed_plain =
    std::conditional_t<std::floating_point<without_optional_t<Left>> || std::floating_point<without_optional_t<Right>>,
                       double, std::int64_t>;

/// A number beside a term: as wide as integers come, so that no server computes in fewer bits.
template <class Number>
expression number_operand(const Number& given) {
    if constexpr (std::floating_point<Number>) {
        return value_operand(value{value_view::of_float64(static_cast<double>(given))});
    } else if constexpr (number<Number>) {
        return value_operand(value{value_view::of_int64(static_cast<std::int64_t>(given))});
    } else {
        return {};
    }
}

template <class Term>
expression number_tree(const Term& of) {
    if constexpr (any_term<Term>) {
        return of.tree();
    } else {
        return number_operand(of);
    }
}

template <class Side>
struct computed_side {
    using field = Side;
    using root = any_struct;
};
template <any_term Side>
struct computed_side<Side> {
    using field = typename Side::field_type;
    using root = typename Side::root_type;
};

template <class Left, class Right>
auto computed(const Left& left, arithmetic how, const Right& right) {
    using left_field = typename computed_side<Left>::field;
    using right_field = typename computed_side<Right>::field;
    static_assert(number_field<left_field> && number_field<right_field>,
                  "aludel: + - * and / take numbers; a std::optional value is unwrapped first");
    static_assert(computes<left_field>() && computes<right_field>(),
                  "aludel: databases do not agree on unsigned 64-bit arithmetic; use a std::int64_t");
    using plain = computed_plain<left_field, right_field>;
    using root = joined_root_t<typename computed_side<Left>::root, typename computed_side<Right>::root>;
    const bool divides_integers = how == arithmetic::divide && std::integral<plain>;
    return term<root, optional_as<plain, left_field, right_field>>{
        compute(number_tree(left), divides_integers ? arithmetic::divide_integers : how, number_tree(right))};
}

template <class Left, class Right>
concept computable = any_term<Left> || any_term<Right>;

}  // namespace detail

template <class Left, class Right>
    requires detail::computable<Left, Right>
auto operator+(const Left& left, const Right& right) {
    return detail::computed(left, arithmetic::add, right);
}
template <class Left, class Right>
    requires detail::computable<Left, Right>
auto operator-(const Left& left, const Right& right) {
    return detail::computed(left, arithmetic::subtract, right);
}
template <class Left, class Right>
    requires detail::computable<Left, Right>
auto operator*(const Left& left, const Right& right) {
    return detail::computed(left, arithmetic::multiply, right);
}
/// NULL where the divisor is zero.
template <class Left, class Right>
    requires detail::computable<Left, Right>
auto operator/(const Left& left, const Right& right) {
    return detail::computed(left, arithmetic::divide, right);
}

}  // namespace aludel
