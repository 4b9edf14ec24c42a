// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <boost/pfr.hpp>

#include <aludel/aludel.hpp>

/// The table that aludel::create_all makes for a row, as text for statements. The first column is the key.
namespace bench::postgresql {

inline std::string quoted(std::string_view name) {
    return '"' + std::string{name} + '"';
}

template <class Row>
std::string table_name() {
    return quoted(aludel::table_of<Row>.name);
}

/// Calls `make(name, index)` for each column from `first` on and joins what it returns with commas.
template <class Row, class Make>
std::string joined(std::size_t first, const Make& make) {
    std::string sql;
    const auto& columns = aludel::table_of<Row>.columns;
    for (std::size_t i = first; i < columns.size(); ++i) {
        sql += (i == first ? "" : ", ") + make(quoted(columns[i].name), i);
    }
    return sql;
}

template <class Row>
std::string column_list(std::size_t first = 0) {
    return joined<Row>(first, [](const std::string& name, std::size_t) { return name; });
}

/// `"a" = source."a", …` for all columns but the key.
template <class Row>
std::string assignments_from(const std::string& source) {
    return joined<Row>(1, [&](const std::string& name, std::size_t) { return name + " = " + source + '.' + name; });
}

/// What makes the keys, as an argument of nextval. In a SELECT of its own it is looked up once and not for every row.
template <class Row>
std::string sequence() {
    return "(select cast(pg_get_serial_sequence('" + table_name<Row>() + "', '" +
           std::string{aludel::table_of<Row>.columns[0].name} + "') as regclass))";
}

template <class Row>
inline constexpr std::size_t field_count = boost::pfr::tuple_size_v<Row>;

template <class Row, std::size_t I>
using field_type = std::remove_cvref_t<decltype(boost::pfr::get<I>(std::declval<Row&>()))>;

/// Calls `use` with std::integral_constant<std::size_t, I> for each field from `First` on.
template <class Row, std::size_t First = 0, class Use>
void for_each_index(Use&& use) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (use(std::integral_constant<std::size_t, First + I>{}), ...);
    }
    (std::make_index_sequence<field_count<Row> - First>{});
}

}  // namespace bench::postgresql
