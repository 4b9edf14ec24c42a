// SPDX-License-Identifier: BSL-1.0
// Rows one by one: what a stream gives, and what its session may do meanwhile.
#include "people.hpp"

namespace streams {

using namespace people;
using aludel::col;

class streams : public with_people {
protected:
    streams() {
        std::vector<city> many;
        for (std::int64_t id = 1; id <= 5'000; ++id) {
            many.push_back({id, "city " + std::to_string(id)});
        }
        cities.bulk_insert(many);
    }
};

TEST_F(streams, every_row_comes_in_its_order) {
    std::int64_t expected = 0;
    for (const city& each : cities.stream(aludel::order_by(col<&city::id>.asc()))) {
        ASSERT_EQ(each.id, ++expected);
        ASSERT_EQ(each.name, "city " + std::to_string(expected));
    }
    EXPECT_EQ(expected, 5'000);
}

TEST_F(streams, conditions_and_limits_hold) {
    std::vector<std::int64_t> found;
    auto asked = cities.where(col<&city::id> > 4'000).order_by(col<&city::id>.desc()).limit(3).offset(1);
    for (const city& each : asked.stream()) {
        found.push_back(each.id);
    }
    EXPECT_EQ(found, (std::vector<std::int64_t>{4'999, 4'998, 4'997}));
}

TEST_F(streams, none_found_is_an_empty_range) {
    for (const city& each : cities.stream(col<&city::id> < 0)) {
        ADD_FAILURE() << each.id;
    }
    EXPECT_EQ(cities.count(), 5'000u);
}

TEST_F(streams, the_session_runs_nothing_else_until_the_end) {
    {
        auto reading = cities.stream();
        auto first = reading.begin();
        EXPECT_GT((*first).id, 0);
        EXPECT_THROW((void)cities.count(), aludel::usage_error);
        EXPECT_THROW(cities.add({0, "another"}), aludel::usage_error);
        EXPECT_THROW((void)cities.stream(), aludel::usage_error);
        EXPECT_THROW((aludel::transaction{session}), aludel::usage_error);
    }
    EXPECT_EQ(cities.count(), 5'000u);
}

TEST_F(streams, one_that_is_left_early_frees_the_session) {
    for (int i = 0; i < 3; ++i) {
        for (const city& each : cities.stream(aludel::order_by(col<&city::id>.asc()))) {
            if (each.id == 10) {
                break;
            }
        }
    }
    cities.add({0, "another"});
    EXPECT_EQ(cities.count(), 5'001u);
}

TEST_F(streams, one_inside_a_transaction_sees_its_rows) {
    aludel::transaction scope{session};
    cities.remove_where(col<&city::id> > 3);
    int rows = 0;
    for (const city& each : cities.stream()) {
        rows += each.id > 0 ? 1 : 0;
    }
    EXPECT_EQ(rows, 3);
    scope.rollback();
    EXPECT_EQ(cities.count(), 5'000u);
}

TEST_F(streams, plain_sql_streams_tuples_values_and_structs) {
    std::int64_t sum = 0;
    for (const auto& [id, name] : session.stream<std::tuple<std::int64_t, std::string>>(
             "select id, name from people_cities where id <= {}", 100)) {
        sum += id + (name.empty() ? 1'000 : 0);
    }
    for (const std::int64_t id : session.stream<std::int64_t>("select id from people_cities where id <= {}", 10)) {
        sum += id;
    }
    for (const city& each : session.stream<city>("select name, id from people_cities where name = {}", "city 7")) {
        sum += each.id;
    }
    EXPECT_EQ(sum, 5'050 + 55 + 7);
}

TEST_F(streams, another_session_works_meanwhile) {
    aludel::session other = conformance::db().open_session();
    std::uint64_t rows = 0;
    for (const city& each : cities.stream(col<&city::id> <= 20)) {
        rows += aludel::repository<city>{other}.count(col<&city::id> == each.id);
    }
    EXPECT_EQ(rows, 20u);
}

TEST_F(streams, a_row_that_does_not_fit_ends_it_and_frees_the_session) {
    const auto read = [&] {
        for (const auto id : session.stream<std::int8_t>("select id from people_cities order by id")) {
            ASSERT_LE(id, 127);
        }
    };
    EXPECT_THROW(read(), aludel::mapping_error);
    EXPECT_EQ(cities.count(), 5'000u);
}

TEST_F(streams, one_statement_may_be_streamed_again_and_again) {
    for (int i = 0; i < 3; ++i) {
        std::uint64_t rows = 0;
        for (const city& each : cities.stream(col<&city::id> <= 10 + i)) {
            rows += each.id > 0 ? 1 : 0;
        }
        EXPECT_EQ(rows, static_cast<std::uint64_t>(10 + i));
    }
}

TEST_F(streams, begin_may_be_asked_again) {
    auto none = cities.stream(col<&city::id> < 0);
    EXPECT_TRUE(none.begin() == none.end());
    for ([[maybe_unused]] const city& each : none) {
        ADD_FAILURE() << "a row of an empty stream";
    }
    auto three = cities.stream(col<&city::id> <= 3, aludel::order_by(col<&city::id>.asc()));
    EXPECT_EQ(three.begin()->id, 1);
    std::vector<std::int64_t> ids;
    for (const city& each : three) {
        ids.push_back(each.id);
    }
    EXPECT_EQ(ids, (std::vector<std::int64_t>{1, 2, 3}));
}

/// One with a member that has no column.
struct place {
    std::int64_t id{};
    std::string name;
    aludel::unmapped<int> visits{7};
};

TEST_F(streams, a_row_has_nothing_left_of_the_one_before) {
    persons.add(called("with", 30));
    persons.add(called("without"));
    persons.add(called("x", 31));
    std::vector<person> found;
    for (person& each : persons.stream(aludel::order_by(col<&person::id>.asc()))) {
        found.push_back(each);
        each.city_id = 1;
        each.name += " and what the program made of it";
        if (found.size() == 2) {
            each.name = {};
        }
    }
    EXPECT_EQ(found, persons.list(aludel::order_by(col<&person::id>.asc())));
    EXPECT_EQ(found.at(1).age, std::nullopt);
    EXPECT_EQ(found.at(2).city_id, std::nullopt);
    for (place& each : session.stream<place>("select id, name from people_cities where id < 4")) {
        EXPECT_EQ(each.visits.value, 7);
        each.visits.value = 8;
    }
}

}  // namespace streams
