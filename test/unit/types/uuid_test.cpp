// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include <csignal>

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <aludel/error.hpp>
#include <aludel/types/uuid.hpp>

namespace {

using aludel::uuid;

constexpr int thread_count = 8;
constexpr std::size_t per_thread = 100'000;

unsigned version_of(const uuid& id) {
    return std::to_integer<unsigned>(id.bytes[6] >> 4);
}

bool has_rfc_variant(const uuid& id) {
    return (id.bytes[8] & std::byte{0xc0}) == std::byte{0x80};
}

std::uint64_t big_endian(const uuid& id, std::size_t first, std::size_t count) {
    std::uint64_t number = 0;
    for (std::size_t i = first; i < first + count; ++i) {
        number = number << 8 | std::to_integer<std::uint64_t>(id.bytes[i]);
    }
    return number;
}

std::uint64_t milliseconds_of_v7(const uuid& id) {
    return big_endian(id, 0, 6);
}

std::uint64_t ticks_of_v6(const uuid& id) {
    return big_endian(id, 0, 6) << 12 | (big_endian(id, 6, 2) & 0xfff);
}

std::uint64_t milliseconds_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::milliseconds>(now).count());
}

/// What each of several threads made at the same time.
std::vector<std::vector<uuid>> made_by_threads(uuid (*make)()) {
    std::vector<std::vector<uuid>> made(thread_count, std::vector<uuid>(per_thread));
    std::vector<std::thread> threads;
    for (auto& own : made) {
        threads.emplace_back([&own, make] { std::ranges::generate(own, make); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    return made;
}

bool all_distinct(const std::vector<std::vector<uuid>>& made) {
    std::vector<uuid> all;
    for (const auto& own : made) {
        all.insert(all.end(), own.begin(), own.end());
    }
    std::ranges::sort(all);
    return std::ranges::adjacent_find(all) == all.end();
}

bool strictly_increasing(const std::vector<uuid>& made) {
    return std::ranges::adjacent_find(made, std::greater_equal<>{}) == made.end();
}

TEST(uuid_text, of_the_rfc_examples_is_read_and_written) {
    // RFC 9562, appendix A (versions 1, 3, 4, 5, 6, 7), B (8), and sections 5.9, 5.10 (nil, max).
    for (const char* text : {
             "c232ab00-9414-11ec-b3c8-9f6bdeced846",
             "5df41881-3aed-3515-88a7-2f4a814cf09e",
             "919108f7-52d1-4320-9bac-f847db4148a8",
             "2ed6657d-e927-568b-95e1-2665a8aea6a2",
             "1ec9414c-232a-6b00-b3c8-9f6bdeced846",
             "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
             "2489e9ad-2ee2-8e00-8ec9-32d5f69181c0",
             "00000000-0000-0000-0000-000000000000",
             "ffffffff-ffff-ffff-ffff-ffffffffffff",
         }) {
        EXPECT_EQ(to_string(uuid::from_text(text)), text);
    }
}

TEST(uuid_text, may_be_upper_case_or_without_hyphens) {
    const uuid id = uuid::from_text("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    EXPECT_EQ(uuid::parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"), id);
    EXPECT_EQ(uuid::parse("017f22e279b07cc398c4dc0c0c07398f"), id);
}

TEST(uuid_text, of_another_form_is_nothing_or_a_usage_error) {
    EXPECT_EQ(uuid::parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398"), std::nullopt);
    EXPECT_EQ(uuid::parse(""), std::nullopt);
    EXPECT_THROW(static_cast<void>(uuid::from_text("not a uuid")), aludel::usage_error);
}

TEST(uuid_text, that_is_wrong_is_not_repeated_in_the_message) {
    try {
        static_cast<void>(uuid::from_text("a-secret-token"));
        FAIL() << "it was taken";
    } catch (const aludel::usage_error& thrown) {
        EXPECT_EQ(std::string_view{thrown.what()}.find("secret"), std::string_view::npos);
    }
}

TEST(uuid, is_nil_by_default) {
    constexpr uuid nil;
    static_assert(nil.is_nil());
    EXPECT_EQ(to_string(nil), "00000000-0000-0000-0000-000000000000");
    EXPECT_FALSE(aludel::uuid_v4().is_nil());
}

TEST(uuid, is_ordered_as_its_text) {
    for (int i = 0; i < 1'000; ++i) {
        const uuid left = aludel::uuid_v4();
        const uuid right = aludel::uuid_v4();
        ASSERT_EQ(left < right, to_string(left) < to_string(right));
    }
    // RFC 9562, appendix A: the same instant, 2022-02-22 19:22:22 UTC, as version 6 and 7.
    EXPECT_LT(uuid::from_text("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"),
              uuid::from_text("1ec9414c-232a-6b00-b3c8-9f6bdeced846"));
    static_assert(uuid{} <= uuid{});
}

TEST(uuid, is_hashable_with_few_collisions_in_the_low_bits) {
    std::unordered_set<uuid> all;
    std::vector<int> buckets(1'024);
    for (int i = 0; i < 102'400; ++i) {
        const uuid id = aludel::uuid_v7();
        all.insert(id);
        ++buckets[std::hash<uuid>{}(id) % buckets.size()];
    }
    EXPECT_EQ(all.size(), 102'400u);
    // 100 expected in each; 10 standard deviations are 100.
    EXPECT_LT(*std::ranges::max_element(buckets), 200);
}

TEST(uuid_codec, travels_as_sixteen_bytes) {
    using codec = aludel::field_codec<uuid>;
    aludel::scratch temporaries;
    const uuid id = aludel::uuid_v4();
    const aludel::value_view view = codec::encode(id, temporaries);
    EXPECT_EQ(view.kind(), aludel::value_kind::uuid);
    EXPECT_EQ(static_cast<const void*>(view.bytes().data()), id.bytes.data());
    uuid back;
    EXPECT_EQ(codec::decode(view, back), aludel::decode_error::none);
    EXPECT_EQ(back, id);
    EXPECT_EQ(codec::decode(aludel::value_view::of_text(to_string(id)), back), aludel::decode_error::none);
    EXPECT_EQ(back, id);
}

TEST(uuid_version_and_variant, are_set_in_every_uuid) {
    for (int i = 0; i < 1'000; ++i) {
        ASSERT_EQ(version_of(aludel::uuid_v4()), 4u);
        ASSERT_EQ(version_of(aludel::uuid_v6()), 6u);
        ASSERT_EQ(version_of(aludel::uuid_v7()), 7u);
        ASSERT_TRUE(has_rfc_variant(aludel::uuid_v4()));
        ASSERT_TRUE(has_rfc_variant(aludel::uuid_v6()));
        ASSERT_TRUE(has_rfc_variant(aludel::uuid_v7()));
    }
}

TEST(uuid_v4, sets_and_clears_every_random_bit) {
    uuid ones;
    uuid zeros;
    for (int i = 0; i < 200; ++i) {
        const uuid id = aludel::uuid_v4();
        for (std::size_t byte = 0; byte < 16; ++byte) {
            ones.bytes[byte] |= id.bytes[byte];
            zeros.bytes[byte] |= ~id.bytes[byte];
        }
    }
    EXPECT_EQ(to_string(ones), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    EXPECT_EQ(to_string(zeros), "ffffffff-ffff-bfff-7fff-ffffffffffff");
}

TEST(uuid_v4, is_distinct_across_threads) {
    EXPECT_TRUE(all_distinct(made_by_threads(aludel::uuid_v4)));
}

TEST(uuid_v6, is_distinct_across_threads_and_increasing_in_each) {
    const auto made = made_by_threads(aludel::uuid_v6);
    EXPECT_TRUE(all_distinct(made));
    EXPECT_TRUE(std::ranges::all_of(made, strictly_increasing));
}

TEST(uuid_v6, holds_the_time_since_1582_and_a_random_node) {
    // RFC 9562, appendix A.5.
    EXPECT_EQ(ticks_of_v6(uuid::from_text("1ec9414c-232a-6b00-b3c8-9f6bdeced846")), 0x1ec9414c232ab00u);
    const std::uint64_t to_1970 = 0x01b21dd213814000;  // RFC 9562, figure 32
    const std::uint64_t before = milliseconds_now();
    const uuid id = aludel::uuid_v6();
    EXPECT_GE((ticks_of_v6(id) - to_1970) / 10'000, before);
    // Earlier tests may have run ahead of the clock, by 100 ns a UUID.
    EXPECT_LE((ticks_of_v6(id) - to_1970) / 10'000, milliseconds_now() + 1'000);
    EXPECT_NE(big_endian(id, 8, 8), big_endian(aludel::uuid_v6(), 8, 8));
}

TEST(uuid_v6, has_no_network_cards_address) {
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(aludel::uuid_v6().bytes[10] & std::byte{1}, std::byte{1});
    }
}

TEST(uuid_v7, is_distinct_across_threads_and_increasing_in_each) {
    const auto made = made_by_threads(aludel::uuid_v7);
    EXPECT_TRUE(all_distinct(made));
    EXPECT_TRUE(std::ranges::all_of(made, strictly_increasing));
}

TEST(uuid_v7, is_greater_than_what_another_thread_made_before) {
    uuid last;
    for (int i = 0; i < 200; ++i) {
        uuid next;
        std::thread{[&] {
            next = aludel::uuid_v7();
        }}.join();
        ASSERT_LT(last, next);
        last = next;
    }
}

TEST(uuid_v7, holds_the_milliseconds_since_1970) {
    const std::uint64_t before = milliseconds_now();
    const uuid id = aludel::uuid_v7();
    EXPECT_GE(milliseconds_of_v7(id), before);
    // Earlier tests may have run ahead of the clock, by 244 ns a UUID.
    EXPECT_LE(milliseconds_of_v7(id), milliseconds_now() + 1'000);
}

TEST(uuid_v7, grows_with_the_time_within_a_millisecond) {
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    std::unordered_set<std::uint64_t> fractions;
    for (int i = 0; i < 100; ++i) {
        fractions.insert(big_endian(aludel::uuid_v7(), 6, 2));
    }
    EXPECT_GT(fractions.size(), 50u);
}

/// As fork(), without the handlers that pthread_atfork registers.
::pid_t bare_clone() {
    return static_cast<::pid_t>(::syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr));
}

/// The UUID that a child process makes first.
uuid made_in_child(uuid (*make)(), ::pid_t (*begin_child)() = ::fork) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const ::pid_t child = begin_child();
    if (child == 0) {
        const uuid id = make();
        ::_exit(::write(ends[1], id.bytes.data(), id.bytes.size()) == 16 ? 0 : 1);
    }
    uuid id;
    EXPECT_EQ(::read(ends[0], id.bytes.data(), id.bytes.size()), 16);
    ::close(ends[0]);
    ::close(ends[1]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    return id;
}

TEST(uuid_after_fork, has_other_randomness_than_the_parent_and_its_other_children) {
    static_cast<void>(aludel::uuid_v4());  // fills this thread's stock, which the children inherit
    const uuid children[] = {made_in_child(aludel::uuid_v4), made_in_child(aludel::uuid_v4)};
    const uuid parent = aludel::uuid_v4();
    EXPECT_NE(children[0], children[1]);
    EXPECT_NE(children[0], parent);
    EXPECT_NE(children[1], parent);
}

TEST(uuid_after_bare_clone, has_other_randomness_than_the_parent_and_its_other_children) {
    static_cast<void>(aludel::uuid_v4());
    const uuid children[] = {made_in_child(aludel::uuid_v4, bare_clone), made_in_child(aludel::uuid_v4, bare_clone)};
    const uuid parent = aludel::uuid_v4();
    EXPECT_NE(children[0], children[1]);
    EXPECT_NE(children[0], parent);
    EXPECT_NE(children[1], parent);
}

TEST(uuid_after_fork, is_distinct_also_in_a_child_of_a_child) {
    static_cast<void>(aludel::uuid_v4());
    const auto make_below = [] {
        static_cast<void>(aludel::uuid_v4());
        return made_in_child(aludel::uuid_v4);
    };
    const uuid grandchild = made_in_child(make_below);
    EXPECT_NE(grandchild, aludel::uuid_v4());
    EXPECT_NE(grandchild, made_in_child(make_below));
}

}  // namespace
