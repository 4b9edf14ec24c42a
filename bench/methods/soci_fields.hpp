// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/pfr.hpp>
#include <soci/soci.h>

#include <aludel/model/reflect.hpp>

#include "timestamp_text.hpp"

/// What a field becomes for SOCI, which knows no bool, no microseconds and no std::optional (4.0.3).
namespace bench::via_soci {

template <class Field>
struct form {
    using type = Field;
    static type of(const Field& field) { return field; }
    static void take(type& value, Field& field) { std::swap(field, value); }
};
template <>
struct form<std::int64_t> {
    using type = long long;
    static type of(std::int64_t field) { return field; }
    static void take(type value, std::int64_t& field) { field = value; }
};
template <>
struct form<bool> {
    using type = std::string;
    static type of(bool field) { return field ? "1" : "0"; }
    static void take(const type& value, bool& field) { field = value == "t" || value == "1"; }
};
template <>
struct form<aludel::timestamp> {
    using type = std::string;
    static type of(aludel::timestamp field) { return timestamp_text(field); }
    static void take(const type& value, aludel::timestamp& field) { field = timestamp_in(value); }
};

/// The values of one column and which of them are NULL.
template <class Field>
struct column {
    using field = Field;
    std::vector<typename form<Field>::type> values;
    std::vector<soci::indicator> indicators;

    void resize(std::size_t rows) {
        values.resize(rows);
        indicators.resize(rows);
    }
    void put(std::size_t row, const Field& given) {
        values[row] = form<Field>::of(given);
        indicators[row] = soci::i_ok;
    }
    void take(std::size_t row, Field& to) { form<Field>::take(values[row], to); }
};
template <class Field>
struct column<std::optional<Field>> : column<Field> {
    void put(std::size_t row, const std::optional<Field>& given) {
        if (given) {
            column<Field>::put(row, *given);
        } else {
            this->values[row] = {};
            this->indicators[row] = soci::i_null;
        }
    }
    void take(std::size_t row, std::optional<Field>& to) {
        if (this->indicators[row] == soci::i_null) {
            to.reset();
        } else {
            column<Field>::take(row, to.emplace());
        }
    }
};

template <class Row, class Sequence>
struct columns_of;
template <class Row, std::size_t... I>
struct columns_of<Row, std::index_sequence<I...>> {
    using type = std::tuple<column<boost::pfr::tuple_element_t<I, Row>>...>;
};

/// A vector per column.
template <class Row>
class columns {
public:
    static constexpr std::size_t count = boost::pfr::tuple_size_v<Row>;

    void resize(std::size_t rows) {
        for_each([rows](auto& column, auto) { column.resize(rows); });
    }
    [[nodiscard]] std::size_t rows() const { return std::get<0>(columns_).values.size(); }
    void put(std::size_t place, const Row& row) {
        for_each([&](auto& column, auto i) { column.put(place, boost::pfr::get<i>(row)); });
    }
    void take(std::size_t place, Row& row) {
        for_each([&](auto& column, auto i) { column.take(place, boost::pfr::get<i>(row)); });
    }
    void use_in(soci::statement& statement) {
        for_each([&](auto& column, auto) { statement.exchange(soci::use(column.values, column.indicators)); });
    }
    void read_by(soci::statement& statement) {
        for_each([&](auto& column, auto) { statement.exchange(soci::into(column.values, column.indicators)); });
    }
    /// A column at a time, as the only row.
    void use_first_in(soci::statement& statement) {
        for_each([&](auto& column, auto) {
            statement.exchange(soci::use(column.values.front(), column.indicators.front()));
        });
    }

private:
    template <class Use>
    void for_each(const Use& use) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (use(std::get<I>(columns_), std::integral_constant<std::size_t, I>{}), ...);
        }
        (std::make_index_sequence<count>{});
    }
    typename columns_of<Row, std::make_index_sequence<count>>::type columns_;
};

/// "insert into mixed (id, name) values (:c0, :c1)"
template <class Row>
std::string insert_text() {
    std::string names;
    std::string values;
    const aludel::table_description& table = aludel::table_of<Row>;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        names += (i == 0 ? "" : ", ") + std::string{table.columns[i].name};
        values += (i == 0 ? ":c" : ", :c") + std::to_string(i);
    }
    return "insert into " + std::string{table.name} + " (" + names + ") values (" + values + ')';
}

template <class Row>
std::string select_text() {
    std::string text;
    for (const aludel::column_description& column : aludel::table_of<Row>.columns) {
        text += (text.empty() ? "select " : ", ") + std::string{column.name};
    }
    return text + " from " + std::string{aludel::table_of<Row>.name};
}

}  // namespace bench::via_soci
