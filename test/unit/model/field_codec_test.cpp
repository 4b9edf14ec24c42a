// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <limits>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include <aludel/error.hpp>
#include <aludel/model/field_codec.hpp>

#include "decode_names.hpp"

namespace codec_test {

enum class colour : std::int8_t { red, blue, green };
enum class rank : std::uint16_t { low = 1, high = 60'000 };

/// A value stored as text.
struct money {
    std::int64_t cents = 0;
    bool operator==(const money&) const = default;
};

/// A value stored as a number, without a state of its own for "none".
struct user_id {
    std::int64_t number = 0;
    bool operator==(const user_id&) const = default;
};

/// Stored as an enum, which is stored as text.
struct paint {
    colour shade{};
};

}  // namespace codec_test

template <>
inline constexpr std::array aludel::enum_text<codec_test::colour> = {
    aludel::enum_name{codec_test::colour::red, "red"},
    aludel::enum_name{codec_test::colour::blue, "deep blue"},
};

template <>
struct aludel::field_codec<codec_test::money> : aludel::codec_via<std::string> {
    static std::string to_stored(const codec_test::money& field) { return std::to_string(field.cents) + " cents"; }
    static codec_test::money from_stored(const std::string& text) { return {std::stoll(text)}; }
};

template <>
struct aludel::field_codec<codec_test::user_id> : aludel::codec_via<std::int64_t> {
    static std::int64_t to_stored(const codec_test::user_id& field) { return field.number; }
    static codec_test::user_id from_stored(std::int64_t number) { return {number}; }
};

template <>
struct aludel::field_codec<codec_test::paint> : aludel::codec_via<codec_test::colour> {
    static codec_test::colour to_stored(const codec_test::paint& field) { return field.shade; }
    static codec_test::paint from_stored(codec_test::colour shade) { return {shade}; }
};

namespace {

using aludel::decode_error;
using aludel::scratch;
using aludel::value_kind;
using aludel::value_view;
using aludel::detail::codec_of;
using aludel::detail::decode_field;
using aludel::detail::encode_field;
using codec_test::colour;
using codec_test::money;
using codec_test::rank;
using codec_test::user_id;

template <class Field>
constexpr value_kind kind_of = codec_of<Field>::kind;

static_assert(kind_of<bool> == value_kind::boolean);
static_assert(kind_of<std::int8_t> == value_kind::int16 && kind_of<std::uint8_t> == value_kind::int16);
static_assert(kind_of<std::int16_t> == value_kind::int16 && kind_of<std::uint16_t> == value_kind::int32);
static_assert(kind_of<std::int32_t> == value_kind::int32 && kind_of<std::uint32_t> == value_kind::int64);
static_assert(kind_of<long> == value_kind::int64 && kind_of<long long> == value_kind::int64);
static_assert(kind_of<unsigned long> == value_kind::uint64 && kind_of<unsigned long long> == value_kind::uint64);
static_assert(kind_of<rank> == value_kind::int32 && kind_of<colour> == value_kind::text);
static_assert(kind_of<money> == value_kind::text && kind_of<user_id> == value_kind::int64);
static_assert(!aludel::has_codec<char> && !aludel::has_codec<wchar_t> && !aludel::has_codec<char8_t>);

template <class Integer>
class integer_codec : public testing::Test {};
using integers = testing::Types<std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t, std::uint32_t,
                                std::int64_t, std::uint64_t, long long, unsigned long long>;

struct integer_names {
    template <class Integer>
    static std::string GetName(int) {
        return (std::is_signed_v<Integer> ? "signed_" : "unsigned_") + std::to_string(sizeof(Integer) * 8) +
               (std::is_same_v<Integer, long long> || std::is_same_v<Integer, unsigned long long> ? "_long" : "");
    }
};
TYPED_TEST_SUITE(integer_codec, integers, integer_names);

TYPED_TEST(integer_codec, brings_back_the_least_and_the_greatest) {
    using limits = std::numeric_limits<TypeParam>;
    scratch temporaries;
    for (const TypeParam number : {limits::min(), TypeParam{0}, limits::max()}) {
        TypeParam back = 1;
        EXPECT_EQ(decode_field(encode_field(number, temporaries), back), decode_error::none);
        EXPECT_EQ(back, number);
    }
}

TYPED_TEST(integer_codec, does_not_cut_what_is_too_large) {
    TypeParam back{};
    EXPECT_EQ(decode_field(value_view::of_float64(0x1p65), back), decode_error::out_of_range);
    if constexpr (std::numeric_limits<TypeParam>::digits < 63) {
        const std::int64_t beyond = std::int64_t{1} << std::numeric_limits<TypeParam>::digits;
        EXPECT_EQ(decode_field(value_view::of_int64(beyond), back), decode_error::out_of_range);
    }
}

TEST(optional_codec, is_null_when_empty_and_knows_its_kind) {
    scratch temporaries;
    const value_view view = encode_field(std::optional<money>{}, temporaries);
    EXPECT_TRUE(view.is_null());
    EXPECT_EQ(view.declared_kind(), value_kind::text);
    std::optional<money> back{money{5}};
    EXPECT_EQ(decode_field(view, back), decode_error::none);
    EXPECT_EQ(back, std::nullopt);
}

TEST(optional_codec, brings_back_a_value) {
    scratch temporaries;
    std::optional<std::string> back;
    EXPECT_EQ(decode_field(encode_field(std::optional<std::string>{""}, temporaries), back), decode_error::none);
    EXPECT_EQ(back, "");
}

TEST(plain_codec, does_not_take_null) {
    std::string text;
    EXPECT_EQ(decode_field(value_view{}, text), decode_error::is_null);
    user_id id;
    EXPECT_EQ(decode_field(value_view::null_of(value_kind::int64), id), decode_error::is_null);
}

TEST(codec_via_text, borrows_from_the_scratch_and_not_from_a_temporary) {
    scratch temporaries;
    std::vector<value_view> views;
    for (std::int64_t i = 0; i < 100; ++i) {
        views.push_back(encode_field(money{i * 1'000'000'000'000'000}, temporaries));
    }
    for (std::size_t i = 0; i < views.size(); ++i) {
        money back;
        EXPECT_EQ(decode_field(views[i], back), decode_error::none);
        EXPECT_EQ(back.cents, static_cast<std::int64_t>(i) * 1'000'000'000'000'000);
    }
}

TEST(codec_via_number, takes_what_its_stored_type_takes) {
    user_id back;
    EXPECT_EQ(decode_field(value_view::of_text("77"), back), decode_error::none);
    EXPECT_EQ(back, user_id{77});
    EXPECT_EQ(decode_field(value_view::of_text("x"), back), decode_error::wrong_kind);
    EXPECT_EQ(back, user_id{77});
}

TEST(codec_via_codec, reaches_the_last_stored_type) {
    scratch temporaries;
    EXPECT_EQ(encode_field(codec_test::paint{colour::blue}, temporaries).text(), "deep blue");
    EXPECT_EQ(aludel::detail::max_length_of<codec_test::paint>(), 9u);
    codec_test::paint back;
    EXPECT_EQ(decode_field(value_view::of_text("deep blue"), back), decode_error::none);
    EXPECT_EQ(back.shade, colour::blue);
    EXPECT_EQ(decode_field(value_view::of_text("pale"), back), decode_error::out_of_range);
}

TEST(enum_codec, with_names_travels_as_text) {
    scratch temporaries;
    EXPECT_EQ(encode_field(colour::blue, temporaries).text(), "deep blue");
    colour back{};
    EXPECT_EQ(decode_field(value_view::of_text("deep blue"), back), decode_error::none);
    EXPECT_EQ(back, colour::blue);
    EXPECT_EQ(aludel::detail::max_length_of<colour>(), 9u);
}

TEST(enum_codec, with_names_refuses_others) {
    colour back = colour::blue;
    EXPECT_EQ(decode_field(value_view::of_text("Red"), back), decode_error::out_of_range);
    EXPECT_EQ(decode_field(value_view::of_text(""), back), decode_error::out_of_range);
    EXPECT_EQ(decode_field(value_view::of_int16(0), back), decode_error::wrong_kind);
    EXPECT_EQ(back, colour::blue);
    scratch temporaries;
    EXPECT_THROW(encode_field(colour::green, temporaries), aludel::mapping_error);
}

TEST(enum_codec, without_names_travels_as_its_number) {
    scratch temporaries;
    EXPECT_EQ(encode_field(rank::high, temporaries).integer(), 60'000);
    rank back{};
    EXPECT_EQ(decode_field(value_view::of_int64(60'000), back), decode_error::none);
    EXPECT_EQ(back, rank::high);
    EXPECT_EQ(decode_field(value_view::of_int64(70'000), back), decode_error::out_of_range);
}

}  // namespace
