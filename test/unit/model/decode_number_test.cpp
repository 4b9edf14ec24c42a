// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include <aludel/model/decode.hpp>

#include "decode_names.hpp"

namespace {

using aludel::decode_error;
using aludel::value_view;
namespace decode = aludel::decode;

constexpr auto int64_min = std::numeric_limits<std::int64_t>::min();
constexpr auto int64_max = std::numeric_limits<std::int64_t>::max();
constexpr auto uint64_max = std::numeric_limits<std::uint64_t>::max();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<std::byte, 16> sixteen{};

template <class Number>
struct number_case {
    const char* name;
    value_view from;
    decode_error result;
    Number number{};
};

TEST(decode_signed_integer, takes_every_kind_that_can_mean_an_integer) {
    const number_case<std::int64_t> cases[] = {
        {"int16", value_view::of_int16(-7), decode_error::none, -7},
        {"int32", value_view::of_int32(70'000), decode_error::none, 70'000},
        {"least int64", value_view::of_int64(int64_min), decode_error::none, int64_min},
        {"greatest int64", value_view::of_int64(int64_max), decode_error::none, int64_max},
        {"uint64 that fits", value_view::of_uint64(std::uint64_t{1} << 62), decode_error::none, std::int64_t{1} << 62},
        {"uint64 above 2^63", value_view::of_uint64(std::uint64_t{1} << 63), decode_error::out_of_range},
        {"true", value_view::of_boolean(true), decode_error::none, 1},
        {"whole float64", value_view::of_float64(-3.0), decode_error::none, -3},
        {"whole float32", value_view::of_float32(4.0f), decode_error::none, 4},
        {"negative zero", value_view::of_float64(-0.0), decode_error::none, 0},
        {"-2^63 as a float", value_view::of_float64(-0x1p63), decode_error::none, int64_min},
        {"2^63 as a float", value_view::of_float64(0x1p63), decode_error::out_of_range},
        {"a fraction", value_view::of_float64(0.5), decode_error::out_of_range},
        {"NaN", value_view::of_float64(not_a_number), decode_error::out_of_range},
        {"infinity", value_view::of_float64(infinity), decode_error::out_of_range},
        {"text", value_view::of_text("-9223372036854775808"), decode_error::none, int64_min},
        {"text beyond 64 bits", value_view::of_text("9223372036854775808"), decode_error::out_of_range},
        {"text with something behind", value_view::of_text("12 "), decode_error::wrong_kind},
        {"text with something before", value_view::of_text(" 12"), decode_error::wrong_kind},
        {"text with a fraction", value_view::of_text("12.5"), decode_error::wrong_kind},
        {"empty text", value_view::of_text(""), decode_error::wrong_kind},
        {"text beyond 64 bits with something behind", value_view::of_text("99999999999999999999x"),
         decode_error::wrong_kind},
        {"bytes", value_view::of_bytes(sixteen), decode_error::wrong_kind},
        {"a date", value_view::of_date(1), decode_error::wrong_kind},
        {"a timestamp", value_view::of_timestamp(1), decode_error::wrong_kind},
        {"a UUID", value_view::of_uuid(sixteen.data()), decode_error::wrong_kind},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.name);
        std::int64_t number = 0;
        EXPECT_EQ(decode::signed_integer(row.from, int64_min, int64_max, number), row.result);
        if (row.result == decode_error::none) {
            EXPECT_EQ(number, row.number);
        }
    }
}

TEST(decode_signed_integer, beyond_the_field_is_out_of_range_and_not_cut) {
    const number_case<std::int64_t> cases[] = {
        {"the least", value_view::of_int64(-128), decode_error::none},
        {"the greatest", value_view::of_int64(127), decode_error::none},
        {"below", value_view::of_int64(-129), decode_error::out_of_range},
        {"above", value_view::of_int64(128), decode_error::out_of_range},
        {"a multiple of 2^32", value_view::of_int64(std::int64_t{1} << 32), decode_error::out_of_range},
        {"text above", value_view::of_text("128"), decode_error::out_of_range},
        {"a float above", value_view::of_float64(128), decode_error::out_of_range},
        {"uint64 above", value_view::of_uint64(128), decode_error::out_of_range},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.name);
        std::int64_t number = 0;
        EXPECT_EQ(decode::signed_integer(row.from, -128, 127, number), row.result);
    }
}

TEST(decode_unsigned_integer, takes_every_kind_that_can_mean_an_integer) {
    const number_case<std::uint64_t> cases[] = {
        {"the greatest", value_view::of_uint64(uint64_max), decode_error::none, uint64_max},
        {"int64", value_view::of_int64(int64_max), decode_error::none, std::uint64_t{int64_max}},
        {"a negative int64", value_view::of_int64(-1), decode_error::out_of_range},
        {"true", value_view::of_boolean(true), decode_error::none, 1},
        {"whole float", value_view::of_float64(0x1p63), decode_error::none, std::uint64_t{1} << 63},
        {"2^64 as a float", value_view::of_float64(0x1p64), decode_error::out_of_range},
        {"a negative float", value_view::of_float64(-1), decode_error::out_of_range},
        {"a fraction", value_view::of_float64(1.25), decode_error::out_of_range},
        {"NaN", value_view::of_float64(not_a_number), decode_error::out_of_range},
        {"text", value_view::of_text("18446744073709551615"), decode_error::none, uint64_max},
        {"text beyond 64 bits", value_view::of_text("18446744073709551616"), decode_error::out_of_range},
        {"negative text", value_view::of_text("-1"), decode_error::out_of_range},
        {"negative text beyond 64 bits", value_view::of_text("-99999999999999999999"), decode_error::out_of_range},
        {"minus zero as text", value_view::of_text("-0"), decode_error::none, 0},
        {"a lone minus", value_view::of_text("-"), decode_error::wrong_kind},
        {"words", value_view::of_text("many"), decode_error::wrong_kind},
        {"a timestamp", value_view::of_timestamp(1), decode_error::wrong_kind},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.name);
        std::uint64_t number = 0;
        EXPECT_EQ(decode::unsigned_integer(row.from, uint64_max, number), row.result);
        if (row.result == decode_error::none) {
            EXPECT_EQ(number, row.number);
        }
    }
}

TEST(decode_unsigned_integer, beyond_the_field_is_out_of_range_and_not_cut) {
    std::uint64_t number = 0;
    EXPECT_EQ(decode::unsigned_integer(value_view::of_uint64(256), 255, number), decode_error::out_of_range);
    EXPECT_EQ(decode::unsigned_integer(value_view::of_int32(256), 255, number), decode_error::out_of_range);
    EXPECT_EQ(decode::unsigned_integer(value_view::of_int32(255), 255, number), decode_error::none);
}

TEST(decode_boolean, takes_booleans_zero_and_one_and_their_texts) {
    const number_case<bool> cases[] = {
        {"true", value_view::of_boolean(true), decode_error::none, true},
        {"false", value_view::of_boolean(false), decode_error::none, false},
        {"1", value_view::of_int16(1), decode_error::none, true},
        {"0", value_view::of_int64(0), decode_error::none, false},
        {"unsigned 1", value_view::of_uint64(1), decode_error::none, true},
        {"1.0", value_view::of_float64(1), decode_error::none, true},
        {"2", value_view::of_int32(2), decode_error::out_of_range},
        {"-1", value_view::of_int32(-1), decode_error::out_of_range},
        {"text t", value_view::of_text("t"), decode_error::none, true},
        {"text true", value_view::of_text("true"), decode_error::none, true},
        {"text 1", value_view::of_text("1"), decode_error::none, true},
        {"text f", value_view::of_text("f"), decode_error::none, false},
        {"text false", value_view::of_text("false"), decode_error::none, false},
        {"text 0", value_view::of_text("0"), decode_error::none, false},
        {"other text", value_view::of_text("yes"), decode_error::wrong_kind},
        {"empty text", value_view::of_text(""), decode_error::wrong_kind},
        {"bytes", value_view::of_bytes(sixteen), decode_error::wrong_kind},
        {"a date", value_view::of_date(1), decode_error::wrong_kind},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.name);
        bool truth = !row.number;
        EXPECT_EQ(decode::boolean(row.from, truth), row.result);
        if (row.result == decode_error::none) {
            EXPECT_EQ(truth, row.number);
        }
    }
}

TEST(decode_double, takes_every_number_and_numeric_text) {
    const number_case<double> cases[] = {
        {"float64", value_view::of_float64(0.1), decode_error::none, 0.1},
        {"float32", value_view::of_float32(0.1f), decode_error::none, double{0.1f}},
        {"int64", value_view::of_int64(-5), decode_error::none, -5},
        {"uint64", value_view::of_uint64(std::uint64_t{1} << 63), decode_error::none, 0x1p63},
        {"text", value_view::of_text("-1.5e300"), decode_error::none, -1.5e300},
        {"the least denormal", value_view::of_text("5e-324"), decode_error::none, 5e-324},
        {"text Infinity", value_view::of_text("Infinity"), decode_error::none, infinity},
        {"text -Infinity", value_view::of_text("-Infinity"), decode_error::none, -infinity},
        {"text beyond double", value_view::of_text("1e309"), decode_error::out_of_range},
        {"text with something behind", value_view::of_text("1.5kg"), decode_error::wrong_kind},
        {"empty text", value_view::of_text(""), decode_error::wrong_kind},
        {"a boolean", value_view::of_boolean(true), decode_error::wrong_kind},
        {"a timestamp", value_view::of_timestamp(1), decode_error::wrong_kind},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.name);
        double number = 0;
        EXPECT_EQ(decode::floating(row.from, number), row.result);
        if (row.result == decode_error::none) {
            EXPECT_EQ(number, row.number);
        }
    }
}

TEST(decode_double, keeps_nan_and_the_sign_of_zero) {
    double number = 0;
    EXPECT_EQ(decode::floating(value_view::of_text("NaN"), number), decode_error::none);
    EXPECT_TRUE(std::isnan(number));
    EXPECT_EQ(decode::floating(value_view::of_float64(-0.0), number), decode_error::none);
    EXPECT_TRUE(std::signbit(number));
    EXPECT_EQ(decode::floating(value_view::of_text("-0"), number), decode_error::none);
    EXPECT_TRUE(std::signbit(number));
}

TEST(decode_float, takes_every_number_within_its_range) {
    constexpr float greatest = std::numeric_limits<float>::max();
    const number_case<float> cases[] = {
        {"float32", value_view::of_float32(0.1f), decode_error::none, 0.1f},
        {"float64", value_view::of_float64(0.1), decode_error::none, 0.1f},
        {"the greatest", value_view::of_float64(greatest), decode_error::none, greatest},
        {"the greatest, parsed from its shortest text", value_view::of_float64(3.4028235e+38), decode_error::none,
         greatest},
        {"the least, parsed from its shortest text", value_view::of_float64(-3.4028235e+38), decode_error::none,
         -greatest},
        {"the first that rounds to infinity", value_view::of_float64(0x1.ffffffp127), decode_error::out_of_range},
        {"a finite double beyond", value_view::of_float64(-1e39), decode_error::out_of_range},
        {"infinity", value_view::of_float64(infinity), decode_error::none, std::numeric_limits<float>::infinity()},
        {"int64", value_view::of_int64(1 << 20), decode_error::none, 0x1p20f},
        {"text", value_view::of_text("3.4028235e+38"), decode_error::none, greatest},
        {"text beyond", value_view::of_text("1e39"), decode_error::out_of_range},
        // A little above 1 + 2^-24: the nearest double is that tie, which goes to 1.
        {"text that rounds twice by way of double", value_view::of_text("1.00000005960464478"), decode_error::none,
         std::nextafter(1.0f, 2.0f)},
        {"words", value_view::of_text("much"), decode_error::wrong_kind},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.name);
        float number = 0;
        EXPECT_EQ(decode::floating(row.from, number), row.result);
        if (row.result == decode_error::none) {
            EXPECT_EQ(number, row.number);
        }
    }
    float number = 0;
    EXPECT_EQ(decode::floating(value_view::of_float64(not_a_number), number), decode_error::none);
    EXPECT_TRUE(std::isnan(number));
}

}  // namespace
