// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/model/scratch.hpp>

namespace {

using aludel::scratch;
using aludel::value_kind;
using aludel::value_view;

std::string numbered_text(std::size_t i) {
    return std::string(i % 300, 'x') + std::to_string(i);
}

TEST(scratch, what_it_keeps_stays_where_it_is) {
    scratch kept;
    std::vector<std::string_view> views;
    for (std::size_t i = 0; i < 10'000; ++i) {
        views.push_back(kept.keep(std::string_view{numbered_text(i)}));
    }
    for (std::size_t i = 0; i < views.size(); ++i) {
        ASSERT_EQ(views[i], numbered_text(i));
    }
}

TEST(scratch, keeps_values_larger_than_its_blocks) {
    scratch kept;
    const std::string_view small = kept.keep(std::string_view{"small"});
    const std::string_view large = kept.keep(std::string_view{std::string(5'000'000, 'L')});
    const std::string_view after = kept.keep(std::string_view{"after"});
    EXPECT_EQ(small, "small");
    EXPECT_EQ(large, std::string(5'000'000, 'L'));
    EXPECT_EQ(after, "after");
}

TEST(scratch, uses_the_same_memory_again_after_clear) {
    scratch kept;
    const auto fill = [&] {
        std::vector<const char*> places;
        for (int i = 0; i < 100; ++i) {
            places.push_back(kept.keep(std::string_view{std::string(3'000, 'a')}).data());
        }
        places.push_back(kept.keep(std::string_view{std::string(3'000'000, 'b')}).data());
        return places;
    };
    const auto before = fill();
    kept.clear();
    EXPECT_EQ(fill(), before);
}

TEST(scratch, after_clear_finds_room_for_a_large_value_that_comes_first) {
    scratch kept;
    static_cast<void>(kept.keep(std::string_view{"small"}));
    const char* const large = kept.keep(std::string_view{std::string(3'000'000, 'b')}).data();
    kept.clear();
    EXPECT_EQ(kept.keep(std::string_view{std::string(3'000'000, 'c')}).data(), large);
    EXPECT_EQ(kept.keep(std::string_view{std::string(100'000, 'd')}), std::string(100'000, 'd'));
}

TEST(scratch, after_clear_passes_over_blocks_that_are_too_small) {
    scratch kept;
    for (int i = 0; i < 6; ++i) {
        static_cast<void>(kept.keep(std::string_view{std::string(50'000, 'a')}));
    }
    const char* const large = kept.keep(std::string_view{std::string(3'000'000, 'b')}).data();
    kept.clear();
    static_cast<void>(kept.keep(std::string_view{"small"}));
    const std::string_view again = kept.keep(std::string_view{std::string(3'000'000, 'c')});
    const std::string_view behind = kept.keep(std::string_view{std::string(50'000, 'd')});
    EXPECT_EQ(again.data(), large);
    EXPECT_EQ(again, std::string(3'000'000, 'c'));
    EXPECT_EQ(behind, std::string(50'000, 'd'));
}

TEST(scratch, gives_even_empty_text_a_place) {
    scratch kept;
    EXPECT_NE(kept.keep(std::string_view{}).data(), nullptr);
    EXPECT_NE(kept.keep(std::span<const std::byte>{}).data(), nullptr);
    EXPECT_TRUE(kept.keep(std::string_view{}).empty());
}

TEST(scratch, copies_what_a_value_borrows) {
    scratch kept;
    std::string text = "borrowed";
    std::array<std::byte, 16> id{};
    id[0] = std::byte{9};
    const value_view of_text = kept.keep(value_view::of_text(text));
    const value_view of_bytes = kept.keep(value_view::of_bytes(id));
    const value_view of_uuid = kept.keep(value_view::of_uuid(id.data()));
    const value_view of_null = kept.keep(value_view::null_of(value_kind::text));
    text = "changed!";
    id.fill(std::byte{1});
    EXPECT_EQ(of_text.text(), "borrowed");
    EXPECT_EQ(of_bytes.kind(), value_kind::bytes);
    EXPECT_EQ(of_bytes.bytes()[0], std::byte{9});
    EXPECT_EQ(of_uuid.kind(), value_kind::uuid);
    EXPECT_EQ(of_uuid.bytes()[0], std::byte{9});
    EXPECT_TRUE(of_null.is_null());
    EXPECT_EQ(of_null.declared_kind(), value_kind::text);
    EXPECT_EQ(kept.keep(value_view::of_int64(5)).integer(), 5);
}

}  // namespace
