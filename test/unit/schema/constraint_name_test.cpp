// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <gtest/gtest.h>

#include <aludel/model/reflect.hpp>
#include <aludel/schema/ddl.hpp>

namespace constraint_names {

struct user {
    std::int64_t id{};
    std::string email;
    std::string name;
};
struct fleet {
    std::int64_t id{};
    std::string ship;
    std::string shin;
};

}  // namespace constraint_names

template <>
inline constexpr auto aludel::entity<constraint_names::fleet> =
    aludel::table("flotte_der_großen_schiffe").column<&constraint_names::fleet::ship>("schöööööön");

namespace {

using aludel::column_index;
using aludel::table_of;
using constraint_names::fleet;
using constraint_names::user;

template <class T>
std::string name_of(std::vector<column_index> columns, std::size_t max_length) {
    return aludel::schema::constraint_name("uq", table_of<T>, columns, max_length);
}

TEST(constraint_name, holds_the_table_and_the_columns) {
    EXPECT_EQ(name_of<user>({1}, 63), "uq_user__email");
    EXPECT_EQ(name_of<user>({2, 1}, 63), "uq_user__name_email");
}

TEST(constraint_name, is_whole_up_to_the_limit) {
    EXPECT_EQ(name_of<user>({1}, 14), "uq_user__email");
    EXPECT_NE(name_of<user>({1}, 13), "uq_user__email");
}

TEST(constraint_name, is_cut_to_the_limit_with_a_hash_behind) {
    const std::string cut = name_of<user>({1, 2}, 16);
    EXPECT_EQ(cut.size(), 16u);
    EXPECT_EQ(cut.substr(0, 8), "uq_user_");
    EXPECT_EQ(cut.find_first_not_of("0123456789abcdef", 8), std::string::npos) << cut;
}

TEST(constraint_name, is_the_same_every_time) {
    EXPECT_EQ(name_of<user>({1, 2}, 16), name_of<user>({1, 2}, 16));
}

TEST(constraint_name, differs_where_only_what_was_cut_off_differs) {
    EXPECT_NE(name_of<user>({1, 2}, 16), name_of<user>({1, 1}, 16));
    EXPECT_NE(name_of<fleet>({1}, 20), name_of<fleet>({2}, 20));
}

TEST(constraint_name, is_not_cut_inside_a_character) {
    for (std::size_t limit = 12; limit < 48; ++limit) {
        const std::string cut = name_of<fleet>({1}, limit);
        EXPECT_LE(cut.size(), limit);
        const std::string kept = cut.size() > 9 ? cut.substr(0, cut.size() - 9) : cut;
        const unsigned char last = static_cast<unsigned char>(kept.back());
        EXPECT_FALSE(last >= 0xC0u) << "limit " << limit << " leaves half a character";
    }
}

}  // namespace
