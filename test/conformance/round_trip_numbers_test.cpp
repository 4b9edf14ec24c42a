// SPDX-License-Identifier: BSL-1.0
#include <limits>

#include "round_trip.hpp"

namespace round_trips {

using conformance::facts;

template <std::integral Integer>
struct samples_of<Integer> {
    static constexpr std::string_view table = [] {
        constexpr std::string_view names[2][4] = {{"kept_int8", "kept_int16", "kept_int32", "kept_int64"},
                                                  {"kept_uint8", "kept_uint16", "kept_uint32", "kept_uint64"}};
        constexpr std::size_t width = sizeof(Integer) == 8 ? 3 : sizeof(Integer) / 2;
        return names[std::unsigned_integral<Integer> ? 1 : 0][width];
    }();
    static std::vector<sample<Integer>> storable() {
        using limits = std::numeric_limits<Integer>;
        std::vector<sample<Integer>> samples{{"one", 1},
                                             {"least", limits::min()},
                                             {"next to least", static_cast<Integer>(limits::min() + 2)},
                                             {"greatest", limits::max()},
                                             {"next to greatest", static_cast<Integer>(limits::max() - 1)},
                                             {"middle", static_cast<Integer>(limits::max() / 2)}};
        if constexpr (std::signed_integral<Integer>) {
            samples.push_back({"zero", 0});
            samples.push_back({"minus one", -1});
        } else {
            samples.push_back({"first behind the signed ones", static_cast<Integer>(limits::max() / 2 + 1)});
        }
        return samples;
    }
};

template <>
struct samples_of<bool> {
    static constexpr std::string_view table = "kept_bool";
    static std::vector<sample<bool>> storable() { return {{"true", true}, {"false", false}}; }
};

template <std::floating_point Number>
struct samples_of<Number> {
    using limits = std::numeric_limits<Number>;
    static constexpr std::string_view table = sizeof(Number) == 4 ? "kept_float" : "kept_double";

    static std::vector<sample<Number>> storable() {
        std::vector<sample<Number>> samples{
            {"zero", 0},
            {"a tenth", static_cast<Number>(0.1)},
            {"minus a third", static_cast<Number>(-1.0 / 3)},
            {"one", 1},
            {"greatest", limits::max()},
            {"least", limits::lowest()},
            {"smallest normal", limits::min()},
            {"smallest denormal", limits::denorm_min()},
            {"negative denormal", -limits::denorm_min() * 3},
            {"greatest denormal", limits::min() - limits::denorm_min()},
            {"next to one", 1 + limits::epsilon()},
            {"whole number with all digits", static_cast<Number>(std::uint64_t{1} << limits::digits) - 1},
            {"beyond 64 bits", static_cast<Number>(1.5e20)}};
        if (facts().stores_negative_zero) {
            samples.push_back({"negative zero", static_cast<Number>(-0.0)});
        }
        add_if(facts().stores_nan, nan(), samples);
        add_if(facts().stores_infinity, infinities(), samples);
        return samples;
    }
    static std::vector<sample<Number>> refused() {
        std::vector<sample<Number>> samples;
        add_if(!facts().stores_nan, nan(), samples);
        add_if(!facts().stores_infinity, infinities(), samples);
        return samples;
    }

private:
    static std::vector<sample<Number>> nan() { return {{"NaN", limits::quiet_NaN()}}; }
    static std::vector<sample<Number>> infinities() {
        return {{"infinity", limits::infinity()}, {"minus infinity", -limits::infinity()}};
    }
    static void add_if(bool wanted, const std::vector<sample<Number>>& more, std::vector<sample<Number>>& samples) {
        if (wanted) {
            samples.insert(samples.end(), more.begin(), more.end());
        }
    }
};

using numbers = testing::Types<std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t,
                               std::uint32_t, std::uint64_t, bool, float, double>;
INSTANTIATE_TYPED_TEST_SUITE_P(of, round_trip, numbers, named_by_table);

TEST(numbers_on_their_way, nan_and_infinity_are_stored_or_refused) {
    if (facts().stores_nan && facts().stores_infinity) {
        GTEST_SKIP() << facts().server << " stores them";
    }
    expect_refused(samples_of<float>::refused());
    expect_refused(samples_of<double>::refused());
}

TEST(numbers_on_their_way, negative_zero_keeps_its_sign) {
    if (!facts().stores_negative_zero) {
        GTEST_SKIP() << facts().server << " stores zero without a sign";
    }
    using row = kept<double>;
    aludel::session session = conformance::session_with<row>();
    aludel::repository<row> rows{session};
    EXPECT_TRUE(std::signbit(rows.get(rows.add({0, -0.0, -0.0}).id).field));
}

TEST(numbers_on_their_way, uint64_above_the_signed_ones_keeps_its_order) {
    using row = kept<std::uint64_t>;
    aludel::session session = conformance::session_with<row>();
    aludel::repository<row> rows{session};
    constexpr std::uint64_t first_behind = std::uint64_t{1} << 63;
    rows.bulk_insert(std::vector<row>{
        {1, first_behind + 10, {}}, {2, 5, {}}, {3, first_behind - 1, {}}, {4, ~std::uint64_t{0}, {}}, {5, 70, {}}});
    std::vector<std::int64_t> order;
    for (const row& each : rows.list(aludel::order_by(aludel::col<&row::field>.asc()))) {
        order.push_back(each.id);
    }
    EXPECT_EQ(order, (std::vector<std::int64_t>{2, 5, 3, 1, 4}));
    EXPECT_EQ(rows.count(aludel::col<&row::field> >= first_behind), 2u);
    EXPECT_EQ(rows.count(aludel::col<&row::field> < first_behind), 3u);
}

}  // namespace round_trips
