// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <chrono>
#include <string_view>

#include <aludel/types/timestamp.hpp>

/// Points in time as they are stored: "YYYY-MM-DD hh:mm:ss.ffffff", years 0000 to 9999.
namespace bench::sqlite {

using time_text = std::array<char, 26>;

inline char* put_two(char* to, unsigned number) {
    to[0] = static_cast<char>('0' + number / 10);
    to[1] = static_cast<char>('0' + number % 10);
    return to + 2;
}

inline void format_time(time_text& text, aludel::timestamp time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const auto within = static_cast<std::uint64_t>((time - day).count());
    const auto second = static_cast<unsigned>(within / 1'000'000);
    const auto fraction = static_cast<unsigned>(within % 1'000'000);
    const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
    char* to = put_two(put_two(text.data(), year / 100), year % 100);
    *to++ = '-';
    to = put_two(to, static_cast<unsigned>(date.month()));
    *to++ = '-';
    to = put_two(to, static_cast<unsigned>(date.day()));
    *to++ = ' ';
    to = put_two(to, second / 3600);
    *to++ = ':';
    to = put_two(to, second / 60 % 60);
    *to++ = ':';
    to = put_two(to, second % 60);
    *to++ = '.';
    put_two(put_two(put_two(to, fraction / 10'000), fraction / 100 % 100), fraction % 100);
}

/// Reads what format_time wrote.
inline aludel::timestamp parse_time(const char* text) {
    const auto two = [text](std::size_t at) {
        return static_cast<unsigned>(text[at] - '0') * 10 + static_cast<unsigned>(text[at + 1] - '0');
    };
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(two(0) * 100 + two(2))},
                                           std::chrono::month{two(5)}, std::chrono::day{two(8)}};
    const unsigned seconds = two(11) * 3600 + two(14) * 60 + two(17);
    return std::chrono::sys_days{date} + std::chrono::seconds{seconds} +
           std::chrono::microseconds{two(20) * 10'000 + two(22) * 100 + two(24)};
}

}  // namespace bench::sqlite
