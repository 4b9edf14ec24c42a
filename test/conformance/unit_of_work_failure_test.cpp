// SPDX-License-Identifier: BSL-1.0
// Units of work that fail: nothing is written, everything is as it was before, and the next commit may succeed.
#include "work_objects.hpp"

namespace work {

using aludel::col;

class failing : public units_of_work {
protected:
    failing() {
        use_tables<town, person, ticket, employee>();
        stored<person>().add_many(std::vector<person>{ann, bob});
    }

    person ann = called("Ann", 40);
    person bob = called("Bob", 20);
};

TEST_F(failing, a_commit_writes_nothing_and_takes_generated_values_back) {
    aludel::unit_of_work work{db};
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    ticket& one = work.add(ticket{.id = 0, .title = "one", .state = {}});
    person& cid = work.add(called("Cid"));
    work.link<&person::town_id>(cid, rome);
    person& anna = work.get<person>(ann.id);
    anna.name = "Anna";
    person& bert = work.get<person>(bob.id);
    bert.email = ann.email;
    const aludel::audit before = anna.audit;
    EXPECT_THROW(work.commit(), aludel::unique_violation);
    EXPECT_EQ(rome.id, 0);
    EXPECT_EQ(one.id, 0);
    EXPECT_EQ(one.state, std::nullopt);
    EXPECT_EQ(cid.town_id, std::nullopt);
    EXPECT_EQ(cid.audit, aludel::audit{});
    EXPECT_EQ(anna.name, "Anna");
    EXPECT_EQ(anna.audit, before);
    EXPECT_EQ(stored<town>().count(), 0u);
    EXPECT_EQ(stored<person>().get(ann.id).name, "Ann");
    EXPECT_TRUE(work.has_changes());

    bert.email = "bert@example.com";
    work.commit();
    EXPECT_NE(rome.id, 0);
    EXPECT_EQ(one.state, "open");
    EXPECT_EQ(stored<person>().get(cid.id).town_id, rome.id);
    EXPECT_EQ(stored<person>().get(ann.id).name, "Anna");
    EXPECT_EQ(stored<person>().get(bob.id).email, "bert@example.com");
    EXPECT_EQ(&work.get<town>(rome.id), &rome);
}

TEST_F(failing, a_removal_that_is_refused_takes_everything_back) {
    const town rome = stored<town>().add({0, "Rome"});
    stored<person>().update(ann.id, aludel::patch<person>{}.set<&person::town_id>(rome.id));
    aludel::unit_of_work work{db};
    work.remove(work.get<person>(bob.id));
    town& kept = work.get<town>(rome.id);
    work.remove(kept);
    EXPECT_THROW(work.commit(), aludel::foreign_key_violation);
    EXPECT_EQ(stored<person>().count(), 2u);
    EXPECT_EQ(work.find<person>(bob.id), nullptr);  // still to be removed
    stored<person>().update(ann.id, aludel::patch<person>{}.set<&person::town_id>(std::nullopt));
    work.commit();
    EXPECT_EQ(stored<person>().count(), 1u);
    EXPECT_EQ(stored<town>().count(), 0u);
}

TEST_F(failing, a_changed_key_is_refused_before_anything_is_sent) {
    aludel::unit_of_work work{db};
    person& anna = work.get<person>(ann.id);
    const aludel::uuid was = anna.id;
    anna.id = aludel::uuid_v7();
    work.add(town{.id = 0, .name = "Rome"});
    EXPECT_EQ(statements_of([&] {
                  try {
                      work.commit();
                      ADD_FAILURE() << "it was written";
                  } catch (const aludel::usage_error& failed) {
                      EXPECT_EQ(failed.table(), "work_people");
                      EXPECT_EQ(failed.column(), "id");
                  }
              }),
              0)
        << listed();
    anna.id = was;
    EXPECT_NO_THROW(work.commit());
}

TEST_F(failing, two_objects_that_claim_one_key_are_refused_before_anything_is_sent) {
    aludel::unit_of_work work{db};
    person& first = work.add(called("Cid"));
    person& second = work.add(called("Dora"));
    second.id = first.id;
    EXPECT_EQ(statements_of([&] { EXPECT_THROW(work.commit(), aludel::unique_violation); }), 0) << listed();
    second.id = aludel::uuid_v7();
    EXPECT_NO_THROW(work.commit());
    person& third = work.add(called("Eve"));
    third.id = first.id;
    EXPECT_EQ(statements_of([&] { EXPECT_THROW(work.commit(), aludel::unique_violation); }), 0) << listed();
}

TEST_F(failing, the_key_of_a_removed_row_is_free_after_a_flush) {
    aludel::unit_of_work work{db};
    work.remove(work.get<person>(ann.id));
    person& again = work.add(called("Ann"));
    EXPECT_THROW(work.commit(), aludel::unique_violation);  // of the email: removals are sent last
    again.id = ann.id;
    EXPECT_EQ(statements_of([&] { EXPECT_THROW(work.commit(), aludel::unique_violation); }), 0) << listed();
    work.remove(again);
    work.flush();
    person& anew = work.add(called("Ann", 1));
    anew.id = ann.id;
    work.commit();
    EXPECT_EQ(stored<person>().get(ann.id).age, 1);
}

TEST_F(failing, what_was_flushed_is_seen_by_the_work_and_taken_back_by_rollback) {
    aludel::unit_of_work work{db};
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    work.get<person>(ann.id).name = "Anna";
    work.flush();
    EXPECT_NE(rome.id, 0);
    EXPECT_EQ(work.list<town>().size(), 1u);
    EXPECT_EQ(&work.get<town>(rome.id), &rome);
    work.rollback();
    EXPECT_EQ(rome.id, 0);
    EXPECT_TRUE(work.has_changes());
    EXPECT_EQ(stored<town>().count(), 0u);
    EXPECT_EQ(stored<person>().get(ann.id).name, "Ann");
    work.commit();
    EXPECT_EQ(stored<town>().get(rome.id).name, "Rome");
    EXPECT_EQ(stored<person>().get(ann.id).name, "Anna");
}

TEST_F(failing, a_flush_leaves_what_was_flushed_before) {
    aludel::unit_of_work work{db};
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    work.flush();
    const std::int64_t id = rome.id;
    town& twin = work.add(town{.id = 0, .name = "Rome"});
    EXPECT_THROW(work.flush(), aludel::unique_violation);
    EXPECT_EQ(rome.id, id);
    EXPECT_EQ(twin.id, 0);
    twin.name = "Oslo";
    work.commit();
    EXPECT_EQ(stored<town>().count(), 2u);
    EXPECT_EQ(stored<town>().get(id).name, "Rome");
}

TEST_F(failing, a_commit_takes_back_what_was_flushed) {
    aludel::unit_of_work work{db};
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    work.flush();
    town& twin = work.add(town{.id = 0, .name = "Rome"});
    EXPECT_THROW(work.commit(), aludel::unique_violation);
    EXPECT_EQ(rome.id, 0);
    EXPECT_EQ(twin.id, 0);
    EXPECT_EQ(stored<town>().count(), 0u);
    twin.name = "Oslo";
    work.commit();
    EXPECT_EQ(stored<town>().count(), 2u);
}

TEST_F(failing, an_update_of_a_row_that_is_gone_is_not_found) {
    aludel::unit_of_work work{db};
    work.get<person>(ann.id).name = "Anna";
    work.get<person>(bob.id).name = "Bert";
    stored<person>().remove(ann.id);
    EXPECT_THROW(work.commit(), aludel::not_found);
    EXPECT_EQ(stored<person>().get(bob.id).name, "Bob");
}

TEST_F(failing, on_a_session_with_a_transaction_the_transaction_goes_on) {
    aludel::transaction outer{session};
    stored<town>().add({0, "Rome"});
    aludel::unit_of_work work{session};
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    EXPECT_THROW(work.commit(), aludel::unique_violation);
    rome.name = "Oslo";
    work.commit();
    EXPECT_EQ(stored<town>().count(), 2u);
    outer.rollback();
    EXPECT_EQ(stored<town>().count(), 0u);
}

TEST_F(failing, what_was_flushed_into_a_transaction_that_is_over_is_pending_again) {
    aludel::unit_of_work work{session};
    {
        const aludel::transaction around{session};
        work.add(town{.id = 0, .name = "Rome"});
        work.flush();
    }
    work.add(town{.id = 0, .name = "Oslo"});
    EXPECT_THROW(work.commit(), aludel::usage_error);
    EXPECT_EQ(stored<town>().count(), 0u);
    work.commit();
    EXPECT_EQ(stored<town>().count(), 2u);
}

TEST_F(failing, on_a_session_without_one_a_commit_is_a_transaction) {
    aludel::unit_of_work work{session};
    work.add(town{.id = 0, .name = "Rome"});
    work.commit();
    EXPECT_FALSE(session.in_transaction());
    EXPECT_EQ(stored<town>().count(), 1u);
    work.add(town{.id = 0, .name = "Oslo"});
    work.flush();
    EXPECT_TRUE(session.in_transaction());
    work.clear();
    EXPECT_FALSE(session.in_transaction());
    EXPECT_EQ(stored<town>().count(), 1u);
}

TEST_F(failing, leaving_without_a_commit_writes_nothing) {
    {
        aludel::unit_of_work work{db};
        work.add(town{.id = 0, .name = "Rome"});
        work.flush();
        work.get<person>(ann.id).name = "Anna";
    }
    EXPECT_EQ(stored<town>().count(), 0u);
    EXPECT_EQ(stored<person>().get(ann.id).name, "Ann");
}

}  // namespace work
