// SPDX-License-Identifier: BSL-1.0
#include <chrono>
#include <limits>
#include <string_view>

#include <gtest/gtest.h>

#include <aludel/error.hpp>
#include <aludel/model/field_codec.hpp>

#include "decode_names.hpp"

namespace {

using namespace std::chrono_literals;
using aludel::decode_error;
using aludel::field_codec;
using aludel::value_kind;
using aludel::value_view;
using std::chrono::nanoseconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::sys_time;
using std::chrono::year_month_day;

constexpr auto int64_min = std::numeric_limits<std::int64_t>::min();
constexpr auto int64_max = std::numeric_limits<std::int64_t>::max();
constexpr auto int32_max = std::numeric_limits<std::int32_t>::max();

template <class Field>
value_view encoded(const Field& field) {
    aludel::scratch temporaries;
    return field_codec<Field>::encode(field, temporaries);
}

TEST(date_codec, travels_as_days_since_1970) {
    for (const year_month_day date :
         {1970y / 1 / 1, 1y / 1 / 1, 1582y / 10 / 15, 2024y / 2 / 29, 9999y / 12 / 31, std::chrono::year{-4} / 2 / 29,
          std::chrono::year::max() / 12 / 31, std::chrono::year::min() / 1 / 1}) {
        const value_view view = encoded(date);
        EXPECT_EQ(view.kind(), value_kind::date);
        EXPECT_EQ(view.integer(), sys_days{date}.time_since_epoch().count());
        year_month_day back{};
        EXPECT_EQ(field_codec<year_month_day>::decode(view, back), decode_error::none);
        EXPECT_EQ(back, date);
    }
}

TEST(date_codec, refuses_to_encode_a_date_that_does_not_exist) {
    for (const year_month_day date : {2023y / 2 / 29, 2023y / 13 / 1, year_month_day{}}) {
        try {
            encoded(date);
            ADD_FAILURE() << "it was taken";
        } catch (const aludel::mapping_error& thrown) {
            EXPECT_NE(std::string_view{thrown.what()}.find("std::optional<std::chrono::year_month_day>"),
                      std::string_view::npos);
        }
    }
}

TEST(date_codec, of_a_year_that_the_standard_library_does_not_have_is_out_of_range) {
    year_month_day date = 2000y / 1 / 1;
    EXPECT_EQ(field_codec<year_month_day>::decode(value_view::of_date(int32_max), date), decode_error::out_of_range);
    EXPECT_EQ(field_codec<year_month_day>::decode(value_view::of_text("32768-01-01"), date),
              decode_error::out_of_range);
    EXPECT_EQ(field_codec<year_month_day>::decode(value_view::of_text("no date"), date), decode_error::malformed);
    EXPECT_EQ(date, 2000y / 1 / 1);
}

TEST(timestamp_codec, rounds_finer_clocks_down) {
    EXPECT_EQ(encoded(sys_time<nanoseconds>{1'999ns}).integer(), 1);
    EXPECT_EQ(encoded(sys_time<nanoseconds>{-1ns}).integer(), -1);
    EXPECT_EQ(encoded(sys_seconds{-1s}).integer(), -1'000'000);
    EXPECT_EQ(encoded(sys_days{1969y / 12 / 31}).integer(), -86'400'000'000);
}

TEST(timestamp_codec, rounds_down_for_coarser_clocks) {
    sys_seconds seconds{};
    EXPECT_EQ(field_codec<sys_seconds>::decode(value_view::of_timestamp(-1), seconds), decode_error::none);
    EXPECT_EQ(seconds, sys_seconds{-1s});
    sys_days days{};
    EXPECT_EQ(field_codec<sys_days>::decode(value_view::of_timestamp(-1), days), decode_error::none);
    EXPECT_EQ(days, sys_days{1969y / 12 / 31});
    EXPECT_EQ(field_codec<sys_seconds>::decode(value_view::of_timestamp(int64_min), seconds), decode_error::none);
    EXPECT_EQ(seconds, sys_seconds{-9'223'372'036'855s});
}

TEST(timestamp_codec, takes_all_64_bits_of_microseconds) {
    using field = sys_time<std::chrono::microseconds>;
    for (const std::int64_t count : {int64_min, std::int64_t{-1}, std::int64_t{0}, int64_max}) {
        field back{};
        EXPECT_EQ(field_codec<field>::decode(encoded(field{std::chrono::microseconds{count}}), back),
                  decode_error::none);
        EXPECT_EQ(back.time_since_epoch().count(), count);
    }
}

TEST(timestamp_codec, is_out_of_range_where_nanoseconds_do_not_reach) {
    using field = sys_time<nanoseconds>;
    field time{};
    EXPECT_EQ(field_codec<field>::decode(value_view::of_timestamp(9'223'372'036'854'775), time), decode_error::none);
    EXPECT_EQ(time.time_since_epoch(), 9'223'372'036'854'775'000ns);
    EXPECT_EQ(field_codec<field>::decode(value_view::of_timestamp(9'223'372'036'854'776), time),
              decode_error::out_of_range);
    EXPECT_EQ(field_codec<field>::decode(value_view::of_text("9999-12-31 00:00"), time), decode_error::out_of_range);
    EXPECT_EQ(field_codec<field>::decode(value_view::of_text("1600-01-01 00:00"), time), decode_error::out_of_range);
}

TEST(timestamp_codec, is_out_of_range_where_a_narrow_count_does_not_reach) {
    using field = sys_time<std::chrono::duration<std::int32_t>>;
    field time{};
    EXPECT_EQ(field_codec<field>::decode(value_view::of_timestamp(2'147'483'647'999'999), time), decode_error::none);
    EXPECT_EQ(time.time_since_epoch().count(), int32_max);
    EXPECT_EQ(field_codec<field>::decode(value_view::of_timestamp(2'147'483'648'000'000), time),
              decode_error::out_of_range);
}

TEST(timestamp_codec, refuses_to_encode_what_64_bits_of_microseconds_do_not_hold) {
    EXPECT_THROW(encoded(sys_seconds::max()), aludel::mapping_error);
    EXPECT_THROW(encoded(sys_seconds::min()), aludel::mapping_error);
}

TEST(timestamp_codec, keeps_the_misfit_of_the_text) {
    sys_seconds time{};
    EXPECT_EQ(field_codec<sys_seconds>::decode(value_view::of_text("soon"), time), decode_error::malformed);
    EXPECT_EQ(field_codec<sys_seconds>::decode(value_view::of_int64(1), time), decode_error::wrong_kind);
}

}  // namespace
