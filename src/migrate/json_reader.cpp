// SPDX-License-Identifier: BSL-1.0
// An array of flat objects, as RFC 8259 spells it.
#include <algorithm>
#include <array>
#include <utility>

#include <aludel/error.hpp>

#include "data_reader.hpp"

namespace aludel::migrate {
namespace {

constexpr const char* broken_off = "it breaks off here; was it written to its end?";

/// Bytes that a string cannot hold as they are, or that end it.
constexpr std::array<bool, 256> special_in_string = [] {
    std::array<bool, 256> special{};
    std::fill(special.begin(), special.begin() + 0x20, true);
    special['"'] = special['\\'] = true;
    return special;
}();

bool is_space(char c) noexcept {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// Whether it is what JSON calls a number.
bool is_number(std::string_view text) {
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t begin = at;
        while (at < text.size() && is_digit(text[at])) {
            ++at;
        }
        return at > begin;
    };
    at += at < text.size() && text[at] == '-' ? 1 : 0;
    const std::size_t whole = at;
    if (!digits() || (text[whole] == '0' && at > whole + 1)) {
        return false;
    }
    if (at < text.size() && text[at] == '.' && (++at, !digits())) {
        return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        at += at < text.size() && (text[at] == '+' || text[at] == '-') ? 1 : 0;
        if (!digits()) {
            return false;
        }
    }
    return at == text.size();
}

/// The four hexadecimal digits at `from`, or -1.
int code_unit(const char* from, const char* end) {
    if (end - from < 4) {
        return -1;
    }
    int unit = 0;
    for (int i = 0; i < 4; ++i) {
        const char c = from[i];
        const char lower = static_cast<char>(c | 0x20);
        if (!is_digit(c) && !(lower >= 'a' && lower <= 'f')) {
            return -1;
        }
        unit = unit * 16 + (is_digit(c) ? c - '0' : lower - 'a' + 10);
    }
    return unit;
}

char* put_utf8(char* to, unsigned code) {
    const auto put = [&to](unsigned byte) {
        *to++ = static_cast<char>(byte);
    };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
    return to;
}

/// The character that "\u" and what follows it mean; `from` moves behind them. False: they mean none.
bool read_code_point(const char*& from, const char* end, unsigned& code) {
    const int first = code_unit(from, end);
    from += 4;
    if (first < 0 || (first >= 0xDC00 && first < 0xE000)) {
        return false;
    }
    code = static_cast<unsigned>(first);
    if (first < 0xD800 || first >= 0xE000) {
        return true;
    }
    const bool goes_on = end - from >= 6 && from[0] == '\\' && from[1] == 'u';
    const int second = goes_on ? code_unit(from + 2, end) : -1;
    from += 6;
    code = 0x10000u + ((code - 0xD800u) << 10) + (static_cast<unsigned>(second) - 0xDC00u);
    return second >= 0xDC00 && second < 0xE000;
}

/// Puts what the escapes mean in their place. False: one of them means nothing.
bool unescape(file_value& value) {
    const char* from = value.begin;
    const char* const end = value.begin + value.size;
    char* to = value.begin;
    while (from != end) {
        if (*from != '\\') {
            *to++ = *from++;
            continue;
        }
        const char escaped = from[1];
        from += 2;
        unsigned code = 0;
        switch (escaped) {
        case '"':
        case '\\':
        case '/': *to++ = escaped; break;
        case 'b': *to++ = '\b'; break;
        case 'f': *to++ = '\f'; break;
        case 'n': *to++ = '\n'; break;
        case 'r': *to++ = '\r'; break;
        case 't': *to++ = '\t'; break;
        case 'u':
            if (!read_code_point(from, end, code)) {
                return false;
            }
            to = put_utf8(to, code);
            break;
        default: return false;
        }
    }
    value.size = static_cast<std::size_t>(to - value.begin);
    return true;
}

class json_reader final : public data_reader {
public:
    explicit json_reader(const std::string& path) : data_reader{path} {
        (void)read_whole([this] { return begin_array(); });
        has_first_ = read_object();
        if (has_first_ && columns_.empty()) {
            fail("the object has no column; the first one names those that the others may have");
        }
        rows_ = 0;
    }

    bool next() override { return std::exchange(has_first_, false) ? (rows_ = 1, true) : read_object(); }

    [[nodiscard]] bool quotes_text() const noexcept override { return true; }

private:
    found begin_array() {
        open();
        if (end_ - at_ >= 3 && std::string_view{at_, 3} == "\xEF\xBB\xBF") {
            at_ += 3;
        }
        if (!skip_spaces()) {
            return more("it is empty; it should be an array of objects");
        }
        if (*at_ != '[') {
            fail_here(at_, "it should be an array of objects, and does not begin with \"[\"");
        }
        finish_record(at_, at_ + 1);
        return found::record;
    }

    bool read_object() {
        ++rows_;
        if (read_whole([this] { return read_record(); }) == found::record) {
            is_first_ = false;
            return true;
        }
        return false;
    }

    void open() {
        at_ = window_.begin();
        end_ = window_.end();
    }

    /// What is found is more of the file, unless it has come to its end.
    found more(const std::string& what = broken_off) {
        if (window_.is_last()) {
            fail_here(at_, what);
        }
        return found::more;
    }

    /// To the next byte that is no space. False: the window ends before.
    bool skip_spaces() {
        while (at_ != end_ && is_space(*at_)) {
            ++at_;
        }
        return at_ != end_;
    }

    found read_record() {
        open();
        if (is_first_) {
            columns_.clear();
            values_.clear();
        }
        if (!skip_spaces()) {
            return more();
        }
        if (*at_ == ']') {
            return end_of_array();
        }
        if (!is_first_ && (*at_ != ',' || (++at_, !skip_spaces()))) {
            return at_ == end_ ? more()
                               : (fail_here(at_, "there should be \",\" or \"]\" behind an object"), found::end);
        }
        if (*at_ != '{') {
            fail_here(at_, "there should be an object: \"{\"");
        }
        const char* const begin = at_;
        const found whole = read_members();
        if (whole == found::record) {
            finish_record(begin, at_);
            unescape_all();  // which makes ends of lines, too
        }
        return whole;
    }

    found end_of_array() {
        ++at_;
        if (skip_spaces()) {
            fail_here(at_, "something stands behind the end of the array");
        }
        return window_.is_last() ? found::end : found::more;
    }

    found read_members() {
        for (file_value& each : values_) {
            each = {.is_null = true};
        }
        escaped_.clear();
        place_ = 0;
        ++at_;
        if (!skip_spaces()) {
            return more();
        }
        if (*at_ == '}') {
            ++at_;
            return found::record;
        }
        for (;;) {
            if (!read_member() || !skip_spaces()) {
                return more();
            }
            const char behind = *at_++;
            if (behind == '}') {
                return found::record;
            }
            if (behind != ',') {
                fail_here(at_ - 1, "there should be \",\" or \"}\" behind a value");
            }
            if (!skip_spaces()) {
                return more();
            }
        }
    }

    /// False: the window ends before the member does.
    bool read_member() {
        if (*at_ != '"') {
            fail_here(at_, "there should be the name of a column in quotes");
        }
        file_value name;
        bool is_escaped = false;
        if (!read_string(name, is_escaped)) {
            return false;
        }
        const std::size_t column = is_escaped ? column_of_escaped(name) : column_of(name.text());
        if (!skip_spaces()) {
            return false;
        }
        if (*at_ != ':') {
            fail_here(at_, "there should be \":\" behind the name of a column");
        }
        ++at_;
        if (!skip_spaces()) {
            return false;
        }
        // A value that was read has an address, or is a NULL that took this one.
        if (values_[column].begin != nullptr) {
            fail_here(at_, "the object has \"" + columns_[column] + "\" twice");
        }
        return read_member_value(column);
    }

    bool read_member_value(std::size_t column) {
        file_value& value = values_[column];
        if (*at_ != '"') {
            return read_word(value);
        }
        bool is_escaped = false;
        value = {.is_quoted = true};
        if (!read_string(value, is_escaped)) {
            return false;
        }
        if (is_escaped) {
            escaped_.push_back(column);
        }
        return true;
    }

    /// Most objects have their members in the order of the first one.
    std::size_t column_of(std::string_view name) {
        if (place_ < columns_.size() && columns_[place_] == name) {
            return place_++;
        }
        const auto known = std::find(columns_.begin(), columns_.end(), name);
        if (known != columns_.end()) {
            place_ = static_cast<std::size_t>(known - columns_.begin()) + 1;
            return place_ - 1;
        }
        if (!is_first_) {
            fail_here(at_, "the object has \"" + std::string{name} +
                               "\", which the first object of the file has not; let the first one have every column, "
                               "with null where it has no value");
        }
        columns_.emplace_back(name);
        values_.push_back({.is_null = true});
        place_ = columns_.size();
        return place_ - 1;
    }

    std::size_t column_of_escaped(const file_value& name) {
        std::string text{name.text()};
        file_value meant{.begin = text.data(), .size = text.size()};
        if (!unescape(meant)) {
            fail_here(at_, "a name has an escape that means nothing");
        }
        return column_of(meant.text());
    }

    /// From one quote behind the other. False: the window ends before.
    bool read_string(file_value& value, bool& is_escaped) {
        value.begin = ++at_;
        for (;; ++at_) {
            while (at_ != end_ && !special_in_string[static_cast<unsigned char>(*at_)]) {
                ++at_;
            }
            if (at_ == end_) {
                return false;
            }
            if (*at_ == '"') {
                break;
            }
            if (*at_ != '\\') {
                fail_here(at_, "a text holds a control character; write it as an escape, such as \\n");
            }
            is_escaped = true;
            if (++at_ == end_) {
                return false;
            }
        }
        value.size = static_cast<std::size_t>(at_ - value.begin);
        ++at_;
        return true;
    }

    /// true, false, null or a number.
    bool read_word(file_value& value) {
        char* const begin = at_;
        while (at_ != end_ && !is_space(*at_) && *at_ != ',' && *at_ != '}' && *at_ != ']') {
            if (*at_ == '{' || *at_ == '[' || *at_ == '"') {
                fail_here(at_, "an object or an array stands where one value should be; write it as a text");
            }
            ++at_;
        }
        if (at_ == end_) {
            return false;
        }
        const std::string_view word{begin, static_cast<std::size_t>(at_ - begin)};
        value = {.begin = begin, .size = word.size(), .is_null = word == "null"};
        if (!value.is_null && word != "true" && word != "false" && !is_number(word)) {
            fail_here(begin, "there should be a text in quotes, a number, true, false or null");
        }
        return true;
    }

    void unescape_all() {
        for (const std::size_t each : escaped_) {
            if (!unescape(values_[each])) {
                fail("\"" + columns_[each] + "\" has an escape that means nothing");
            }
        }
    }

    char* at_ = nullptr;
    char* end_ = nullptr;
    std::size_t place_ = 0;             // of the member that most objects have next
    std::vector<std::size_t> escaped_;  // values that hold escapes
    bool is_first_ = true;
    bool has_first_ = false;
};

}  // namespace

std::unique_ptr<data_reader> open_json(const std::string& path) {
    return std::make_unique<json_reader>(path);
}

}  // namespace aludel::migrate
