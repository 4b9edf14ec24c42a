// SPDX-License-Identifier: BSL-1.0
// What a query string becomes, as SQL, and what it is refused for.
#include <random>

#include <gtest/gtest.h>

#include "filter_structs.hpp"
#include "filter_text.hpp"

namespace {

using filtering::condition_of;
using filtering::person;
using filtering::person_filters;

const aludel::filter_set<person> filters = person_filters();

std::string read(std::string_view text) {
    return condition_of(filters.from_query_string(text).condition());
}

struct reading {
    const char* query;
    const char* condition;
};

class query_string_is_read : public testing::TestWithParam<reading> {};

TEST_P(query_string_is_read, as_conditions) {
    EXPECT_EQ(read(GetParam().query), GetParam().condition);
}

INSTANTIATE_TEST_SUITE_P(
    of, query_string_is_read,
    testing::Values(
        reading{"", "true"}, reading{"&&", "true"}, reading{"lang=%zz&lang=de", "true"},
        reading{"who=ann", "name = 'ann'"}, reading{"who__eq=ann", "name = 'ann'"},
        reading{"who=Ann+O%27Neil%2B%26", "name = 'Ann O'Neil+&'"}, reading{"who=%C3%A9", "name = 'é'"},
        reading{"who=", "name = ''"}, reading{"who=a=b", "name = 'a=b'"}, reading{"%77ho__n%65=x", "name <> 'x'"},
        reading{"age__ge=18&age__lt=65", "(age >= 18 and age < 65)"}, reading{"age__le=-3", "age <= -3"},
        reading{"age__gt=32767", "age > 32767"}, reading{"score=18446744073709551615", "points = 18446744073709551615"},
        reading{"weight__gt=1e3", "weight > 1000"}, reading{"active=true", "active = true"},
        reading{"active__ne=0", "active <> false"}, reading{"status=paid", "status = 'paid'"},
        reading{"status__in=open,paid", "status in ('open', 'paid')"}, reading{"rank__in=1", "rank in (1)"},
        reading{"status__in=open%2Cpaid", "status in ('open', 'paid')"}, reading{"status__in=", "false"},
        reading{"status__not_in=", "true"}, reading{"age__not_in=1,2", "age not in (1, 2)"},
        reading{"who__in=a%5C,b,c%5C%5Cd", "name in ('a,b', 'c\\d')"}, reading{"who__in=,", "name in ('', '')"},
        reading{"who__not_in=a,,b", "name not in ('a', '', 'b')"},
        reading{"code=01234567-89AB-cdef-0123-456789abcdef", "code = 01234567-89ab-cdef-0123-456789abcdef"},
        reading{"born__before=2000-02-29", "born < 2000-02-29"},
        reading{"born__on_or_after=2000-02-29", "born >= 2000-02-29"},
        reading{"seen__after=2024-01-01T00:00:00Z", "seen > 2024-01-01 00:00:00.000000"},
        reading{"seen__on_or_before=2024-01-01T02:00:00.5%2B02:00", "seen <= 2024-01-01 00:00:00.500000"},
        reading{"seen__ge=2024-01-01", "seen >= 2024-01-01 00:00:00.000000"},
        reading{"seen__on=2024-01-01", "seen between 2024-01-01 00:00:00.000000 and 2024-01-01 23:59:59.999999"},
        reading{"created_at__lt=2024-01-01", "created_at < 2024-01-01 00:00:00.000000"},
        reading{"age__between=1,9", "age between 1 and 9"},
        reading{"age__strictly_between=1,9", "(age > 1 and age < 9)"}, reading{"age__null=true", "age is null"},
        reading{"age__null=false", "age is not null"}, reading{"account=@ann", "account = '@ann'"},
        reading{"who__contains=100%25_!", "name like '%100!%!_!!%'"}, reading{"who__icontains=a", "name ilike '%a%'"},
        reading{"who__not_contains=a", "not (name like '%a%')"},
        reading{"who__not_icontains=a", "not (name ilike '%a%')"}, reading{"who__starts_with=a", "name like 'a%'"},
        reading{"who__istarts_with=a", "name ilike 'a%'"}, reading{"nick__ends_with=a", "nick like '%a'"},
        reading{"nick__iends_with=a", "nick ilike '%a'"},
        reading{"search=a%25", "(name ilike '%a!%%' or (nick is not null and nick ilike '%a!%%'))"},
        reading{"search_ignore_case=false&search=a", "(name like '%a%' or (nick is not null and nick like '%a%'))"},
        reading{"search_not=a", "not ((name ilike '%a%' or (nick is not null and nick ilike '%a%')))"},
        reading{"search=", "true"}, reading{"search_not=", "not (true)"},
        reading{"who=a&status__in=&age__null=true", "(name = 'a' and false and age is null)"}));

struct refusal {
    const char* query;
    const char* message;
};

class query_string_is_refused : public testing::TestWithParam<refusal> {};

TEST_P(query_string_is_refused, saying_why) {
    EXPECT_EQ(filtering::refusal_of([] { (void)filters.from_query_string(GetParam().query); }),
              std::string{"filter: "} + GetParam().message);
}

constexpr const char* allowed_fields = "who, nick, age, score, weight, active, status, rank, code, born, seen, "
                                       "account, created_at";
std::string unknown(const char* name) {
    return std::string{"\""} + name +
           "\" is no field of filtered_people that may be asked for; allowed are: " + allowed_fields;
}
const std::string unknown_secret = unknown("secret");
const std::string unknown_name = unknown("name");
const std::string unknown_empty = unknown("");
const std::string unknown_where = unknown("where");
const std::string unknown_or = unknown("or");
const std::string unknown_odd = unknown("a?b??");

INSTANTIATE_TEST_SUITE_P(
    for_, query_string_is_refused,
    testing::Values(
        refusal{"secret=x", unknown_secret.c_str()}, refusal{"name=x", unknown_name.c_str()},
        refusal{"=x", unknown_empty.c_str()}, refusal{"__in=x", unknown_empty.c_str()},
        refusal{"where=x", unknown_where.c_str()}, refusal{"or=x", unknown_or.c_str()},
        refusal{"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx%C3%A9yyyyy=1",
                "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxé…\" is no field of filtered_people that "
                "may be asked for; allowed are: who, nick, age, score, weight, active, status, rank, code, born, seen, "
                "account, created_at"},
        refusal{"a%00b%22%ff=1", unknown_odd.c_str()}, refusal{"who", "\"who\" has no value; write name=value"},
        refusal{"active__gt=true", "the field \"active\" takes no operator \"gt\"; allowed are: eq, ne, in, not_in"},
        refusal{"age__before=1", "the field \"age\" takes no operator \"before\"; allowed are: eq, ne, lt, le, gt, ge, "
                                 "in, not_in, between, strictly_between, null"},
        refusal{"born__on=2000-01-01",
                "the field \"born\" takes no operator \"on\"; allowed are: eq, ne, lt, before, le, on_or_before, gt, "
                "after, ge, on_or_after, in, not_in, between, strictly_between"},
        refusal{"status__contains=a",
                "the field \"status\" takes no operator \"contains\"; allowed are: eq, ne, in, not_in"},
        refusal{"status__like=a", "the field \"status\" takes no operator \"like\"; allowed are: eq, ne, in, not_in"},
        refusal{"status__=a", "the field \"status\" takes no operator \"\"; allowed are: eq, ne, in, not_in"},
        refusal{"age=1&age=2", "\"age\" is said twice; say it once, and several values as a list"},
        refusal{"age=1&age__eq=1", "\"age__eq\" is said twice; say it once, and several values as a list"},
        refusal{"born__lt=2000-01-01&born__before=2000-01-01",
                "\"born__before\" is said twice; say it once, and several values as a list"},
        refusal{"page=1&page=1", "\"page\" is said twice; say it once, and several values as a list"},
        refusal{"age=", "the value of age__eq cannot be read as 16-bit integer"},
        refusal{"age=1x", "the value of age__eq cannot be read as 16-bit integer"},
        refusal{"age= 1", "the value of age__eq cannot be read as 16-bit integer"},
        refusal{"age=1.5", "the value of age__eq cannot be read as 16-bit integer"},
        refusal{"age=32768", "the value of age__eq is none that the field, 16-bit integer, can have"},
        refusal{"rank=256", "the value of rank__eq is none that the field, 16-bit integer, can have"},
        refusal{"score=-1", "the value of score__eq is none that the field, unsigned 64-bit integer, can have"},
        refusal{"age__in=1,x", "the value of age__in cannot be read as 16-bit integer"},
        refusal{"age__in=1,", "the value of age__in cannot be read as 16-bit integer"},
        refusal{"weight=nan", "the value of weight__eq is none that the field, 64-bit float, can have"},
        refusal{"weight=-inf", "the value of weight__eq is none that the field, 64-bit float, can have"},
        refusal{"weight=1e999", "the value of weight__eq is none that the field, 64-bit float, can have"},
        refusal{"active=yes", "the value of active__eq cannot be read as boolean"},
        refusal{"status=lost", "the value of status__eq is none that the field, text, can have"},
        refusal{"code=1", "the value of code__eq cannot be read as UUID"},
        refusal{"born=2023-02-29", "the value of born__eq cannot be read as date"},
        refusal{"born=2023-02-28T01:00", "the value of born__eq cannot be read as date"},
        refusal{"born=0000-12-31", "the value of born__eq is none that the field, date, can have"},
        refusal{"born=10000-01-01", "the value of born__eq is none that the field, date, can have"},
        refusal{"seen=2024-01-01T00:00:00+02:00", "the value of seen__eq cannot be read as timestamp"},
        refusal{"seen=0001-01-01T00:00:00%2B00:01",
                "the value of seen__eq is none that the field, timestamp, can have"},
        refusal{"seen__on=2024-01-01T00:00", "the value of seen__on is not a date, as in 2024-12-31"},
        refusal{"account=ann", "the value of account__eq cannot be read as text"},
        refusal{"who=%ff", "the value of who__eq is none that the field, text, can have"},
        refusal{"who=a%00", "the value of who__eq is none that the field, text, can have"},
        refusal{"who__contains=%ed%a0%80", "the value of who__contains is not UTF-8 without NUL"},
        refusal{"search=%c0%80", "the text to search for is not UTF-8 without NUL"},
        refusal{"who=%zz", "\"who\" has a % without two hexadecimal digits behind it; a percent sign is %25"},
        refusal{"who=100%", "\"who\" has a % without two hexadecimal digits behind it; a percent sign is %25"},
        refusal{"%4=1", "\"a name\" has a % without two hexadecimal digits behind it; a percent sign is %25"},
        refusal{"who__in=a%5Cb", "the list of \"who__in\" has a backslash that is followed by neither a comma nor "
                                 "another"},
        refusal{"who__in=a%5C", "the list of \"who__in\" has a backslash that is followed by neither a comma nor "
                                "another"},
        refusal{"age__between=1", "the value of age__between must be two values"},
        refusal{"age__between=1,2,3", "the value of age__between must be two values"},
        refusal{"age__strictly_between=", "the value of age__strictly_between must be two values"},
        refusal{"age__null=maybe", "the value of age__null must be true or false"},
        refusal{"sort=secret", "\"secret\" is no field of filtered_people to sort by; allowed are: who, age, score"},
        refusal{"sort=nick", "\"nick\" is no field of filtered_people to sort by; allowed are: who, age, score"},
        refusal{"sort=age,", "\"\" is no field of filtered_people to sort by; allowed are: who, age, score"},
        refusal{"sort=--age", "\"-age\" is no field of filtered_people to sort by; allowed are: who, age, score"},
        refusal{"sort=age,-age", "\"sort\" names \"age\" twice"},
        refusal{"page=0", "\"page\" must be from 1 to 9223372036854775807"},
        refusal{"page=-1", "\"page\" must be a whole number"},
        refusal{"page=99999999999999999999", "\"page\" must be a whole number"},
        refusal{"page=9223372036854775807", "\"page\" is beyond what a database can count"},
        refusal{"page_size=0", "\"page_size\" must be from 1 to 100"},
        refusal{"page_size=101", "\"page_size\" must be from 1 to 100"},
        refusal{"page_size=", "\"page_size\" must be a whole number"},
        refusal{"limit=101", "\"limit\" must be from 0 to 100"},
        refusal{"limit=1e1", "\"limit\" must be a whole number"},
        refusal{"offset=9223372036854775808", "\"offset\" must be from 0 to 9223372036854775807"},
        refusal{"page=1&limit=1", "a page is either page and page_size, or limit and offset, not both"},
        refusal{"offset=0&page_size=1", "a page is either page and page_size, or limit and offset, not both"},
        refusal{"search_ignore_case=true", "\"search_ignore_case\" says how to search, but there is no \"search\""},
        refusal{"search=a&search_ignore_case=1", "\"search_ignore_case\" must be true or false"}));

TEST(filter_query_string, messages_hold_no_values) {
    for (const char* query : {"age=hunter2", "status__in=hunter2", "who=hunter2%zz", "who__in=hunter2%5Cx",
                              "page=hunter2", "born=hunter2", "account=hunter2", "search=hunter2%00"}) {
        const std::string said = filtering::refusal_of([&] { (void)filters.from_query_string(query); });
        EXPECT_EQ(said.find("hunter2"), std::string::npos) << said;
        EXPECT_NE(said, "") << query;
    }
}

std::string order_of(std::string_view query) {
    std::string text;
    for (const aludel::ordering& each : filters.from_query_string(query).order().orderings) {
        text += (text.empty() ? "" : ", ") + std::string{each.by.column.description().name} +
                (each.descending ? " desc" : "");
    }
    return text;
}

TEST(filter_query_string, orders_by_the_fields_and_then_by_the_key) {
    EXPECT_EQ(order_of(""), "id");
    EXPECT_EQ(order_of("sort="), "id");
    EXPECT_EQ(order_of("sort=-age,who"), "age desc, name, id");
    EXPECT_EQ(order_of("sort=score"), "points, id");
}

TEST(filter_query_string, the_key_is_sorted_by_once_and_the_default_order_is_what_nothing_said_takes) {
    aludel::filter_set<person> sorted;
    sorted.sort_by<&person::id>().sort_by<&person::name>().default_order(aludel::col<&person::age>.desc());
    EXPECT_EQ(sorted.from_query_string("sort=-id,name").order().orderings.size(), 2u);
    const auto usual = sorted.from_query_string("").order().orderings;
    ASSERT_EQ(usual.size(), 2u);
    EXPECT_EQ(usual[0].by.column.description().name, "age");
    EXPECT_TRUE(usual[0].descending);
}

TEST(filter_query_string, pages_are_limits_and_offsets) {
    const auto limits_of = [](std::string_view query) {
        const aludel::limit_offset limits = filters.from_query_string(query).limits();
        return std::pair{limits.limit, limits.offset};
    };
    using limits = std::pair<std::uint64_t, std::uint64_t>;
    EXPECT_EQ(limits_of(""), (limits{20, 0}));
    EXPECT_EQ(limits_of("page=1"), (limits{20, 0}));
    EXPECT_EQ(limits_of("page=3&page_size=7"), (limits{7, 14}));
    EXPECT_EQ(limits_of("page_size=100"), (limits{100, 0}));
    EXPECT_EQ(limits_of("limit=5&offset=8"), (limits{5, 8}));
    EXPECT_EQ(limits_of("offset=8"), (limits{20, 8}));
    EXPECT_EQ(limits_of("limit=0"), (limits{0, 0}));
    EXPECT_EQ(limits_of("page=92233720368547758&page_size=100"), (limits{100, 9'223'372'036'854'775'700u}));
}

TEST(filter_query_string, too_much_is_refused) {
    aludel::filter_set<person> few = person_filters();
    few.limit({.page_size = 2,
               .largest_page = 2,
               .longest_input = 40,
               .most_conditions = 2,
               .deepest_group = 1,
               .most_values = 3,
               .most_orderings = 1});
    const auto refused = [&](const std::string& query) {
        return filtering::refusal_of([&] { (void)few.from_query_string(query); });
    };
    EXPECT_EQ(few.from_query_string("").limits().limit, 2u);
    EXPECT_EQ(refused(std::string(41, '&')), "filter: the query string is longer than 40 bytes");
    EXPECT_EQ(refused(std::string(40, '&')), "");
    EXPECT_EQ(refused("age=1&who=2&search=x"), "filter: there are more than 2 conditions");
    EXPECT_EQ(refused("age__in=1,2,3,4"), "filter: age__in has more than 3 values");
    EXPECT_EQ(refused("age__in=1,2,3"), "");
    EXPECT_EQ(refused("sort=age,who"), "filter: \"sort\" has more than 1 fields");
    EXPECT_EQ(refused("page_size=3"), "filter: \"page_size\" must be from 1 to 2");
}

TEST(filter_query_string, patterns_are_allowed_only_when_named) {
    aludel::filter_set<person> patterns;
    patterns.allow<&person::name>({.operators = aludel::filter_operator::like | aludel::filter_operator::ilike});
    const auto read_pattern = [&](const char* query) {
        return condition_of(patterns.from_query_string(query).condition());
    };
    EXPECT_EQ(read_pattern("name__like=a%25!%25"), "name like 'a%!%'");
    EXPECT_EQ(read_pattern("name__ilike=_!!"), "name ilike '_!!'");
    EXPECT_EQ(filtering::refusal_of([&] { (void)patterns.from_query_string("name__like=a!"); }),
              "filter: the value of name__like ends in an escape character, '!', with nothing to escape");
    EXPECT_EQ(filtering::refusal_of([&] { (void)patterns.from_query_string("name=a"); }),
              "filter: the field \"name\" takes no operator \"eq\"; allowed are: like, ilike");
    EXPECT_EQ(filtering::refusal_of([&] { (void)patterns.from_query_string("search=a"); }),
              "filter: \"search\" is not allowed: no field of filtered_people is searched");
}

TEST(filter_query_string, any_text_is_read_or_refused_and_nothing_else) {
    const std::vector<std::string> pieces{"who",        "nick",
                                          "age",        "seen",
                                          "born",       "status",
                                          "score",      "weight",
                                          "active",     "secret",
                                          "code",       "search",
                                          "search_not", "sort",
                                          "page",       "page_size",
                                          "limit",      "offset",
                                          "__",         "eq",
                                          "in",         "not_in",
                                          "between",    "null",
                                          "contains",   "icontains",
                                          "before",     "on",
                                          "=",          "=",
                                          "=",          "&",
                                          "&",          ",",
                                          "%",          "%25",
                                          "%C3%A9",     "%FF",
                                          "%00",        "+",
                                          "\\",         "-",
                                          "1",          "20",
                                          "-5",         "99999999999999999999",
                                          "1e400",      "true",
                                          "false",      "open",
                                          "2024-01-01", "2024-01-01T00:00:00Z",
                                          "\xff",       std::string{'\0'},
                                          "é"};
    std::mt19937 random{20240501};  // NOLINT: the same texts each time
    int read_count = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string query;
        for (std::size_t left = random() % 14; left-- > 0;) {
            query += random() % 20 == 0 ? std::string(1, static_cast<char>(random() % 256))
                                        : pieces[random() % pieces.size()];
        }
        try {
            (void)condition_of(filters.from_query_string(query).condition());
            ++read_count;
        } catch (const aludel::usage_error&) {
            continue;
        }
    }
    EXPECT_GT(read_count, 100);
}

}  // namespace
