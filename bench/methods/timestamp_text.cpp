// SPDX-License-Identifier: BSL-1.0
#include "timestamp_text.hpp"

namespace bench {
namespace {

void put(char* to, unsigned number, int digits) {
    for (int i = digits - 1; i >= 0; --i, number /= 10) {
        to[i] = static_cast<char>('0' + number % 10);
    }
}

unsigned number_in(std::string_view text, std::size_t from, std::size_t digits) {
    unsigned number = 0;
    for (std::size_t i = from; i < from + digits; ++i) {
        const bool is_digit = i < text.size() && text[i] >= '0' && text[i] <= '9';
        number = number * 10 + (is_digit ? static_cast<unsigned>(text[i] - '0') : 0);
    }
    return number;
}

}  // namespace

std::string timestamp_text(aludel::timestamp time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    std::string text{"0000-00-00 00:00:00.000000"};
    put(text.data(), static_cast<unsigned>(static_cast<int>(date.year())), 4);
    put(text.data() + 5, static_cast<unsigned>(date.month()), 2);
    put(text.data() + 8, static_cast<unsigned>(date.day()), 2);
    put(text.data() + 11, static_cast<unsigned>(clock.hours().count()), 2);
    put(text.data() + 14, static_cast<unsigned>(clock.minutes().count()), 2);
    put(text.data() + 17, static_cast<unsigned>(clock.seconds().count()), 2);
    put(text.data() + 20, static_cast<unsigned>(clock.subseconds().count()), 6);
    return text;
}

aludel::timestamp timestamp_in(std::string_view text) {
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(number_in(text, 0, 4))},
                                           std::chrono::month{number_in(text, 5, 2)},
                                           std::chrono::day{number_in(text, 8, 2)}};
    const unsigned seconds = number_in(text, 11, 2) * 3600 + number_in(text, 14, 2) * 60 + number_in(text, 17, 2);
    // The fraction ends where its digits end: what is behind them counts as zeros only if it is no digit.
    const std::string_view fraction = text.substr(0, text.find_first_of("+-", 19));
    return std::chrono::sys_days{date} + std::chrono::seconds{seconds} +
           std::chrono::microseconds{number_in(fraction, 20, 6)};
}

}  // namespace bench
