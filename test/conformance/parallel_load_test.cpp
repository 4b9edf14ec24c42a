// SPDX-License-Identifier: BSL-1.0
// One range over several connections.
#include <chrono>
#include <ranges>
#include <thread>

#include "people.hpp"
#include "single_pass.hpp"

namespace parallel_loads {

using people::called;
using people::city;
using people::person;

class parallel_load : public people::with_people {
protected:
    /// Names that no other test has: InnoDB makes inserts wait for keys that were removed a moment ago, and those that
    /// wait for each other fail.
    static auto numbered(int count) {
        static int ranges = 0;
        const std::string prefix = "p" + std::to_string(++ranges) + '_';
        return std::views::iota(0, count) |
               std::views::transform([prefix](int i) { return called(prefix + std::to_string(i), i % 90); });
    }
};

TEST_F(parallel_load, every_row_of_a_generator_arrives_once) {
    const auto result = aludel::bulk_insert(conformance::db(), numbered(20'000), {.parallel = 4});
    EXPECT_EQ(result.rows, 20'000u);
    EXPECT_EQ(result.inserted, 20'000u);
    EXPECT_EQ(persons.count(), 20'000u);
}

TEST_F(parallel_load, objects_of_a_vector_are_not_copied_but_all_arrive) {
    std::vector<person> given;
    for (const person& each : numbered(5'000)) {
        given.push_back(each);
    }
    EXPECT_EQ(aludel::bulk_insert(conformance::db(), given, {.parallel = 2}).inserted, 5'000u);
    EXPECT_EQ(persons.count(), 5'000u);
    EXPECT_EQ(persons.get_one(aludel::col<&person::name> == given[4999].name).email, given[4999].email);
}

TEST_F(parallel_load, a_range_of_nothing_is_no_error) {
    EXPECT_EQ(aludel::bulk_insert(conformance::db(), std::vector<person>{}, {.parallel = 3}).rows, 0u);
}

TEST_F(parallel_load, more_connections_than_the_pool_has_are_not_asked_for) {
    EXPECT_EQ(aludel::bulk_insert(conformance::db(), numbered(100), {.parallel = 1000}).inserted, 100u);
}

TEST(parallel_loads_of_a_busy_pool, take_the_connections_that_are_free) {
    aludel::engine own{conformance::url("pool_size=2&acquire_timeout=100")};
    { (void)conformance::session_with<city, person>(own); }
    {
        const aludel::session other_work = own.open_session();
        const auto slow = std::views::iota(0, 3'000) | std::views::transform([](int i) {
                              if (i % 1'000 == 0) {
                                  std::this_thread::sleep_for(std::chrono::milliseconds{100});
                              }
                              return called("busy" + std::to_string(i));
                          });
        EXPECT_EQ(aludel::bulk_insert(own, slow, {.parallel = 2}).inserted, 3'000u);
    }
    aludel::session session = own.open_session();
    EXPECT_EQ(aludel::repository<person>{session}.count(), 3'000u);
}

TEST_F(parallel_load, the_first_error_is_thrown_and_the_engine_goes_on) {
    const auto rows = numbered(10'000);
    persons.add(*std::ranges::next(rows.begin(), 9'999));
    EXPECT_THROW(aludel::bulk_insert(conformance::db(), rows, {.parallel = 3}), aludel::error);
    persons.add(called("afterwards"));
}

TEST_F(parallel_load, an_error_of_the_range_itself_is_thrown) {
    const auto failing = std::views::iota(0, 5'000) | std::views::transform([](int i) {
                             if (i == 4'500) {
                                 throw std::runtime_error{"the range failed"};
                             }
                             return called("f" + std::to_string(i));
                         });
    EXPECT_THROW(aludel::bulk_insert(conformance::db(), failing, {.parallel = 2}), std::runtime_error);
}

/// Fails in its middle, and counts who reads on from there.
class failing_range {
public:
    auto begin() { return conformance::single_pass_iterator<failing_range, person>{*this}; }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }
    [[nodiscard]] int read_on() const { return read_on_; }

    [[nodiscard]] person value() const { return called("q" + std::to_string(number_)); }
    void advance() {
        if (++number_ == 1'500) {
            failed_ = true;
            // Whoever wants the next rows stands at the door by now.
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
            throw std::runtime_error{"the range failed"};
        }
    }
    [[nodiscard]] bool is_at_end() {
        read_on_ += failed_ ? 1 : 0;
        return number_ == 4'000;
    }

private:
    int number_ = 0;
    bool failed_ = false;
    int read_on_ = 0;
};

TEST_F(parallel_load, a_range_that_failed_is_not_read_on) {
    for (int time = 0; time < 5; ++time) {
        failing_range failing;
        EXPECT_THROW(aludel::bulk_insert(conformance::db(), failing, {.parallel = 2}), std::runtime_error);
        EXPECT_EQ(failing.read_on(), 0);
    }
}

TEST_F(parallel_load, the_policy_holds_on_every_connection) {
    const auto rows = numbered(6'000);
    persons.bulk_insert(rows | std::views::take(3'000));
    const auto result =
        aludel::bulk_insert(conformance::db(), rows, aludel::on_conflict<&person::email>.do_nothing(), {.parallel = 2});
    EXPECT_EQ(result.rows, 6'000u);
    EXPECT_EQ(result.inserted, 3'000u);
    EXPECT_EQ(result.skipped, 3'000u);
}

TEST_F(parallel_load, progress_sums_up_what_all_connections_read) {
    std::uint64_t last = 0;
    std::uint64_t total = 0;
    bool grows = true;
    std::vector<person> given;
    for (const person& each : numbered(50'000)) {
        given.push_back(each);
    }
    aludel::bulk_insert(conformance::db(), given,
                        {.on_progress =
                             [&](aludel::bulk_progress progress) {
                                 grows = grows && progress.rows >= last;
                                 last = progress.rows;
                                 total = progress.total;
                             },
                         .parallel = 3});
    EXPECT_TRUE(grows);
    EXPECT_EQ(last, 50'000u);
    EXPECT_EQ(total, 50'000u);
}

TEST_F(parallel_load, a_repository_has_one_connection_and_says_so) {
    EXPECT_THROW(persons.bulk_insert(std::vector{called("a")}, {.parallel = 2}), aludel::usage_error);
}

}  // namespace parallel_loads
