// SPDX-License-Identifier: BSL-1.0
#include <limits>

#include "round_trip.hpp"

namespace round_trips {

using namespace std::chrono;
using aludel::timestamp;
using conformance::facts;

constexpr timestamp at(year_month_day day, microseconds time) {
    return sys_days{day} + time;
}
constexpr timestamp last_microsecond_of(year_month_day day) {
    return sys_days{day} + days{1} - microseconds{1};
}

/// Points in time that every supported database stores, and the ends of this one's range.
std::vector<sample<timestamp>> points_in_time() {
    std::vector<sample<timestamp>> samples{
        {"the epoch", timestamp{}},
        {"a microsecond before", timestamp{microseconds{-1}}},
        {"a microsecond behind", timestamp{microseconds{1}}},
        {"tenths of a second", at(2024y / 2 / 29, 12h + 34min + 56s + 100ms)},
        {"all six digits", at(2024y / 12 / 31, 23h + 59min + 59s + 987'654us)},
        {"when clocks go back in Europe", at(2024y / 10 / 27, 1h + 30min)},
        {"before time zones had whole minutes", at(1800y / 1 / 1, 0h)},
        {"in the days that Gregory left out", at(1582y / 10 / 10, 6h)},
        {"the last microsecond of the year 9999", last_microsecond_of(9999y / 12 / 31)},
        {"the year 1", at(1y / 1 / 1, 0h)}};
    if (facts().earliest_timestamp > std::numeric_limits<std::int64_t>::min()) {
        samples.push_back({"the earliest", timestamp{microseconds{facts().earliest_timestamp}}});
    }
    if (facts().latest_timestamp < std::numeric_limits<std::int64_t>::max()) {
        samples.push_back({"the latest", timestamp{microseconds{facts().latest_timestamp}}});
    }
    std::vector<sample<timestamp>> distinct;
    for (const sample<timestamp>& each : samples) {
        const bool is_new = std::none_of(distinct.begin(), distinct.end(),
                                         [&](const sample<timestamp>& known) { return known.value == each.value; });
        if (is_new) {
            distinct.push_back(each);
        }
    }
    return distinct;
}

/// Nanoseconds of 64 bits end in the years 1677 and 2262.
template <class Duration>
bool can_hold(timestamp point) {
    return !std::same_as<Duration, nanoseconds> || (point > sys_days{1678y / 1 / 1} && point < sys_days{2262y / 1 / 1});
}

template <class Duration>
struct samples_of<sys_time<Duration>> {
    using field = sys_time<Duration>;
    static constexpr std::string_view table = std::same_as<Duration, nanoseconds>    ? "kept_sys_nanoseconds"
                                              : std::same_as<Duration, microseconds> ? "kept_sys_microseconds"
                                              : std::same_as<Duration, milliseconds> ? "kept_sys_milliseconds"
                                              : std::same_as<Duration, seconds>      ? "kept_sys_seconds"
                                                                                     : "kept_sys_days";
    static std::vector<sample<field>> storable() {
        std::vector<sample<field>> samples;
        for (const sample<timestamp>& each : points_in_time()) {
            if (!can_hold<Duration>(each.value)) {
                continue;
            }
            const field value = round_to_field(each.value);
            const bool is_new = std::none_of(samples.begin(), samples.end(),
                                             [&](const sample<field>& known) { return known.value == value; });
            if (is_new) {
                samples.push_back({each.name, value});
            }
        }
        return samples;
    }
    static std::vector<sample<field>> refused() {
        std::vector<sample<field>> samples;
        if (facts().earliest_timestamp > std::numeric_limits<std::int64_t>::min()) {
            samples.push_back({"too early", field{microseconds{facts().earliest_timestamp - 1}}});
        }
        if (facts().latest_timestamp < std::numeric_limits<std::int64_t>::max()) {
            samples.push_back({"too late", field{microseconds{facts().latest_timestamp + 1}}});
        }
        return samples;
    }

private:
    /// Towards zero, so that no end of the range is left.
    static field round_to_field(timestamp point) { return field{duration_cast<Duration>(point.time_since_epoch())}; }
};

template <>
struct samples_of<year_month_day> {
    using field = year_month_day;
    static constexpr std::string_view table = "kept_date";
    static std::vector<sample<field>> storable() {
        std::vector<sample<field>> samples{{"the epoch", 1970y / 1 / 1},     {"the day before", 1969y / 12 / 31},
                                           {"a leap day", 2024y / 2 / 29},   {"no leap year", 1900y / 2 / 28},
                                           {"the year 1", 1y / 1 / 1},       {"Gregory's gap", 1582y / 10 / 10},
                                           {"the last day", 9999y / 12 / 31}};
        if (facts().earliest_date > days_of(1y / 1 / 1) - 400'000 && facts().earliest_date != days_of(1y / 1 / 1)) {
            samples.push_back({"the earliest", sys_days{days{facts().earliest_date}}});
        }
        return samples;
    }
    static std::vector<sample<field>> refused() {
        std::vector<sample<field>> samples;
        if (facts().earliest_date > days_of(-32766y / 1 / 1)) {
            samples.push_back({"too early", sys_days{days{facts().earliest_date - 1}}});
        }
        if (facts().latest_date < days_of(32766y / 1 / 1)) {
            samples.push_back({"too late", sys_days{days{facts().latest_date + 1}}});
        }
        samples.push_back({"no day at all", 2023y / 2 / 29});
        return samples;
    }

private:
    static constexpr std::int32_t days_of(year_month_day day) {
        return static_cast<std::int32_t>(sys_days{day}.time_since_epoch().count());
    }
};

using times = testing::Types<sys_time<microseconds>, sys_time<nanoseconds>, sys_time<milliseconds>, sys_seconds,
                             sys_days, year_month_day>;
INSTANTIATE_TYPED_TEST_SUITE_P(of, round_trip, times, named_by_table);

TEST(times_on_their_way, times_beyond_the_range_of_the_database_are_refused) {
    const auto refused = samples_of<timestamp>::refused();
    if (refused.empty()) {
        GTEST_SKIP() << facts().server << " stores every time of 64 bits";
    }
    expect_refused(refused);
}

TEST(times_on_their_way, dates_beyond_the_range_of_the_database_and_days_that_are_none_are_refused) {
    expect_refused(samples_of<year_month_day>::refused());
}

TEST(times_on_their_way, clocks_finer_than_a_microsecond_are_rounded_down) {
    using row = kept<sys_time<nanoseconds>>;
    aludel::session session = conformance::session_with<row>();
    aludel::repository<row> rows{session};
    const sys_time<nanoseconds> before_1970{nanoseconds{-1}};
    EXPECT_EQ(rows.get(rows.add({0, before_1970, {}}).id).field, floor<microseconds>(before_1970));
    const sys_time<nanoseconds> behind_1970{nanoseconds{1'999}};
    EXPECT_EQ(rows.get(rows.add({0, behind_1970, {}}).id).field, floor<microseconds>(behind_1970));
}

/// Sets the session's time zone, in whichever way the database has; false if it has none.
bool set_time_zone(aludel::session& session, const std::string& offset_sign, const std::string& name) {
    for (const std::string& sql : {"set time zone '" + name + "'", "set time_zone = '" + offset_sign + "05:45'"}) {
        try {
            session.core().run(sql);
            return true;
        } catch (const aludel::statement_error&) {
        }
    }
    return false;
}

TEST(times_on_their_way, the_time_zone_of_the_session_does_not_matter) {
    using row = kept<timestamp>;
    aludel::engine own{conformance::url()};
    aludel::session session = conformance::session_with<row>(own);
    aludel::repository<row> rows{session};
    std::vector<row> stored;
    for (const sample<timestamp>& each : points_in_time()) {
        stored.push_back(rows.add({0, each.value, each.value}));
    }
    if (!set_time_zone(session, "+", "Asia/Kathmandu")) {
        GTEST_SKIP() << conformance::facts().server << " has no time zone of a session";
    }
    for (const sample<timestamp>& each : points_in_time()) {
        stored.push_back(rows.add({0, each.value, each.value}));
    }
    ASSERT_TRUE(set_time_zone(session, "-", "America/St_Johns"));
    for (const row& each : stored) {
        EXPECT_EQ(rows.get(each.id).field, each.field);
        EXPECT_EQ(rows.count(aludel::col<&row::id> == each.id && aludel::col<&row::field> == each.field), 1u);
    }
    EXPECT_EQ(session.query_one<timestamp>("select field from kept_sys_microseconds where id = {}", stored[3].id),
              stored[3].field);
}

}  // namespace round_trips
