// SPDX-License-Identifier: BSL-1.0
#include "stored_text.hpp"

#include <aludel/model/text_format.hpp>

#include "limits.hpp"

namespace aludel::sqlite {
namespace {

constexpr std::size_t date_size = sizeof "YYYY-MM-DD" - 1;
constexpr std::size_t timestamp_size = sizeof "YYYY-MM-DD hh:mm:ss.ffffff" - 1;
constexpr std::int64_t microseconds_a_second = 1'000'000;

char* put_two_digits(char* to, unsigned number) {
    to[0] = static_cast<char>('0' + number / 10);
    to[1] = static_cast<char>('0' + number % 10);
    return to + 2;
}

char* put_date(char* to, std::int32_t days) {
    const text_format::civil_date date = text_format::civil_from_days(days);
    const auto year = static_cast<unsigned>(date.year);
    to = put_two_digits(put_two_digits(to, year / 100), year % 100);
    *to++ = '-';
    to = put_two_digits(to, date.month);
    *to++ = '-';
    return put_two_digits(to, date.day);
}

/// Reads digits and remembers whether all of them were.
class digits {
public:
    explicit digits(const char* text) : text_{text} {}
    unsigned two_at(std::size_t place) {
        const auto tens = static_cast<unsigned>(text_[place]) - '0';
        const auto ones = static_cast<unsigned>(text_[place + 1]) - '0';
        only_digits_ &= tens <= 9 && ones <= 9;
        return tens * 10 + ones;
    }
    [[nodiscard]] bool only_digits() const { return only_digits_; }

private:
    const char* text_;
    bool only_digits_ = true;
};

bool date_at(const char* text, std::int32_t& days) {
    digits in{text};
    const auto year = static_cast<std::int32_t>(in.two_at(0) * 100 + in.two_at(2));
    const unsigned month = in.two_at(5);
    const unsigned day = in.two_at(8);
    if (!in.only_digits() || text[4] != '-' || text[7] != '-' || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    days = text_format::days_from_civil({year, static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)});
    // The 31st of a month of 30 days would be the first of the next one.
    return day <= 28 || text_format::civil_from_days(days).day == day;
}

}  // namespace

std::size_t write_date(stored_text& to, std::int32_t days) noexcept {
    put_date(to.characters, days);
    return date_size;
}

std::size_t write_timestamp(stored_text& to, std::int64_t microseconds) noexcept {
    std::int64_t days = microseconds / microseconds_a_day;
    std::int64_t within = microseconds % microseconds_a_day;
    if (within < 0) {
        --days;
        within += microseconds_a_day;
    }
    const auto seconds = static_cast<unsigned>(within / microseconds_a_second);
    const auto fraction = static_cast<unsigned>(within % microseconds_a_second);
    char* end = put_date(to.characters, static_cast<std::int32_t>(days));
    *end++ = ' ';
    end = put_two_digits(end, seconds / 3600);
    *end++ = ':';
    end = put_two_digits(end, seconds / 60 % 60);
    *end++ = ':';
    end = put_two_digits(end, seconds % 60);
    *end++ = '.';
    end = put_two_digits(end, fraction / 10'000);
    end = put_two_digits(end, fraction / 100 % 100);
    put_two_digits(end, fraction % 100);
    return timestamp_size;
}

std::size_t write_unsigned(stored_text& to, std::uint64_t number) noexcept {
    for (std::size_t place = unsigned_digits; place > 0; number /= 10) {
        to.characters[--place] = static_cast<char>('0' + number % 10);
    }
    return unsigned_digits;
}

bool read_date(std::string_view text, std::int32_t& days) noexcept {
    return text.size() == date_size && date_at(text.data(), days);
}

bool read_timestamp(std::string_view text, std::int64_t& microseconds) noexcept {
    std::int32_t days = 0;
    if (text.size() != timestamp_size || text[10] != ' ' || text[13] != ':' || text[16] != ':' || text[19] != '.' ||
        !date_at(text.data(), days)) {
        return false;
    }
    digits in{text.data()};
    const unsigned hours = in.two_at(11);
    const unsigned minutes = in.two_at(14);
    const unsigned seconds = in.two_at(17);
    const unsigned fraction = in.two_at(20) * 10'000 + in.two_at(22) * 100 + in.two_at(24);
    if (!in.only_digits() || hours > 23 || minutes > 59 || seconds > 59) {
        return false;
    }
    microseconds =
        days * microseconds_a_day + ((hours * 60 + minutes) * 60 + seconds) * microseconds_a_second + fraction;
    return true;
}

}  // namespace aludel::sqlite
