// SPDX-License-Identifier: BSL-1.0
// Rules 13, 14, 16 and 17: what bulk_insert stores, counts and refuses.
#include <algorithm>
#include <ranges>
#include <set>

#include <gtest/gtest.h>

#include "database.hpp"

namespace bulks {

using aludel::col;
using aludel::on_conflict;

struct item {
    std::int64_t id{};
    std::string sku;
    std::optional<std::string> serial;
    std::string name;
    std::int32_t stock = 0;
    std::optional<double> price;
    bool operator==(const item&) const = default;
};
struct shelf {
    std::string hall;
    std::int32_t number = 0;
    std::int32_t load = 0;
};
struct letter {
    std::int64_t id{};
    std::string text;
};
/// Stored as a text that only its codec makes, now and then a long one.
struct contents {
    std::int32_t number = 0;
    bool operator==(const contents&) const = default;
};
struct parcel {
    std::int64_t id{};
    contents inside;
    bool operator==(const parcel&) const = default;
};

}  // namespace bulks

template <>
struct aludel::field_codec<bulks::contents> : aludel::codec_via<std::string> {
    static std::string to_stored(const bulks::contents& field) {
        const std::size_t padding = field.number % 50 == 0 ? 30'000 : 60;
        return std::to_string(field.number) + std::string(padding, static_cast<char>('a' + field.number % 26));
    }
    static bulks::contents from_stored(const std::string& text) {
        const bulks::contents field{std::stoi(text)};
        return to_stored(field) == text ? field : bulks::contents{-1};
    }
};

template <>
inline constexpr auto aludel::entity<bulks::item> = aludel::table("bulk_items")
                                                        .unique<&bulks::item::sku>()
                                                        .unique<&bulks::item::serial>()
                                                        .check("stock_is_there", "stock >= 0");
template <>
inline constexpr auto aludel::entity<bulks::shelf> =
    aludel::table("bulk_shelves").primary_key<&bulks::shelf::hall, &bulks::shelf::number>();
template <>
inline constexpr auto aludel::entity<bulks::letter> = aludel::table("bulk_letters");
template <>
inline constexpr auto aludel::entity<bulks::parcel> = aludel::table("bulk_parcels");

namespace bulks {

void expect_counts(const aludel::bulk_result& done, std::uint64_t inserted, std::uint64_t updated,
                   std::uint64_t skipped) {
    EXPECT_EQ(done.inserted, inserted) << "inserted";
    EXPECT_EQ(done.updated, updated) << "updated";
    EXPECT_EQ(done.skipped, skipped) << "skipped";
    EXPECT_EQ(done.rows, inserted + updated + skipped);
}

std::vector<item> numbered_items(int count, int stock = 1) {
    std::vector<item> made;
    for (int i = 0; i < count; ++i) {
        made.push_back({0, "sku " + std::to_string(i), {}, "name " + std::to_string(i), stock, i * 0.5});
    }
    return made;
}

class bulks : public testing::Test {
protected:
    std::vector<item> by_sku() { return items.list(aludel::order_by(col<&item::sku>.asc())); }
    item known(std::string_view sku) { return items.get_one(col<&item::sku> == sku); }

    aludel::session session = conformance::session_with<item>();
    aludel::repository<item> items{session};
    const aludel::policy_for<item> update = on_conflict<&item::sku>.do_update();
    const aludel::policy_for<item> nothing = on_conflict<&item::sku>.do_nothing();
};

TEST_F(bulks, every_row_is_stored) {
    expect_counts(items.bulk_insert(numbered_items(2'345)), 2'345, 0, 0);
    EXPECT_EQ(items.count(), 2'345u);
    EXPECT_EQ(known("sku 2344").price, 1172.0);
    EXPECT_EQ(known("sku 0").stock, 1);
}

TEST_F(bulks, no_rows_are_no_error) {
    expect_counts(items.bulk_insert(std::vector<item>{}), 0, 0, 0);
    expect_counts(items.bulk_insert(std::vector<item>{}, update), 0, 0, 0);
}

TEST_F(bulks, a_conflict_is_a_unique_violation_and_nothing_stays) {
    items.add({0, "sku 1500", {}, "there before", 9, {}});
    EXPECT_THROW(items.bulk_insert(numbered_items(2'000)), aludel::unique_violation);
    EXPECT_EQ(items.count(), 1u);
    EXPECT_EQ(known("sku 1500").name, "there before");
}

TEST_F(bulks, a_key_twice_in_the_batch_is_a_unique_violation_without_a_policy) {
    EXPECT_THROW(items.bulk_insert(std::vector<item>{{0, "a", {}, "1", 1, {}}, {0, "a", {}, "2", 1, {}}}),
                 aludel::unique_violation);
    EXPECT_EQ(items.count(), 0u);
}

TEST_F(bulks, do_nothing_reports_and_returns_exactly_the_rows_inserted) {
    items.bulk_insert(numbered_items(10));
    const auto more = numbered_items(1'200, 7);
    const auto returned = items.bulk_insert_returning(more, nothing);
    ASSERT_EQ(returned.size(), 1'190u);
    for (std::size_t i = 0; i < returned.size(); ++i) {
        ASSERT_EQ(returned[i].sku, more[i + 10].sku);
    }
    EXPECT_EQ(returned.front(), known("sku 10"));
    EXPECT_EQ(returned.back(), known("sku 1199"));
    EXPECT_TRUE(items.bulk_insert_returning(more, nothing).empty());
    expect_counts(items.bulk_insert(numbered_items(1'500, 7), nothing), 300, 0, 1'200);
}

TEST_F(bulks, do_nothing_skips_what_is_there) {
    items.bulk_insert(numbered_items(10));
    auto more = numbered_items(25, 7);
    expect_counts(items.bulk_insert(more, nothing), 15, 0, 10);
    EXPECT_EQ(known("sku 3").stock, 1);
    EXPECT_EQ(known("sku 20").stock, 7);
    expect_counts(items.bulk_insert(more, nothing), 0, 0, 25);
}

TEST_F(bulks, do_update_changes_what_is_there_and_counts_what_changed) {
    items.bulk_insert(numbered_items(10));
    const std::int64_t id = known("sku 3").id;
    auto more = numbered_items(12);
    more[3].stock = 99;
    more[4].price.reset();
    expect_counts(items.bulk_insert(more, update), 2, 2, 8);
    EXPECT_EQ(known("sku 3").stock, 99);
    EXPECT_EQ(known("sku 3").id, id);
    EXPECT_EQ(known("sku 4").price, std::nullopt);
    EXPECT_EQ(items.count(), 12u);
}

TEST_F(bulks, the_second_identical_upsert_changes_nothing) {
    const auto rows = numbered_items(3'000);
    expect_counts(items.bulk_insert(rows, update), 3'000, 0, 0);
    const auto before = by_sku();
    expect_counts(items.bulk_insert(rows, update), 0, 0, 3'000);
    EXPECT_EQ(by_sku(), before);
}

TEST_F(bulks, only_the_named_columns_are_updated) {
    items.bulk_insert(numbered_items(2));
    auto changed = numbered_items(2, 5);
    changed[0].name = changed[1].name = "ignored";
    const auto policy = on_conflict<&item::sku>.do_update<&item::stock, &item::price>();
    expect_counts(items.bulk_insert(changed, policy), 0, 2, 0);
    EXPECT_EQ(known("sku 1").name, "name 1");
    EXPECT_EQ(known("sku 1").stock, 5);
}

TEST_F(bulks, the_last_of_rows_with_the_same_key_wins) {
    items.add({0, "a", {}, "before", 1, {}});
    const std::vector<item> batch{{0, "a", {}, "one", 1, {}},
                                  {0, "b", {}, "two", 2, {}},
                                  {0, "a", {}, "three", 3, {}},
                                  {0, "b", {}, "two", 2, {}},
                                  {0, "a", {}, "four", 4, {}}};
    expect_counts(items.bulk_insert(batch, update), 1, 3, 1);
    EXPECT_EQ(known("a").name, "four");
    EXPECT_EQ(known("b").name, "two");
    EXPECT_EQ(items.count(), 2u);
}

TEST_F(bulks, the_first_of_rows_with_the_same_key_stays_with_do_nothing) {
    const std::vector<item> batch{{0, "a", {}, "one", 1, {}}, {0, "a", {}, "two", 2, {}}, {0, "b", {}, "three", 3, {}}};
    expect_counts(items.bulk_insert(batch, nothing), 2, 0, 1);
    EXPECT_EQ(known("a").name, "one");
}

TEST_F(bulks, thousands_of_repeated_keys_count_the_same_as_one_by_one) {
    std::vector<item> batch;
    for (int i = 0; i < 3'000; ++i) {
        batch.push_back({0, "sku " + std::to_string(i % 700), {}, "name", i / 700, {}});
    }
    expect_counts(items.bulk_insert(batch, update), 700, 2'300, 0);
    EXPECT_EQ(known("sku 5").stock, 4);
    EXPECT_EQ(known("sku 650").stock, 3);
}

TEST_F(bulks, a_null_in_the_conflict_key_inserts) {
    const auto policy = on_conflict<&item::serial>.do_update();
    std::vector<item> batch{{0, "a", {}, "1", 1, {}}, {0, "b", {}, "2", 1, {}}, {0, "c", "s", "3", 1, {}}};
    expect_counts(items.bulk_insert(batch, policy), 3, 0, 0);
    batch = {{0, "d", {}, "4", 1, {}}, {0, "e", "s", "5", 1, {}}, {0, "f", {}, "6", 1, {}}};
    expect_counts(items.bulk_insert(batch, policy), 2, 1, 0);
    EXPECT_EQ(known("e").name, "5");
    EXPECT_EQ(items.count(), 5u);
}

TEST_F(bulks, a_conflict_on_another_key_than_the_named_one_is_a_unique_violation_and_changes_nothing) {
    items.bulk_insert(std::vector<item>{{0, "a", "1", "A", 1, {}}, {0, "b", "2", "B", 1, {}}});
    const auto before = by_sku();
    const std::vector<item> new_sku{{0, "c", "3", "C", 1, {}}, {0, "d", "2", "D", 1, {}}};
    const std::vector<item> known_sku{{0, "c", "3", "C", 1, {}}, {0, "a", "2", "A2", 1, {}}};
    EXPECT_THROW(items.bulk_insert(new_sku, update), aludel::unique_violation);
    EXPECT_THROW(items.bulk_insert(new_sku, nothing), aludel::unique_violation);
    EXPECT_THROW(items.bulk_insert(known_sku, update), aludel::unique_violation);
    EXPECT_EQ(by_sku(), before);
}

TEST_F(bulks, a_broken_check_fails_whatever_the_policy_and_nothing_stays) {
    if (!conformance::facts().enforces_checks) {
        GTEST_SKIP() << conformance::facts().server << " does not enforce CHECK";
    }
    auto rows = numbered_items(1'000);
    rows[900].stock = -1;
    EXPECT_THROW(items.bulk_insert(rows), aludel::check_violation);
    EXPECT_THROW(items.bulk_insert(rows, nothing), aludel::check_violation);
    EXPECT_THROW(items.bulk_insert(rows, update), aludel::check_violation);
    EXPECT_EQ(items.count(), 0u);
}

TEST_F(bulks, inside_a_transaction_it_is_rolled_back_with_it) {
    {
        aludel::transaction scope{session};
        items.bulk_insert(numbered_items(1'000));
        items.bulk_insert(numbered_items(1'000, 2), update);
        EXPECT_EQ(items.count(), 1'000u);
    }
    EXPECT_EQ(items.count(), 0u);
    EXPECT_FALSE(session.in_transaction());
}

TEST_F(bulks, a_failed_one_leaves_the_transaction_around_it_usable) {
    aludel::transaction scope{session};
    items.add({0, "sku 7", {}, "before", 1, {}});
    EXPECT_THROW(items.bulk_insert(numbered_items(1'000)), aludel::unique_violation);
    items.add({0, "behind", {}, "behind", 1, {}});
    scope.commit();
    EXPECT_EQ(items.count(), 2u);
}

TEST_F(bulks, returning_gives_what_was_inserted_or_also_updated) {
    items.bulk_insert(numbered_items(2));
    const auto inserted = items.bulk_insert_returning(numbered_items(4, 9), nothing);
    ASSERT_EQ(inserted.size(), 2u);
    EXPECT_EQ(inserted[0], known("sku 2"));
    const auto stored = items.bulk_insert_returning(numbered_items(5, 8), update);
    ASSERT_EQ(stored.size(), 5u);
    EXPECT_EQ(stored[0], known("sku 0"));
    EXPECT_EQ(stored[4], known("sku 4"));
    EXPECT_EQ(stored[0].stock, 8);
}

TEST(bulk_shapes, a_conflict_key_of_several_columns_is_compared_as_a_whole) {
    aludel::session session = conformance::session_with<shelf>();
    aludel::repository<shelf> shelves{session};
    const auto policy = on_conflict<&shelf::hall, &shelf::number>.do_update();
    expect_counts(shelves.bulk_insert(std::vector<shelf>{{"A", 1, 1}, {"A", 2, 1}, {"B", 1, 1}}, policy), 3, 0, 0);
    expect_counts(shelves.bulk_insert(std::vector<shelf>{{"A", 1, 1}, {"A", 2, 9}, {"B", 2, 1}}, policy), 1, 1, 1);
    EXPECT_EQ(shelves.get("A", 2).load, 9);
    std::vector<shelf> many;
    for (int i = 0; i < 3'000; ++i) {
        many.push_back({i % 2 == 0 ? "A" : "B", i / 2, i});
    }
    expect_counts(shelves.bulk_insert(many, policy), 2'996, 4, 0);
    expect_counts(shelves.bulk_insert(many, policy), 0, 0, 3'000);
}

TEST(bulk_shapes, the_key_itself_may_be_the_conflict_key) {
    aludel::session session = conformance::session_with<letter>();
    aludel::repository<letter> letters{session};
    const auto policy = on_conflict<&letter::id>.do_update();
    expect_counts(letters.bulk_insert(std::vector<letter>{{1, "a"}, {2, "b"}}, policy), 2, 0, 0);
    expect_counts(letters.bulk_insert(std::vector<letter>{{2, "b2"}, {0, "new"}, {1, "a"}}, policy), 1, 1, 1);
    EXPECT_EQ(letters.count(), 3u);
}

TEST(bulk_shapes, texts_of_more_than_a_packet_in_sum_are_stored) {
    aludel::session session = conformance::session_with<letter>();
    aludel::repository<letter> letters{session};
    std::vector<letter> rows;
    for (int i = 1; i <= 300; ++i) {
        rows.push_back({i, std::string(100'000, static_cast<char>('a' + i % 26))});
    }
    expect_counts(letters.bulk_insert(rows), 300, 0, 0);
    EXPECT_EQ(letters.get(299).text, rows[298].text);
    rows[5].text.back() = '!';
    expect_counts(letters.bulk_insert(rows, on_conflict<&letter::id>.do_update()), 0, 1, 299);
    EXPECT_EQ(letters.get(6).text, rows[5].text);
}

TEST(bulk_shapes, texts_that_codecs_make_are_stored_in_batch_after_batch) {
    aludel::session session = conformance::session_with<parcel>();
    aludel::repository<parcel> parcels{session};
    std::vector<parcel> rows;
    for (std::int32_t number = 1; number <= 10'000; ++number) {
        rows.push_back({number, {number}});
    }
    expect_counts(parcels.bulk_insert(rows), rows.size(), 0, 0);
    EXPECT_TRUE(parcels.list(aludel::order_by(col<&parcel::id>.asc())) == rows);
}

// 20 MB are more than the servers here take at once, and so not the limit on those that have one.
TEST(bulk_shapes, a_row_of_almost_a_packet_between_small_ones_is_stored) {
    aludel::session session = conformance::session_with<letter>();
    aludel::repository<letter> letters{session};
    const std::size_t large = std::min<std::size_t>(session.facts().max_statement_bytes, 20'000'000) - 100;
    const auto written = [large](std::int64_t id) {
        return letter{id, id % 20 == 0 ? std::string(large, 'x') : "small " + std::to_string(id)};
    };
    std::vector<letter> rows;
    for (std::int64_t id = 1; id <= 30; ++id) {
        rows.push_back(written(id));
    }
    expect_counts(letters.bulk_insert(rows), 30, 0, 0);
    expect_counts(letters.bulk_insert(std::views::iota(31, 61) | std::views::transform(written)), 30, 0, 0);
    for (const std::int64_t id : {1, 19, 20, 21, 30, 31, 39, 40, 41, 60}) {
        EXPECT_TRUE(letters.get(id).text == written(id).text) << id;  // EXPECT_EQ would print it
    }
}

}  // namespace bulks
