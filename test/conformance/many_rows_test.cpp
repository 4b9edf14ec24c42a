// SPDX-License-Identifier: BSL-1.0
// Many objects at once: the same as one after the other, only faster.
#include <ranges>

#include "people.hpp"

namespace many_rows {

using aludel::col;
using aludel::on_conflict;

constexpr int more_than_a_batch = 12'345;

struct stamped {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> grade{};
    std::optional<int> weight{};
    aludel::audit audit{};
    bool operator==(const stamped&) const = default;
};
struct link {
    std::int64_t left{};
    std::int32_t right{};
    std::string note;
    bool operator==(const link&) const = default;
};
struct pair_only {
    std::int64_t left{};
    std::int64_t right{};
};

}  // namespace many_rows

template <>
inline constexpr auto aludel::entity<many_rows::stamped> = aludel::table("many_stamped")
                                                               .unique<&many_rows::stamped::name>()
                                                               .default_value<&many_rows::stamped::grade>("'new'");
template <>
inline constexpr auto aludel::entity<many_rows::link> =
    aludel::table("many_links").primary_key<&many_rows::link::left, &many_rows::link::right>();
template <>
inline constexpr auto aludel::entity<many_rows::pair_only> =
    aludel::table("many_pairs").primary_key<&many_rows::pair_only::left, &many_rows::pair_only::right>();

namespace many_rows {

class many : public testing::Test {
protected:
    std::vector<stamped> made(int count) {
        std::vector<stamped> objects;
        for (int i = 0; i < count; ++i) {
            objects.push_back(
                {.name = "n" + std::to_string(i), .weight = i % 3 == 0 ? std::nullopt : std::optional{i}});
        }
        return objects;
    }
    aludel::session session = conformance::session_with<stamped, link, pair_only>();
    aludel::repository<stamped> things{session};
    aludel::repository<link> links{session};
};

TEST_F(many, added_objects_come_back_as_they_are_stored_in_the_order_of_the_input) {
    std::vector<stamped> given = made(more_than_a_batch);
    given[5].grade = "old";
    given[7].id = 1'000'000;
    const std::vector<stamped> stored = things.add_many(given);
    ASSERT_EQ(stored.size(), given.size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        ASSERT_EQ(stored[i].name, given[i].name);
        ASSERT_EQ(stored[i].weight, given[i].weight);
        ASSERT_EQ(stored[i].grade, i == 5 ? "old" : "new");
        ASSERT_NE(stored[i].id, 0);
        ASSERT_NE(stored[i].audit.created_at, aludel::timestamp{});
        ASSERT_EQ(stored[i].audit.created_at, stored[i].audit.updated_at);
    }
    EXPECT_EQ(stored[7].id, 1'000'000);
    EXPECT_EQ(things.count(), given.size());
    EXPECT_EQ(things.get(stored[5].id), stored[5]);
    EXPECT_EQ(things.get(stored[7].id), stored[7]);
    EXPECT_EQ(things.get(stored.back().id), stored.back());
}

TEST_F(many, objects_of_a_generator_are_added_and_read_once) {
    const std::vector<stamped> stored = things.add_many(std::views::iota(0, 25) | std::views::transform([](int i) {
                                                            return stamped{.name = "g" + std::to_string(i)};
                                                        }));
    ASSERT_EQ(stored.size(), 25u);
    EXPECT_EQ(things.get(stored[13].id).name, "g13");
}

TEST_F(many, a_vector_that_is_given_away_is_not_copied) {
    std::vector<stamped> given = made(20);
    const void* const place = given.data();
    const std::vector<stamped> stored = things.add_many(std::move(given));
    EXPECT_EQ(static_cast<const void*>(stored.data()), place);
}

TEST_F(many, adding_one_that_is_there_adds_none) {
    things.add({.name = "n11000"});
    EXPECT_THROW(things.add_many(made(more_than_a_batch)), aludel::unique_violation);
    EXPECT_EQ(things.count(), 1u);
    things.add({.name = "afterwards"});
}

TEST_F(many, an_update_writes_all_columns_and_moves_updated_at_only_of_rows_that_change) {
    std::vector<stamped> stored = things.add_many(made(more_than_a_batch));
    const aludel::timestamp before = stored[0].audit.updated_at;
    for (std::size_t i = 0; i < stored.size(); i += 2) {
        stored[i].weight = stored[i].weight ? std::nullopt : std::optional{-1};
    }
    const std::vector<stamped> updated = things.update_many(stored);
    ASSERT_EQ(updated.size(), stored.size());
    for (std::size_t i = 0; i < updated.size(); ++i) {
        ASSERT_EQ(updated[i].id, stored[i].id);
        ASSERT_EQ(updated[i].weight, stored[i].weight);
        ASSERT_EQ(updated[i].audit.updated_at > before, i % 2 == 0) << i;
        ASSERT_EQ(updated[i].audit.created_at, stored[i].audit.created_at);
    }
    EXPECT_EQ(things.get(stored[4].id), updated[4]);
    EXPECT_EQ(things.get(stored[5].id), updated[5]);
}

TEST_F(many, an_update_keeps_the_updated_at_that_the_caller_sets) {
    std::vector<stamped> stored = things.add_many(made(30));
    const aludel::timestamp set{std::chrono::sys_days{std::chrono::year{2001} / 2 / 3}};
    stored[3].audit.updated_at = set;
    stored[4].weight = 99;
    const std::vector<stamped> updated = things.update_many(stored);
    EXPECT_EQ(updated[3].audit.updated_at, set);
    EXPECT_EQ(things.get(stored[3].id).audit.updated_at, set);
    EXPECT_NE(updated[4].audit.updated_at, set);
}

TEST_F(many, an_update_with_one_absent_row_changes_nothing) {
    std::vector<stamped> stored = things.add_many(made(more_than_a_batch));
    for (stamped& each : stored) {
        each.weight = 1'000'000;
    }
    stored[11'111].id = 999'999'999;
    EXPECT_THROW(things.update_many(stored), aludel::not_found);
    EXPECT_EQ(things.count(col<&stamped::weight> == 1'000'000), 0u);
}

TEST_F(many, of_two_updates_of_a_row_the_last_one_wins) {
    std::vector<stamped> stored = things.add_many(made(20));
    std::vector<stamped> twice = stored;
    twice.insert(twice.end(), stored.begin(), stored.end());
    for (std::size_t i = 0; i < twice.size(); ++i) {
        twice[i].weight = static_cast<int>(i);
    }
    EXPECT_EQ(things.update_many(twice).size(), 40u);
    EXPECT_EQ(things.get(stored[0].id).weight, 20);
    EXPECT_EQ(things.get(stored[19].id).weight, 39);
}

TEST_F(many, rows_with_a_key_of_several_columns_are_updated_and_removed) {
    std::vector<link> given;
    for (int i = 0; i < 1500; ++i) {
        given.push_back({i / 10, i % 10, "first"});
    }
    EXPECT_EQ(links.add_many(given), given);
    for (link& each : given) {
        each.note = "second " + std::to_string(each.right);
    }
    EXPECT_EQ(links.update_many(given), given);
    EXPECT_EQ(links.get(149, 9).note, "second 9");
    std::vector<std::tuple<int, int>> keys;
    for (int i = 0; i < 1000; ++i) {
        keys.emplace_back(i / 10, i % 10);
        keys.emplace_back(i / 10, i % 10);
    }
    keys.emplace_back(5000, 1);
    EXPECT_EQ(links.remove_many(keys), 1000u);
    EXPECT_EQ(links.count(), 500u);
}

TEST_F(many, rows_that_are_nothing_but_their_key_are_updated_where_they_are_there) {
    aludel::repository<pair_only> pairs{session};
    std::vector<pair_only> given;
    for (int i = 0; i < 20; ++i) {
        given.push_back({i, i});
    }
    pairs.add_many(given);
    EXPECT_EQ(pairs.update_many(given).size(), 20u);
    given.push_back({77, 77});
    EXPECT_THROW(pairs.update_many(given), aludel::not_found);
}

TEST_F(many, keys_that_no_row_can_have_are_skipped) {
    const std::vector<stamped> stored = things.add_many(made(1000));
    std::vector<double> keys{0.5, 1e300, -1e300};
    for (const stamped& each : stored) {
        keys.push_back(static_cast<double>(each.id));
    }
    EXPECT_EQ(things.remove_many(keys), 1000u);
}

TEST_F(many, an_upsert_says_of_each_object_whether_it_was_created_and_gives_it_as_stored) {
    const std::vector<stamped> there = things.add_many(made(6000));
    std::vector<stamped> given = made(more_than_a_batch);
    for (std::size_t i = 0; i < given.size(); ++i) {
        given[i].weight = i % 2 == 0 && i < 6000 ? there[i].weight : std::optional<int>{-5};
        given[i].grade = "new";
    }
    const auto stored = things.upsert_many(given, on_conflict<&stamped::name>);
    ASSERT_EQ(stored.size(), given.size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        const bool was_there = i < there.size();
        ASSERT_EQ(stored[i].created, !was_there) << i;
        ASSERT_EQ(stored[i].object.name, given[i].name);
        ASSERT_EQ(stored[i].object.weight, given[i].weight);
        ASSERT_NE(stored[i].object.id, 0);
        if (was_there) {
            ASSERT_EQ(stored[i].object.id, there[i].id);
            ASSERT_EQ(stored[i].object.audit.created_at, there[i].audit.created_at);
            ASSERT_EQ(stored[i].object.audit.updated_at > there[i].audit.updated_at, i % 2 == 1) << i;
        }
    }
    EXPECT_EQ(things.count(), given.size());
    EXPECT_EQ(things.get(stored[7].object.id), stored[7].object);
    EXPECT_EQ(things.get(stored[9000].object.id), stored[9000].object);
}

TEST_F(many, an_upsert_that_does_nothing_gives_the_rows_that_are_there) {
    const std::vector<stamped> there = things.add_many(made(15));
    std::vector<stamped> given = made(30);
    for (stamped& each : given) {
        each.weight = 4711;
    }
    const auto stored = things.upsert_many(given, on_conflict<&stamped::name>.do_nothing());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        EXPECT_EQ(stored[i].created, i >= 15);
        EXPECT_EQ(stored[i].object.weight, i < 15 ? there[i].weight : 4711);
    }
    EXPECT_EQ(stored[3].object, there[3]);
}

TEST_F(many, of_two_upserts_of_a_key_the_first_creates_and_the_last_wins) {
    std::vector<stamped> given = made(12);
    given.push_back(given[3]);
    given.back().weight = 1234;
    const auto stored = things.upsert_many(given, on_conflict<&stamped::name>);
    EXPECT_TRUE(stored[3].created);
    EXPECT_FALSE(stored.back().created);
    EXPECT_EQ(stored.back().object.id, stored[3].object.id);
    EXPECT_EQ(things.get(stored[3].object.id).weight, 1234);
}

TEST_F(many, objects_without_the_conflict_key_are_inserted_by_an_upsert) {
    std::vector<stamped> given = made(20);
    std::vector<stamped> there = things.add_many(std::vector<stamped>{{.name = "a"}, {.name = "b"}});
    there[0].weight = 8;
    there[1].weight = 9;
    given.insert(given.begin() + 10, there.begin(), there.end());
    const auto stored = things.upsert_many(given, on_conflict<&stamped::id>);
    for (std::size_t i = 0; i < stored.size(); ++i) {
        EXPECT_EQ(stored[i].created, i != 10 && i != 11) << i;
        EXPECT_EQ(stored[i].object.name, given[i].name);
        EXPECT_EQ(things.get(stored[i].object.id).name, given[i].name);
    }
    EXPECT_EQ(things.get(there[1].id).weight, 9);
}

TEST_F(many, an_upsert_that_meets_another_key_is_a_unique_violation_and_changes_nothing) {
    const std::vector<stamped> there = things.add_many(made(20));
    std::vector<stamped> given = there;
    given[15].name = there[3].name;
    given[0].weight = 4711;
    EXPECT_THROW(static_cast<void>(things.upsert_many(given, on_conflict<&stamped::id>)), aludel::unique_violation);
    EXPECT_EQ(things.get(there[0].id).weight, there[0].weight);
}

TEST_F(many, bulk_insert_returning_leaves_out_what_was_there_unless_it_updates) {
    things.add_many(made(15));
    std::vector<stamped> given = made(20);
    const auto inserted = things.bulk_insert_returning(given, on_conflict<&stamped::name>.do_nothing());
    ASSERT_EQ(inserted.size(), 5u);
    for (std::size_t i = 0; i < inserted.size(); ++i) {
        EXPECT_EQ(inserted[i], things.get(inserted[i].id));
        EXPECT_EQ(inserted[i].name, given[15 + i].name);
        EXPECT_EQ(inserted[i].grade, "new");
    }
    EXPECT_EQ(things.bulk_insert_returning(given, on_conflict<&stamped::name>.do_update()).size(), 20u);
}

TEST_F(many, they_take_part_in_the_callers_transaction) {
    std::vector<stamped> stored = things.add_many(made(600));
    {
        aludel::transaction outer{session};
        for (stamped& each : stored) {
            each.weight = 5;
        }
        things.update_many(stored);
        things.upsert_many(made(700), on_conflict<&stamped::name>);
        std::vector<std::int64_t> ids;
        for (const stamped& each : stored) {
            ids.push_back(each.id);
        }
        EXPECT_EQ(things.remove_many(ids), 600u);
    }
    EXPECT_EQ(things.count(), 600u);
    EXPECT_EQ(things.count(col<&stamped::weight> == 5), 1u);
}

TEST_F(many, a_list_beyond_the_parameters_leaves_the_callers_transaction_open) {
    const std::vector<stamped> stored = things.add_many(made(10));
    std::vector<std::int64_t> ids(300'000);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        ids[i] = static_cast<std::int64_t>(i);
    }
    ids.push_back(stored[0].id);
    {
        aludel::transaction outer{session};
        things.add({.name = "taken back"});
        EXPECT_GE(things.count(col<&stamped::id>.in(ids)), 1u);
    }
    EXPECT_FALSE(things.exists(col<&stamped::name> == "taken back"));
}

}  // namespace many_rows
