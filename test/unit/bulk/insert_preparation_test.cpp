// SPDX-License-Identifier: BSL-1.0
#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/bulk/bulk_load.hpp>
#include <aludel/model/reflect.hpp>
#include <aludel/types/audit.hpp>
#include <aludel/types/uuid.hpp>

namespace preparation {

struct counted {
    std::int64_t id{};
    std::string name;
    std::optional<std::string> status;
    aludel::audit audit;
};
struct server_made {
    aludel::uuid id{};
    std::optional<int> stars;
};
struct given {
    aludel::uuid id{};
    std::int64_t number{};
};
struct versioned {
    std::int64_t id{};
    std::int16_t version = 0;
};

}  // namespace preparation

template <>
inline constexpr auto aludel::entity<preparation::counted> =
    aludel::table("counted").default_value<&preparation::counted::status>("'new'");
template <>
inline constexpr auto
    aludel::entity<preparation::versioned> = aludel::table("versioned").version<&preparation::versioned::version>();
template <>
inline constexpr auto aludel::entity<preparation::server_made> =
    aludel::table("server_made").generated<&preparation::server_made::id>(aludel::key::server_uuid);

namespace {

using aludel::insert_preparation;
using aludel::table_of;
using aludel::value_view;

constexpr std::size_t created_at = 3;
constexpr std::size_t updated_at = 4;

/// A row as it is read from the object and made ready.
template <class T>
std::vector<value_view> prepared(const T& object, aludel::scratch& temporaries) {
    std::vector<value_view> row(table_of<T>.columns.size());
    table_of<T>.read_row(&object, row, temporaries);
    insert_preparation{table_of<T>}(row);
    return row;
}

class insert_preparation_test : public testing::Test {
protected:
    aludel::scratch temporaries;
};

TEST_F(insert_preparation_test, asks_for_a_key_that_is_zero) {
    EXPECT_TRUE(prepared(preparation::counted{}, temporaries)[0].is_null());
}

TEST_F(insert_preparation_test, keeps_a_key_that_the_object_brings) {
    EXPECT_EQ(prepared(preparation::counted{.id = -7, .name = {}, .status = {}, .audit = {}}, temporaries)[0].integer(),
              -7);
}

TEST_F(insert_preparation_test, asks_for_a_uuid_that_is_nil) {
    EXPECT_TRUE(prepared(preparation::server_made{}, temporaries)[0].is_null());
    const preparation::server_made made{.id = aludel::uuid_v4(), .stars = {}};
    EXPECT_FALSE(prepared(made, temporaries)[0].is_null());
}

TEST_F(insert_preparation_test, leaves_keys_alone_that_nobody_makes) {
    const preparation::given nil;
    const auto row = prepared(nil, temporaries);
    EXPECT_EQ(row[0].kind(), aludel::value_kind::uuid);
    EXPECT_EQ(row[1].integer(), 0);
}

TEST_F(insert_preparation_test, sets_both_times_of_a_new_row_to_now) {
    using namespace std::chrono;
    const auto before = floor<microseconds>(system_clock::now()).time_since_epoch().count();
    const preparation::counted made;
    const auto row = prepared(made, temporaries);
    const auto after = floor<microseconds>(system_clock::now()).time_since_epoch().count();
    EXPECT_LE(before, row[created_at].integer());
    EXPECT_LE(row[created_at].integer(), after);
    EXPECT_EQ(row[updated_at].integer(), row[created_at].integer());
}

TEST_F(insert_preparation_test, keeps_times_that_the_program_set) {
    preparation::counted made;
    made.audit.created_at = aludel::timestamp{std::chrono::microseconds{1}};
    made.audit.updated_at = aludel::timestamp{std::chrono::microseconds{2}};
    const auto row = prepared(made, temporaries);
    EXPECT_EQ(row[created_at].integer(), 1);
    EXPECT_EQ(row[updated_at].integer(), 2);
}

TEST_F(insert_preparation_test, gives_a_new_row_its_first_version_and_keeps_one_that_it_brings) {
    const auto first = prepared(preparation::versioned{}, temporaries)[1];
    EXPECT_EQ(first.kind(), aludel::value_kind::int16);
    EXPECT_EQ(first.integer(), 1);
    EXPECT_EQ(prepared(preparation::versioned{.id = 0, .version = 8}, temporaries)[1].integer(), 8);
}

TEST_F(insert_preparation_test, gives_every_row_of_a_load_the_same_time) {
    const insert_preparation prepare{table_of<preparation::counted>};
    const preparation::counted made;
    std::vector<value_view> first(table_of<preparation::counted>.columns.size());
    std::vector<value_view> second(first.size());
    table_of<preparation::counted>.read_row(&made, first, temporaries);
    table_of<preparation::counted>.read_row(&made, second, temporaries);
    prepare(first);
    prepare(second);
    EXPECT_EQ(first[created_at].integer(), second[created_at].integer());
}

TEST_F(insert_preparation_test, takes_several_rows_one_behind_the_other) {
    std::vector<preparation::counted> objects(3);
    objects[0].name = "asks";
    objects[1].id = 7;
    objects[1].name = "brings";
    const std::size_t width = table_of<preparation::counted>.columns.size();
    std::vector<value_view> rows(objects.size() * width);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table_of<preparation::counted>.read_row(&objects[i], std::span{rows}.subspan(i * width, width), temporaries);
    }
    insert_preparation{table_of<preparation::counted>}(rows);
    EXPECT_TRUE(rows[0].is_null());
    EXPECT_EQ(rows[width].integer(), 7);
    EXPECT_TRUE(rows[2 * width].is_null());
    for (std::size_t i = 0; i < objects.size(); ++i) {
        EXPECT_EQ(rows[i * width + 1].text(), objects[i].name);
        EXPECT_FALSE(rows[i * width + created_at].is_null());
        EXPECT_EQ(rows[i * width + updated_at].integer(), rows[created_at].integer());
    }
}

TEST_F(insert_preparation_test, gives_versions_and_asks_for_uuids_in_several_rows) {
    const preparation::versioned versions[] = {{1, 0}, {2, 8}, {3, 0}};
    const preparation::server_made uuids[] = {{}, {aludel::uuid_v4(), 5}, {}};
    std::vector<value_view> versioned(6);
    std::vector<value_view> made(6);
    for (std::size_t i = 0; i < 3; ++i) {
        table_of<preparation::versioned>.read_row(&versions[i], std::span{versioned}.subspan(2 * i, 2), temporaries);
        table_of<preparation::server_made>.read_row(&uuids[i], std::span{made}.subspan(2 * i, 2), temporaries);
    }
    insert_preparation{table_of<preparation::versioned>}(versioned);
    insert_preparation{table_of<preparation::server_made>}(made);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(versioned[2 * i].integer(), versions[i].id);
        EXPECT_EQ(versioned[2 * i + 1].integer(), i == 1 ? 8 : 1);
        EXPECT_EQ(made[2 * i].is_null(), i != 1);
        EXPECT_EQ(made[2 * i + 1].is_null(), i != 1);
    }
}

}  // namespace
