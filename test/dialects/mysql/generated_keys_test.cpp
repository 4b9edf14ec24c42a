// SPDX-License-Identifier: BSL-1.0
// Keys of many rows are told from the first one: they must be the right ones whatever steps the server takes, and
// whoever inserts meanwhile.
#include <algorithm>
#include <thread>

#include "../../conformance/database.hpp"

namespace generated_keys {

using aludel::col;

struct item {
    std::int64_t id{};
    std::string name;
    std::int32_t thread = 0;
    bool operator==(const item&) const = default;
};

}  // namespace generated_keys

template <>
inline constexpr auto
    aludel::entity<generated_keys::item> = aludel::table("key_items").unique<&generated_keys::item::name>();

namespace generated_keys {

std::vector<item> many_items(int count, int thread = 0) {
    std::vector<item> rows;
    for (int i = 0; i < count; ++i) {
        rows.push_back({0, std::to_string(thread) + " name " + std::to_string(i), thread});
    }
    return rows;
}

void expect_stored(aludel::session& session, const std::vector<item>& rows) {
    std::vector<item> wanted = rows;
    std::sort(wanted.begin(), wanted.end(), [](const item& left, const item& right) { return left.id < right.id; });
    EXPECT_EQ(aludel::repository<item>{session}.list(aludel::order_by(col<&item::id>.asc())), wanted);
}

class generated_key : public testing::Test {
protected:
    aludel::session session = conformance::session_with<item>();
    aludel::repository<item> items{session};
};

TEST_F(generated_key, comes_back_in_input_order_across_batches) {
    const auto rows = many_items(12'345);
    const auto stored = items.add_many(rows);
    ASSERT_EQ(stored.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ASSERT_EQ(stored[i].name, rows[i].name);
    }
    expect_stored(session, stored);
}

TEST_F(generated_key, follows_the_steps_that_the_session_takes) {
    // A connection that counts in other steps must not go back to the pool: servers make a key twice where sessions
    // that differ insert at once (seen on MySQL 5.6).
    aludel::engine alone{conformance::url()};
    aludel::session stepping = alone.open_session();
    aludel::repository<item> stepped{stepping};
    for (const int step : {2, 3, 7}) {
        stepping.core().run("set auto_increment_increment = " + std::to_string(step) + ", auto_increment_offset = 2");
        expect_stored(stepping, stepped.add_many(many_items(1'700)));
        stepped.remove_all();
    }
}

TEST_F(generated_key, stands_beside_given_ones) {
    auto rows = many_items(5'000);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].id = i % 7 == 3 ? 1'000'000 - static_cast<std::int64_t>(i) : 0;
    }
    rows[600].id = 2'000'000;
    const auto stored = items.add_many(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ASSERT_TRUE(rows[i].id == 0 ? stored[i].id > 0 : stored[i].id == rows[i].id);
    }
    expect_stored(session, stored);
}

TEST_F(generated_key, is_never_somebody_elses) {
    std::vector<std::vector<item>> stored(4);
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([number, &stored] {
            aludel::session own = conformance::db().open_session();
            for (int round = 0; round < 3; ++round) {
                auto made = aludel::repository<item>{own}.add_many(many_items(2'000, number * 10 + round));
                stored[static_cast<std::size_t>(number)].insert(stored[static_cast<std::size_t>(number)].end(),
                                                                made.begin(), made.end());
            }
        });
    }
    std::vector<item> all;
    for (std::size_t number = 0; number < threads.size(); ++number) {
        threads[number].join();
        all.insert(all.end(), stored[number].begin(), stored[number].end());
    }
    EXPECT_EQ(all.size(), 24'000u);
    expect_stored(session, all);
}

TEST_F(generated_key, is_given_to_nothing_when_a_row_in_the_middle_fails) {
    auto rows = many_items(3'000);
    rows[2'200].name = rows[3].name;
    EXPECT_THROW((void)items.add_many(rows), aludel::unique_violation);
    EXPECT_EQ(items.count(), 0u);
    rows[2'200].name = "another";
    expect_stored(session, items.add_many(rows));
}

}  // namespace generated_keys
