// SPDX-License-Identifier: BSL-1.0
#include "row_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <aludel/model/text_format.hpp>

namespace aludel::mysql {
namespace {

constexpr std::size_t bytes_made_at_once = 32'768;

template <class Number>
void append_number(std::string& text, Number number) {
    char digits[32];
    text.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

bool is_special(char c) {
    return c == '\\' || c == '\t' || c == '\n';
}

void append_escaped(std::string& text, std::span<const std::byte> bytes) {
    const char* from = reinterpret_cast<const char*>(bytes.data());
    const char* const end = from + bytes.size();
    while (from != end) {
        const char* const special = std::find_if(from, end, is_special);
        text.append(from, special);
        from = special;
        if (from != end) {
            text += '\\';
            text += *from++;
        }
    }
}

void append_value(std::string& text, const value_view& value) {
    switch (value.kind()) {
    case value_kind::null: text += "\\N"; break;
    case value_kind::boolean: text += value.boolean() ? '1' : '0'; break;
    case value_kind::int16:
    case value_kind::int32:
    case value_kind::int64: append_number(text, value.integer()); break;
    case value_kind::uint64: append_number(text, value.unsigned_integer()); break;
    // The shortest digits that give the same double; a float is one, and is rounded once only.
    case value_kind::float32:
    case value_kind::float64: append_number(text, value.number()); break;
    case value_kind::date: text_format::append_date(text, static_cast<std::int32_t>(value.integer())); break;
    case value_kind::timestamp: text_format::append_timestamp(text, value.integer()); break;
    case value_kind::text:
    case value_kind::bytes:
    case value_kind::uuid: append_escaped(text, value.bytes()); break;
    }
}

}  // namespace

std::size_t row_text::read(char* to, std::size_t size) {
    if (given_ == text_.size()) {
        refill();
    }
    const std::size_t part = std::min(size, text_.size() - given_);
    std::memcpy(to, text_.data() + given_, part);
    given_ += part;
    return part;
}

void row_text::refill() {
    text_.clear();
    given_ = 0;
    while (text_.size() < bytes_made_at_once) {
        if (rest_.empty()) {
            rest_ = more_();
            if (rest_.empty()) {
                return;
            }
        }
        for (const value_view& value : rest_.first(width_)) {
            append_value(text_, value);
            text_ += '\t';
        }
        if (end_ == row_end::digit) {
            text_ += "0\n";
        } else {
            text_.back() = '\n';
        }
        rest_ = rest_.subspan(width_);
    }
}

}  // namespace aludel::mysql
