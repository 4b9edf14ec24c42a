// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/model/reflect.hpp>
#include <aludel/schema/ddl.hpp>

namespace family {

struct grandparent {
    std::int64_t id{};
};
struct parent {
    std::int64_t id{};
    std::int64_t grandparent_id{};
};
struct child {
    std::int64_t id{};
    std::int64_t parent_id{};
    std::optional<std::int64_t> elder_id;
};
struct chicken {
    std::int64_t id{};
    std::int64_t egg_id{};
};
struct egg {
    std::int64_t id{};
    std::int64_t chicken_id{};
};

}  // namespace family

template <>
inline constexpr auto aludel::entity<family::parent> =
    aludel::table("parent").foreign_key<&family::parent::grandparent_id, &family::grandparent::id>();
template <>
inline constexpr auto aludel::entity<family::child> = aludel::table("child")
                                                          .foreign_key<&family::child::parent_id, &family::parent::id>()
                                                          .foreign_key<&family::child::elder_id, &family::child::id>();
template <>
inline constexpr auto aludel::entity<family::chicken> =
    aludel::table("chicken").foreign_key<&family::chicken::egg_id, &family::egg::id>();
template <>
inline constexpr auto
    aludel::entity<family::egg> = aludel::table("egg").foreign_key<&family::egg::chicken_id, &family::chicken::id>();

namespace {

using aludel::table_of;

std::vector<std::string_view> ordered(std::vector<const aludel::table_description*> tables) {
    std::vector<std::string_view> names;
    for (const aludel::table_description* table : aludel::schema::parents_first(tables)) {
        names.push_back(table->name);
    }
    return names;
}

using names = std::vector<std::string_view>;
const auto* const grandparent = &table_of<family::grandparent>;
const auto* const parent = &table_of<family::parent>;
const auto* const child = &table_of<family::child>;
const auto* const chicken = &table_of<family::chicken>;
const auto* const egg = &table_of<family::egg>;

TEST(parents_first, leaves_an_order_that_is_right) {
    EXPECT_EQ(ordered({grandparent, parent, child}), (names{"grandparent", "parent", "child"}));
}

TEST(parents_first, turns_an_order_that_is_wrong) {
    EXPECT_EQ(ordered({child, parent, grandparent}), (names{"grandparent", "parent", "child"}));
    EXPECT_EQ(ordered({child, grandparent, parent}), (names{"grandparent", "parent", "child"}));
}

TEST(parents_first, leaves_tables_alone_that_were_not_asked_for) {
    EXPECT_EQ(ordered({child, grandparent}), (names{"child", "grandparent"}));
}

TEST(parents_first, takes_a_table_that_refers_to_itself) {
    EXPECT_EQ(ordered({child}), names{"child"});
}

TEST(parents_first, cuts_a_circle_and_holds_each_table_once) {
    EXPECT_EQ(ordered({chicken, egg}), (names{"egg", "chicken"}));
    EXPECT_EQ(ordered({egg, chicken, egg}), (names{"chicken", "egg"}));
}

TEST(parents_first, is_content_with_nothing) {
    EXPECT_EQ(ordered({}), names{});
}

}  // namespace
