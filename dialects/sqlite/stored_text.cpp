// SPDX-License-Identifier: BSL-1.0
#include "stored_text.hpp"

#include <array>
#include <cstring>

#include <aludel/model/text_format.hpp>

#include "limits.hpp"

namespace aludel::sqlite {
namespace {

constexpr std::size_t date_size = sizeof "YYYY-MM-DD" - 1;
constexpr std::size_t timestamp_size = sizeof "YYYY-MM-DD hh:mm:ss.ffffff" - 1;
constexpr std::int64_t microseconds_a_second = 1'000'000;

/// "00" to "99": a time is thirteen of them, and a look costs less than a division.
constexpr auto digit_pairs = [] {
    std::array<char, 200> pairs{};
    for (std::size_t number = 0; number < 100; ++number) {
        pairs[2 * number] = static_cast<char>('0' + number / 10);
        pairs[2 * number + 1] = static_cast<char>('0' + number % 10);
    }
    return pairs;
}();

char* put_two_digits(char* to, unsigned number) {
    std::memcpy(to, &digit_pairs[std::size_t{2} * number], 2);
    return to + 2;
}

/// Of the years 0000 to 9999, in numbers without a sign: text_format knows all years, and takes three times as long.
char* put_date(char* to, std::int32_t days) {
    // Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms", 2022, figure 12:
    // years begin in March, and days are counted from 400 years (146 097 days) before the year 0.
    constexpr std::int32_t days_before_1970 = 719'468 + 146'097;
    const unsigned quarters = 4 * static_cast<unsigned>(days + days_before_1970) + 3;
    const unsigned century = quarters / 146'097;
    const std::uint64_t product = std::uint64_t{2'939'745} * (quarters % 146'097 | 3);
    const auto day_of_year = static_cast<unsigned>(product & 0xffff'ffff) / 2'939'745 / 4;
    const unsigned month_and_day = 2141 * day_of_year + 197'913;
    const unsigned next_year = day_of_year >= 306 ? 1 : 0;  // January and February
    const unsigned year_of_century = static_cast<unsigned>(product >> 32) + next_year;
    const unsigned year = 100 * century + year_of_century - 400;
    to = put_two_digits(put_two_digits(to, year / 100), year % 100);
    *to++ = '-';
    to = put_two_digits(to, (month_and_day >> 16) - 12 * next_year);
    *to++ = '-';
    return put_two_digits(to, (month_and_day & 0xffff) / 2141 + 1);
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
    const auto since_year_0 = static_cast<std::uint64_t>(microseconds - earliest_timestamp);
    const std::uint64_t within = since_year_0 % microseconds_a_day;
    const auto days = static_cast<std::int32_t>(since_year_0 / microseconds_a_day) + earliest_date;
    const auto seconds = static_cast<unsigned>(within / microseconds_a_second);
    const auto fraction = static_cast<unsigned>(within % microseconds_a_second);
    char* end = put_date(to.characters, days);
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
