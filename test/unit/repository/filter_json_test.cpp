// SPDX-License-Identifier: BSL-1.0
// What a JSON body becomes, as SQL, and what it is refused for.
#include <random>

#include <gtest/gtest.h>

#include "filter_structs.hpp"
#include "filter_text.hpp"

namespace {

using filtering::condition_of;
using filtering::person;
using filtering::person_filters;
using filtering::refusal_of;

const aludel::filter_set<person> filters = person_filters();

struct reading {
    const char* where;
    const char* condition;
};

class json_is_read : public testing::TestWithParam<reading> {};

TEST_P(json_is_read, as_conditions) {
    const std::string body = std::string{R"({"where": )"} + GetParam().where + "}";
    EXPECT_EQ(condition_of(filters.from_json(body).condition()), GetParam().condition);
}

INSTANTIATE_TEST_SUITE_P(
    of, json_is_read,
    testing::Values(
        reading{"{}", "true"}, reading{R"({"who": "ann"})", "name = 'ann'"},
        reading{R"({"who": "a", "age": {"ge": 18, "lt": 65}})", "(name = 'a' and age >= 18 and age < 65)"},
        reading{R"({"age": 18.0})", "age = 18"}, reading{R"({"age": -18})", "age = -18"},
        reading{R"({"score": 18446744073709551615})", "points = 18446744073709551615"},
        reading{R"({"weight": {"gt": 1}})", "weight > 1"}, reading{R"({"weight": 1.5e0})", "weight = 1.5"},
        reading{R"({"active": false})", "active = false"}, reading{R"({"status": "open"})", "status = 'open'"},
        reading{R"({"rank": 1})", "rank = 1"}, reading{R"({"born": {"before": "2000-01-01"}})", "born < 2000-01-01"},
        reading{R"({"seen": {"on": "2000-01-01"}})",
                "seen between 2000-01-01 00:00:00.000000 and 2000-01-01 23:59:59.999999"},
        reading{R"({"age": {"in": [1, null, 2]}})", "age in (1, 2)"},
        reading{R"({"age": {"not_in": [1, null]}})", "age not in (1)"}, reading{R"({"age": {"in": []}})", "false"},
        reading{R"({"age": {"not_in": []}})", "true"}, reading{R"({"age": {"in": [null]}})", "false"},
        reading{R"({"age": null})", "age is null"}, reading{R"({"age": {"ne": null}})", "age is not null"},
        reading{R"({"age": {"null": true}})", "age is null"},
        reading{R"({"age": {"between": [1, 2]}})", "age between 1 and 2"},
        reading{R"({"age": {"strictly_between": [1, 2]}})", "(age > 1 and age < 2)"},
        reading{R"({"nick": {"icontains": "100%"}})", "nick ilike '%100!%%'"},
        reading{R"({"or": [{"who": "a"}, {"age": 1, "who": "b"}]})", "(name = 'a' or (age = 1 and name = 'b'))"},
        reading{R"({"and": [{"or": [{"who": "a"}, {"who": "b"}]}, {"not": {"age": 1}}]})",
                "((name = 'a' or name = 'b') and not (age = 1))"},
        reading{R"({"or": [{"who": "a"}]})", "name = 'a'"}, reading{R"({"not": {}})", "not (true)"},
        reading{R"({"search": "x", "search_ignore_case": false})",
                "(name like '%x%' or (nick is not null and nick like '%x%'))"},
        reading{R"({"not": {"search": "x"}})", "not ((name ilike '%x%' or (nick is not null and nick ilike '%x%')))"},
        reading{R"({"search_not": "x"})", "not ((name ilike '%x%' or (nick is not null and nick ilike '%x%')))"},
        reading{"{\"who\": \"\\u00e9\\uD83D\\uDE00\"}", "name = 'é😀'"}));

struct refusal {
    const char* body;
    const char* message;
};

class json_is_refused : public testing::TestWithParam<refusal> {};

TEST_P(json_is_refused, saying_why) {
    EXPECT_EQ(refusal_of([] { (void)filters.from_json(GetParam().body); }),
              std::string{"filter: "} + GetParam().message);
}

constexpr const char* unknown_secret =
    "\"secret\" is no field of filtered_people that may be asked for; allowed are: who, nick, age, score, weight, "
    "active, status, rank, code, born, seen, account, created_at";

INSTANTIATE_TEST_SUITE_P(
    for_, json_is_refused,
    testing::Values(
        refusal{"", "the body is not JSON, as byte 1 shows"},
        refusal{"{\"where\": ", "the body is not JSON, as byte 11 shows"},
        refusal{"{} {}", "the body is not JSON, as byte 4 shows"},
        refusal{"{\"where\": {\"who\": \"\xff\"}}", "the body is not JSON, as byte 20 shows"},
        refusal{"[]", "\"the body\" must be an object"}, refusal{"null", "\"the body\" must be an object"},
        refusal{R"({"were": {}})",
                "\"were\" is no part of a filter; there are: where, sort, page, page_size, limit, offset"},
        refusal{R"({"where": []})", "\"where\" must be an object"},
        refusal{R"({"where": {"secret": 1}})", unknown_secret},
        refusal{R"({"where": {"or": [{"not": {"secret": 1}}]}})", unknown_secret},
        refusal{R"({"where": {"status": {"gt": "a"}}})",
                "the field \"status\" takes no operator \"gt\"; allowed are: eq, ne, in, not_in"},
        refusal{R"({"where": {"age": {}}})", "the field \"age\" has an object without an operator"},
        refusal{R"({"where": {"age": {"eq": {"eq": 1}}}})", "\"age__eq\" must be a number"},
        refusal{R"({"where": {"age": [1]}})", "\"age__eq\" must be a number"},
        refusal{R"({"where": {"age": "18"}})", "\"age__eq\" must be a number"},
        refusal{R"({"where": {"age": true}})", "\"age__eq\" must be a number"},
        refusal{R"({"where": {"age": 1.5}})", "the value of age__eq is none that the field, 16-bit integer, can have"},
        refusal{R"({"where": {"age": 32768}})",
                "the value of age__eq is none that the field, 16-bit integer, can have"},
        refusal{R"({"where": {"weight": 1e400}})", "the body has a number that is too large for JSON"},
        refusal{R"({"where": {"active": 1}})", "\"active__eq\" must be true or false"},
        refusal{R"({"where": {"who": 1}})", "\"who__eq\" must be text"},
        refusal{R"({"where": {"who": null}})", "the value of who__eq is null, which the field never is"},
        refusal{R"({"where": {"who": {"in": ["a", null]}}})", "the value of who__in is null, which the field never is"},
        refusal{R"({"where": {"age": {"lt": null}}})",
                "the value of age__lt is null, which is neither less nor greater than anything"},
        refusal{R"({"where": {"age": {"between": [1, null]}}})",
                "the value of age__between is null, which is neither less nor greater than anything"},
        refusal{R"({"where": {"age": {"between": [1]}}})", "the value of age__between must be two values"},
        refusal{R"({"where": {"age": {"between": 1}}})", "\"age__between\" must be a list"},
        refusal{R"({"where": {"age": {"in": 1}}})", "\"age__in\" must be a list"},
        refusal{R"({"where": {"age": {"null": "true"}}})", "\"age__null\" must be true or false"},
        refusal{R"({"where": {"age": {"null": null}}})", "\"age__null\" takes no null"},
        refusal{R"({"where": {"who": {"contains": null}}})", "\"who__contains\" takes no null"},
        refusal{R"({"where": {"who": "a\u0000"}})", "the value of who__eq is none that the field, text, can have"},
        refusal{R"({"where": {"and": []}})", "\"and\" of nothing says neither yes nor no; leave it out"},
        refusal{R"({"where": {"or": []}})", "\"or\" of nothing says neither yes nor no; leave it out"},
        refusal{R"({"where": {"or": {}}})", "\"or\" must be a list"},
        refusal{R"({"where": {"or": [1]}})", "\"a group\" must be an object"},
        refusal{R"({"where": {"not": [{}]}})", "\"a group\" must be an object"},
        refusal{R"({"where": {"search": 1}})", "\"search\" must be text"},
        refusal{R"({"where": {"search": "a", "search_ignore_case": 1}})",
                "\"search_ignore_case\" must be true or false"},
        refusal{R"({"where": {"search_ignore_case": true}})",
                "\"search_ignore_case\" says how to search, but there is no \"search\" beside it"},
        refusal{R"({"where": {"age": 1, "age": 2}})", "\"age\" stands twice in one object"},
        refusal{R"({"where": {}, "where": {}})", "\"where\" stands twice in one object"},
        refusal{R"({"where": {"or": [{"age": {"lt": 1, "lt": 2}}]}})", "\"lt\" stands twice in one object"},
        refusal{R"({"where": {"born": {"lt": "2000-01-01", "before": "2000-01-01"}}})",
                "the field \"born\" has two words for one operator, one of them \"before\""},
        refusal{R"({"where": {"not": {"not": {"not": {"not": {"not": {"not": {"not": {"not": {"not": {}}}}}}}}}}})",
                "groups are nested deeper than 8"},
        refusal{"[[[[[[[[[[[[[[[[[[[[[[[[[", "the JSON is nested too deeply"},
        refusal{R"({"sort": "age"})", "\"sort\" must be a list"}, refusal{R"({"sort": [1]})", "\"sort\" must be text"},
        refusal{R"({"sort": ["nick"]})",
                "\"nick\" is no field of filtered_people to sort by; allowed are: who, age, score"},
        refusal{R"({"page": 0})", "\"page\" must be from 1 to 9223372036854775807"},
        refusal{R"({"page": "1"})", "\"page\" must be a whole number"},
        refusal{R"({"page": 1.0})", "\"page\" must be a whole number"},
        refusal{R"({"limit": -1})", "\"limit\" must be a whole number"},
        refusal{R"({"page_size": 101})", "\"page_size\" must be from 1 to 100"},
        refusal{R"({"page": 1, "offset": 1})", "a page is either page and page_size, or limit and offset, not both"}));

TEST(filter_json, order_and_page_are_read) {
    const auto wanted = filters.from_json(R"({"sort": ["-age", "who"], "page": 3, "page_size": 10})");
    const std::vector<aludel::ordering> order = wanted.order().orderings;
    ASSERT_EQ(order.size(), 3u);
    EXPECT_EQ(order[0].by.column.description().name, "age");
    EXPECT_TRUE(order[0].descending);
    EXPECT_EQ(order[1].by.column.description().name, "name");
    EXPECT_FALSE(order[1].descending);
    EXPECT_EQ(order[2].by.column.description().name, "id");
    EXPECT_EQ(wanted.limits().limit, 10u);
    EXPECT_EQ(wanted.limits().offset, 20u);
}

TEST(filter_json, messages_hold_no_values) {
    for (const char* body : {R"({"where": {"age": "hunter2"}})", R"({"where": {"status": "hunter2"}})",
                             R"({"where": {"who": "hunter2)", R"({"where": {"who": {"in": ["hunter2", 1]}}})",
                             R"({"page": "hunter2"})", R"({"where": {"born": "hunter2"}})"}) {
        const std::string said = refusal_of([&] { (void)filters.from_json(body); });
        EXPECT_EQ(said.find("hunter2"), std::string::npos) << said;
        EXPECT_NE(said, "") << body;
    }
}

TEST(filter_json, too_much_is_refused) {
    aludel::filter_set<person> few = person_filters();
    few.limit({.longest_input = 200, .most_conditions = 2, .deepest_group = 0, .most_values = 1});
    const auto refused = [&](const std::string& body) {
        return refusal_of([&] { (void)few.from_json(body); });
    };
    EXPECT_EQ(refused(std::string(201, ' ')), "filter: the JSON is longer than 200 bytes");
    EXPECT_EQ(refused(R"({"where": {"age": {"gt": 1, "lt": 2}, "who": "x"}})"),
              "filter: there are more than 2 conditions");
    EXPECT_EQ(refused(R"({"where": {"not": {}}})"), "filter: groups are nested deeper than 0");
    EXPECT_EQ(refused(R"({"where": {"age": {"in": [1, 2]}}})"), "filter: age__in has more than 1 values");
}

TEST(filter_json, a_body_that_is_nothing_but_brackets_is_refused_at_once) {
    aludel::filter_set<person> large = person_filters();
    large.limit({.longest_input = 10'000'000});
    EXPECT_EQ(refusal_of([&] { (void)large.from_json(std::string(9'000'000, '[')); }),
              "filter: the JSON is nested too deeply");
}

TEST(filter_json, any_text_is_read_or_refused_and_nothing_else) {
    const std::vector<std::string> pieces{"{",          "{",           "}",        "}",           "[",
                                          "]",          ":",           ",",        "\"where\"",   "\"or\"",
                                          "\"and\"",    "\"not\"",     "\"who\"",  "\"age\"",     "\"seen\"",
                                          "\"status\"", "\"open\"",    "\"in\"",   "\"between\"", "\"null\"",
                                          "\"sort\"",   "\"-age\"",    "\"page\"", "\"search\"",  "\"2024-01-01\"",
                                          "null",       "true",        "1",        "-1",          "1.5",
                                          "1e400",      "\"\\ud800\"", "\xff",     "\""};
    std::mt19937 random{20240502};  // NOLINT: the same texts each time
    for (int round = 0; round < 20'000; ++round) {
        std::string body = random() % 2 == 0 ? R"({"where": {)" : "";
        for (std::size_t left = random() % 12; left-- > 0;) {
            body += pieces[random() % pieces.size()];
        }
        try {
            (void)condition_of(filters.from_json(body).condition());
        } catch (const aludel::usage_error&) {
            continue;
        }
    }
}

}  // namespace
