// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <span>
#include <tuple>
#include <vector>

#include "mysql_fields.hpp"
#include "mysql_session.hpp"

/// Array binding: one statement of one row, and a batch of values for each of its parameters (MariaDB 10.2).
namespace bench::mysql {

/// Numbers lie packed, text and times behind pointers.
template <class Field>
class array_column {
public:
    explicit array_column(std::size_t rows) : indicators_(rows), slots_(rows), lengths_(is_text ? rows : 0) {
        if constexpr (is_time) {
            for (MYSQL_TIME& time : slots_) {
                pointers_.push_back(&time);
            }
        }
    }
    void put(std::size_t row, const Field& field) {
        const value_of<Field>* const value = value_in(field);
        indicators_[row] = value == nullptr ? STMT_INDICATOR_NULL : STMT_INDICATOR_NONE;
        if (value == nullptr) {
            return;
        }
        if constexpr (is_text) {
            slots_[row] = value->data();
            lengths_[row] = value->size();
        } else if constexpr (is_time) {
            slots_[row] = split(*value);
        } else {
            slots_[row] = *value;
        }
    }
    MYSQL_BIND bind() {
        MYSQL_BIND made{};
        made.buffer_type = wire_type<value_of<Field>>();
        made.buffer = is_time ? static_cast<void*>(pointers_.data()) : static_cast<void*>(slots_.data());
        made.length = is_text ? lengths_.data() : nullptr;
        made.u.indicator = field_of<Field>::nullable ? indicators_.data() : nullptr;
        return made;
    }

private:
    using value_type = value_of<Field>;
    static constexpr bool is_text = std::is_same_v<value_type, std::string>;
    static constexpr bool is_time = std::is_same_v<value_type, aludel::timestamp>;
    using number = std::conditional_t<std::is_same_v<value_type, bool>, char, value_type>;
    using slot = std::conditional_t<is_text, const char*, std::conditional_t<is_time, MYSQL_TIME, number>>;

    std::vector<char> indicators_;
    std::vector<slot> slots_;
    std::vector<unsigned long> lengths_;
    std::vector<MYSQL_TIME*> pointers_;
};

template <class Row, class Indexes = std::make_index_sequence<width<Row>>>
struct array_columns;
template <class Row, std::size_t... I>
struct array_columns<Row, std::index_sequence<I...>> {
    using type = std::tuple<array_column<boost::pfr::tuple_element_t<I, Row>>...>;
    static type make(std::size_t rows) { return {array_column<boost::pfr::tuple_element_t<I, Row>>{rows}...}; }
};

/// A prepared statement that takes one row, and its arrays.
template <class Row>
class array_statement {
public:
    array_statement(session& on, const std::string& sql, std::size_t rows)
        : rows_{rows}, columns_{array_columns<Row>::make(rows)}, prepared_{on.prepare(sql)} {
        std::vector<MYSQL_BIND> binds;
        std::apply([&](auto&... column) { (binds.push_back(column.bind()), ...); }, columns_);
        if (mysql_stmt_bind_param(prepared_.get(), binds.data()) != 0) {
            fail(prepared_.get());
        }
    }
    void send(const std::vector<Row>& rows) {
        std::size_t waiting = 0;
        for (const Row& row : rows) {
            each_field<0>(row, [&](const auto& field, auto index) { std::get<index>(columns_).put(waiting, field); });
            if (++waiting == rows_) {
                execute_batch(waiting);
                waiting = 0;
            }
        }
        if (waiting != 0) {
            execute_batch(waiting);
        }
    }

private:
    void execute_batch(std::size_t rows) {
        const auto size = static_cast<unsigned int>(rows);
        mysql_stmt_attr_set(prepared_.get(), STMT_ATTR_ARRAY_SIZE, &size);
        execute(prepared_);
    }

    std::size_t rows_;
    typename array_columns<Row>::type columns_;
    statement_handle prepared_;
};

/// Runs a statement with one integer parameter for all keys.
inline void send_keys(session& on, const std::string& sql, std::span<const std::int64_t> keys, std::size_t batch) {
    const statement_handle prepared = on.prepare(sql);
    for (std::size_t from = 0; from < keys.size(); from += batch) {
        const std::span<const std::int64_t> part = keys.subspan(from, std::min(batch, keys.size() - from));
        MYSQL_BIND bind{};
        bind.buffer_type = MYSQL_TYPE_LONGLONG;
        bind.buffer = const_cast<std::int64_t*>(part.data());
        mysql_stmt_bind_param(prepared.get(), &bind);
        const auto size = static_cast<unsigned int>(part.size());
        mysql_stmt_attr_set(prepared.get(), STMT_ATTR_ARRAY_SIZE, &size);
        execute(prepared);
    }
}

}  // namespace bench::mysql
