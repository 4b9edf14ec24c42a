// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <boost/pfr.hpp>
#include <mysql.h>

#include <aludel/aludel.hpp>

/// What every twin knows of a row: its fields, how each travels in the binary protocol, and the text of statements.
namespace bench::mysql {

template <class Field>
struct field_of {
    using value = Field;
    static constexpr bool nullable = false;
};
template <class Value>
struct field_of<std::optional<Value>> {
    using value = Value;
    static constexpr bool nullable = true;
};
template <class Field>
using value_of = typename field_of<Field>::value;

template <class Field>
const value_of<Field>* value_in(const Field& field) {
    if constexpr (field_of<Field>::nullable) {
        return field ? &*field : nullptr;
    } else {
        return &field;
    }
}

template <class Value>
constexpr enum_field_types wire_type() {
    if constexpr (std::is_same_v<Value, bool>) {
        return MYSQL_TYPE_TINY;
    } else if constexpr (std::is_same_v<Value, std::int32_t>) {
        return MYSQL_TYPE_LONG;
    } else if constexpr (std::is_same_v<Value, std::int64_t>) {
        return MYSQL_TYPE_LONGLONG;
    } else if constexpr (std::is_same_v<Value, double>) {
        return MYSQL_TYPE_DOUBLE;
    } else if constexpr (std::is_same_v<Value, aludel::timestamp>) {
        return MYSQL_TYPE_DATETIME;
    } else {
        static_assert(std::is_same_v<Value, std::string>);
        return MYSQL_TYPE_STRING;
    }
}

inline MYSQL_TIME split(aludel::timestamp moment) {
    using namespace std::chrono;
    const auto day = floor<days>(moment);
    const year_month_day date{day};
    const hh_mm_ss<microseconds> time{moment - day};
    MYSQL_TIME made{};
    made.year = static_cast<unsigned>(static_cast<int>(date.year()));
    made.month = static_cast<unsigned>(date.month());
    made.day = static_cast<unsigned>(date.day());
    made.hour = static_cast<unsigned>(time.hours().count());
    made.minute = static_cast<unsigned>(time.minutes().count());
    made.second = static_cast<unsigned>(time.seconds().count());
    made.second_part = static_cast<unsigned long>(time.subseconds().count());
    made.time_type = MYSQL_TIMESTAMP_DATETIME;
    return made;
}

inline aludel::timestamp join(const MYSQL_TIME& time) {
    using namespace std::chrono;
    const year_month_day date{year{static_cast<int>(time.year)}, month{time.month}, day{time.day}};
    return sys_days{date} + hours{time.hour} + minutes{time.minute} + seconds{time.second} +
           microseconds{time.second_part};
}

/// Calls `use(field, index)` for the fields from `First` on; `index` counts from zero and is a constant.
template <std::size_t First, class Row, class Use>
void each_field(Row& row, Use use) {
    constexpr std::size_t count = boost::pfr::tuple_size_v<std::remove_const_t<Row>> - First;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (use(boost::pfr::get<First + I>(row), std::integral_constant<std::size_t, I>{}), ...);
    }
    (std::make_index_sequence<count>{});
}

template <class Row, std::size_t First = 0>
inline constexpr std::size_t width = boost::pfr::tuple_size_v<Row> - First;

template <class Row>
std::string table_name() {
    return '`' + std::string{aludel::table_of<Row>.name} + '`';
}

/// "`a`, `b`", or whatever `spell` makes of each column's quoted name.
template <class Row, std::size_t First = 0, class Spell>
std::string column_list(Spell spell, std::string_view between = ", ") {
    std::string list;
    for (std::size_t i = First; i < aludel::table_of<Row>.columns.size(); ++i) {
        list += list.empty() ? std::string_view{} : between;
        list += spell('`' + std::string{aludel::table_of<Row>.columns[i].name} + '`');
    }
    return list;
}
template <class Row, std::size_t First = 0>
std::string column_list() {
    return column_list<Row, First>([](const std::string& name) { return name; });
}

/// An INSERT of `rows` rows with a placeholder for each value.
template <class Row, std::size_t First = 0>
std::string insert_text(const std::string& table, std::size_t rows) {
    const std::string one = '(' + column_list<Row, First>([](const auto&) { return "?"; }) + ')';
    std::string sql = "insert into " + table + " (" + column_list<Row, First>() + ") values " + one;
    for (std::size_t i = 1; i < rows; ++i) {
        sql += ", " + one;
    }
    return sql;
}

template <class Row>
std::string upsert_clause() {
    return " on duplicate key update " +
           column_list<Row, 1>([](const std::string& name) { return name + " = values(" + name + ')'; });
}

}  // namespace bench::mysql
