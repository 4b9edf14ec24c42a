// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include <aludel/model/decode.hpp>

#include "decode_names.hpp"

namespace {

using aludel::decode_error;
using aludel::value_view;
namespace decode = aludel::decode;

constexpr std::int64_t day = 86'400'000'000;
constexpr std::int64_t hour = day / 24;

std::array<std::byte, 16> counting() {
    std::array<std::byte, 16> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::byte>(i * 17);
    }
    return bytes;
}

const std::array<std::byte, 16> sixteen = counting();
constexpr const char* sixteen_as_text = "00112233-4455-6677-8899-aabbccddeeff";

TEST(decode_text, of_text_is_the_same_bytes) {
    std::string text = "before";
    const std::string odd{"a\0'\"\\\xf0\x9f\x98\x80", 9};
    EXPECT_EQ(decode::text(value_view::of_text(odd), text), decode_error::none);
    EXPECT_EQ(text, odd);
    EXPECT_EQ(decode::text(value_view::of_text({}), text), decode_error::none);
    EXPECT_EQ(text, "");
}

TEST(decode_text, of_other_kinds_is_their_text_form) {
    const struct {
        const char* name;
        value_view from;
        std::string text;
    } cases[] = {
        {"bytes", value_view::of_bytes(std::as_bytes(std::span{"ab", 2})), "ab"},
        {"no bytes", value_view::of_bytes({}), ""},
        {"true", value_view::of_boolean(true), "true"},
        {"false", value_view::of_boolean(false), "false"},
        {"int16", value_view::of_int16(-5), "-5"},
        {"int64", value_view::of_int64(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808"},
        {"uint64", value_view::of_uint64(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615"},
        {"float32", value_view::of_float32(0.1f), "0.1"},
        {"float64", value_view::of_float64(0.1), "0.1"},
        {"a date", value_view::of_date(0), "1970-01-01"},
        {"a timestamp", value_view::of_timestamp(1), "1970-01-01 00:00:00.000001"},
        {"a UUID", value_view::of_uuid(sixteen.data()), sixteen_as_text},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.name);
        std::string text = "before";
        EXPECT_EQ(decode::text(row.from, text), decode_error::none);
        EXPECT_EQ(text, row.text);
    }
}

TEST(decode_bytes, takes_bytes_text_and_uuids) {
    std::vector<std::byte> bytes;
    EXPECT_EQ(decode::bytes(value_view::of_bytes(sixteen), bytes), decode_error::none);
    EXPECT_TRUE(std::ranges::equal(bytes, sixteen));
    EXPECT_EQ(decode::bytes(value_view::of_text("A"), bytes), decode_error::none);
    EXPECT_EQ(bytes, std::vector{std::byte{'A'}});
    EXPECT_EQ(decode::bytes(value_view::of_uuid(sixteen.data()), bytes), decode_error::none);
    EXPECT_TRUE(std::ranges::equal(bytes, sixteen));
    EXPECT_EQ(decode::bytes(value_view::of_bytes({}), bytes), decode_error::none);
    EXPECT_TRUE(bytes.empty());
    EXPECT_EQ(decode::bytes(value_view::of_int64(65), bytes), decode_error::wrong_kind);
}

TEST(decode_date, takes_dates_and_text_with_or_without_a_time) {
    const struct {
        const char* name;
        value_view from;
        decode_error result;
        std::int32_t days = 0;
    } cases[] = {
        {"a date", value_view::of_date(-1), decode_error::none, -1},
        {"text", value_view::of_text("1970-01-02"), decode_error::none, 1},
        {"text with a time", value_view::of_text("1970-01-02 23:59:59.5"), decode_error::none, 1},
        {"text with T", value_view::of_text("1970-01-02T23:59"), decode_error::none, 1},
        {"text with an offset keeps the written date", value_view::of_text("1970-01-02 00:30:00+02"),
         decode_error::none, 1},
        {"text of a year beyond 64 bits of microseconds", value_view::of_text("1000000-01-01 00:00"),
         decode_error::none, 364'522'972},
        {"text with half a time", value_view::of_text("1970-01-02 23"), decode_error::malformed},
        {"text with a space behind", value_view::of_text("1970-01-02 "), decode_error::malformed},
        {"MySQL's zero date", value_view::of_text("0000-00-00"), decode_error::malformed},
        {"a day that does not exist", value_view::of_text("2023-02-29"), decode_error::malformed},
        {"empty text", value_view::of_text(""), decode_error::malformed},
        {"a year beyond 32 bits of days", value_view::of_text("9999999-01-01"), decode_error::out_of_range},
        {"a timestamp, whose time would be lost", value_view::of_timestamp(0), decode_error::wrong_kind},
        {"a number", value_view::of_int64(1), decode_error::wrong_kind},
        {"bytes", value_view::of_bytes(sixteen), decode_error::wrong_kind},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.name);
        std::int32_t days = 0;
        EXPECT_EQ(decode::date(row.from, days), row.result);
        if (row.result == decode_error::none) {
            EXPECT_EQ(days, row.days);
        }
    }
}

TEST(decode_timestamp, takes_timestamps_dates_and_text) {
    const struct {
        const char* name;
        value_view from;
        decode_error result;
        std::int64_t microseconds = 0;
    } cases[] = {
        {"a timestamp", value_view::of_timestamp(-7), decode_error::none, -7},
        {"a date", value_view::of_date(-1), decode_error::none, -day},
        {"text of a date", value_view::of_text("1970-01-02"), decode_error::none, day},
        {"text without seconds", value_view::of_text("1970-01-01 01:00"), decode_error::none, hour},
        {"text with microseconds", value_view::of_text("1970-01-01 00:00:00.000001"), decode_error::none, 1},
        {"a number", value_view::of_int64(1), decode_error::wrong_kind},
        {"a UUID", value_view::of_uuid(sixteen.data()), decode_error::wrong_kind},
        {"bytes", value_view::of_bytes(sixteen), decode_error::wrong_kind},
        {"words", value_view::of_text("infinity"), decode_error::malformed},
        {"a date beyond 64 bits", value_view::of_date(std::numeric_limits<std::int32_t>::max()),
         decode_error::out_of_range},
        {"a date before 64 bits", value_view::of_date(std::numeric_limits<std::int32_t>::min()),
         decode_error::out_of_range},
        {"text of a date beyond 64 bits", value_view::of_text("300000-01-01"), decode_error::out_of_range},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.name);
        std::int64_t microseconds = 0;
        EXPECT_EQ(decode::timestamp(row.from, microseconds), row.result);
        if (row.result == decode_error::none) {
            EXPECT_EQ(microseconds, row.microseconds);
        }
    }
}

TEST(decode_timestamp, reads_text_with_an_offset_as_utc) {
    std::int64_t microseconds = 0;
    EXPECT_EQ(decode::timestamp(value_view::of_text("1970-01-01 02:00:00+02"), microseconds), decode_error::none);
    EXPECT_EQ(microseconds, 0);
    EXPECT_EQ(decode::timestamp(value_view::of_text("1969-12-31T18:30:00-05:30"), microseconds), decode_error::none);
    EXPECT_EQ(microseconds, 0);
    EXPECT_EQ(decode::timestamp(value_view::of_text("1970-01-01T00:00:00Z"), microseconds), decode_error::none);
    EXPECT_EQ(microseconds, 0);
}

TEST(decode_uuid, takes_uuids_sixteen_bytes_and_text) {
    const struct {
        const char* name;
        value_view from;
        decode_error result;
    } cases[] = {
        {"a UUID", value_view::of_uuid(sixteen.data()), decode_error::none},
        {"16 bytes", value_view::of_bytes(sixteen), decode_error::none},
        {"text", value_view::of_text(sixteen_as_text), decode_error::none},
        {"text in upper case", value_view::of_text("00112233-4455-6677-8899-AABBCCDDEEFF"), decode_error::none},
        {"text without hyphens", value_view::of_text("00112233445566778899aabbccddeeff"), decode_error::none},
        {"15 bytes", value_view::of_bytes(std::span{sixteen}.first(15)), decode_error::malformed},
        {"no bytes", value_view::of_bytes({}), decode_error::malformed},
        {"text of another length", value_view::of_text("00112233"), decode_error::malformed},
        {"a number", value_view::of_int64(1), decode_error::wrong_kind},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.name);
        std::array<std::byte, 16> bytes{};
        EXPECT_EQ(decode::uuid(row.from, bytes.data()), row.result);
        if (row.result == decode_error::none) {
            EXPECT_EQ(bytes, sixteen);
        }
    }
}

}  // namespace
