// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <chrono>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include <aludel/error.hpp>
#include <aludel/model/reflect.hpp>

namespace misfit_test {

enum class status : std::uint8_t { active, gone };

struct contact {
    std::string email;
};

struct user {
    std::int16_t id = 0;
    std::string name;
    contact home;
    std::chrono::sys_seconds seen{};
    status state{};
};

}  // namespace misfit_test

template <>
inline constexpr std::array aludel::enum_text<misfit_test::status> = {
    aludel::enum_name{misfit_test::status::active, "active"}, aludel::enum_name{misfit_test::status::gone, "gone"}};

template <>
inline constexpr auto aludel::entity<misfit_test::user> =
    aludel::table("users")
        .column<&misfit_test::user::home, &misfit_test::contact::email>("home_email")
        .column<&misfit_test::user::seen>("last_seen");

namespace {

using aludel::table_of;
using aludel::value_view;
using misfit_test::user;

constexpr std::array good_row{value_view::of_int32(1), value_view::of_text("ann"), value_view::of_text("a@b.c"),
                              value_view::of_timestamp(0), value_view::of_text("gone")};

/// The error of writing a row in which one value is another; an empty message if there is none.
aludel::mapping_error error_with(std::size_t column, const value_view& other) {
    auto row = good_row;
    row[column] = other;
    user object;
    try {
        write_object(table_of<user>, &object, row);
    } catch (const aludel::mapping_error& thrown) {
        return thrown;
    }
    return aludel::mapping_error{""};
}

TEST(write_object, fills_the_object) {
    user object;
    write_object(table_of<user>, &object, good_row);
    EXPECT_EQ(object.id, 1);
    EXPECT_EQ(object.home.email, "a@b.c");
    EXPECT_EQ(object.state, misfit_test::status::gone);
}

TEST(misfit, says_what_is_wrong_where_and_the_cure) {
    const struct {
        const char* name;
        std::size_t column;
        value_view other;
        const char* message;
    } cases[] = {
        {"NULL", 1, value_view{},
         "column \"users.name\" is NULL, but the field user::name is not an optional; make it std::optional<…>"},
        {"NULL in a nested struct", 2, value_view{},
         "column \"users.home_email\" is NULL, but the field user::home.email is not an optional; make it "
         "std::optional<…>"},
        {"too large a number", 0, value_view::of_int32(32'768),
         "column \"users.id\" holds a value that the field user::id cannot hold; use a wider type or correct the row"},
        {"an enum's text that is not listed", 4, value_view::of_text("asleep"),
         "column \"users.state\" holds a value that the field user::state cannot hold; list it in the enum's "
         "aludel::enum_text or correct the row"},
        {"another kind", 3, value_view::of_int64(5),
         "column \"users.last_seen\" holds a kind of value that the field user::seen (timestamp) cannot be read from; "
         "give the field a type that fits the column, or the column a type that fits the field"},
        {"text that is no timestamp", 3, value_view::of_text("yesterday"),
         "column \"users.last_seen\" holds a value that is not a timestamp, the kind that the field user::seen needs; "
         "correct the row, or read the column into a std::string"},
    };
    for (const auto& row : cases) {
        EXPECT_STREQ(error_with(row.column, row.other).what(), row.message) << row.name;
    }
}

TEST(misfit, knows_its_table_and_column) {
    const aludel::mapping_error error = error_with(3, value_view{});
    EXPECT_EQ(error.table(), "users");
    EXPECT_EQ(error.column(), "last_seen");
    EXPECT_TRUE(error.connection_is_usable());
}

TEST(a_value_that_cannot_be_sent, names_its_table_and_column) {
    user odd;
    odd.state = static_cast<misfit_test::status>(77);
    std::vector<value_view> row(table_of<user>.columns.size());
    aludel::scratch temporaries;
    try {
        read_object(table_of<user>, &odd, row, temporaries);
        FAIL() << "it was taken";
    } catch (const aludel::mapping_error& error) {
        EXPECT_EQ(error.table(), "users");
        EXPECT_EQ(error.column(), "state");
        EXPECT_TRUE(std::string_view{error.what()}.starts_with("column \"users.state\": ")) << error.what();
    }
}

TEST(misfit, does_not_repeat_the_value) {
    EXPECT_EQ(std::string_view{error_with(4, value_view::of_text("secret")).what()}.find("secret"),
              std::string_view::npos);
}

TEST(find_column, knows_the_database_name_only) {
    ASSERT_NE(find_column(table_of<user>, "last_seen"), nullptr);
    EXPECT_EQ(find_column(table_of<user>, "last_seen")->field, "seen");
    EXPECT_EQ(find_column(table_of<user>, "seen"), nullptr);
}

TEST(place_of, is_table_and_column) {
    EXPECT_EQ(place_of(table_of<user>, 2), "users.home_email");
}

}  // namespace
