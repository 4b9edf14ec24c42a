// SPDX-License-Identifier: BSL-1.0
// A child process and its parent's connections: it cannot use them, and the parent does not notice that it tried.
#include "forked.hpp"
#include "people.hpp"

namespace forks {

using namespace people;

template <class Work>
std::string refusal_of(Work work) {
    try {
        work();
        return "nothing was thrown";
    } catch (const aludel::usage_error& refused) {
        return std::string{refused.what()}.find("of its own") != std::string::npos ||
                       std::string{refused.what()}.find("of the child's own") != std::string::npos
                   ? "refused"
                   : refused.what();
    } catch (const std::exception& other) {
        return std::string{"another class: "} + other.what();
    }
}

TEST(forked, a_child_process_is_refused_its_parents_engine) {
    aludel::engine own{conformance::url("pool_size=2")};
    aludel::session session = conformance::session_with<city, person>(own);
    EXPECT_EQ(conformance::in_child_process([&] { return refusal_of([&] { (void)own.open_session(); }); }), "refused");
    EXPECT_EQ(conformance::in_child_process([&] { return refusal_of([&] { (void)own.statistics(); }); }), "refused");
    aludel::repository<person>{session}.add(called("Alice"));
    EXPECT_EQ(aludel::repository<person>{session}.count(), 1u);
}

TEST(forked, a_child_process_is_refused_its_parents_session) {
    aludel::engine own{conformance::url("pool_size=1")};
    aludel::session session = conformance::session_with<city, person>(own);
    aludel::repository<person> persons{session};
    EXPECT_EQ(conformance::in_child_process([&] { return refusal_of([&] { (void)persons.count(); }); }), "refused");
    EXPECT_EQ(conformance::in_child_process([&] { return refusal_of([&] { persons.add(called("Bob")); }); }),
              "refused");
    EXPECT_EQ(conformance::in_child_process([&] { return refusal_of([&] { aludel::transaction scope{session}; }); }),
              "refused");
    EXPECT_EQ(persons.count(), 0u);
}

TEST(forked, a_child_process_that_ends_its_copies_leaves_the_parents_transaction_as_it_is) {
    auto own = std::make_unique<aludel::engine>(conformance::url("pool_size=3"));
    auto session = std::make_unique<aludel::session>(conformance::session_with<city, person>(*own));
    { const aludel::session idle = own->open_session(); }
    auto scope = std::make_unique<aludel::transaction>(*session);
    aludel::repository<person>{*session}.add(called("Alice"));
    EXPECT_EQ(conformance::in_child_process([&] {
                  scope.reset();
                  session.reset();
                  own.reset();
                  return std::string{"ended"};
              }),
              "ended");
    EXPECT_TRUE(session->in_transaction());
    aludel::repository<person>{*session}.add(called("Bob"));
    scope->commit();
    EXPECT_EQ(aludel::repository<person>{*session}.count(), 2u);
    // The idle one is still connected: it is the next that is lent, and nobody had to open another.
    const aludel::session idle = own->open_session();
    EXPECT_EQ(own->statistics().opened, 2u);
    EXPECT_EQ(own->statistics().lost, 0u);
}

TEST(forked, a_child_process_ends_its_copies_of_what_limits_statements) {
    if (!conformance::facts().ends_statements) {
        GTEST_SKIP() << conformance::facts().server << " has no way to end statements";
    }
    auto own = std::make_unique<aludel::engine>(conformance::url("pool_size=2&statement_timeout=60000"));
    auto session = std::make_unique<aludel::session>(own->open_session());
    EXPECT_EQ(session->query_one<int>("select 1"), 1);
    EXPECT_EQ(conformance::in_child_process([&] {
                  session.reset();
                  own.reset();
                  return std::string{"ended"};
              }),
              "ended");
    EXPECT_EQ(session->query_one<int>("select 1"), 1);
}

TEST(forked, a_child_process_that_leaves_a_stream_leaves_the_parents_rows) {
    aludel::engine own{conformance::url("pool_size=1")};
    aludel::session session = conformance::session_with<city, person>(own);
    std::vector<person> many;
    for (int i = 0; i < 500; ++i) {
        many.push_back(called("Person " + std::to_string(i)));
    }
    aludel::repository<person> persons{session};
    persons.add_many(many);
    std::size_t read = 0;
    {
        auto rows = std::make_unique<aludel::row_stream<person>>(session.stream<person>("select * from people"));
        for (auto each = rows->begin(); each != rows->end(); ++each) {
            if (++read == 3) {
                EXPECT_EQ(conformance::in_child_process([&] {
                              rows.reset();
                              return std::string{"left"};
                          }),
                          "left");
            }
        }
    }
    EXPECT_EQ(read, many.size());
}

TEST(forked, a_child_process_may_use_an_engine_that_nobody_has_used_before) {
    if (conformance::url().find(":memory:") != std::string::npos || conformance::url().ends_with("://")) {
        GTEST_SKIP() << "a database in memory is its process's own";
    }
    aludel::engine unused{conformance::url("pool_size=1")};
    EXPECT_EQ(conformance::in_child_process([&] {
                  aludel::session session = unused.open_session();
                  return std::to_string(session.query_one<int>("select 41 + 1"));
              }),
              "42");
    EXPECT_EQ(unused.statistics().opened, 0u);
}

}  // namespace forks
