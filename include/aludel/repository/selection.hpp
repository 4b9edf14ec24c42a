// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

#include <aludel/repository/clauses.hpp>

namespace aludel {

namespace detail {

template <class... Terms>
struct term_list {
    using row = std::tuple<typename Terms::field_type...>;
    static constexpr std::array<value_kind, sizeof...(Terms)> kinds{kind_of_plain<typename Terms::field_type>...};
};
template <class Only>
    requires(!std::is_same_v<typename Only::field_type, bool>)
struct term_list<Only> {
    using row = typename Only::field_type;
    using only_field = typename Only::field_type;
    static constexpr std::array<value_kind, 1> kinds{kind_of_plain<only_field>};
};

/// Lets a query of one column stand behind in().
template <class Terms>
struct only_column {};
template <class Only>
struct only_column<term_list<Only>> {
    using only_field = typename Only::field_type;
};

template <class Term>
inline constexpr bool is_plain_column = false;
template <class Root, class Field, std::size_t Index>
inline constexpr bool is_plain_column<column<Root, Field, Index>> = true;

/// Whether each column beside an aggregate is grouped. What is computed of columns is looked at when it runs.
template <class Terms, class Groups>
inline constexpr bool columns_are_grouped = true;
template <class... Terms, class... Groups>
inline constexpr bool columns_are_grouped<term_list<Terms...>, term_list<Groups...>> =
    (sizeof...(Groups) == 0 && !(is_grouped<typename Terms::root_type> || ...)) ||
    ((is_grouped<typename Terms::root_type> || !is_plain_column<Terms> || is_one_of<Terms, Groups...>)&&...);

constexpr bool is_number(value_kind kind) noexcept {
    return kind >= value_kind::int16 && kind <= value_kind::float64;
}

/// Whether values of the one kinds can be read into fields of the others.
constexpr bool kinds_fit(std::span<const value_kind> terms, std::span<const value_kind> fields) noexcept {
    for (std::size_t i = 0; i < terms.size() && i < fields.size(); ++i) {
        if (terms[i] != fields[i] && !(is_number(terms[i]) && is_number(fields[i]))) {
            return false;
        }
    }
    return true;
}

/// A row by position, a struct's too.
template <class Row, class Terms>
constexpr result_shape positional_shape() {
    static_assert(!std::is_same_v<Row, bool>,
                  "aludel: std::vector<bool> has no objects to write to; ask for std::tuple<bool>");
    result_shape shape = shape_of<Row>();
    static_assert(shape_of<Row>().columns == Terms::kinds.size(),
                  "aludel: the struct or tuple that rows are asked for as needs one member for each selected term");
    static_assert(kinds_fit(Terms::kinds, shape_of<Row>().kinds),
                  "aludel: a member cannot hold the term at its place: numbers go into numbers, text into text");
    shape.by_position = true;
    return shape;
}

}  // namespace detail

/// A query for some terms: what select(…) begins. Rows become structs or tuples by position.
template <class Sources, class Terms, class Groups>
class selection : public detail::clauses<selection<Sources, Terms, Groups>, Sources>,
                  public detail::only_column<Terms> {
    using base = detail::clauses<selection, Sources>;
    template <class, class, class>
    friend class selection;

public:
    selection(session_core* session, detail::asked_query asked) : base{session, std::move(asked)} {}

    /// One row for each combination of these terms.
    template <detail::any_term... Named>
    [[nodiscard]] auto group_by(const Named&... terms) && {
        static_assert((Sources::template allow<typename Named::root_type> && ...),
                      "aludel: group_by names a column of another struct than the query's; join it first");
        static_assert(!(detail::is_grouped<typename Named::root_type> || ...),
                      "aludel: rows are grouped by columns and what is made of them, not by aggregates");
        detail::require_not_united(*this->asked_, "group_by()");
        (this->asked_.group_by(terms.tree()), ...);
        return selection<Sources, Terms, detail::term_list<Named...>>{this->session_, std::move(this->asked_)};
    }
    template <detail::any_term... Named>
    [[nodiscard]] auto group_by(const Named&... terms) const& {
        return selection{*this}.group_by(terms...);
    }
    /// A condition for what select and group_by make. Further ones are joined by and.
    template <class Root>
    selection& having(condition<Root> wanted) & {
        static_assert(Sources::template allow<Root>,
                      "aludel: the condition speaks of another struct than the repository's; join it first");
        detail::require_not_united(*this->asked_, "having()");
        detail::add_condition(this->asked_->having, std::move(wanted.tree));
        return *this;
    }
    template <class Root>
    selection&& having(condition<Root> wanted) && {
        return std::move(having(std::move(wanted)));
    }

    /// The rows of both, each once. Order, limit and offset said afterwards are those of the whole.
    template <class Others, class Other_terms, class Other_groups>
    [[nodiscard]] selection union_with(const selection<Others, Other_terms, Other_groups>& other) const {
        return united(other, false);
    }
    /// The rows of both.
    template <class Others, class Other_terms, class Other_groups>
    [[nodiscard]] selection union_all(const selection<Others, Other_terms, Other_groups>& other) const {
        return united(other, true);
    }

    /// The rows as structs or tuples, or values where there is one term.
    template <class Row = typename Terms::row>
    [[nodiscard]] std::vector<Row> list() const {
        return this->template rows<Row>(this->asked_, shape<Row>());
    }
    template <class Row = typename Terms::row>
    [[nodiscard]] std::optional<Row> first() const {
        return this->template first_row<Row>(shape<Row>());
    }
    /// The only row. Throws not_found, multiple_results.
    template <class Row = typename Terms::row>
    [[nodiscard]] Row one() const {
        std::optional<Row> found = this->template only_row<Row>(shape<Row>());
        if (!found) {
            detail::throw_rows_of(*this->asked_, true);
        }
        return std::move(*found);
    }
    template <class Row = typename Terms::row>
    [[nodiscard]] row_stream<Row> stream() const {
        constexpr result_shape made = shape<Row>();
        return row_stream<Row>{detail::stream_rows(this->running(), *this->asked_, made), made};
    }
    [[nodiscard]] std::shared_ptr<const sql::select_query> subquery() const {
        require_groups();
        return base::subquery();
    }

private:
    static constexpr void require_groups() {
        static_assert(detail::columns_are_grouped<Terms, Groups>,
                      "aludel: beside an aggregate a column has no single value; name it in group_by()");
    }
    template <class Row>
    static constexpr result_shape shape() {
        require_groups();
        return detail::positional_shape<Row, Terms>();
    }
    template <class Others, class Other_terms, class Other_groups>
    selection united(const selection<Others, Other_terms, Other_groups>& other, bool all) const {
        static_assert(Terms::kinds.size() == Other_terms::kinds.size() &&
                          detail::kinds_fit(Terms::kinds, Other_terms::kinds),
                      "aludel: united selections need as many terms, of the same kinds");
        selection whole{*this};
        detail::unite(*whole.asked_, other.subquery(), all);
        return whole;
    }
};

namespace detail {

template <class Sources, any_term... Terms>
auto select_terms(session_core* session, asked_query asked, const Terms&... terms) {
    static_assert(sizeof...(Terms) > 0, "aludel: select() takes at least one term");
    static_assert((Sources::template allow<typename Terms::root_type> && ...),
                  "aludel: select names a column of another struct than the query's; join it first");
    (asked.select(terms.tree()), ...);
    return selection<Sources, term_list<Terms...>, term_list<>>{session, std::move(asked)};
}

}  // namespace detail
}  // namespace aludel
