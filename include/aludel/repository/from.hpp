// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <tuple>
#include <vector>

#include <aludel/repository/selection.hpp>
#include <aludel/session/session.hpp>

namespace aludel {

namespace detail {

/// A table that is joined on the left: a row of the result may have none of it.
template <class Root>
struct maybe {};

template <class Part>
struct part_traits {
    using root = Part;
    using element = root_struct<Part>;
};
template <class Root>
struct part_traits<maybe<Root>> {
    using root = Root;
    using element = std::optional<root_struct<Root>>;
};

/// Makes the object of one table out of its columns in the row, and moves `next` behind them.
template <class Struct>
void write_part(Struct& object, std::span<const value_view> row, std::size_t& next) {
    object = Struct{};
    write_object(table_of<Struct>, &object, row.subspan(next, column_count<Struct>()));
    next += column_count<Struct>();
}

/// Whether a left join found no row.
bool is_absent(const table_description& table, std::span<const value_view> row);

template <class Struct>
void write_part(std::optional<Struct>& object, std::span<const value_view> row, std::size_t& next) {
    if (is_absent(table_of<Struct>, row.subspan(next, column_count<Struct>()))) {
        object.reset();
        next += column_count<Struct>();
    } else {
        write_part(object.emplace(), row, next);
    }
}

template <class Tuple>
row_misfit write_parts(void* object, std::span<const value_view> row) {
    std::size_t next = 0;
    std::apply([&](auto&... parts) { (write_part(parts, row, next), ...); }, *static_cast<Tuple*>(object));
    return {};
}

template <class... Structs>
inline constexpr auto joined_kinds = [] {
    std::array<value_kind, (column_count<Structs>() + ...)> kinds{};
    std::size_t next = 0;
    for (const table_description* table : {&table_of<Structs>...}) {
        for (const column_description& column : table->columns) {
            kinds[next++] = column.kind;
        }
    }
    return kinds;
}();

/// What a row of the joined tables becomes: a tuple, or the object where there is one table.
template <class... Parts>
struct joined_row {
    using type = std::tuple<typename part_traits<Parts>::element...>;
    static constexpr result_shape shape() {
        constexpr auto& kinds = joined_kinds<root_struct<typename part_traits<Parts>::root>...>;
        return {nullptr, kinds.size(), kinds, &write_parts<type>};
    }
};
template <class Root>
struct joined_row<Root> {
    using type = root_struct<Root>;
    static constexpr result_shape shape() {
        result_shape made = shape_of<type>();
        made.by_position = true;
        return made;
    }
};

}  // namespace detail

/// A question about the rows of one or more tables: what from<T>(session) begins.
template <bool Runs, class... Parts>
class joined_query : public detail::clauses<joined_query<Runs, Parts...>,
                                            detail::source_list<Runs, typename detail::part_traits<Parts>::root...>> {
    using sources = detail::source_list<Runs, typename detail::part_traits<Parts>::root...>;
    using base = detail::clauses<joined_query, sources>;
    using joined = detail::joined_row<Parts...>;

public:
    using row = typename joined::type;

    joined_query(session_core* session, detail::asked_query asked) : base{session, std::move(asked)} {}

    /// Rows of both tables for which the condition holds.
    template <class Root, class On>
    [[nodiscard]] auto join(condition<On> on) const {
        return with<Root, Root>(std::move(on), false);
    }
    template <auto Alias, class On>
    [[nodiscard]] auto join(condition<On> on) const {
        using root = std::remove_cv_t<decltype(Alias)>;
        return with<root, root>(std::move(on), false);
    }
    /// As join, and rows for which there is none of the other table: it is a std::optional.
    template <class Root, class On>
    [[nodiscard]] auto left_join(condition<On> on) const {
        return with<Root, detail::maybe<Root>>(std::move(on), true);
    }
    template <auto Alias, class On>
    [[nodiscard]] auto left_join(condition<On> on) const {
        using root = std::remove_cv_t<decltype(Alias)>;
        return with<root, detail::maybe<root>>(std::move(on), true);
    }

    /// Terms in the place of whole rows.
    template <detail::any_term... Terms>
    [[nodiscard]] auto select(const Terms&... terms) const {
        return detail::select_terms<sources>(this->session_, this->asked_, terms...);
    }

    [[nodiscard]] std::vector<row> list() const { return this->template rows<row>(this->asked_, joined::shape()); }
    /// In the order of the keys unless an order_by says otherwise.
    [[nodiscard]] std::optional<row> first() const { return this->template first_row<row>(joined::shape()); }
    /// The only row. Throws not_found, multiple_results.
    [[nodiscard]] row one() const {
        std::optional<row> found = this->template only_row<row>(joined::shape());
        if (!found) {
            detail::throw_rows_of(*this->asked_, true);
        }
        return std::move(*found);
    }
    [[nodiscard]] row_stream<row> stream() const {
        constexpr result_shape shape = joined::shape();
        return row_stream<row>{detail::stream_rows(this->running(), *this->asked_, shape), shape};
    }

private:
    template <class Root, class Part, class On>
    auto with(condition<On> on, bool optional) const {
        static_assert(!detail::is_one_of<Root, typename detail::part_traits<Parts>::root...>,
                      "aludel: the query has this struct already; join it under an alias: "
                      "constexpr auto other = aludel::alias<T, \"other\">");
        static_assert(detail::source_list<Runs, typename detail::part_traits<Parts>::root..., Root>::template allow<On>,
                      "aludel: the condition speaks of a struct that is not joined yet");
        static_assert(!detail::is_grouped<On>, "aludel: tables are joined row by row, without aggregates");
        detail::asked_query asked = this->asked_;
        asked.join(
            {&table_of<detail::root_struct<Root>>, detail::root_traits<Root>::alias, optional, std::move(on.tree)});
        return joined_query<Runs, Parts..., Part>{this->session_, std::move(asked)};
    }
};

namespace detail {

template <bool Runs, class Root>
joined_query<Runs, Root> begin_from(session_core* session) {
    return {session, asked_query{table_of<root_struct<Root>>, root_traits<Root>::alias}};
}

}  // namespace detail

/// Begins a query over several tables: from<user>(session).join<city>(col<&user::city_id> == col<&city::id>).list()
template <class T>
[[nodiscard]] joined_query<true, T> from(session& session) {
    return detail::begin_from<true, T>(&session.core());
}
template <auto Alias>
[[nodiscard]] auto from(session& session) {
    return detail::begin_from<true, std::remove_cv_t<decltype(Alias)>>(&session.core());
}
/// Begins a query that is a part of another one, in exists(…) or in(…), and may speak of that one's tables.
template <class T>
[[nodiscard]] joined_query<false, T> from() {
    return detail::begin_from<false, T>(nullptr);
}
template <auto Alias>
[[nodiscard]] auto from() {
    return detail::begin_from<false, std::remove_cv_t<decltype(Alias)>>(nullptr);
}

}  // namespace aludel
