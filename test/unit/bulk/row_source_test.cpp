// SPDX-License-Identifier: BSL-1.0
#include <list>
#include <ranges>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/bulk/row_source.hpp>

namespace row_sources {

struct item {
    std::int64_t id{};
    std::string name;
};

std::vector<item> items(std::int64_t count) {
    std::vector<item> made;
    for (std::int64_t id = 1; id <= count; ++id) {
        made.push_back({id, "item " + std::to_string(id)});
    }
    return made;
}

constexpr std::size_t width = 2;

class row_source_test : public testing::Test {
protected:
    aludel::scratch temporaries;
    std::vector<aludel::value_view> room = std::vector<aludel::value_view>(3 * width + 1);  // three rows and a bit
};

TEST_F(row_source_test, fills_as_many_rows_as_there_is_room_for) {
    const std::vector<item> all = items(5);
    aludel::range_source<item, const std::vector<item>> source{all};
    ASSERT_EQ(source.next_rows(room, width, temporaries), 3u);
    for (std::size_t row = 0; row < 3; ++row) {
        EXPECT_EQ(room[row * width].integer(), all[row].id);
        EXPECT_EQ(room[row * width + 1].text(), all[row].name);
    }
    EXPECT_EQ(source.next_rows(room, width, temporaries), 2u);
    EXPECT_EQ(room[width].integer(), 5);
    EXPECT_EQ(source.next_rows(room, width, temporaries), 0u);
    EXPECT_FALSE(source.next(room, temporaries));
}

TEST_F(row_source_test, stays_at_the_end_of_what_can_be_read_again_from_there) {
    std::list<item> all;
    all.push_back({1, "only"});
    aludel::range_source<item, std::list<item>> source{all};
    EXPECT_EQ(source.next_rows(room, width, temporaries), 1u);
    EXPECT_EQ(source.next_rows(room, width, temporaries), 0u);
    EXPECT_FALSE(source.next(room, temporaries));
}

TEST_F(row_source_test, gives_one_row_at_a_time_where_objects_do_not_stay) {
    auto made = std::views::iota(1, 3) | std::views::transform([](int id) { return item{id, std::to_string(id)}; });
    aludel::range_source<item, decltype(made)> source{made};
    ASSERT_FALSE(source.rows_stay_valid());
    for (const std::int64_t id : {1, 2}) {
        ASSERT_EQ(source.next_rows(room, width, temporaries), 1u);
        EXPECT_EQ(room[0].integer(), id);
        EXPECT_EQ(room[1].text(), std::to_string(id));
    }
    EXPECT_EQ(source.next_rows(room, width, temporaries), 0u);
}

TEST_F(row_source_test, mixes_rows_one_by_one_with_several) {
    const std::vector<item> all = items(4);
    aludel::range_source<item, const std::vector<item>> source{all};
    std::vector<aludel::value_view> row(width);
    ASSERT_TRUE(source.next(row, temporaries));
    EXPECT_EQ(row[0].integer(), 1);
    ASSERT_EQ(source.next_rows(room, width, temporaries), 3u);
    EXPECT_EQ(room[0].integer(), 2);
    EXPECT_FALSE(source.next(row, temporaries));
}

}  // namespace row_sources
