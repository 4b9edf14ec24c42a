// SPDX-License-Identifier: BSL-1.0
#include "harness/measurement.hpp"

#include <cstring>
#include <map>
#include <memory>

#include <gtest/gtest.h>

#include "harness/generators.hpp"
#include "harness/peak_memory.hpp"
#include "harness/row_values.hpp"

namespace {

using bench::measurement;
using bench::method_kind;

measurement made(const char* operation, const char* method, method_kind kind, double seconds) {
    measurement one;
    one.database = "SQLite";
    one.operation = operation;
    one.method = method;
    one.kind = kind;
    one.rows = 1000;
    one.seconds = {seconds};
    return one;
}

TEST(measurement, the_median_is_the_middle_or_between_the_two_in_the_middle) {
    measurement one;
    one.seconds = {1, 2, 10};
    EXPECT_EQ(one.median_seconds(), 2);
    one.seconds = {1, 2, 4, 10};
    EXPECT_EQ(one.median_seconds(), 3);
}

TEST(measurement, the_ratio_is_to_the_fastest_raw_method_of_the_same_case) {
    std::vector<measurement> all{
        made("insert", "ours", method_kind::aludel, 2), made("insert", "slow", method_kind::raw, 4),
        made("insert", "fast", method_kind::raw, 1), made("insert", "peer", method_kind::library, 0.5),
        made("stream", "other case", method_kind::raw, 0.1)};
    EXPECT_DOUBLE_EQ(bench::ratio_to_best_raw(all[0], all).value(), 0.5);
    all[2].failure = "lost a row";
    EXPECT_DOUBLE_EQ(bench::ratio_to_best_raw(all[0], all).value(), 2);
    EXPECT_FALSE(bench::ratio_to_best_raw(made("upsert", "ours", method_kind::aludel, 1), all));
}

/// One of aludel's beside one by hand, with the seconds of their rounds.
std::vector<measurement> side_by_side(std::vector<double> seconds, std::vector<double> seconds_by_hand) {
    std::vector<measurement> all{made("insert", "ours", method_kind::aludel, 0),
                                 made("insert", "by hand", method_kind::raw, 0)};
    all[0].seconds = std::move(seconds);
    all[1].seconds = std::move(seconds_by_hand);
    return all;
}

TEST(measurement, a_ratio_is_between_runs_of_the_same_round_so_that_a_slow_machine_is_slow_for_both) {
    const std::vector<measurement> all = side_by_side({2, 20, 4}, {1, 10, 3});
    EXPECT_DOUBLE_EQ(bench::ratio_to_best_raw(all[0], all).value(), 0.5);
    EXPECT_DOUBLE_EQ(bench::ratio_to_best_raw(all[1], all).value(), 1);
}

TEST(measurement, the_best_raw_method_is_the_one_with_the_best_median_even_if_another_one_wins_more_rounds) {
    std::vector<measurement> all = side_by_side({3, 5, 9}, {4, 4, 10});
    all[0].kind = method_kind::raw;
    EXPECT_DOUBLE_EQ(bench::ratio_to_best_raw(all[1], all).value(), 1);
    EXPECT_GT(bench::ratio_to_best_raw(all[0], all).value(), 1);
}

TEST(measurement, methods_with_fewer_rows_are_compared_by_rows_per_second) {
    std::vector<measurement> all = side_by_side({1}, {1});
    all[1].rows = 500;
    EXPECT_DOUBLE_EQ(bench::ratio_to_best_raw(all[0], all).value(), 2);
}

TEST(measure, methods_take_turns_and_the_first_round_does_not_count) {
    std::string order;
    std::vector<bench::task> tasks;
    for (const char name : {'a', 'b'}) {
        const auto note = [&order](const char* step) {
            return [&order, step] {
                order += step;
            };
        };
        tasks.push_back({{name}, method_kind::raw, 1, note("("), [&order, name] { order += name; }, note(")")});
    }
    const std::vector<measurement> results = bench::measure(tasks, 2);
    EXPECT_EQ(order, "(a)(b)(b)(a)(a)(b)");
    EXPECT_EQ(results[0].seconds.size(), 2);
    EXPECT_FALSE(results[0].failed());
}

/// How often one method ran right behind another one, within the rounds that count.
std::map<std::string, int> followers(int methods, unsigned rounds) {
    std::string runs;
    std::vector<bench::task> tasks;
    for (int i = 0; i < methods; ++i) {
        const std::string name(1, static_cast<char>('a' + i));
        tasks.push_back({name, method_kind::raw, 1, [] {}, [&runs, name] { runs += name; },
                         [] {
                         }});
    }
    (void)bench::measure(tasks, rounds);
    std::map<std::string, int> seen;
    const auto round = static_cast<std::size_t>(methods);
    for (std::size_t i = round; i < runs.size(); i += round) {
        for (std::size_t turn = 1; turn < round; ++turn) {
            ++seen[runs.substr(i + turn - 1, 2)];
        }
    }
    return seen;
}

TEST(measure, within_rounds_each_method_follows_each_other_one_equally_often) {
    for (const int methods : {2, 3, 4, 5, 6}) {
        const std::map<std::string, int> seen = followers(methods, 2 * static_cast<unsigned>(methods));
        EXPECT_EQ(seen.size(), methods * (methods - 1)) << methods;
        for (const auto& [pair, times] : seen) {
            EXPECT_EQ(times, 2) << pair << " of " << methods;
        }
    }
}

TEST(measure, a_method_that_fails_is_not_run_again) {
    int runs = 0;
    const bench::task failing{"failing",
                              method_kind::raw,
                              1,
                              [] {},
                              [&runs] { ++runs; },
                              [] {
                                  throw bench::wrong_result{"a row is missing"};
                              }};
    const std::vector<measurement> results = bench::measure({failing}, 3);
    EXPECT_EQ(results[0].failure, "a row is missing");
    EXPECT_EQ(runs, 1);
}

TEST(peak_memory, what_was_used_for_a_while_counts_and_what_was_used_before_does_not) {
    constexpr std::size_t bytes = 48 << 20;
    const auto use_memory = [] {
        const auto used = std::make_unique<char[]>(bytes);
        std::memset(used.get(), 1, bytes);
        return used[bytes / 2];
    };
    use_memory();
    const bench::peak_memory memory;
    if (!memory.growth()) {
        GTEST_SKIP() << "this system does not tell the peak of a process's memory";
    }
    EXPECT_LT(memory.growth().value(), bytes / 4);
    use_memory();
    EXPECT_GE(memory.growth().value(), bytes * 9 / 10);
}

template <class Row>
class shapes : public testing::Test {};
using all_shapes = testing::Types<bench::narrow, bench::mixed, bench::keyed, bench::text, bench::wide, bench::package>;
TYPED_TEST_SUITE(shapes, all_shapes);

TYPED_TEST(shapes, rows_are_the_same_every_time_and_have_distinct_keys) {
    const auto rows = bench::made_rows<TypeParam>(300);
    if (rows.empty()) {
        GTEST_SKIP() << "apt-cache knows no packages here";
    }
    EXPECT_EQ(rows, bench::made_rows<TypeParam>(300));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(rows[i].id, static_cast<std::int64_t>(i) + 1);
    }
}

TYPED_TEST(shapes, a_changed_row_differs_in_every_column_but_the_key) {
    for (const TypeParam& row : bench::made_rows<TypeParam>(30)) {
        const TypeParam other = bench::changed(row);
        EXPECT_NE(bench::digest(row), bench::digest(other));
        boost::pfr::for_each_field(row, [&](const auto& field, auto i) {
            if constexpr (i == 0) {
                EXPECT_EQ(field, boost::pfr::get<i>(other));
            } else {
                EXPECT_NE(field, boost::pfr::get<i>(other));
            }
        });
    }
}

TYPED_TEST(shapes, a_digest_depends_on_every_column) {
    for (const TypeParam& row : bench::made_rows<TypeParam>(3)) {
        const TypeParam other = bench::changed(row);
        boost::pfr::for_each_field(row, [&](const auto&, auto i) {
            TypeParam altered = row;
            boost::pfr::get<i>(altered) = boost::pfr::get<i>(other);
            EXPECT_EQ(bench::digest(altered) == bench::digest(row), i == 0);
        });
    }
}

TEST(shapes_as_documented, mixed_rows_have_nulls_and_text_has_two_kilobytes) {
    const auto rows = bench::made_rows<bench::mixed>(30);
    EXPECT_EQ(std::count_if(rows.begin(), rows.end(), [](const auto& row) { return !row.note; }), 10);
    EXPECT_EQ(std::count_if(rows.begin(), rows.end(), [](const auto& row) { return !row.quantity; }), 6);
    EXPECT_NEAR(static_cast<double>(bench::made_row<bench::text>(7).body.size()), 2048, 128);
}

}  // namespace
