// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstring>
#include <vector>

#include "mysql_fields.hpp"
#include "mysql_session.hpp"

/// Rows out of the binary protocol, in two ways: copied by the driver into bound buffers, and decoded where they lie.
namespace bench::mysql {

template <class Row>
std::string select_text() {
    return "select " + column_list<Row>() + " from " + table_name<Row>();
}

/// The text to assign to, with the memory that it has already.
template <class Field>
std::string& text_in(Field& field) {
    if constexpr (field_of<Field>::nullable) {
        return field ? *field : field.emplace();
    } else {
        return field;
    }
}

/// The classic way: numbers and times bound, text into a buffer of a size that is enough for most.
template <class Row>
class bound_row {
public:
    explicit bound_row(MYSQL_STMT* prepared) : prepared_{prepared} {
        each_field<0>(row_, [&](auto& field, auto index) { bind(field, index); });
        if (mysql_stmt_bind_result(prepared_, binds_.data()) != 0) {
            fail(prepared_);
        }
    }
    bool fetch(Row& to) {
        const int result = mysql_stmt_fetch(prepared_);
        if (result == MYSQL_NO_DATA) {
            return false;
        }
        if (result != 0 && result != MYSQL_DATA_TRUNCATED) {
            fail(prepared_);
        }
        each_field<0>(to, [&](auto& field, auto index) { take(field, index); });
        return true;
    }

private:
    struct slot {
        std::int64_t number = 0;
        MYSQL_TIME time{};
        std::vector<char> text;
        unsigned long length = 0;
        my_bool is_null = 0;
        my_bool is_cut = 0;
    };

    template <class Field>
    void bind(Field&, std::size_t index) {
        using value = value_of<Field>;
        slot& of = slots_[index];
        MYSQL_BIND& to = binds_[index];
        to = {};
        to.buffer_type = wire_type<value>();
        to.is_null = &of.is_null;
        to.error = &of.is_cut;
        to.length = &of.length;
        to.buffer = &of.number;
        if constexpr (std::is_same_v<value, std::string>) {
            of.text.resize(8'192);
            to.buffer = of.text.data();
            to.buffer_length = of.text.size();
        } else if constexpr (std::is_same_v<value, aludel::timestamp>) {
            to.buffer = &of.time;
        }
    }
    template <class Field>
    void take(Field& field, std::size_t index) {
        using value = value_of<Field>;
        slot& from = slots_[index];
        if constexpr (field_of<Field>::nullable) {
            if (from.is_null != 0) {
                field.reset();
                return;
            }
        }
        if constexpr (std::is_same_v<value, std::string>) {
            if (from.length > from.text.size()) {
                refetch(from, static_cast<unsigned int>(index));
            }
            text_in(field).assign(from.text.data(), from.length);
        } else if constexpr (std::is_same_v<value, aludel::timestamp>) {
            field = join(from.time);
        } else if constexpr (std::is_same_v<value, bool>) {
            field = reinterpret_cast<const char&>(from.number) != 0;
        } else {
            value number;
            std::memcpy(&number, &from.number, sizeof number);
            field = number;
        }
    }
    void refetch(slot& from, unsigned int index) {
        from.text.resize(from.length);
        MYSQL_BIND& bind = binds_[index];
        bind.buffer = from.text.data();
        bind.buffer_length = from.text.size();
        mysql_stmt_fetch_column(prepared_, &bind, index, 0);
        mysql_stmt_bind_result(prepared_, binds_.data());
    }

    MYSQL_STMT* prepared_;
    Row row_{};
    std::array<slot, width<Row>> slots_;
    std::array<MYSQL_BIND, width<Row>> binds_;
};

/// The driver's callback for each column of a row (Connector/C 3.1): straight from the packet into the struct.
template <class Row>
class decoded_row {
public:
    explicit decoded_row(MYSQL_STMT* prepared) : prepared_{prepared} {
        mysql_stmt_attr_set(prepared, STMT_ATTR_CB_USER_DATA, this);
        mysql_stmt_attr_set(prepared, STMT_ATTR_CB_RESULT, reinterpret_cast<const void*>(&decoded_row::column));
    }
    decoded_row(const decoded_row&) = delete;
    decoded_row& operator=(const decoded_row&) = delete;

    bool fetch(Row& to) {
        row_ = &to;
        const int result = mysql_stmt_fetch(prepared_);
        if (result != 0 && result != MYSQL_NO_DATA) {
            fail(prepared_);
        }
        return result == 0;
    }

private:
    using decode = void (*)(Row&, unsigned char**);

    static void column(void* self, unsigned int index, unsigned char** from) {
        decoders[index](*static_cast<decoded_row*>(self)->row_, from);
    }

    template <std::size_t I>
    static void decode_column(Row& row, unsigned char** from) {
        auto& field = boost::pfr::get<I>(row);
        using value = value_of<std::remove_reference_t<decltype(field)>>;
        if (from == nullptr) {
            field = {};
        } else if constexpr (std::is_same_v<value, std::string>) {
            const std::size_t size = mysql_net_field_length(from);
            text_in(field).assign(reinterpret_cast<const char*>(*from), size);
            *from += size;
        } else if constexpr (std::is_same_v<value, aludel::timestamp>) {
            field = take_time(from);
        } else if constexpr (std::is_same_v<value, bool>) {
            field = *(*from)++ != 0;
        } else {
            value number;
            std::memcpy(&number, *from, sizeof number);
            *from += sizeof number;
            field = number;
        }
    }
    static aludel::timestamp take_time(unsigned char** from) {
        const std::size_t size = *(*from)++;
        const unsigned char* const at = *from;
        *from += size;
        MYSQL_TIME time{};
        time.year = static_cast<unsigned>(at[0] | at[1] << 8);
        time.month = at[2];
        time.day = at[3];
        if (size >= 7) {
            time.hour = at[4];
            time.minute = at[5];
            time.second = at[6];
        }
        if (size >= 11) {
            std::uint32_t fraction = 0;
            std::memcpy(&fraction, at + 7, sizeof fraction);
            time.second_part = fraction;
        }
        return join(time);
    }

    static constexpr auto decoders = []<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<decode, sizeof...(I)>{&decode_column<I>...};
    }
    (std::make_index_sequence<width<Row>>{});

    MYSQL_STMT* prepared_;
    Row* row_ = nullptr;
};

/// The whole result into a vector. `Reader` is one of the two above.
template <template <class> class Reader, class Row>
std::vector<Row> read_all(const statement_handle& prepared, bool buffered) {
    execute(prepared);
    std::vector<Row> rows;
    Reader<Row> reader{prepared.get()};
    if (buffered) {
        if (mysql_stmt_store_result(prepared.get()) != 0) {
            fail(prepared.get());
        }
        rows.reserve(mysql_stmt_num_rows(prepared.get()));
    }
    while (reader.fetch(rows.emplace_back())) {
    }
    rows.pop_back();
    mysql_stmt_free_result(prepared.get());
    return rows;
}

}  // namespace bench::mysql
