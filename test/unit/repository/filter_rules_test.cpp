// SPDX-License-Identifier: BSL-1.0
// Mistakes of the program in its list of what may be asked.
#include <gtest/gtest.h>

#include "filter_structs.hpp"
#include "filter_text.hpp"

namespace {

using aludel::filter_operator;
using aludel::filter_set;
using filtering::person;
using filtering::refusal_of;

TEST(filter_rules, a_name_must_be_one_that_the_grammar_can_tell) {
    for (const char* name : {"a__b", "page", "search", "or", "where", "-a", "1a", "a b", "a,b", "a=b"}) {
        EXPECT_EQ(refusal_of([&] { filter_set<person>{}.allow<&person::name>({.name = name}); }),
                  "filter_set: filtered_people.name cannot be called \"" + std::string{name} +
                      "\" outside; give it a name of letters, digits, '_', '-' and '.', without \"__\", and none of "
                      "the words that have a meaning of their own");
    }
    for (const char* name : {"createdAt", "city.name", "größe", "a-b", "_a", "a1"}) {
        EXPECT_EQ(refusal_of([&] { filter_set<person>{}.allow<&person::name>({.name = name}); }), "");
    }
}

TEST(filter_rules, two_fields_of_one_name_are_refused) {
    EXPECT_EQ(refusal_of([] { filter_set<person>{}.allow<&person::name>().allow<&person::nick>({.name = "name"}); }),
              "filter_set: two fields of filtered_people are called \"name\"; give one of them another name");
}

TEST(filter_rules, one_field_of_two_names_is_refused) {
    EXPECT_EQ(
        refusal_of([] { filter_set<person>{}.allow<&person::name>({.name = "who"}).sort_by<&person::name>("name"); }),
        "filter_set: filtered_people.name is called \"who\" already, and cannot be \"name\" too");
}

TEST(filter_rules, a_field_that_is_allowed_twice_takes_the_operators_of_both) {
    filter_set<person> filters;
    filters.allow<&person::age>({.operators = filter_operator::lt})
        .allow<&person::age>({.operators = filter_operator::gt});
    EXPECT_EQ(filtering::condition_of(filters.from_query_string("age__lt=2&age__gt=1").condition()),
              "(age < 2 and age > 1)");
}

TEST(filter_rules, operators_that_the_type_has_no_answer_to_are_refused) {
    EXPECT_EQ(refusal_of([] { filter_set<person>{}.allow<&person::age>({.operators = filter_operator::contains}); }),
              "filter_set: filtered_people.age is 16-bit integer, of which one of the operators cannot be asked");
    EXPECT_EQ(refusal_of([] { filter_set<person>{}.allow<&person::seal>({.operators = filter_operator::eq}); }),
              "filter_set: filtered_people.seal is bytes, of which one of the operators cannot be asked");
}

TEST(filter_rules, a_field_that_is_only_sorted_by_is_not_asked_for) {
    filter_set<person> filters;
    filters.sort_by<&person::name>();
    EXPECT_EQ(refusal_of([&] { (void)filters.from_query_string("name=a"); }),
              "filter: \"name\" is no field of filtered_people that may be asked for; allowed are: none");
    EXPECT_EQ(refusal_of([] { (void)filter_set<person>{}.from_query_string("sort=name"); }),
              "filter: \"name\" is no field of filtered_people to sort by; allowed are: none");
}

TEST(filter_rules, an_order_by_what_is_computed_ends_with_the_key_too) {
    filter_set<person> filters;
    filters.default_order(aludel::length(aludel::col<&person::name>).asc());
    EXPECT_EQ(filters.from_query_string("").order().orderings.size(), 2u);
}

TEST(filter_rules, a_page_size_beyond_the_largest_page_is_refused) {
    constexpr const char* message = "filter_set: the page_size must be 1 at least, and largest_page at most";
    EXPECT_EQ(refusal_of([] { filter_set<person>{}.limit({.page_size = 101}); }), message);
    EXPECT_EQ(refusal_of([] { filter_set<person>{}.limit({.page_size = 0}); }), message);
}

}  // namespace
