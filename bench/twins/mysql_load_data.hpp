// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <charconv>
#include <cstring>
#include <span>
#include <string>

#include "mysql_fields.hpp"
#include "mysql_session.hpp"

/// LOAD DATA LOCAL from memory: rows become text while the server asks for more of it.
namespace bench::mysql {

inline void append_escaped(std::string& text, const std::string& value) {
    for (const char c : value) {
        if (c == '\\' || c == '\t' || c == '\n') [[unlikely]] {
            text += '\\';
        }
        text += c;
    }
}

inline void append_digits(std::string& text, unsigned long number, std::size_t digits) {
    const std::size_t begin = text.size();
    text.resize(begin + digits);
    for (std::size_t i = digits; i-- > 0; number /= 10) {
        text[begin + i] = static_cast<char>('0' + number % 10);
    }
}

inline void append_time(std::string& text, const MYSQL_TIME& time) {
    append_digits(text, time.year, 4);
    append_digits(text += '-', time.month, 2);
    append_digits(text += '-', time.day, 2);
    append_digits(text += ' ', time.hour, 2);
    append_digits(text += ':', time.minute, 2);
    append_digits(text += ':', time.second, 2);
    append_digits(text += '.', time.second_part, 6);
}

template <class Field>
void append_field(std::string& text, const Field& field) {
    const value_of<Field>* const value = value_in(field);
    if (value == nullptr) {
        text += "\\N";
    } else if constexpr (std::is_same_v<value_of<Field>, std::string>) {
        append_escaped(text, *value);
    } else if constexpr (std::is_same_v<value_of<Field>, bool>) {
        text += *value ? '1' : '0';
    } else if constexpr (std::is_same_v<value_of<Field>, aludel::timestamp>) {
        append_time(text, split(*value));
    } else {
        char digits[32];
        text.append(digits, std::to_chars(digits, digits + sizeof digits, *value).ptr);
    }
}

/// What the driver asks for the "file".
template <class Row>
class text_feed {
public:
    explicit text_feed(std::span<const Row> rows) : rows_{rows} {}

    static int open(void** feed, const char*, void* self) {
        *feed = self;
        return 0;
    }
    static int read(void* feed, char* to, unsigned int size) { return static_cast<text_feed*>(feed)->give(to, size); }
    static void close(void*) {}
    static int explain(void*, char* text, unsigned int size) {
        std::strncpy(text, "no error", size);
        return 0;
    }

private:
    int give(char* to, std::size_t size) {
        if (given_ == text_.size()) {
            refill();
        }
        const std::size_t part = std::min(size, text_.size() - given_);
        std::memcpy(to, text_.data() + given_, part);
        given_ += part;
        return static_cast<int>(part);
    }
    void refill() {
        text_.clear();
        given_ = 0;
        while (next_ < rows_.size() && text_.size() < 60'000) {
            each_field<0>(rows_[next_++], [&](const auto& field, auto index) {
                if constexpr (index != 0) {
                    text_ += '\t';
                }
                append_field(text_, field);
            });
            text_ += '\n';
        }
    }

    std::span<const Row> rows_;
    std::size_t next_ = 0;
    std::string text_;
    std::size_t given_ = 0;
};

template <class Row>
void load_data(session& on, const std::string& into, std::span<const Row> rows) {
    text_feed<Row> feed{rows};
    using source = text_feed<Row>;
    mysql_set_local_infile_handler(on.handle(), &source::open, &source::read, &source::close, &source::explain, &feed);
    on.run("load data local infile 'rows' into table " + into +
           " character set utf8mb4 fields terminated by '\\t' escaped by '\\\\' lines terminated by '\\n' (" +
           column_list<Row>() + ')');
    if (mysql_affected_rows(on.handle()) != rows.size() || mysql_warning_count(on.handle()) != 0) {
        throw std::runtime_error{"load data lost rows or changed values"};
    }
}

}  // namespace bench::mysql
