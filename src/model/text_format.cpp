// SPDX-License-Identifier: BSL-1.0
#include <aludel/model/text_format.hpp>

#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

#include "civil_calendar.hpp"

// date       = [sign] year "-" MM "-" DD              year: four digits or more
// timestamp  = date ("T" / " ") hh ":" mm [":" ss ["." fraction]] [offset]
// offset     = "Z" / sign hh [":" mm [":" ss]]
// No locale and no timegm: both depend on the process, and timegm reports -1 for errors and for a second of 1969.

namespace aludel::text_format {
namespace {

unsigned days_in_month(std::int64_t year, unsigned month) {
    constexpr unsigned char lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : lengths[month - 1];
}

char* put_two_digits(char* to, std::uint32_t number) {
    to[0] = static_cast<char>('0' + number / 10);
    to[1] = static_cast<char>('0' + number % 10);
    return to + 2;
}

char* put_year(char* to, std::int32_t year) {
    if (year < 0) {
        *to++ = '-';
    }
    const auto size = year < 0 ? 0u - static_cast<std::uint32_t>(year) : static_cast<std::uint32_t>(year);
    if (size > 9999) {
        return std::to_chars(to, to + 10, size).ptr;
    }
    return put_two_digits(put_two_digits(to, size / 100), size % 100);
}

char* put_date(char* to, const civil_date& date) {
    to = put_year(to, date.year);
    *to++ = '-';
    to = put_two_digits(to, date.month);
    *to++ = '-';
    return put_two_digits(to, date.day);
}

char* put_time(char* to, const civil_time& time) {
    to = put_two_digits(to, time.hour);
    *to++ = ':';
    to = put_two_digits(to, time.minute);
    *to++ = ':';
    to = put_two_digits(to, time.second);
    *to++ = '.';
    to = put_two_digits(to, time.microsecond / 10'000);
    to = put_two_digits(to, time.microsecond / 100 % 100);
    return put_two_digits(to, time.microsecond % 100);
}

constexpr std::size_t longest_timestamp = 48;  // of any 32-bit year

template <class Number>
void append_shortest(std::string& text, Number number) {
    if (std::isnan(number)) {
        text += "NaN";
    } else if (std::isinf(number)) {
        text += number < 0 ? "-Infinity" : "Infinity";
    } else {
        char digits[32];
        text.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
    }
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Text that is being read from the front; a failed `take` leaves it as it was.
class reader {
public:
    explicit reader(std::string_view text) : rest_{text} {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

    bool take(char expected) {
        if (rest_.empty() || rest_.front() != expected) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }

    /// Two digits, at most `greatest`.
    bool take_two_digits(unsigned greatest, unsigned& number) {
        if (rest_.size() < 2 || !is_digit(rest_[0]) || !is_digit(rest_[1])) {
            return false;
        }
        number = static_cast<unsigned>(rest_[0] - '0') * 10 + static_cast<unsigned>(rest_[1] - '0');
        rest_.remove_prefix(2);
        return number <= greatest;
    }

    /// All digits that follow.
    std::string_view take_digits() {
        std::size_t count = 0;
        while (count < rest_.size() && is_digit(rest_[count])) {
            ++count;
        }
        const std::string_view digits = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return digits;
    }

private:
    std::string_view rest_;
};

decode_error read_year(reader& in, std::int32_t& year) {
    const bool negative = in.take('-');
    if (!negative) {
        in.take('+');
    }
    const std::string_view digits = in.take_digits();
    if (digits.size() < 4) {
        return decode_error::malformed;
    }
    if (std::from_chars(digits.data(), digits.data() + digits.size(), year).ec != std::errc{}) {
        return decode_error::out_of_range;
    }
    year = negative ? -year : year;
    return decode_error::none;
}

decode_error read_date(reader& in, std::int64_t& days) {
    std::int32_t year = 0;
    if (const decode_error wrong = read_year(in, year); wrong != decode_error::none) {
        return wrong;
    }
    unsigned month = 0;
    unsigned day_of_month = 0;
    if (!in.take('-') || !in.take_two_digits(12, month) || month == 0 || !in.take('-') ||
        !in.take_two_digits(days_in_month(year, month), day_of_month) || day_of_month == 0) {
        return decode_error::malformed;
    }
    days = days_of(year, month, day_of_month);
    return decode_error::none;
}

/// Digits behind the seventh are dropped: rounded down, as finer clocks are.
bool read_fraction(reader& in, std::int64_t& microseconds) {
    const std::string_view digits = in.take_digits();
    std::int64_t unit = second;
    for (const char digit : digits.substr(0, 6)) {
        unit /= 10;
        microseconds += (digit - '0') * unit;
    }
    return !digits.empty();
}

/// hh:mm[:ss[.fraction]]
bool read_time_of_day(reader& in, std::int64_t& microseconds) {
    unsigned hours = 0;
    unsigned minutes = 0;
    unsigned seconds = 0;
    if (!in.take_two_digits(23, hours) || !in.take(':') || !in.take_two_digits(59, minutes)) {
        return false;
    }
    const bool with_seconds = in.take(':');
    if (with_seconds && !in.take_two_digits(59, seconds)) {
        return false;
    }
    microseconds = hours * hour + minutes * minute + seconds * second;
    return !with_seconds || !in.take('.') || read_fraction(in, microseconds);
}

/// Nothing, "Z" or ±hh[:mm[:ss]]. PostgreSQL 15 prints seconds for local times before standard time, "+05:53:28".
bool read_offset(reader& in, std::int64_t& microseconds) {
    microseconds = 0;
    const bool west = in.take('-');
    if (!west && !in.take('+')) {
        in.take('Z');
        return true;
    }
    unsigned hours = 0;
    unsigned minutes = 0;
    unsigned seconds = 0;
    if (!in.take_two_digits(23, hours) || (in.take(':') && !in.take_two_digits(59, minutes)) ||
        (in.take(':') && !in.take_two_digits(59, seconds))) {
        return false;
    }
    microseconds = hours * hour + minutes * minute + seconds * second;
    microseconds = west ? -microseconds : microseconds;
    return true;
}

int value_of_hex_digit(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Whether a hyphen stands before this byte of a UUID.
bool begins_group(int byte) {
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

}  // namespace

void append_date(std::string& text, std::int32_t days) {
    char characters[longest_timestamp];
    text.append(characters, put_date(characters, civil_from_days(days)));
}

void append_timestamp(std::string& text, std::int64_t microseconds) {
    char characters[longest_timestamp];
    const civil_time time = civil_from_microseconds(microseconds);
    char* end = put_date(characters, time.date);
    *end++ = ' ';
    text.append(characters, put_time(end, time));
}

void append_uuid(std::string& text, const std::byte* sixteen_bytes) {
    constexpr char digits[] = "0123456789abcdef";
    char characters[36];
    char* end = characters;
    for (int i = 0; i < 16; ++i) {
        if (begins_group(i)) {
            *end++ = '-';
        }
        const auto byte = std::to_integer<unsigned>(sixteen_bytes[i]);
        *end++ = digits[byte >> 4];
        *end++ = digits[byte & 15];
    }
    text.append(characters, end);
}

void append_number(std::string& text, double number) {
    append_shortest(text, number);
}

void append_number(std::string& text, float number) {
    append_shortest(text, number);
}

decode_error parse_date(std::string_view text, std::int32_t& days) {
    reader in{text};
    std::int64_t wide = 0;
    if (const decode_error wrong = read_date(in, wide); wrong != decode_error::none) {
        return wrong;
    }
    if (!in.at_end()) {
        return decode_error::malformed;
    }
    using limits = std::numeric_limits<std::int32_t>;
    if (wide < limits::min() || wide > limits::max()) {
        return decode_error::out_of_range;
    }
    days = static_cast<std::int32_t>(wide);
    return decode_error::none;
}

decode_error parse_timestamp(std::string_view text, std::int64_t& microseconds) {
    reader in{text};
    std::int64_t days = 0;
    if (const decode_error wrong = read_date(in, days); wrong != decode_error::none) {
        return wrong;
    }
    std::int64_t time_of_day = 0;
    std::int64_t offset = 0;
    if ((!in.take('T') && !in.take(' ')) || !read_time_of_day(in, time_of_day) || !read_offset(in, offset) ||
        !in.at_end()) {
        return decode_error::malformed;
    }
    return add_days(days, time_of_day - offset, microseconds) ? decode_error::none : decode_error::out_of_range;
}

decode_error parse_uuid(std::string_view text, std::byte* sixteen_bytes) {
    const bool hyphens = text.size() == 36;
    if (!hyphens && text.size() != 32) {
        return decode_error::malformed;
    }
    const char* next = text.data();
    for (int i = 0; i < 16; ++i) {
        if (hyphens && begins_group(i) && *next++ != '-') {
            return decode_error::malformed;
        }
        const int high = value_of_hex_digit(*next++);
        const int low = value_of_hex_digit(*next++);
        if (high < 0 || low < 0) {
            return decode_error::malformed;
        }
        sixteen_bytes[i] = static_cast<std::byte>(high * 16 + low);
    }
    return decode_error::none;
}

}  // namespace aludel::text_format
