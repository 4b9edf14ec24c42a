// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aludel/model/reflect.hpp>
#include <aludel/sql/condition.hpp>

/// Conditions, order and page from outside: a query string or a JSON body, held to a list of what may be asked.
/// doc/how-to/filter-from-outside.md has the grammar.
namespace aludel {

/// What may be asked of a field from outside. Joined by |, and named as the outside names it.
enum class filter_operator : std::uint32_t {
    none = 0,
    eq = 1u << 0,
    ne = 1u << 1,
    lt = 1u << 2,  ///< of dates and times also "before"
    le = 1u << 3,  ///< "on_or_before"
    gt = 1u << 4,  ///< "after"
    ge = 1u << 5,  ///< "on_or_after"
    in = 1u << 6,
    not_in = 1u << 7,
    between = 1u << 8,           ///< both ends included
    strictly_between = 1u << 9,  ///< neither end included
    null = 1u << 10,             ///< true: only NULL, false: all but NULL
    contains = 1u << 11,         ///< these take the text literally
    icontains = 1u << 12,        ///< i: letters match whatever their case
    not_contains = 1u << 13,
    not_icontains = 1u << 14,
    starts_with = 1u << 15,
    istarts_with = 1u << 16,
    ends_with = 1u << 17,
    iends_with = 1u << 18,
    like = 1u << 19,  ///< with % and _ as wildcards; never allowed unless named
    ilike = 1u << 20,
    on = 1u << 21,  ///< a time within this day, UTC
};

constexpr filter_operator operator|(filter_operator left, filter_operator right) noexcept {
    return static_cast<filter_operator>(static_cast<std::uint32_t>(left) | static_cast<std::uint32_t>(right));
}
constexpr filter_operator operator&(filter_operator left, filter_operator right) noexcept {
    return static_cast<filter_operator>(static_cast<std::uint32_t>(left) & static_cast<std::uint32_t>(right));
}

/// How the outside may ask for a field.
struct filter_field {
    std::string name{};                          ///< empty: the column's name
    std::optional<filter_operator> operators{};  ///< nothing: what is usual for the field's type
};

/// How much the outside may ask for at once. More is a usage_error.
struct filter_limits {
    std::uint64_t page_size = 20;  ///< of a page whose size is not said
    std::uint64_t largest_page = 100;
    std::size_t longest_input = 16'384;  ///< bytes, of a query string or a JSON body
    std::size_t most_conditions = 64;
    std::size_t deepest_group = 8;
    std::size_t most_values = 1'000;  ///< in the lists of in and not_in
    std::size_t most_orderings = 8;
};

/// An order that is known at run time only.
template <class T>
struct ordering_list {
    std::vector<ordering> orderings;

    template <class Query>
    void add_to(Query& asked) const {
        for (const ordering& each : orderings) {
            asked.order_by(ordering_of<T>{each});
        }
    }
};

namespace detail {

/// What compiled code must know of a field to take its values from outside.
struct outside_column {
    column_index column;
    bool is_text;  ///< std::string itself
    bool is_enum;
    decode_error (*read)(const value_view& from, value& to);
};

template <class Field>
decode_error read_outside_value(const value_view& from, value& to) {
    Field held{};
    const decode_error result = codec_of<Field>::decode(from, held);
    if (result == decode_error::none) {
        scratch temporaries;
        to = value{codec_of<Field>::encode(held, temporaries)};
    }
    return result;
}

template <class T, auto... Path>
constexpr outside_column outside_column_of() {
    static_assert(std::is_same_v<typename path_traits<Path...>::root, T>,
                  "aludel: the filter_set allows a field of another struct than its own");
    using field = without_optional_t<typename path_traits<Path...>::field>;
    return {static_cast<column_index>(column_of_path<Path...>()), std::is_same_v<field, std::string>,
            std::is_enum_v<field>, &read_outside_value<field>};
}

template <class T>
constexpr bool are_text(std::span<const column_index> columns) {
    for (const column_index column : columns) {
        if (table_of<T>.columns[column].kind != value_kind::text) {
            return false;
        }
    }
    return true;
}

/// What the outside asked for, without the type of its struct.
struct outside_selection {
    expression where;
    std::vector<ordering> order;
    limit_offset limits;
};

/// The compiled half of a filter_set.
class filter_rules {
public:
    struct field {
        std::string name;
        outside_column column;
        filter_operator operators = filter_operator::none;
        bool sortable = false;
    };

    explicit filter_rules(const table_description& table) : table_{&table} {}

    void allow(const outside_column& column, const filter_field& as);
    void sort_by(const outside_column& column, std::string_view name);
    void search_in(std::span<const column_index> columns);
    void default_order(std::vector<ordering> order) { default_order_ = std::move(order); }
    void limit(const filter_limits& limits);
    void ignore(std::string_view parameter);

    [[nodiscard]] outside_selection read_query_string(std::string_view text) const;
    [[nodiscard]] outside_selection read_json(std::string_view text) const;

    [[nodiscard]] const table_description& table() const noexcept { return *table_; }
    [[nodiscard]] const std::vector<field>& fields() const noexcept { return fields_; }
    [[nodiscard]] const std::vector<column_index>& searched() const noexcept { return searched_; }
    [[nodiscard]] const std::vector<ordering>& order_unless_said() const noexcept { return default_order_; }
    [[nodiscard]] const filter_limits& limits() const noexcept { return limits_; }
    [[nodiscard]] bool ignores(std::string_view parameter) const;

private:
    field& field_of(const outside_column& column, std::string_view name);

    const table_description* table_;
    std::vector<field> fields_;
    std::vector<column_index> searched_;
    std::vector<std::string> ignored_;
    std::vector<ordering> default_order_;
    filter_limits limits_;
};

}  // namespace detail

/// What the outside asked for: a clause of a repository<T>, whole or part by part.
template <class T>
class filter_selection {
public:
    explicit filter_selection(detail::outside_selection made) : made_{std::move(made)} {}

    [[nodiscard]] aludel::condition<T> condition() const { return {made_.where}; }
    /// Ends with the key, so that no row is on two pages.
    [[nodiscard]] ordering_list<T> order() const { return {made_.order}; }
    [[nodiscard]] limit_offset limits() const { return made_.limits; }

    template <class Query>
    void add_to(Query& asked) const {
        if (made_.where.kind != expression_kind::always_true) {
            asked.add(condition());
        }
        order().add_to(asked);
        asked.add(limits());
    }

private:
    detail::outside_selection made_;
};

/// The list of what the outside may ask of a T: which fields, with which operators, under which names, in which order,
/// how many rows. Nothing is allowed unless it is said. Make one, and share it: reading does not change it.
template <class T>
class filter_set {
public:
    /// The field may be asked for: allow<&user::age>(), allow<&user::name>({.name = "who"}).
    template <auto... Path>
    filter_set& allow(const filter_field& as = {}) {
        rules_.allow(detail::outside_column_of<T, Path...>(), as);
        return *this;
    }
    /// The outside may sort by the field, under the name that it is allowed by, or this one.
    template <auto... Path>
    filter_set& sort_by(std::string_view name = {}) {
        rules_.sort_by(detail::outside_column_of<T, Path...>(), name);
        return *this;
    }
    /// The fields of text in which "search" looks.
    template <auto... Members>
    filter_set& search_in() {
        static_assert(detail::are_text<T>(detail::columns_of_members<T, Members...>()),
                      "aludel: search_in takes fields of text");
        rules_.search_in(detail::columns_of_members<T, Members...>());
        return *this;
    }
    /// The order when the outside says none.
    template <class... Roots>
    filter_set& default_order(const ordering_of<Roots>&... orderings) {
        static_assert((std::is_same_v<Roots, T> && ...),
                      "aludel: default_order names a column of another struct than the filter_set's");
        rules_.default_order({orderings.order...});
        return *this;
    }
    filter_set& limit(const filter_limits& limits) {
        rules_.limit(limits);
        return *this;
    }
    /// A parameter of the query string that is somebody else's.
    filter_set& ignore(std::string_view parameter) {
        rules_.ignore(parameter);
        return *this;
    }

    /// Reads "name__contains=ann&age__ge=18&sort=-age&page=2". Throws usage_error for what is not allowed.
    [[nodiscard]] filter_selection<T> from_query_string(std::string_view text) const {
        return filter_selection<T>{rules_.read_query_string(text)};
    }
    /// Reads {"where": {"age": {"ge": 18}}, "sort": ["-age"], "page": 2}. Throws usage_error for what is not allowed.
    [[nodiscard]] filter_selection<T> from_json(std::string_view text) const {
        return filter_selection<T>{rules_.read_json(text)};
    }

private:
    detail::filter_rules rules_{table_of<T>};
};

}  // namespace aludel
