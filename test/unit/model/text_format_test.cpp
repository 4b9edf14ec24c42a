// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <bit>
#include <chrono>
#include <limits>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include <aludel/model/text_format.hpp>

#include "decode_names.hpp"

namespace {

using aludel::decode_error;
namespace text_format = aludel::text_format;

constexpr auto int32_min = std::numeric_limits<std::int32_t>::min();
constexpr auto int32_max = std::numeric_limits<std::int32_t>::max();
constexpr auto int64_min = std::numeric_limits<std::int64_t>::min();
constexpr auto int64_max = std::numeric_limits<std::int64_t>::max();

std::string text_of_date(std::int32_t days) {
    std::string text;
    text_format::append_date(text, days);
    return text;
}

std::string text_of_timestamp(std::int64_t microseconds) {
    std::string text;
    text_format::append_timestamp(text, microseconds);
    return text;
}

template <class Number>
std::string text_of_number(Number number) {
    std::string text;
    text_format::append_number(text, number);
    return text;
}

TEST(text_format_date, is_written_and_read_back_at_the_extremes) {
    const struct {
        std::int32_t days;
        const char* text;
    } cases[] = {
        {0, "1970-01-01"},
        {-1, "1969-12-31"},
        {-141'427, "1582-10-15"},
        {-141'428, "1582-10-14"},
        {-719'162, "0001-01-01"},
        {-719'163, "0000-12-31"},
        {-719'528, "0000-01-01"},
        {-719'529, "-0001-12-31"},
        {11'016, "2000-02-29"},
        {2'932'896, "9999-12-31"},
        {2'932'897, "10000-01-01"},
        {int32_max, "5881580-07-11"},
        {int32_min, "-5877641-06-23"},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.text);
        EXPECT_EQ(text_of_date(row.days), row.text);
        std::int32_t days = 0;
        EXPECT_EQ(text_format::parse_date(row.text, days), decode_error::none);
        EXPECT_EQ(days, row.days);
    }
}

TEST(text_format_date, agrees_with_the_calendar_of_the_standard_library) {
    for (std::int32_t days = -12'600'000; days < 11'200'000; days += 997) {
        const std::chrono::year_month_day expected{std::chrono::sys_days{std::chrono::days{days}}};
        const text_format::civil_date date = text_format::civil_from_days(days);
        ASSERT_EQ(date.year, int{expected.year()}) << days;
        ASSERT_EQ(date.month, unsigned{expected.month()}) << days;
        ASSERT_EQ(date.day, unsigned{expected.day()}) << days;
        ASSERT_EQ(text_format::days_from_civil(date), days);
    }
}

TEST(text_format_date, reads_a_plus_before_the_year) {
    std::int32_t days = 0;
    EXPECT_EQ(text_format::parse_date("+10000-01-01", days), decode_error::none);
    EXPECT_EQ(days, 2'932'897);
}

TEST(text_format_date, refuses_what_is_no_date) {
    const struct {
        const char* text;
        decode_error result = decode_error::malformed;
    } cases[] = {
        {""},
        {"1970"},
        {"1970-01"},
        {"1970-1-1"},
        {"70-01-01"},
        {"1970-00-01"},
        {"1970-13-01"},
        {"1970-01-00"},
        {"1970-01-32"},
        {"1970-04-31"},
        {"1900-02-29"},
        {"2023-02-29"},
        {"1970/01/01"},
        {"1970-01-01x"},
        {" 1970-01-01"},
        {"1970-01-01 "},
        {"--1970-01-01"},
        {"19700101"},
        {"abcd-ef-gh"},
        {"5881580-07-12", decode_error::out_of_range},
        {"-5877641-06-22", decode_error::out_of_range},
        {"99999999999999999999-01-01", decode_error::out_of_range},
    };
    for (const auto& row : cases) {
        std::int32_t days = 0;
        EXPECT_EQ(text_format::parse_date(row.text, days), row.result) << row.text;
    }
}

TEST(text_format_timestamp, is_written_and_read_back_at_the_extremes) {
    const struct {
        std::int64_t microseconds;
        const char* text;
    } cases[] = {
        {0, "1970-01-01 00:00:00.000000"},
        {-1, "1969-12-31 23:59:59.999999"},
        {1, "1970-01-01 00:00:00.000001"},
        {-12'219'292'800'000'000, "1582-10-15 00:00:00.000000"},
        {-62'135'596'800'000'000, "0001-01-01 00:00:00.000000"},
        {-62'135'596'800'000'001, "0000-12-31 23:59:59.999999"},
        {-62'167'219'200'000'001, "-0001-12-31 23:59:59.999999"},
        {253'402'300'799'999'999, "9999-12-31 23:59:59.999999"},
        {253'402'300'800'000'000, "10000-01-01 00:00:00.000000"},
        {951'827'696'789'012, "2000-02-29 12:34:56.789012"},
        {int64_max, "294247-01-10 04:00:54.775807"},
        {int64_min, "-290308-12-21 19:59:05.224192"},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.text);
        EXPECT_EQ(text_of_timestamp(row.microseconds), row.text);
        std::int64_t microseconds = 0;
        EXPECT_EQ(text_format::parse_timestamp(row.text, microseconds), decode_error::none);
        EXPECT_EQ(microseconds, row.microseconds);
    }
}

TEST(text_format_timestamp, split_into_fields_comes_back_for_any_64_bits) {
    std::mt19937_64 random{20240229};
    for (int i = 0; i < 20'000; ++i) {
        const auto microseconds = static_cast<std::int64_t>(random());
        ASSERT_EQ(text_format::microseconds_from_civil(text_format::civil_from_microseconds(microseconds)),
                  microseconds);
    }
    for (const std::int64_t microseconds : {int64_min, int64_max, std::int64_t{0}, std::int64_t{-1}}) {
        EXPECT_EQ(text_format::microseconds_from_civil(text_format::civil_from_microseconds(microseconds)),
                  microseconds);
    }
}

TEST(text_format_timestamp, sorts_as_time_does_for_years_of_four_digits) {
    std::mt19937_64 random{1582};
    std::uniform_int_distribution<std::int64_t> any{-62'167'219'200'000'000, 253'402'300'799'999'999};
    for (int i = 0; i < 5'000; ++i) {
        const std::int64_t left = any(random);
        const std::int64_t right = any(random);
        ASSERT_EQ(text_of_timestamp(left) < text_of_timestamp(right), left < right);
    }
}

TEST(text_format_timestamp, reads_the_forms_that_databases_write) {
    constexpr std::int64_t noon = 43'200'000'000;
    const struct {
        const char* text;
        std::int64_t microseconds;
    } cases[] = {
        {"1970-01-01 12:00", noon},
        {"1970-01-01T12:00", noon},
        {"1970-01-01 12:00:00", noon},
        {"1970-01-01 12:00:00.5", noon + 500'000},
        {"1970-01-01 12:00:00.123456", noon + 123'456},
        {"1970-01-01 12:00:00.123456999", noon + 123'456},
        {"1970-01-01 12:00Z", noon},
        {"1970-01-01T12:00:00.25Z", noon + 250'000},
        {"1970-01-01 12:00:00+00", noon},
        {"1970-01-01 17:30:00+05:30", noon},
        {"1970-01-01 07:00:00-05", noon},
        {"1970-01-01 17:53:28+05:53:28", noon},
        {"1970-01-02 02:00:00+14", noon},
        {"1969-12-31 23:00:00-13", noon},
        {"294247-01-11 00:00:00+23:59", 9'223'372'022'460'000'000},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.text);
        std::int64_t microseconds = 0;
        EXPECT_EQ(text_format::parse_timestamp(row.text, microseconds), decode_error::none);
        EXPECT_EQ(microseconds, row.microseconds);
    }
}

TEST(text_format_timestamp, refuses_what_is_no_point_in_time) {
    const struct {
        const char* text;
        decode_error result = decode_error::malformed;
    } cases[] = {
        {""},
        {"1970-01-01"},
        {"1970-01-01 "},
        {"1970-01-01 12"},
        {"1970-01-01 12:0"},
        {"1970-01-01 24:00:00"},
        {"1970-01-01 12:60:00"},
        {"1970-01-01 12:00:60"},
        {"1970-01-01 12:00:"},
        {"1970-01-01 12:00:00."},
        {"1970-01-01 12:00:00.x"},
        {"1970-01-01 12:00:00 "},
        {"1970-01-01 12:00:00Zulu"},
        {"1970-01-01 12:00:00+"},
        {"1970-01-01 12:00:00+5"},
        {"1970-01-01 12:00:00+24"},
        {"1970-01-01 12:00:00+05:"},
        {"1970-01-01 12:00:00+05:60"},
        {"1970-01-01_12:00:00"},
        {"2023-02-29 12:00:00"},
        {"0000-00-00 00:00:00"},
        {"infinity"},
        {"294247-01-10 04:00:54.775808", decode_error::out_of_range},
        {"-290308-12-21 19:59:05.224191", decode_error::out_of_range},
        {"2147483647-12-31 00:00", decode_error::out_of_range},
        {"-2147483647-12-31 00:00", decode_error::out_of_range},
    };
    for (const auto& row : cases) {
        std::int64_t microseconds = 0;
        EXPECT_EQ(text_format::parse_timestamp(row.text, microseconds), row.result) << row.text;
    }
}

TEST(text_format_number, is_the_shortest_that_reads_back) {
    EXPECT_EQ(text_of_number(0.1), "0.1");
    EXPECT_EQ(text_of_number(0.1f), "0.1");
    EXPECT_EQ(text_of_number(-0.0), "-0");
    EXPECT_EQ(text_of_number(1e300), "1e+300");
    EXPECT_EQ(text_of_number(5e-324), "5e-324");
    EXPECT_EQ(text_of_number(std::numeric_limits<double>::quiet_NaN()), "NaN");
    EXPECT_EQ(text_of_number(-std::numeric_limits<double>::quiet_NaN()), "NaN");
    EXPECT_EQ(text_of_number(std::numeric_limits<double>::infinity()), "Infinity");
    EXPECT_EQ(text_of_number(-std::numeric_limits<float>::infinity()), "-Infinity");
    EXPECT_EQ(std::stod(text_of_number(std::numeric_limits<double>::max())), std::numeric_limits<double>::max());
    EXPECT_EQ(std::stod(text_of_number(std::numeric_limits<double>::lowest())), std::numeric_limits<double>::lowest());
}

TEST(text_format_uuid, is_written_in_lower_case_and_read_in_either) {
    std::array<std::byte, 16> bytes{};
    ASSERT_EQ(text_format::parse_uuid("F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", bytes.data()), decode_error::none);
    std::string text = "id ";
    text_format::append_uuid(text, bytes.data());
    EXPECT_EQ(text, "id f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
}

TEST(text_format_uuid, refuses_other_text) {
    std::array<std::byte, 16> bytes{};
    for (const char* text : {
             "",
             "f81d4fae",
             "f81d4fae-7dec-11d0-a765-00a0c91e6bf",
             "f81d4fae-7dec-11d0-a765-00a0c91e6bf6a",
             "f81d4fae-7dec-11d0-a765-00a0c91e6bfg",
             "f81d4fae 7dec 11d0 a765 00a0c91e6bf6",
             "f81d4fa-e7dec-11d0-a765-00a0c91e6bf6",
             "-f81d4fae-7dec-11d0-a765-00a0c91e6b6",
             "f81d4fae7dec11d0a76500a0c91e6b@@",
             "{81d4fae7dec11d0a76500a0c91e6bf}",
         }) {
        EXPECT_EQ(text_format::parse_uuid(text, bytes.data()), decode_error::malformed) << text;
    }
}

}  // namespace
