// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <initializer_list>
#include <string_view>
#include <tuple>
#include <utility>

#include <aludel/model/reflect.hpp>
#include <aludel/sql/expression.hpp>
#include <aludel/sql/operand.hpp>
#include <aludel/sql/roots.hpp>

namespace aludel {

/// Something that is true or false for a row of `Root`. Combine with && || and !.
template <class Root>
struct condition {
    expression tree;
};

/// A condition that speaks of no struct of the query fits every query.
template <>
struct condition<any_struct> {
    expression tree;
    template <class Root>
    operator condition<Root>() const {  // NOLINT: converting on purpose
        return {tree};
    }
};

/// Second argument of the text searches: letters match whatever their case, as far as the database's lower() goes.
struct ignore_case_t {};
inline constexpr ignore_case_t ignore_case{};

/// Where rows go whose value is NULL.
enum class null_place : std::uint8_t {
    before_values,  ///< NULL is less than every value: first in ascending order, last in descending
    first,
    last,
    absent,  ///< there are no such rows
};

/// A term in an ORDER BY.
struct ordering {
    expression by;
    bool descending = false;
    null_place nulls = null_place::before_values;
};

/// An ordering by a term of `Root`.
template <class Root>
struct ordering_of {
    ordering order;

    [[nodiscard]] ordering_of nulls_first() const { return {{order.by, order.descending, null_place::first}}; }
    [[nodiscard]] ordering_of nulls_last() const { return {{order.by, order.descending, null_place::last}}; }
};

namespace detail {

expression column_operand(column_reference column);
expression value_operand(value owned);
/// A comparison with NULL is IS NULL, IS NOT NULL, or false.
expression compare(expression left, comparison compared, value right);
expression compare(expression left, comparison compared, expression right);
expression compare(column_reference left, comparison compared, value right);
expression null_test(expression operand, bool is_null);
/// NULLs in the list are dropped; nothing left is a constant.
expression membership(expression operand, bool is_in, std::vector<value> list);
expression membership(column_reference column, bool is_in, std::vector<value> list);
/// NULLs in the query's column are left aside.
expression membership(expression operand, bool is_in, std::shared_ptr<const sql::select_query> query);
expression between(expression operand, value least, value greatest);
expression matches(expression operand, std::string_view before, std::string_view text, std::string_view behind,
                   bool ignore_case);
expression like(expression operand, std::string_view pattern, bool ignore_case);
/// Flattens: (a and b) and c is one list of three.
expression join(expression_kind kind, expression left, expression right);
expression negate(expression operand);
expression exists(std::shared_ptr<const sql::select_query> query);

struct term_tag {};

/// A column, or what a function makes of terms: has a root, a field type, and a tree.
template <class T>
concept any_term = std::is_base_of_v<term_tag, T>;

template <class T>
concept not_a_term = !any_term<T>;

/// A query that can stand inside another one.
template <class T>
concept any_query = requires(const T& query) {
    query.subquery();
};

/// What every term can be asked. `Self` has tree().
template <class Self, class Root, class Field>
struct term_face : term_tag {
    using field_type = Field;
    using root_type = Root;

    /// Whether the value is one of the range's, or of a query's one column. Of nothing: false.
    template <class Values>
    [[nodiscard]] condition<Root> in(Values&& values) const {
        return {detail::membership(tree(), true, list_of(values))};
    }
    template <class Other>
    [[nodiscard]] condition<Root> in(std::initializer_list<Other> values) const {
        return {detail::membership(tree(), true, list_of(values))};
    }
    /// Whether the value is none of the range's, or of a query's one column. Of nothing: true.
    template <class Values>
    [[nodiscard]] condition<Root> not_in(Values&& values) const {
        return {detail::membership(tree(), false, list_of(values))};
    }
    template <class Other>
    [[nodiscard]] condition<Root> not_in(std::initializer_list<Other> values) const {
        return {detail::membership(tree(), false, list_of(values))};
    }
    /// Both ends included.
    template <class Least, class Greatest>
    [[nodiscard]] condition<Root> between(const Least& least, const Greatest& greatest) const {
        return {detail::between(tree(), operand_of(least), operand_of(greatest))};
    }
    [[nodiscard]] condition<Root> is_null() const { return {detail::null_test(tree(), true)}; }
    [[nodiscard]] condition<Root> is_not_null() const { return {detail::null_test(tree(), false)}; }

    /// SQL's LIKE: % is any text, _ any character, and '!' before them takes their meaning away.
    [[nodiscard]] condition<Root> like(std::string_view pattern) const {
        return {detail::like(text_tree(), pattern, false)};
    }
    [[nodiscard]] condition<Root> like(std::string_view pattern, ignore_case_t) const {
        return {detail::like(text_tree(), pattern, true)};
    }
    /// The text somewhere in the value, taken literally: % and _ are themselves.
    [[nodiscard]] condition<Root> contains(std::string_view text) const {
        return {detail::matches(text_tree(), "%", text, "%", false)};
    }
    [[nodiscard]] condition<Root> contains(std::string_view text, ignore_case_t) const {
        return {detail::matches(text_tree(), "%", text, "%", true)};
    }
    [[nodiscard]] condition<Root> starts_with(std::string_view text) const {
        return {detail::matches(text_tree(), "", text, "%", false)};
    }
    [[nodiscard]] condition<Root> starts_with(std::string_view text, ignore_case_t) const {
        return {detail::matches(text_tree(), "", text, "%", true)};
    }
    [[nodiscard]] condition<Root> ends_with(std::string_view text) const {
        return {detail::matches(text_tree(), "%", text, "", false)};
    }
    [[nodiscard]] condition<Root> ends_with(std::string_view text, ignore_case_t) const {
        return {detail::matches(text_tree(), "%", text, "", true)};
    }

    /// A value that stands beside the term.
    template <class Other>
    static value operand_of(const Other& other) {
        if constexpr (may_be_refused<without_optional_t<Field>> && requires { Self::reference(); }) {
            return operand_for<Field>(*Self::reference().table, Self::reference().column, other);
        } else {
            return operand<Field>(other);
        }
    }

    [[nodiscard]] ordering_of<Root> asc() const { return {{tree(), false}}; }
    [[nodiscard]] ordering_of<Root> desc() const { return {{tree(), true}}; }

private:
    [[nodiscard]] expression tree() const { return static_cast<const Self&>(*this).tree(); }
    [[nodiscard]] expression text_tree() const {
        static_assert(detail::codec_of<detail::without_optional_t<Field>>::kind == value_kind::text,
                      "aludel: like, contains, starts_with and ends_with need a column of text");
        return tree();
    }
    template <class Values>
    static auto list_of(Values&& values) {
        using plain = std::remove_cvref_t<Values>;
        if constexpr (any_query<plain>) {
            static_assert(
                requires { typename plain::only_field; },
                "aludel: in() takes a query that selects one column: .select(col<&T::member>)");
            if constexpr (requires { typename plain::only_field; }) {
                static_assert(is_comparable<Field, typename plain::only_field>,
                              "aludel: the query's column cannot be compared with this one");
            }
            return values.subquery();
        } else {
            std::vector<value> list;
            for (const auto& element : values) {
                list.push_back(operand_of(element));
            }
            return list;
        }
    }
};

}  // namespace detail

/// A column of a mapped struct, typed by its field: what `col<…>` gives. `Root` is the struct, or an alias of it.
template <class Root, class Field, std::size_t Index>
struct column : detail::term_face<column<Root, Field, Index>, Root, Field> {
    [[nodiscard]] static column_reference reference() noexcept {
        return {&table_of<detail::root_struct<Root>>, static_cast<column_index>(Index),
                detail::root_traits<Root>::alias};
    }
    [[nodiscard]] expression tree() const { return detail::column_operand(reference()); }
};

/// What a function or a computation makes of columns and values.
template <class Root, class Field>
struct term : detail::term_face<term<Root, Field>, Root, Field> {
    explicit term(expression meant) : tree_{std::move(meant)} {}
    [[nodiscard]] expression tree() const { return tree_; }

private:
    expression tree_;
};

/// A term compares with a value, or with a term whose values could be compared with its own.
#define ALUDEL_COMPARISON(OPERATOR, NAME)                                                                              \
    template <detail::any_term Term, detail::not_a_term Other>                                                         \
    condition<typename Term::root_type> operator OPERATOR(const Term& left, const Other& right) {                      \
        return {detail::compare(left.tree(), comparison::NAME, Term::operand_of(right))};                              \
    }                                                                                                                  \
    template <detail::any_term Left, detail::any_term Right>                                                           \
    condition<detail::joined_root_t<typename Left::root_type, typename Right::root_type>> operator OPERATOR(           \
        const Left& left, const Right& right) {                                                                        \
        static_assert(detail::is_comparable<typename Left::field_type, typename Right::field_type>,                    \
                      "aludel: columns of these two types cannot be compared");                                        \
        return {detail::compare(left.tree(), comparison::NAME, right.tree())};                                         \
    }
ALUDEL_COMPARISON(==, equal)
ALUDEL_COMPARISON(!=, not_equal)
ALUDEL_COMPARISON(<, less)
ALUDEL_COMPARISON(<=, less_equal)
ALUDEL_COMPARISON(>, greater)
ALUDEL_COMPARISON(>=, greater_equal)
#undef ALUDEL_COMPARISON

/// A column by its member: col<&user::name>, or by a path into a nested struct: col<&user::audit, &audit::created_at>.
template <auto... Path>
inline constexpr column<typename detail::path_traits<Path...>::root, typename detail::path_traits<Path...>::field,
                        detail::column_of_path<Path...>()>
    col{};

template <class Left, class Right>
condition<detail::joined_root_t<Left, Right>> operator&&(condition<Left> left, condition<Right> right) {
    return {detail::join(expression_kind::all_of, std::move(left.tree), std::move(right.tree))};
}
template <class Left, class Right>
condition<detail::joined_root_t<Left, Right>> operator||(condition<Left> left, condition<Right> right) {
    return {detail::join(expression_kind::any_of, std::move(left.tree), std::move(right.tree))};
}
template <class Root>
condition<Root> operator!(condition<Root> operand) {
    return {detail::negate(std::move(operand.tree))};
}

/// Whether the query has a row. It may speak of the tables of the query around it.
template <detail::any_query Query>
condition<any_struct> exists(const Query& query) {
    return {detail::exists(query.subquery())};
}

/// The order of a result: by the first, then by the second…
template <class... Roots>
struct order_by_clause {
    std::tuple<ordering_of<Roots>...> orderings;
};
template <class... Roots>
order_by_clause<Roots...> order_by(ordering_of<Roots>... orderings) {
    return {{std::move(orderings)...}};
}

/// Also the rows that are marked as removed (soft_delete).
struct with_removed_t {};
inline constexpr with_removed_t with_removed{};

/// How many rows, and how many to leave out before them.
struct limit_offset {
    std::uint64_t limit = 0;
    std::uint64_t offset = 0;
};

}  // namespace aludel
