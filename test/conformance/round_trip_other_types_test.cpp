// SPDX-License-Identifier: BSL-1.0
#include "round_trip.hpp"

namespace round_trips {

enum class level : std::uint8_t { low = 0, high = 255 };
enum class balance : std::int64_t {
    least = std::numeric_limits<std::int64_t>::min(),
    none = 0,
    greatest = std::numeric_limits<std::int64_t>::max()
};
enum class colour { red, blue, none };

struct money {
    std::int64_t cents = 0;
    bool operator==(const money&) const = default;
};
struct label {
    std::string text;
    bool operator==(const label&) const = default;
};
struct interval {
    std::chrono::minutes length{};
    bool operator==(const interval&) const = default;
};

}  // namespace round_trips

template <>
inline constexpr std::array aludel::enum_text<round_trips::colour> = {
    aludel::enum_name{round_trips::colour::red, "red"}, aludel::enum_name{round_trips::colour::blue, "it's blue"},
    aludel::enum_name{round_trips::colour::none, ""}};

template <>
struct aludel::field_codec<round_trips::money> : aludel::codec_via<std::int64_t> {
    static std::int64_t to_stored(const round_trips::money& field) { return field.cents; }
    static round_trips::money from_stored(std::int64_t cents) { return {cents}; }
};
template <>
struct aludel::field_codec<round_trips::label> : aludel::codec_via<std::string> {
    static std::string to_stored(const round_trips::label& field) { return "label:" + field.text; }
    static round_trips::label from_stored(const std::string& stored) { return {stored.substr(6)}; }
};
/// By way of another type that has a codec of its own.
template <>
struct aludel::field_codec<round_trips::interval> : aludel::codec_via<round_trips::money> {
    static round_trips::money to_stored(const round_trips::interval& field) { return {field.length.count()}; }
    static round_trips::interval from_stored(round_trips::money stored) { return {std::chrono::minutes{stored.cents}}; }
};

namespace round_trips {

template <>
struct samples_of<level> {
    static constexpr std::string_view table = "kept_enum";
    static std::vector<sample<level>> storable() {
        return {{"low", level::low}, {"high", level::high}, {"not named", static_cast<level>(77)}};
    }
};
template <>
struct samples_of<balance> {
    static constexpr std::string_view table = "kept_wide_enum";
    static std::vector<sample<balance>> storable() {
        return {{"least", balance::least}, {"none", balance::none}, {"greatest", balance::greatest}};
    }
};
template <>
struct samples_of<colour> {
    static constexpr std::string_view table = "kept_enum_text";
    static std::vector<sample<colour>> storable() {
        return {{"red", colour::red}, {"quoted", colour::blue}, {"stored as an empty text", colour::none}};
    }
};
template <>
struct samples_of<aludel::uuid> {
    static constexpr std::string_view table = "kept_uuid";
    static std::vector<sample<aludel::uuid>> storable() {
        return {{"random", aludel::uuid_v4()},
                {"by time", aludel::uuid_v7()},
                {"nil", aludel::uuid{}},
                {"all ones", aludel::uuid::from_text("ffffffff-ffff-ffff-ffff-ffffffffffff")},
                {"letters and spaces in ASCII", aludel::uuid::from_text("20202020-4142-4344-4546-202020202020")}};
    }
};
template <>
struct samples_of<money> {
    static constexpr std::string_view table = "kept_money";
    static std::vector<sample<money>> storable() {
        return {{"some", {1999}}, {"debts", {-1}}, {"most", {std::numeric_limits<std::int64_t>::max()}}};
    }
};
template <>
struct samples_of<label> {
    static constexpr std::string_view table = "kept_label";
    static std::vector<sample<label>> storable() {
        return {{"empty", {""}}, {"longer than a short string", {std::string(100, 'x')}}, {"emoji", {"🎈"}}};
    }
};
template <>
struct samples_of<interval> {
    static constexpr std::string_view table = "kept_interval";
    static std::vector<sample<interval>> storable() {
        return {{"an hour", {std::chrono::hours{1}}}, {"back in time", {std::chrono::minutes{-5}}}};
    }
};

using other_types = testing::Types<level, balance, colour, aludel::uuid, money, label, interval>;
INSTANTIATE_TYPED_TEST_SUITE_P(of, round_trip, other_types, named_by_table);

TEST(enums_on_their_way, a_value_that_enum_text_does_not_list_is_refused_and_leaves_nothing) {
    using row = kept<colour>;
    aludel::session session = conformance::session_with<row>();
    aludel::repository<row> rows{session};
    const row unlisted{1, static_cast<colour>(9), {}};
    EXPECT_THROW(rows.add(unlisted), aludel::mapping_error);
    EXPECT_THROW(rows.bulk_insert(std::vector{row{2, colour::red, {}}, unlisted}), aludel::mapping_error);
    EXPECT_EQ(rows.count(), 0u);
}

TEST(enums_on_their_way, a_text_that_enum_text_does_not_list_names_the_column) {
    using row = kept<colour>;
    aludel::session session = conformance::session_with<row>();
    aludel::repository<row> rows{session};
    session.execute("insert into kept_enum_text (id, field) values (1, 'green')");
    try {
        (void)rows.get(1);
        FAIL() << "the text was taken";
    } catch (const aludel::mapping_error& failed) {
        EXPECT_NE(std::string{failed.what()}.find("kept_enum_text.field"), std::string::npos) << failed.what();
        EXPECT_EQ(std::string{failed.what()}.find("green"), std::string::npos) << failed.what();
    }
}

}  // namespace round_trips
