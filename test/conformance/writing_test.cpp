// SPDX-License-Identifier: BSL-1.0
// Rules 10 to 12 and 19 to 21: updates, patches, removals, and batches of them.
#include <atomic>

#include "people.hpp"

namespace writing {

using namespace people;
using aludel::col;
using aludel::patch;

using writing = with_people;

TEST_F(writing, update_writes_every_column_and_returns_the_stored_object) {
    const city paris = cities.add({0, "Paris"});
    person alice = persons.add(called("Alice", 31));
    alice = {alice.id, "Alicia", "alicia@example.com", {}, paris.id};
    EXPECT_EQ(persons.update(alice), alice);
    EXPECT_EQ(persons.get(alice.id), alice);
}

TEST_F(writing, an_update_that_changes_nothing_is_no_error) {
    const person alice = persons.add(called("Alice", 31));
    EXPECT_EQ(persons.update(alice), alice);
    EXPECT_EQ(persons.update(alice.id, patch<person>{}.set<&person::age>(31)), alice);
    EXPECT_EQ(persons.update_where(col<&person::id> == alice.id, aludel::set(col<&person::age>, 31)), 1u);
}

TEST_F(writing, update_of_an_absent_row_is_not_found) {
    EXPECT_THROW(persons.update({12345, "Nobody", "x", {}, {}}), aludel::not_found);
    EXPECT_THROW(persons.update(12345, patch<person>{}.set<&person::age>(3)), aludel::not_found);
    EXPECT_THROW(persons.update(12345, patch<person>{}), aludel::not_found);
}

TEST_F(writing, update_many_with_one_absent_row_changes_nothing) {
    person alice = persons.add(called("Alice", 31));
    person bob = persons.add(called("Bob", 20));
    alice.age = 32;
    bob.id += 1000;
    EXPECT_THROW(persons.update_many(std::vector{alice, bob}), aludel::not_found);
    EXPECT_EQ(persons.get(alice.id).age, 31);
}

TEST_F(writing, a_patch_writes_only_the_fields_it_names_unset_is_not_null_and_null_is_null) {
    const person alice = persons.add(called("Alice", 31));
    EXPECT_EQ(persons.update(alice.id, patch<person>{}.set<&person::name>("Alicia")).age, 31);
    EXPECT_EQ(persons.update(alice.id, patch<person>{}.set<&person::age>(std::nullopt)).age, std::nullopt);
    EXPECT_EQ(persons.update(alice.id, patch<person>{}.set<&person::age>(std::optional<int>{5})).age, 5);
    EXPECT_EQ(persons.update(alice.id, patch<person>{}.set<&person::age>(std::optional<int>{})).age, std::nullopt);
    EXPECT_EQ(persons.get(alice.id).name, "Alicia");
    EXPECT_EQ(persons.get(alice.id).email, "Alice@example.com");
}

TEST_F(writing, a_column_named_twice_takes_the_last_value) {
    const person alice = persons.add(called("Alice", 31));
    EXPECT_EQ(persons.update(alice.id, patch<person>{}.set<&person::age>(1).set<&person::age>(2)).age, 2);
    persons.update_where(col<&person::id> == alice.id, aludel::set(col<&person::age>, 3),
                         aludel::set(col<&person::age>, 4));
    EXPECT_EQ(persons.get(alice.id).age, 4);
}

TEST_F(writing, a_condition_that_no_row_fails_is_a_condition) {
    persons.add_many(std::vector{called("A"), called("B")});
    EXPECT_EQ(persons.remove_where(col<&person::id>.not_in(std::vector<int>{})), 2u);
}

TEST_F(writing, an_empty_patch_returns_the_row_as_it_is) {
    const person alice = persons.add(called("Alice", 31));
    EXPECT_EQ(persons.update(alice.id, patch<person>{}), alice);
}

TEST_F(writing, update_where_counts_the_rows_that_it_found) {
    persons.add_many(std::vector{called("Alice", 31), called("Bob", 20), called("Carol", 20)});
    EXPECT_EQ(persons.update_where(col<&person::age> == 20, aludel::set(col<&person::age>, 21),
                                   aludel::set(col<&person::name>, "older")),
              2u);
    EXPECT_EQ(persons.update_where(col<&person::age> == 20, aludel::set(col<&person::age>, 22)), 0u);
    EXPECT_EQ(persons.where(col<&person::name> == "older").update(aludel::set(col<&person::age>, std::nullopt)), 2u);
    EXPECT_EQ(persons.count(col<&person::age>.is_null()), 2u);
}

TEST_F(writing, a_number_that_the_field_cannot_hold_is_refused) {
    const person alice = persons.add(called("Alice", 31));
    constexpr std::int64_t too_large = std::int64_t{1} << 40;
    EXPECT_THROW(persons.update(alice.id, patch<person>{}.set<&person::age>(too_large)), aludel::mapping_error);
    EXPECT_THROW(persons.update_where(col<&person::id> == alice.id, aludel::set(col<&person::age>, too_large)),
                 aludel::mapping_error);
    EXPECT_EQ(persons.get(alice.id).age, 31);
}

TEST_F(writing, results_of_batches_come_in_the_order_of_the_input) {
    auto stored = persons.add_many(std::vector{called("Zoe"), called("Adam"), called("Mia")});
    EXPECT_EQ(names_of(stored), (names{"Zoe", "Adam", "Mia"}));
    for (const person& each : stored) {
        EXPECT_EQ(persons.get(each.id), each);
    }
    std::reverse(stored.begin(), stored.end());
    stored[0].age = 1;
    EXPECT_EQ(persons.update_many(stored), stored);
    const auto upserted = persons.upsert_many(std::vector{called("Mia", 9), called("Eve", 8), called("Zoe", 7)},
                                              aludel::on_conflict<&person::email>);
    ASSERT_EQ(upserted.size(), 3u);
    EXPECT_EQ(upserted[0].object.id, stored[0].id);
    EXPECT_TRUE(upserted[1].created);
    EXPECT_EQ(upserted[2].object.id, stored[2].id);
}

TEST_F(writing, a_batch_is_all_or_nothing) {
    persons.add(called("Bob"));
    const std::vector batch{called("Alice"), called("Bob"), called("Carol")};
    EXPECT_THROW(persons.add_many(batch), aludel::unique_violation);
    EXPECT_THROW(persons.bulk_insert(batch), aludel::unique_violation);
    EXPECT_EQ(persons.count(), 1u);
}

TEST_F(writing, a_batch_inside_a_transaction_is_all_or_nothing_and_the_transaction_goes_on) {
    persons.add(called("Bob"));
    const std::vector batch{called("Alice"), called("Bob"), called("Carol")};
    aludel::transaction scope{session};
    persons.add(called("Dora"));
    EXPECT_THROW(persons.add_many(batch), aludel::unique_violation);
    EXPECT_THROW(persons.bulk_insert(batch), aludel::unique_violation);
    EXPECT_THROW(persons.upsert_many(std::vector{called("Eve"), person{0, "", "f", {}, -1}},
                                     aludel::on_conflict<&person::email>),
                 aludel::foreign_key_violation);
    persons.add(called("Frank"));
    scope.commit();
    EXPECT_EQ(names_of(persons.list(aludel::order_by(col<&person::name>.asc()))), (names{"Bob", "Dora", "Frank"}));
}

TEST_F(writing, removing_says_whether_and_how_many) {
    const auto stored = persons.add_many(std::vector{called("A"), called("B"), called("C"), called("D", 1)});
    EXPECT_TRUE(persons.remove(stored[0].id));
    EXPECT_FALSE(persons.remove(stored[0].id));
    EXPECT_EQ(persons.remove_many(std::vector{stored[1].id, stored[0].id, stored[1].id, stored[2].id}), 2u);
    EXPECT_EQ(persons.remove_where(col<&person::age> == 2), 0u);
    EXPECT_EQ(persons.remove_where(col<&person::age> == 1), 1u);
    persons.add_many(std::vector{called("E"), called("F")});
    EXPECT_EQ(persons.remove_all(), 2u);
    EXPECT_EQ(persons.remove_all(), 0u);
}

TEST_F(writing, removing_without_a_condition_is_spelled_remove_all) {
    persons.add(called("Alice"));
    EXPECT_THROW(persons.order_by().remove(), aludel::usage_error);
    EXPECT_THROW(persons.where(col<&person::age> == 1).limit(1).remove(), aludel::usage_error);
    EXPECT_THROW(persons.where(col<&person::age> == 1).limit(1).update(aludel::set(col<&person::age>, 1)),
                 aludel::usage_error);
    EXPECT_EQ(persons.count(), 1u);
}

TEST_F(writing, a_hundred_thousand_keys_are_removed_at_once) {
    std::vector<city> many;
    std::vector<std::int64_t> keys;
    for (std::int64_t id = 1; id <= 30'000; ++id) {
        many.push_back({id, std::to_string(id)});
    }
    for (std::int64_t id = 20'001; id <= 120'000; ++id) {
        keys.push_back(id);
    }
    cities.bulk_insert(many);
    EXPECT_EQ(cities.remove_many(keys), 10'000u);
    EXPECT_EQ(cities.count(), 20'000u);
}

TEST(writing_nothing, an_empty_batch_is_no_statement_and_no_error) {
    std::atomic<int> statements = 0;
    aludel::engine own{conformance::url(), {.on_statement = [&](const aludel::statement_event&) {
                           ++statements;
                       }}};
    aludel::session session = conformance::session_with<city, person>(own);
    aludel::repository<person> persons{session};
    const std::vector<person> nobody;
    const auto policy = aludel::on_conflict<&person::email>.do_update();
    statements = 0;
    EXPECT_TRUE(persons.add_many(nobody).empty());
    EXPECT_TRUE(persons.update_many(nobody).empty());
    EXPECT_TRUE(persons.upsert_many(nobody, policy).empty());
    EXPECT_EQ(persons.remove_many(std::vector<std::int64_t>{}), 0u);
    EXPECT_EQ(persons.bulk_insert(nobody).rows, 0u);
    EXPECT_EQ(persons.bulk_insert(nobody, policy).rows, 0u);
    EXPECT_TRUE(persons.bulk_insert_returning(nobody).empty());
    EXPECT_TRUE(persons.bulk_insert_returning(nobody, policy).empty());
    EXPECT_EQ(statements, 0);
}

}  // namespace writing
