// SPDX-License-Identifier: BSL-1.0
#include "civil_calendar.hpp"

#include <cassert>

#include <aludel/model/text_format.hpp>

namespace aludel::text_format {
namespace {

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years whose years begin on 1 March, so
// that the leap day is the last one.
constexpr std::int64_t days_per_era = 146'097;
constexpr std::int64_t epoch_in_eras = 719'468;  // from 0000-03-01 to 1970-01-01

}  // namespace

std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day_of_month) noexcept {
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day_of_month - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * days_per_era + day_of_era - epoch_in_eras;
}

bool add_days(std::int64_t days, std::int64_t within, std::int64_t& microseconds) noexcept {
    days += within / day;
    within %= day;
    // Days and the rest get one sign: the first instant of 64 bits belongs to a day that begins before it.
    if (days < 0 && within > 0) {
        ++days;
        within -= day;
    } else if (days > 0 && within < 0) {
        --days;
        within += day;
    }
    return !__builtin_mul_overflow(days, day, &microseconds) &&
           !__builtin_add_overflow(microseconds, within, &microseconds);
}

civil_date civil_from_days(std::int32_t days) noexcept {
    const std::int64_t shifted = days + epoch_in_eras;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - (days_per_era - 1)) / days_per_era;
    const std::int64_t day_of_era = shifted - era * days_per_era;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / (days_per_era - 1)) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
    const std::int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return {.year = static_cast<std::int32_t>(era * 400 + year_of_era + (month <= 2 ? 1 : 0)),
            .month = static_cast<std::uint8_t>(month),
            .day = static_cast<std::uint8_t>(day_of_year - (153 * month_from_march + 2) / 5 + 1)};
}

std::int32_t days_from_civil(civil_date date) noexcept {
    return static_cast<std::int32_t>(days_of(date.year, date.month, date.day));
}

civil_time civil_from_microseconds(std::int64_t microseconds) noexcept {
    std::int64_t days = microseconds / day;
    std::int64_t rest = microseconds % day;
    if (rest < 0) {
        --days;
        rest += day;
    }
    return {.date = civil_from_days(static_cast<std::int32_t>(days)),
            .hour = static_cast<std::uint8_t>(rest / hour),
            .minute = static_cast<std::uint8_t>(rest / minute % 60),
            .second = static_cast<std::uint8_t>(rest / second % 60),
            .microsecond = static_cast<std::uint32_t>(rest % second)};
}

std::int64_t microseconds_from_civil(const civil_time& time) noexcept {
    std::int64_t microseconds = 0;
    [[maybe_unused]] const bool fits =
        add_days(days_of(time.date.year, time.date.month, time.date.day),
                 time.hour * hour + time.minute * minute + time.second * second + time.microsecond, microseconds);
    assert(fits && "the year is beyond what 64 bits of microseconds hold");
    return microseconds;
}

}  // namespace aludel::text_format
