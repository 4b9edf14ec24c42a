// SPDX-License-Identifier: BSL-1.0
// What units of work are made of: places for objects, and rows as they were.
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/aludel.hpp>

#include "repository/unit_of_work_objects.hpp"
#include "repository/unit_of_work_snapshots.hpp"

namespace pieces {

/// Counts how many of it there are.
struct counted {
    std::int64_t id{};
    std::string name;
    aludel::unmapped<std::shared_ptr<int>> alive;
};

struct every_kind {
    std::int64_t id{};
    bool flag = false;
    std::int16_t small = 0;
    std::int32_t medium = 0;
    std::uint64_t large = 0;
    float narrow = 0;
    double wide = 0;
    std::string text;
    std::vector<std::byte> bytes;
    aludel::timestamp at{};
    aludel::uuid key{};
    std::optional<std::string> nothing;
};

struct watched {
    std::int64_t id{};
    std::string name;
    std::int32_t version = 0;
    aludel::audit audit;
    aludel::soft_delete removal;
};

}  // namespace pieces

template <>
inline constexpr auto aludel::entity<pieces::watched> = aludel::table("watched").version<&pieces::watched::version>();

namespace {

using aludel::value_view;
using namespace aludel::detail;

template <class T>
std::vector<value_view> row_of(const T& object, aludel::scratch& temporaries) {
    std::vector<value_view> row(aludel::table_of<T>.columns.size());
    aludel::read_object(aludel::table_of<T>, &object, row, temporaries);
    return row;
}

TEST(object_places, stay_where_they_are_and_are_found_by_their_address) {
    object_store store{object_type_of<pieces::counted>};
    std::vector<void*> places;
    for (std::int64_t i = 0; i < 1000; ++i) {
        pieces::counted object{i, "number " + std::to_string(i), {}};
        places.push_back(store.add_moved(&object));
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        ASSERT_EQ(store[i], places[i]);
        ASSERT_EQ(store.index_of(places[i]), i);
        ASSERT_EQ(static_cast<pieces::counted*>(places[i])->id, static_cast<std::int64_t>(i));
    }
    const pieces::counted elsewhere;
    EXPECT_EQ(store.index_of(&elsewhere), std::nullopt);
}

TEST(object_places, destroy_what_was_made_in_them) {
    const auto alive = std::make_shared<int>(1);
    {
        object_store store{object_type_of<pieces::counted>};
        const pieces::counted object{1, "one", {alive}};
        for (int i = 0; i < 20; ++i) {
            store.add_copy(&object);
        }
        EXPECT_EQ(alive.use_count(), 22);
        store.shrink(5);
        EXPECT_EQ(alive.use_count(), 7);
        EXPECT_EQ(store.size(), 5u);
    }
    EXPECT_EQ(alive.use_count(), 1);
}

TEST(snapshots, give_back_every_kind_of_value) {
    pieces::every_kind object{.id = -1,
                              .flag = true,
                              .small = std::numeric_limits<std::int16_t>::min(),
                              .medium = 7,
                              .large = std::numeric_limits<std::uint64_t>::max(),
                              .narrow = 0.1F,
                              .wide = -0.0,
                              .text = std::string("a\0b", 3),
                              .bytes = {std::byte{0}, std::byte{255}},
                              .at = aludel::timestamp{std::chrono::microseconds{-5}},
                              .key = aludel::uuid_v4(),
                              .nothing = {}};
    aludel::scratch temporaries;
    const std::vector<value_view> row = row_of(object, temporaries);
    std::string packed;
    append_packed(packed, row);
    std::vector<value_view> again(row.size());
    unpack(packed, again);
    for (std::size_t i = 0; i < row.size(); ++i) {
        EXPECT_TRUE(aludel::same_value(row[i], again[i])) << i;
        EXPECT_EQ(row[i].declared_kind(), again[i].declared_kind()) << i;
    }
}

TEST(snapshots, tell_the_columns_that_an_update_has_to_write) {
    pieces::watched object{1, "Ann", 3, {}, {}};
    aludel::scratch temporaries;
    const pieces::watched before = object;
    const std::vector<value_view> row = row_of(before, temporaries);
    EXPECT_TRUE(changed_columns(aludel::table_of<pieces::watched>, row, row_of(object, temporaries)).empty());
    object.name = "Anna";
    object.version = 7;
    object.removal.removed_at = aludel::now();
    object.audit.created_at = aludel::now();
    EXPECT_EQ(changed_columns(aludel::table_of<pieces::watched>, row, row_of(object, temporaries)),
              (std::vector<aludel::column_index>{1}));
    object.audit.updated_at = aludel::now();
    EXPECT_EQ(changed_columns(aludel::table_of<pieces::watched>, row, row_of(object, temporaries)),
              (std::vector<aludel::column_index>{1, 4}));
}

TEST(snapshots, know_that_a_key_with_null_is_none) {
    const std::array row{value_view::of_int64(1), value_view{}, value_view::of_text("")};
    constexpr std::array<aludel::column_index, 2> with_null{0, 1};
    constexpr std::array<aludel::column_index, 1> empty_text{2};
    EXPECT_TRUE(key_bytes(row, with_null).empty());
    EXPECT_FALSE(key_bytes(row, empty_text).empty());
}

}  // namespace
