// SPDX-License-Identifier: BSL-1.0
// Units of work: which object a row is, and what a commit writes.
#include "work_objects.hpp"

namespace work {

using aludel::col;

class tracked : public units_of_work {
protected:
    tracked() {
        use_tables<town, person, ticket, invoice, memo>();
        stored<person>().add_many(std::vector<person>{ann, bob});
    }

    person ann = called("Ann", 40);
    person bob = called("Bob", 20);
};

TEST_F(tracked, the_same_row_is_the_same_object) {
    aludel::unit_of_work work{db};
    person& first = work.get<person>(ann.id);
    first.name = "Anna";
    EXPECT_EQ(statements_of([&] { EXPECT_EQ(&work.get<person>(ann.id), &first); }), 0) << listed();
    EXPECT_EQ(work.find<person>(ann.id), &first);
    EXPECT_EQ(first.name, "Anna");
}

TEST_F(tracked, a_row_with_a_key_of_several_columns_is_one_object_too) {
    stored<invoice>().add({2024, 7, "seven"});
    stored<invoice>().add({2025, 7, "other"});
    aludel::unit_of_work work{db};
    invoice& one = work.get<invoice>(2024, 7);
    EXPECT_EQ(&work.get<invoice>(2024, 7), &one);
    EXPECT_NE(&work.get<invoice>(2025, 7), &one);
    one.text = "changed";
    work.commit();
    EXPECT_EQ(stored<invoice>().get(2024, 7).text, "changed");
    EXPECT_EQ(stored<invoice>().get(2025, 7).text, "other");
}

TEST_F(tracked, an_absent_row_is_not_found_and_find_gives_null) {
    aludel::unit_of_work work{db};
    EXPECT_EQ(work.find<person>(aludel::uuid_v7()), nullptr);
    EXPECT_THROW((void)work.get<person>(aludel::uuid_v7()), aludel::not_found);
}

TEST_F(tracked, a_list_gives_the_objects_that_are_here_with_their_changes) {
    aludel::unit_of_work work{db};
    person& anna = work.get<person>(ann.id);
    anna.name = "Anna";
    const auto people = work.list<person>(aludel::order_by(col<&person::email>.asc()));
    ASSERT_EQ(people.size(), 2u);
    EXPECT_EQ(&people[0].get(), &anna);
    EXPECT_EQ(people[0].get().name, "Anna");
    EXPECT_EQ(&work.get<person>(bob.id), &people[1].get());
    for (person& each : people) {
        each.age = 50;
    }
    work.commit();
    EXPECT_EQ(stored<person>().count(col<&person::age> == 50), 2u);
}

TEST_F(tracked, a_commit_without_changes_sends_nothing) {
    aludel::unit_of_work work{db};
    (void)work.list<person>();
    EXPECT_FALSE(work.has_changes());
    EXPECT_EQ(statements_of([&] { work.commit(); }), 0) << listed();
    EXPECT_EQ(work.size(), 2u);
}

TEST_F(tracked, only_the_columns_that_changed_are_written) {
    aludel::unit_of_work work{db};
    person& anna = work.get<person>(ann.id);
    stored<person>().update(ann.id, aludel::patch<person>{}.set<&person::age>(41));
    anna.name = "Anna";
    EXPECT_TRUE(work.has_changes());
    work.commit();
    const person now = stored<person>().get(ann.id);
    EXPECT_EQ(now.name, "Anna");
    EXPECT_EQ(now.age, 41);  // of somebody else, in between
    EXPECT_FALSE(work.has_changes());
}

TEST_F(tracked, a_value_that_is_set_back_is_no_change) {
    aludel::unit_of_work work{db};
    person& anna = work.get<person>(ann.id);
    anna.name = "Anna";
    anna.name = "Ann";
    EXPECT_FALSE(work.has_changes());
}

TEST_F(tracked, a_value_of_a_type_of_ones_own_is_compared_as_it_is_stored) {
    aludel::unit_of_work work{db};
    person& anna = work.get<person>(ann.id);
    anna.purse.cents = 5;
    work.commit();
    EXPECT_EQ(stored<person>().get(ann.id).purse.cents, 5);
}

TEST_F(tracked, null_is_written_and_read_as_a_change) {
    aludel::unit_of_work work{db};
    person& anna = work.get<person>(ann.id);
    anna.age.reset();
    work.commit();
    EXPECT_EQ(stored<person>().get(ann.id).age, std::nullopt);
    anna.age = 3;
    work.commit();
    EXPECT_EQ(stored<person>().get(ann.id).age, 3);
}

TEST_F(tracked, updated_at_moves_only_where_something_changed) {
    const person before = stored<person>().get(ann.id);
    const person bob_before = stored<person>().get(bob.id);
    aludel::unit_of_work work{db};
    person& anna = work.get<person>(ann.id);
    (void)work.get<person>(bob.id);
    anna.name = "Anna";
    work.commit();
    const person after = stored<person>().get(ann.id);
    EXPECT_GT(after.audit.updated_at, before.audit.updated_at);
    EXPECT_EQ(after.audit.created_at, before.audit.created_at);
    EXPECT_EQ(anna.audit, after.audit);
    EXPECT_EQ(stored<person>().get(bob.id).audit, bob_before.audit);
}

TEST_F(tracked, a_time_that_the_program_set_wins) {
    using namespace std::chrono;
    const aludel::timestamp given = sys_days{2020y / 1 / 2};
    aludel::unit_of_work work{db};
    work.get<person>(ann.id).audit.updated_at = given;
    person& cid = work.add(called("Cid"));
    cid.audit.created_at = given;
    cid.audit.updated_at = given;
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    work.link<&person::town_id>(cid, rome);
    work.commit();
    EXPECT_EQ(stored<person>().get(ann.id).audit.updated_at, given);
    EXPECT_EQ(stored<person>().get(cid.id).audit.updated_at, given);
    EXPECT_EQ(stored<person>().get(cid.id).audit.created_at, given);
    cid.name = "Sid";
    work.commit();
    EXPECT_GT(stored<person>().get(cid.id).audit.updated_at, given);
}

TEST_F(tracked, many_rows_with_the_same_changes_are_one_update) {
    std::vector<person> many;
    for (int i = 0; i < 300; ++i) {
        many.push_back(called("P" + std::to_string(i), i));
    }
    stored<person>().add_many(many);
    aludel::unit_of_work work{db};
    for (person& each : work.list<person>()) {
        each.name += "!";
        each.age = each.age.value_or(0) + 1;
    }
    // A row each where there is no wire; a temporary table where the server has no faster way.
    EXPECT_LE(statements_of([&] { work.commit(); }), 10) << listed();
    for (const person& each : stored<person>().list()) {
        EXPECT_TRUE(each.name.ends_with("!"));
    }
    EXPECT_EQ(stored<person>().get(many[299].id).age, 300);
    const auto now = stored<person>().get(many[7].id);
    EXPECT_EQ(work.get<person>(many[7].id).audit, now.audit);
    EXPECT_GT(now.audit.updated_at, now.audit.created_at);
    EXPECT_FALSE(work.has_changes());
}

TEST_F(tracked, what_was_added_is_filled_in_and_tracked_from_then_on) {
    aludel::unit_of_work work{db};
    ticket& one = work.add(ticket{.id = 0, .title = "one", .state = {}});
    ticket& two = work.add(ticket{.id = 0, .title = "two", .state = "closed"});
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    EXPECT_TRUE(work.has_changes());
    work.commit();
    EXPECT_NE(one.id, 0);
    EXPECT_GT(two.id, one.id);
    EXPECT_EQ(one.state, "open");
    EXPECT_EQ(two.state, "closed");
    EXPECT_EQ(&work.get<town>(rome.id), &rome);
    EXPECT_FALSE(work.has_changes());
    one.state = "done";
    work.commit();
    EXPECT_EQ(stored<ticket>().get(one.id).state, "done");
    EXPECT_EQ(stored<ticket>().get(two.id).state, "closed");
}

TEST_F(tracked, references_stay_valid_while_more_is_added) {
    aludel::unit_of_work work{db};
    std::vector<town*> towns;
    for (int i = 0; i < 1000; ++i) {
        towns.push_back(&work.add(town{.id = 0, .name = std::to_string(i)}));
    }
    work.commit();
    for (int i = 0; i < 1000; ++i) {
        ASSERT_EQ(towns[static_cast<std::size_t>(i)]->name, std::to_string(i));
        ASSERT_EQ(stored<town>().get(towns[static_cast<std::size_t>(i)]->id).name, std::to_string(i));
        i += 99;
    }
    EXPECT_EQ(stored<town>().count(), 1000u);
}

TEST_F(tracked, add_many_returns_its_objects_in_the_order_of_the_input) {
    aludel::unit_of_work work{db};
    const auto towns = work.add_many(std::vector<town>{{0, "Rome"}, {0, "Oslo"}, {0, "Lima"}});
    work.commit();
    ASSERT_EQ(towns.size(), 3u);
    EXPECT_EQ(towns[1].get().name, "Oslo");
    EXPECT_EQ(stored<town>().get(towns[2].get().id).name, "Lima");
}

TEST_F(tracked, a_removed_row_is_gone_and_found_no_more) {
    aludel::unit_of_work work{db};
    work.remove(work.get<person>(ann.id));
    EXPECT_EQ(work.find<person>(ann.id), nullptr);
    EXPECT_EQ(work.list<person>().size(), 1u);
    work.commit();
    EXPECT_EQ(work.find<person>(ann.id), nullptr);
    EXPECT_EQ(stored<person>().find(ann.id), std::nullopt);
    EXPECT_EQ(stored<person>().count(), 1u);
}

TEST_F(tracked, an_object_that_is_not_tracked_is_removed_by_its_key) {
    aludel::unit_of_work work{db};
    work.remove(bob);
    work.commit();
    EXPECT_EQ(stored<person>().find(bob.id), std::nullopt);
}

TEST_F(tracked, removing_what_was_added_forgets_it) {
    aludel::unit_of_work work{db};
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    work.remove(rome);
    EXPECT_FALSE(work.has_changes());
    EXPECT_EQ(statements_of([&] { work.commit(); }), 0) << listed();
    EXPECT_EQ(rome.name, "Rome");
}

TEST_F(tracked, rows_with_a_mark_are_marked) {
    memo kept = stored<memo>().add({.id = 0, .text = "kept", .removal = {}, .audit = {}});
    aludel::unit_of_work work{db};
    memo& note = work.get<memo>(kept.id);
    work.remove(note);
    work.commit();
    EXPECT_EQ(stored<memo>().count(), 0u);
    EXPECT_EQ(stored<memo>().with_removed().count(), 1u);
    EXPECT_EQ(work.find<memo>(kept.id), nullptr);
}

TEST_F(tracked, a_row_that_was_marked_in_between_is_not_changed) {
    std::vector<memo> memos(20);
    memos = stored<memo>().add_many(memos);
    aludel::unit_of_work work{db};
    work.get<memo>(memos[3].id).text = "changed";
    stored<memo>().remove(memos[3].id);
    EXPECT_THROW(work.commit(), aludel::not_found);
    for (memo& each : memos) {
        work.attach(each).text = "changed";
    }
    EXPECT_THROW(work.commit(), aludel::not_found);
    EXPECT_EQ(stored<memo>().count(col<&memo::text> == "changed"), 0u);
}

TEST_F(tracked, an_attached_object_is_compared_with_what_it_was_then) {
    aludel::unit_of_work work{db};
    person& tracked_ann = work.attach(stored<person>().get(ann.id));
    EXPECT_FALSE(work.has_changes());
    tracked_ann.name = "Anna";
    EXPECT_EQ(&work.attach(ann), &tracked_ann);
    EXPECT_EQ(tracked_ann.name, "Anna");
    work.commit();
    EXPECT_EQ(stored<person>().get(ann.id).name, "Anna");
    work.remove(tracked_ann);
    EXPECT_THROW((void)work.attach(ann), aludel::usage_error);
}

TEST_F(tracked, an_object_that_is_read_again_is_what_is_stored) {
    aludel::unit_of_work work{db};
    person& anna = work.get<person>(ann.id);
    anna.name = "Anna";
    work.link<&person::town_id>(anna, work.add(town{.id = 0, .name = "Rome"}));
    stored<person>().update(ann.id, aludel::patch<person>{}.set<&person::age>(41));
    work.refresh(anna);
    EXPECT_EQ(anna.name, "Ann");
    EXPECT_EQ(anna.age, 41);
    work.commit();
    EXPECT_EQ(stored<person>().get(ann.id).town_id, std::nullopt);
    stored<person>().remove(ann.id);
    EXPECT_THROW(work.refresh(anna), aludel::not_found);
    EXPECT_EQ(anna.age, 41);
    person& cid = work.add(called("Cid"));
    EXPECT_THROW(work.refresh(cid), aludel::usage_error);
}

TEST_F(tracked, a_unit_of_work_on_an_engine_holds_no_connection_between_calls) {
    aludel::engine one{conformance::url("pool_size=1&acquire_timeout=200")};
    one.create_all<town>();
    aludel::unit_of_work work{one};
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    work.commit();
    (void)work.get<town>(rome.id);
    EXPECT_NO_THROW((void)one.open_session());
    rome.name = "Roma";
    work.flush();
    EXPECT_THROW((void)one.open_session(), aludel::timeout);
    work.rollback();
    EXPECT_NO_THROW((void)one.open_session());
}

TEST_F(tracked, clear_forgets_what_was_pending) {
    aludel::unit_of_work work{db};
    work.get<person>(ann.id).name = "Anna";
    work.add(town{.id = 0, .name = "Rome"});
    work.clear();
    EXPECT_EQ(work.size(), 0u);
    EXPECT_FALSE(work.has_changes());
    work.commit();
    EXPECT_EQ(stored<person>().get(ann.id).name, "Ann");
    EXPECT_EQ(work.get<person>(ann.id).name, "Ann");
}

TEST_F(tracked, a_small_commit_is_few_statements) {
    aludel::unit_of_work work{db};
    person& anna = work.get<person>(ann.id);
    anna.name = "Anna";
    EXPECT_EQ(statements_of([&] { work.commit(); }), 3) << listed();  // begin, update, commit
    work.add(town{.id = 0, .name = "Rome"});
    EXPECT_LE(statements_of([&] { work.commit(); }), 5) << listed();
    EXPECT_EQ(statements_with("savepoint"), 0) << listed();
}

}  // namespace work
