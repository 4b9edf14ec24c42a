// SPDX-License-Identifier: BSL-1.0
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/model/reflect.hpp>
#include <aludel/types/uuid.hpp>

namespace keys_test {

enum class level { low, high };

struct country {
    std::string code;
    std::string name;
};

struct region {
    std::string country_code;
    std::int32_t number = 0;
};

struct town {
    std::uint64_t id = 0;
    std::optional<std::string> country_code;
    std::optional<std::int32_t> region_number;
    std::int64_t mayor_id = 0;
};

/// Its key is also the key of what it describes.
struct town_details {
    std::uint64_t town_id = 0;
    std::string text;
};

struct person {
    std::int64_t id = 0;
    std::uint64_t town_id = 0;
};

struct given_number {
    std::int32_t id = 0;
};

struct made_by_server {
    aludel::uuid id;
    std::string text;
};

struct made_by_client {
    aludel::uuid id = aludel::uuid_v7();
};

struct keyed_by_enum {
    level id{};
    std::string text;
};

struct counted_apart {
    std::int32_t id{};
};
struct key_in_a_nested_struct {
    region place;
    std::string text;
};

}  // namespace keys_test

template <>
inline constexpr auto
    aludel::entity<keys_test::country> = aludel::table("country").primary_key<&keys_test::country::code>();
template <>
inline constexpr auto aludel::entity<keys_test::region> =
    aludel::table("region")
        .primary_key<&keys_test::region::country_code, &keys_test::region::number>()
        .foreign_key<&keys_test::region::country_code, &keys_test::country::code>(aludel::on_delete::cascade,
                                                                                  aludel::on_update::restrict);
template <>
inline constexpr auto
    aludel::entity<keys_test::town> = aludel::table("town")
                                          .foreign_key<&keys_test::town::country_code, &keys_test::town::region_number,
                                                       &keys_test::region::country_code, &keys_test::region::number>()
                                          .foreign_key<&keys_test::town::mayor_id, &keys_test::person::id>();
template <>
inline constexpr auto aludel::entity<keys_test::person> =
    aludel::table("person").foreign_key<&keys_test::person::town_id, &keys_test::town::id>();
template <>
inline constexpr auto aludel::entity<keys_test::town_details> =
    aludel::table("town_details")
        .primary_key<&keys_test::town_details::town_id>()
        .foreign_key<&keys_test::town_details::town_id, &keys_test::town::id>();
template <>
inline constexpr auto aludel::entity<keys_test::given_number> =
    aludel::table("given_number").generated<&keys_test::given_number::id>(aludel::key::given);
template <>
inline constexpr auto aludel::entity<keys_test::made_by_server> =
    aludel::table("made_by_server").generated<&keys_test::made_by_server::id>(aludel::key::server_uuid);
template <>
inline constexpr auto aludel::entity<keys_test::counted_apart> =
    aludel::table("counted_apart").generated<&keys_test::counted_apart::id>(aludel::key::sequence);
template <>
inline constexpr auto aludel::entity<keys_test::key_in_a_nested_struct> =
    aludel::table("nested")
        .primary_key<&keys_test::key_in_a_nested_struct::place, &keys_test::region::number>()
        .foreign_key<&keys_test::key_in_a_nested_struct::place, &keys_test::region::country_code,
                     &keys_test::key_in_a_nested_struct::place, &keys_test::region::number,
                     &keys_test::key_in_a_nested_struct::place, &keys_test::region::country_code,
                     &keys_test::key_in_a_nested_struct::place, &keys_test::region::number>();

namespace {

using aludel::column_index;
using aludel::table_of;
using namespace keys_test;

std::vector<column_index> listed(std::span<const column_index> columns) {
    return {columns.begin(), columns.end()};
}

aludel::key who_makes(const aludel::table_description& table) {
    const aludel::column_description* column = generated_column(table);
    return column == nullptr ? aludel::key::given : column->generated;
}

TEST(generated_key, follows_from_the_key_unless_it_was_said) {
    const struct {
        const char* name;
        const aludel::table_description& table;
        aludel::key by;
    } cases[] = {
        {"a single integer", table_of<town>, aludel::key::integer},
        {"a single integer said to be given", table_of<given_number>, aludel::key::given},
        {"an integer that refers to another table", table_of<town_details>, aludel::key::given},
        {"text", table_of<country>, aludel::key::given},
        {"several columns", table_of<region>, aludel::key::given},
        {"a UUID", table_of<made_by_client>, aludel::key::given},
        {"an integer said to come from a sequence", table_of<counted_apart>, aludel::key::sequence},
        {"a UUID said to be the server's", table_of<made_by_server>, aludel::key::server_uuid},
        {"an integer inside a nested struct that refers to another table", table_of<key_in_a_nested_struct>,
         aludel::key::given},
    };
    for (const auto& row : cases) {
        EXPECT_EQ(who_makes(row.table), row.by) << row.name;
    }
}

TEST(primary_key, may_span_several_columns) {
    EXPECT_EQ(listed(table_of<region>.primary_key), (std::vector<column_index>{0, 1}));
    EXPECT_TRUE(is_key_column(table_of<region>, 1));
    EXPECT_FALSE(is_key_column(table_of<town>, 1));
}

TEST(primary_key, may_be_inside_a_nested_struct) {
    EXPECT_EQ(listed(table_of<key_in_a_nested_struct>.primary_key), std::vector<column_index>{1});
}

TEST(foreign_key, refers_to_another_table_with_its_actions) {
    ASSERT_EQ(table_of<region>.foreign_keys.size(), 1u);
    const aludel::foreign_key_description& country_code = table_of<region>.foreign_keys[0];
    EXPECT_EQ(&country_code.referenced_table(), &table_of<country>);
    EXPECT_EQ(country_code.on_delete, aludel::referential_action::cascade);
    EXPECT_EQ(country_code.on_update, aludel::referential_action::restrict);
}

TEST(foreign_key, may_span_several_columns_that_may_be_optional) {
    ASSERT_EQ(table_of<town>.foreign_keys.size(), 2u);
    const aludel::foreign_key_description& place = table_of<town>.foreign_keys[0];
    EXPECT_EQ(listed(place.columns), (std::vector<column_index>{1, 2}));
    EXPECT_EQ(&place.referenced_table(), &table_of<region>);
    EXPECT_EQ(listed(place.referenced_columns), (std::vector<column_index>{0, 1}));
}

TEST(foreign_key, of_two_structs_may_refer_to_each_other) {
    EXPECT_EQ(&table_of<town>.foreign_keys[1].referenced_table(), &table_of<person>);
    EXPECT_EQ(&table_of<person>.foreign_keys[0].referenced_table(), &table_of<town>);
}

TEST(foreign_key, may_be_made_of_paths_into_nested_structs) {
    ASSERT_EQ(table_of<key_in_a_nested_struct>.foreign_keys.size(), 1u);
    EXPECT_EQ(listed(table_of<key_in_a_nested_struct>.foreign_keys[0].columns), (std::vector<column_index>{0, 1}));
}

}  // namespace
