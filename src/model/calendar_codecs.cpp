// SPDX-License-Identifier: BSL-1.0
#include <aludel/error.hpp>
#include <aludel/model/field_codec.hpp>
#include <aludel/model/text_format.hpp>

namespace aludel {

value_view field_codec<std::chrono::year_month_day>::encode(const std::chrono::year_month_day& field, scratch&) {
    if (!field.ok()) {
        throw mapping_error{"a field of type std::chrono::year_month_day holds a date that the calendar does not have; "
                            "give it a real date (a default-constructed one has month 0), or make the field "
                            "std::optional<std::chrono::year_month_day> and leave it empty"};
    }
    return value_view::of_date(static_cast<std::int32_t>(std::chrono::sys_days{field}.time_since_epoch().count()));
}

decode_error field_codec<std::chrono::year_month_day>::decode(const value_view& from,
                                                              std::chrono::year_month_day& field) {
    std::int32_t days = 0;
    if (const decode_error wrong = decode::date(from, days); wrong != decode_error::none) {
        return wrong;
    }
    const text_format::civil_date date = text_format::civil_from_days(days);
    // std::chrono::year ends at 32767; PostgreSQL 15 stores dates up to the year 5874897.
    if (date.year < int{std::chrono::year::min()} || date.year > int{std::chrono::year::max()}) {
        return decode_error::out_of_range;
    }
    field = {std::chrono::year{date.year}, std::chrono::month{date.month}, std::chrono::day{date.day}};
    return decode_error::none;
}

void detail::throw_time_out_of_range() {
    throw mapping_error{
        "a field of type std::chrono::sys_time holds a point in time beyond the years -290307 to 294247, "
        "which is what 64 bits of microseconds hold; set it to a real time, or make the field an "
        "optional and leave it empty instead of using max() or min()"};
}

}  // namespace aludel
