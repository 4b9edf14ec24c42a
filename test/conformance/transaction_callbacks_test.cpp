// SPDX-License-Identifier: BSL-1.0
// What is called after a commit and after a rollback, and when.
#include <functional>

#include "people.hpp"

namespace callbacks {

using namespace people;
using aludel::transaction;

class callbacks : public with_people {
protected:
    std::function<void()> saying(std::string what) {
        return [this, said = std::move(what)] {
            heard.push_back(said);
        };
    }
    void register_both(const std::string& who) {
        session.after_commit(saying(who + " committed"));
        session.after_rollback(saying(who + " rolled back"));
    }

    std::vector<std::string> heard;
};

using sayings = std::vector<std::string>;

TEST_F(callbacks, are_called_after_the_commit_in_their_order) {
    transaction scope{session};
    register_both("first");
    persons.add(called("Alice"));
    scope.after_commit(saying("second committed"));
    scope.after_rollback(saying("second rolled back"));
    EXPECT_TRUE(heard.empty());
    scope.commit();
    EXPECT_EQ(heard, (sayings{"first committed", "second committed"}));
}

TEST_F(callbacks, are_called_after_the_rollback_in_their_order) {
    {
        transaction scope{session};
        register_both("first");
        register_both("second");
        persons.add(called("Alice"));
    }
    EXPECT_EQ(heard, (sayings{"first rolled back", "second rolled back"}));
    transaction later{session};
    later.commit();
    EXPECT_EQ(heard.size(), 2u) << "called once";
}

TEST_F(callbacks, of_a_savepoint_wait_for_the_outermost_transaction) {
    transaction outer{session};
    {
        transaction inner{session};
        register_both("inner");
        inner.commit();
    }
    {
        transaction lost{session};
        register_both("lost");
        transaction inside{session};
        register_both("inside");
        inside.commit();
    }
    EXPECT_TRUE(heard.empty());
    register_both("outer");
    outer.commit();
    EXPECT_EQ(heard, (sayings{"inner committed", "lost rolled back", "inside rolled back", "outer committed"}));
}

TEST_F(callbacks, of_everything_inside_are_those_of_the_rollback_when_the_outermost_is_rolled_back) {
    transaction outer{session};
    {
        transaction inner{session};
        register_both("inner");
        inner.commit();
    }
    { transaction lost{session}; }
    outer.rollback();
    EXPECT_EQ(heard, (sayings{"inner rolled back"}));
}

TEST_F(callbacks, of_an_outer_transaction_may_be_registered_while_an_inner_one_is_open) {
    transaction outer{session};
    {
        transaction inner{session};
        outer.after_commit(saying("outer committed"));
        inner.after_commit(saying("inner committed"));
    }
    outer.commit();
    EXPECT_EQ(heard, (sayings{"outer committed"}));
    EXPECT_THROW(outer.after_commit([] {}), aludel::usage_error);
}

TEST_F(callbacks, outside_of_a_transaction_what_is_done_is_committed) {
    register_both("alone");
    EXPECT_EQ(heard, (sayings{"alone committed"}));
}

TEST_F(callbacks, are_refused_where_the_end_is_not_seen) {
    session.execute("begin");
    EXPECT_THROW(session.after_commit([] {}), aludel::usage_error);
    const transaction savepoint{session};
    EXPECT_THROW(session.after_commit([] {}), aludel::usage_error);
}

TEST_F(callbacks, may_be_registered_while_a_stream_is_read) {
    persons.add(called("Alice"));
    transaction scope{session};
    for (const std::string& name : session.stream<std::string>("select name from people")) {
        session.after_commit(saying("read " + name));
    }
    scope.commit();
    EXPECT_EQ(heard, (sayings{"read Alice"}));
}

TEST_F(callbacks, may_use_the_session_and_begin_transactions) {
    transaction scope{session};
    session.after_commit([this] {
        EXPECT_FALSE(session.in_transaction());
        transaction next{session};
        session.after_commit(saying("next committed"));
        persons.add(called("Bob"));
        next.commit();
        heard.emplace_back("first committed");
    });
    persons.add(called("Alice"));
    scope.commit();
    EXPECT_EQ(heard, (sayings{"next committed", "first committed"}));
    EXPECT_EQ(persons.count(), 2u);
}

TEST_F(callbacks, that_throw_change_nothing_and_keep_none_of_the_others) {
    transaction scope{session};
    session.after_commit([] { throw aludel::transaction_conflict{"not the transaction's"}; });
    session.after_commit(saying("committed"));
    persons.add(called("Alice"));
    EXPECT_NO_THROW(scope.commit());
    EXPECT_EQ(heard, (sayings{"committed"}));
    EXPECT_EQ(persons.count(), 1u);
}

TEST_F(callbacks, of_work_that_is_run_again_are_those_of_each_attempt) {
    int attempts = 0;
    conformance::db().transaction(
        [&](aludel::session& inside) {
            const std::string number = std::to_string(++attempts);
            inside.after_commit(saying(number + " committed"));
            inside.after_rollback(saying(number + " rolled back"));
            if (attempts < 3) {
                throw aludel::transaction_conflict{"deadlock"};
            }
        },
        {.attempts = 5});
    EXPECT_EQ(heard, (sayings{"1 rolled back", "2 rolled back", "3 committed"}));
}

TEST_F(callbacks, after_a_commit_that_was_refused_are_those_of_the_rollback) {
    transaction scope{session};
    register_both("it");
    {
        transaction open{session};
        EXPECT_THROW(scope.commit(), aludel::usage_error);
        EXPECT_TRUE(heard.empty()) << "nothing was tried";
    }
    scope.rollback();
    EXPECT_EQ(heard, (sayings{"it rolled back"}));
}

}  // namespace callbacks
