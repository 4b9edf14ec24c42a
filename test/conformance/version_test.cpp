// SPDX-License-Identifier: BSL-1.0
// A version column: nobody writes over what somebody else changed in between.
#include "work_objects.hpp"

namespace work {

using aludel::col;

class versions : public units_of_work {
protected:
    versions() {
        use_tables<account>();
        ann = stored<account>().add({0, "Ann", 10, 0});
        bob = stored<account>().add({0, "Bob", 10, 0});
    }

    account ann;
    account bob;

    /// What another program does to it meanwhile.
    void touch(const account& touched) {
        stored<account>().update(touched.id, aludel::patch<account>{}.set<&account::balance>(99));
    }
    std::int32_t version_of(const account& asked) { return stored<account>().get(asked.id).version; }
};

TEST_F(versions, a_new_row_has_the_first_one) {
    EXPECT_EQ(ann.version, 1);
    EXPECT_EQ(version_of(ann), 1);
    const auto many = stored<account>().add_many(std::vector<account>{{0, "Cid", 1, 0}, {0, "Dora", 1, 7}});
    EXPECT_EQ(many[0].version, 1);
    EXPECT_EQ(many[1].version, 7);  // copied from elsewhere
    EXPECT_EQ(version_of(many[1]), 7);
    std::vector<account> loaded(40, {0, "Eve", 1, 0});
    stored<account>().bulk_insert(loaded);
    EXPECT_EQ(stored<account>().count(col<&account::version> == 1), 43u);
}

TEST_F(versions, every_update_moves_it) {
    ann.balance = 11;
    ann = stored<account>().update(ann);
    EXPECT_EQ(ann.version, 2);
    touch(ann);
    EXPECT_EQ(version_of(ann), 3);
    stored<account>().update_where(col<&account::id> == ann.id, set(col<&account::balance>, 5));
    EXPECT_EQ(version_of(ann), 4);
    EXPECT_EQ(version_of(bob), 1);
    ann = stored<account>().get(ann.id);
    const auto many = stored<account>().update_many(std::vector<account>{ann, bob});
    EXPECT_EQ(many[0].version, 5);
    EXPECT_EQ(version_of(bob), 2);
}

TEST_F(versions, a_repository_refuses_an_object_that_is_stale) {
    touch(ann);
    ann.balance = 0;
    try {
        stored<account>().update(ann);
        ADD_FAILURE() << "it was written";
    } catch (const aludel::stale_object& failed) {
        EXPECT_EQ(failed.table(), "work_accounts");
        EXPECT_EQ(failed.column(), "id");
    }
    bob.balance = 0;
    try {
        stored<account>().update_many(std::vector<account>{bob, ann});
        ADD_FAILURE() << "it was written";
    } catch (const aludel::stale_object& failed) {
        EXPECT_EQ(failed.position(), 1u);
    }
    EXPECT_EQ(stored<account>().get(ann.id).balance, 99);
    EXPECT_EQ(stored<account>().get(bob.id).balance, 10);
}

TEST_F(versions, a_unit_of_work_moves_it_with_each_commit) {
    aludel::unit_of_work work{db};
    account& mine = work.get<account>(ann.id);
    account& fresh = work.add(account{.id = 0, .holder = "Cid", .balance = 0, .version = 0});
    mine.balance = 1;
    work.commit();
    EXPECT_EQ(mine.version, 2);
    EXPECT_EQ(fresh.version, 1);
    mine.balance = 2;
    fresh.balance = 2;
    work.commit();
    EXPECT_EQ(mine.version, 3);
    EXPECT_EQ(version_of(mine), 3);
    EXPECT_EQ(version_of(fresh), 2);
    mine.version = 40;  // which is nobody's to set
    EXPECT_FALSE(work.has_changes());
}

TEST_F(versions, a_unit_of_work_refuses_to_write_over_what_somebody_else_changed) {
    aludel::unit_of_work work{db};
    account& mine = work.get<account>(ann.id);
    account& other = work.get<account>(bob.id);
    mine.balance = 1;
    other.balance = 1;
    touch(bob);
    try {
        work.commit();
        ADD_FAILURE() << "it was written";
    } catch (const aludel::stale_object& failed) {
        EXPECT_TRUE(failed.is_about(other));
        EXPECT_FALSE(failed.is_about(mine));
        EXPECT_EQ(failed.position(), 1u);
    }
    EXPECT_EQ(mine.version, 1);
    EXPECT_EQ(stored<account>().get(ann.id).balance, 10);
    EXPECT_EQ(stored<account>().get(bob.id).balance, 99);
}

TEST_F(versions, many_at_once_are_looked_at_too) {
    std::vector<account> many;
    for (int i = 0; i < 150; ++i) {
        many.push_back({0, std::to_string(i), i, 0});
    }
    many = stored<account>().add_many(many);
    aludel::unit_of_work work{db};
    for (account& each : work.list<account>()) {
        each.balance += 1;
    }
    work.commit();
    EXPECT_EQ(stored<account>().count(col<&account::version> == 2), 152u);
    touch(many[77]);
    for (account& each : work.list<account>()) {
        each.balance += 1;
    }
    try {
        work.commit();
        ADD_FAILURE() << "it was written";
    } catch (const aludel::stale_object& failed) {
        EXPECT_TRUE(failed.is_about(work.get<account>(many[77].id)));
    }
    EXPECT_EQ(stored<account>().count(col<&account::version> == 2), 151u);
    EXPECT_EQ(work.get<account>(many[3].id).version, 2);
}

TEST_F(versions, a_stale_object_is_not_removed) {
    aludel::unit_of_work work{db};
    work.remove(work.get<account>(ann.id));
    account& stale = work.get<account>(bob.id);
    work.remove(stale);
    touch(bob);
    try {
        work.commit();
        ADD_FAILURE() << "it was removed";
    } catch (const aludel::stale_object& failed) {
        EXPECT_TRUE(failed.is_about(stale));
    }
    EXPECT_EQ(stored<account>().count(), 2u);
    work.clear();
    work.remove(work.get<account>(bob.id));
    work.commit();
    EXPECT_EQ(stored<account>().count(), 1u);
}

TEST_F(versions, a_row_that_is_gone_is_stale) {
    aludel::unit_of_work work{db};
    work.get<account>(ann.id).balance = 1;
    stored<account>().remove(ann.id);
    EXPECT_THROW(work.commit(), aludel::stale_object);
}

}  // namespace work
