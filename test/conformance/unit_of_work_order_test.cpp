// SPDX-License-Identifier: BSL-1.0
// Units of work: in which order rows are written that refer to each other, and how keys reach those who refer to them.
#include "work_objects.hpp"

namespace work {

using aludel::col;

class linked : public units_of_work {
protected:
    linked() { use_tables<town, person, employee, folder, invoice, invoice_line>(); }
};

TEST_F(linked, a_child_takes_the_key_that_the_database_makes_for_its_parent) {
    aludel::unit_of_work work{db};
    person& ann = work.add(called("Ann"));
    person& bob = work.add(called("Bob"));
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    town& oslo = work.add(town{.id = 0, .name = "Oslo"});
    work.link<&person::town_id>(ann, oslo);
    work.link<&person::town_id>(bob, rome);
    EXPECT_EQ(ann.town_id, std::nullopt);
    work.commit();
    EXPECT_EQ(ann.town_id, oslo.id);
    EXPECT_EQ(stored<person>().get(ann.id).town_id, oslo.id);
    EXPECT_EQ(stored<person>().get(bob.id).town_id, rome.id);
}

TEST_F(linked, a_parent_with_a_key_gives_it_at_once) {
    town rome = stored<town>().add({0, "Rome"});
    aludel::unit_of_work work{db};
    person& ann = work.add(called("Ann"));
    work.link<&person::town_id>(ann, rome);
    EXPECT_EQ(ann.town_id, rome.id);
    town& oslo = work.add(town{.id = 77, .name = "Oslo"});
    work.link<&person::town_id>(ann, oslo);
    EXPECT_EQ(ann.town_id, 77);
    work.commit();
    EXPECT_EQ(stored<person>().get(ann.id).town_id, 77);
}

TEST_F(linked, the_last_link_wins) {
    aludel::unit_of_work work{db};
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    town& oslo = work.add(town{.id = 0, .name = "Oslo"});
    person& ann = work.add(called("Ann"));
    work.link<&person::town_id>(ann, rome);
    work.link<&person::town_id>(ann, oslo);
    work.remove(rome);
    work.commit();
    EXPECT_EQ(ann.town_id, oslo.id);
}

TEST_F(linked, a_stored_child_takes_the_key_of_a_new_parent) {
    const person ann = stored<person>().add(called("Ann"));
    aludel::unit_of_work work{db};
    person& tracked = work.get<person>(ann.id);
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    work.link<&person::town_id>(tracked, rome);
    EXPECT_TRUE(work.has_changes());
    work.commit();
    EXPECT_EQ(stored<person>().get(ann.id).town_id, rome.id);
    EXPECT_GT(tracked.audit.updated_at, ann.audit.updated_at);
}

TEST_F(linked, a_foreign_key_of_several_columns_is_linked_by_its_members) {
    aludel::unit_of_work work{db};
    invoice_line& first = work.add(invoice_line{});
    invoice& bill = work.add(invoice{2024, 7, "seven"});
    work.link<&invoice_line::invoice_year, &invoice_line::invoice_number>(first, bill);
    EXPECT_EQ(first.invoice_year, 2024);
    work.commit();
    EXPECT_EQ(stored<invoice_line>().get(first.id).invoice_number, 7);
}

TEST_F(linked, a_link_to_what_was_removed_is_refused) {
    aludel::unit_of_work work{db};
    person& ann = work.add(called("Ann"));
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    work.link<&person::town_id>(ann, rome);
    work.remove(rome);
    EXPECT_THROW(work.commit(), aludel::usage_error);
    EXPECT_EQ(stored<person>().count(), 0u);
}

TEST_F(linked, a_link_of_what_was_given_up_is_given_up) {
    aludel::unit_of_work work{db};
    person& ann = work.add(called("Ann"));
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    work.link<&person::town_id>(ann, rome);
    work.remove(ann);
    work.commit();
    EXPECT_EQ(stored<town>().count(), 1u);
    EXPECT_EQ(stored<person>().count(), 0u);
    work.link<&person::town_id>(ann, rome);
    EXPECT_EQ(ann.town_id, rome.id);
    EXPECT_FALSE(work.has_changes());
}

TEST_F(linked, what_is_not_tracked_cannot_wait_for_a_key) {
    aludel::unit_of_work work{db};
    person ann = called("Ann");
    town& rome = work.add(town{.id = 0, .name = "Rome"});
    EXPECT_THROW(work.link<&person::town_id>(ann, rome), aludel::usage_error);
    const town oslo{0, "Oslo"};
    EXPECT_THROW(work.link<&person::town_id>(work.add(called("Bob")), oslo), aludel::usage_error);
}

TEST_F(linked, thousands_of_children_are_few_statements) {
    aludel::unit_of_work work{db};
    std::vector<town*> towns;
    for (int i = 0; i < 40; ++i) {
        towns.push_back(&work.add(town{.id = 0, .name = std::to_string(i)}));
    }
    for (int i = 0; i < 2000; ++i) {
        work.link<&person::town_id>(work.add(called(std::to_string(i))), *towns[static_cast<std::size_t>(i % 40)]);
    }
    const int sent = statements_of([&] { work.commit(); });
    const aludel::capabilities& facts = session.facts();
    if (facts.syntax.insert_returning || facts.generated_key_step != 0) {  // else a statement for each counted key
        EXPECT_LE(sent, 20) << listed();
    }
    for (const person& each : stored<person>().list(aludel::limit_offset{100, 0})) {
        EXPECT_EQ(std::to_string(std::stoi(each.name) % 40), stored<town>().get(each.town_id.value()).name);
    }
    for (const auto& each : work.list<person>()) {
        work.remove(each.get());
    }
    for (const auto& each : work.list<town>()) {
        work.remove(each.get());
    }
    EXPECT_LE(statements_of([&] { work.commit(); }), 20) << listed();
    EXPECT_EQ(stored<town>().count(), 0u);
}

TEST_F(linked, rows_of_one_table_are_inserted_parents_first_and_removed_children_first) {
    aludel::unit_of_work work{db};
    employee& leaf = work.add(employee{.id = 0, .name = "leaf", .boss_id = {}});
    employee& middle = work.add(employee{.id = 0, .name = "middle", .boss_id = {}});
    employee& other = work.add(employee{.id = 0, .name = "other", .boss_id = {}});
    employee& root = work.add(employee{.id = 0, .name = "root", .boss_id = {}});
    work.link<&employee::boss_id>(leaf, middle);
    work.link<&employee::boss_id>(middle, root);
    work.link<&employee::boss_id>(other, root);
    work.commit();
    EXPECT_EQ(stored<employee>().get(leaf.id).boss_id, middle.id);
    EXPECT_EQ(stored<employee>().get(middle.id).boss_id, root.id);
    EXPECT_EQ(stored<employee>().get(other.id).boss_id, root.id);
    EXPECT_EQ(stored<employee>().get(root.id).boss_id, std::nullopt);
    for (employee* each : {&root, &leaf, &middle, &other}) {
        work.remove(*each);
    }
    work.commit();
    EXPECT_EQ(stored<employee>().count(), 0u);
}

TEST_F(linked, keys_that_the_program_made_are_put_in_order_too) {
    aludel::unit_of_work work{db};
    std::vector<folder> chain(20);
    for (std::size_t i = 1; i < chain.size(); ++i) {
        chain[i - 1].parent_id = chain[i].id;
    }
    work.add_many(chain);
    work.commit();
    EXPECT_EQ(stored<folder>().count(col<&folder::parent_id>.is_not_null()), 19u);
    for (const folder& each : chain) {
        work.remove(work.get<folder>(each.id));
    }
    work.commit();
    EXPECT_EQ(stored<folder>().count(), 0u);
}

TEST_F(linked, rows_of_one_table_may_refer_to_each_other_in_a_circle) {
    aludel::unit_of_work work{db};
    employee& ann = work.add(employee{.id = 0, .name = "Ann", .boss_id = {}});
    employee& bob = work.add(employee{.id = 0, .name = "Bob", .boss_id = {}});
    work.link<&employee::boss_id>(ann, bob);
    work.link<&employee::boss_id>(bob, ann);
    folder own{.id = aludel::uuid_v7(), .name = "own", .parent_id = {}};
    own.parent_id = own.id;
    folder left;
    folder right{.id = aludel::uuid_v7(), .name = "right", .parent_id = left.id};
    left.parent_id = right.id;
    work.add(own);
    work.add(left);
    work.add(right);
    work.commit();
    EXPECT_EQ(stored<employee>().get(ann.id).boss_id, bob.id);
    EXPECT_EQ(stored<employee>().get(bob.id).boss_id, ann.id);
    EXPECT_EQ(stored<folder>().get(own.id).parent_id, own.id);
    EXPECT_EQ(stored<folder>().get(left.id).parent_id, right.id);
    EXPECT_EQ(stored<folder>().get(right.id).parent_id, left.id);
    EXPECT_FALSE(work.has_changes());
    work.remove(ann);
    work.remove(bob);
    for (folder& each : work.list<folder>()) {
        work.remove(each);
    }
    work.commit();
    EXPECT_EQ(stored<employee>().count(), 0u);
    EXPECT_EQ(stored<folder>().count(), 0u);
}

class in_a_circle : public units_of_work {
protected:
    in_a_circle() {
        db.create_all<team, player, employer, owner>();
        session.execute("update work_teams set captain_id = null");
        conformance::empty_tables<team, player>(session);
    }
};

TEST_F(in_a_circle, tables_are_cut_where_a_foreign_key_may_be_null) {
    aludel::unit_of_work work{db};
    team& reds = work.add(team{.id = 0, .name = "reds", .captain_id = {}});
    player& ann = work.add(player{.id = 0, .name = "Ann", .team_id = 0});
    player& bob = work.add(player{.id = 0, .name = "Bob", .team_id = 0});
    work.link<&player::team_id>(ann, reds);
    work.link<&player::team_id>(bob, reds);
    work.link<&team::captain_id>(reds, bob);
    work.commit();
    EXPECT_EQ(stored<team>().get(reds.id).captain_id, bob.id);
    EXPECT_EQ(stored<player>().get(ann.id).team_id, reds.id);
    work.remove(reds);
    work.remove(ann);
    work.remove(bob);
    work.commit();
    EXPECT_EQ(stored<team>().count(), 0u);
    EXPECT_EQ(stored<player>().count(), 0u);
}

TEST_F(in_a_circle, one_that_cannot_be_cut_is_refused_and_leaves_everything_as_it_was) {
    aludel::unit_of_work work{db};
    employer& firm = work.add(employer{});
    owner& boss = work.add(owner{});
    work.link<&employer::owner_id>(firm, boss);
    work.link<&owner::employer_id>(boss, firm);
    try {
        work.commit();
        ADD_FAILURE() << "it was written";
    } catch (const aludel::usage_error& failed) {
        EXPECT_NE(std::string{failed.what()}.find("circle"), std::string::npos) << failed.what();
    }
    EXPECT_EQ(firm.id, 0);
    EXPECT_EQ(boss.id, 0);
    EXPECT_TRUE(work.has_changes());
    EXPECT_FALSE(session.in_transaction());
}

}  // namespace work
