// SPDX-License-Identifier: BSL-1.0
// Keys that the program makes: nanoids and UUIDs of every version.
#include <gtest/gtest.h>

#include "database.hpp"

namespace program_keys {

struct by_nanoid {
    std::string id = aludel::nanoid();
    std::string name;
};
struct by_v4 {
    aludel::uuid id = aludel::uuid_v4();
    std::string name;
};
struct by_v6 {
    aludel::uuid id = aludel::uuid_v6();
    std::string name;
};
struct by_v7 {
    aludel::uuid id = aludel::uuid_v7();
    std::string name;
};

}  // namespace program_keys

template <>
inline constexpr auto aludel::entity<program_keys::by_nanoid> =
    aludel::table("made_by_nanoid").column_type<&program_keys::by_nanoid::id>("varchar(21)");
template <>
inline constexpr auto aludel::entity<program_keys::by_v4> = aludel::table("made_by_v4");
template <>
inline constexpr auto aludel::entity<program_keys::by_v6> = aludel::table("made_by_v6");
template <>
inline constexpr auto aludel::entity<program_keys::by_v7> = aludel::table("made_by_v7");

namespace program_keys {

template <class Row>
class keys_made_by_the_program : public testing::Test {};
using made_rows = testing::Types<by_nanoid, by_v4, by_v6, by_v7>;
TYPED_TEST_SUITE(keys_made_by_the_program, made_rows);

TYPED_TEST(keys_made_by_the_program, are_known_before_and_kept_on_every_path) {
    aludel::session session = conformance::session_with<TypeParam>();
    aludel::repository<TypeParam> rows{session};
    TypeParam alone;
    alone.name = "alone";
    EXPECT_EQ(rows.add(alone).id, alone.id);
    EXPECT_EQ(rows.get(alone.id).name, "alone");
    std::vector<TypeParam> many(100);
    const std::vector<TypeParam> stored = rows.add_many(many);
    for (std::size_t i = 0; i < many.size(); ++i) {
        EXPECT_EQ(stored[i].id, many[i].id);
    }
    rows.bulk_insert(std::vector<TypeParam>(100));
    EXPECT_EQ(rows.count(), 201u);
    std::vector<decltype(alone.id)> ids;
    for (const TypeParam& row : many) {
        ids.push_back(row.id);
    }
    EXPECT_EQ(rows.count(aludel::col<&TypeParam::id>.in(ids)), 100u);
    EXPECT_EQ(rows.remove_many(ids), 100u);
}

template <class Row>
class keys_that_grow : public testing::Test {};
using growing_rows = testing::Types<by_v6, by_v7>;
TYPED_TEST_SUITE(keys_that_grow, growing_rows);

TYPED_TEST(keys_that_grow, are_in_the_order_in_which_they_were_made) {
    aludel::session session = conformance::session_with<TypeParam>();
    aludel::repository<TypeParam> rows{session};
    std::vector<TypeParam> many(300);
    for (std::size_t i = 0; i < many.size(); ++i) {
        many[i].name = std::to_string(i);
    }
    rows.bulk_insert(many);
    const auto listed = rows.list(aludel::order_by(aludel::col<&TypeParam::id>.asc()));
    ASSERT_EQ(listed.size(), many.size());
    for (std::size_t i = 0; i < many.size(); ++i) {
        EXPECT_EQ(listed[i].name, many[i].name);
    }
}

}  // namespace program_keys
