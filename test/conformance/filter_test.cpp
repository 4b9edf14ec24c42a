// SPDX-License-Identifier: BSL-1.0
// Conditions, order and pages from outside, on the database itself.
#include <random>

#include <gtest/gtest.h>

#include "database.hpp"

namespace filters {

using aludel::col;
using namespace std::chrono;

enum class state { open, paid };

struct order {
    std::int64_t id{};
    std::string customer;
    std::optional<std::string> note;
    std::optional<std::int32_t> items;
    double total{};
    bool gift{};
    state status{};
    aludel::uuid code;
    year_month_day due{2000y / 1 / 1};
    aludel::timestamp placed{};
};

}  // namespace filters

template <>
inline constexpr std::array aludel::enum_text<filters::state> = {aludel::enum_name{filters::state::open, "open"},
                                                                 aludel::enum_name{filters::state::paid, "paid"}};

template <>
inline constexpr auto aludel::entity<filters::order> = aludel::table("filtered_orders");

namespace filters {

const aludel::uuid known_code = aludel::uuid::from_text("01234567-89ab-cdef-0123-456789abcdef");

aludel::timestamp at(int day, int hour) {
    return sys_days{2024y / 1 / day} + hours{hour};
}

std::vector<order> orders() {
    return {{1, "Ann", "100%", 3, 9.5, true, state::open, {}, 2024y / 1 / 1, at(1, 0)},
            {2, "Bob", {}, 5, 20, false, state::paid, {}, 2024y / 1 / 2, at(1, 23)},
            {3, "Hanna", "anna's", {}, 0, false, state::open, known_code, 2024y / 2 / 1, at(2, 0)},
            {4, "a,b", "100 percent", 0, -1, true, state::paid, {}, 1969y / 12 / 31, at(3, 12)},
            {5, "Éva", "x_y", 7, 20, false, state::open, {}, 2024y / 1 / 1, at(4, 0)}};
}

aludel::filter_set<order> made_filters() {
    aludel::filter_set<order> made;
    made.allow<&order::id>()
        .allow<&order::customer>()
        .allow<&order::note>()
        .allow<&order::items>()
        .allow<&order::total>()
        .allow<&order::gift>()
        .allow<&order::status>()
        .allow<&order::code>()
        .allow<&order::due>()
        .allow<&order::placed>()
        .sort_by<&order::customer>()
        .sort_by<&order::items>()
        .sort_by<&order::total>()
        .search_in<&order::customer, &order::note>();
    return made;
}

using numbers = std::vector<std::int64_t>;

numbers numbers_of(const std::vector<order>& listed) {
    numbers found;
    for (const order& each : listed) {
        found.push_back(each.id);
    }
    return found;
}

class filters_from_outside : public testing::Test {
protected:
    filters_from_outside() { rows.bulk_insert(orders()); }

    numbers found(std::string_view query) { return numbers_of(rows.list(allowed.from_query_string(query))); }

    aludel::session session = conformance::session_with<order>();
    aludel::repository<order> rows{session};
    const aludel::filter_set<order> allowed = made_filters();
};

struct expected {
    const char* query;
    numbers ids;
};

TEST_F(filters_from_outside, query_strings_find_their_rows) {
    const std::vector<expected> table{
        {"", {1, 2, 3, 4, 5}},
        {"customer=Bob", {2}},
        {"customer=bob", {}},
        {"customer__ne=Bob", {1, 3, 4, 5}},
        {"customer=%C3%89va", {5}},
        {"items__ge=5", {2, 5}},
        {"items__gt=0&items__lt=7", {1, 2}},
        {"items__between=3,5", {1, 2}},
        {"items__strictly_between=0,5", {1}},
        {"items__ne=3", {2, 4, 5}},
        {"items__null=true", {3}},
        {"items__null=false", {1, 2, 4, 5}},
        {"id__in=5,1,777", {1, 5}},
        {"id__in=", {}},
        {"id__not_in=", {1, 2, 3, 4, 5}},
        {"items__not_in=3,5", {4, 5}},
        {"items__not_in=", {1, 2, 3, 4, 5}},
        {"customer__in=a%5C,b,Ann", {1, 4}},
        {"total__le=9.5", {1, 3, 4}},
        {"gift=true", {1, 4}},
        {"gift__ne=true", {2, 3, 5}},
        {"status=paid", {2, 4}},
        {"status__in=open,paid", {1, 2, 3, 4, 5}},
        {"code=01234567-89AB-CDEF-0123-456789ABCDEF", {3}},
        {"due__before=2024-01-01", {4}},
        {"due__on_or_before=2024-01-01", {1, 4, 5}},
        {"due__after=2024-01-01", {2, 3}},
        {"due__on_or_after=2024-01-02", {2, 3}},
        {"placed__on=2024-01-01", {1, 2}},
        {"placed__before=2024-01-02", {1, 2}},
        {"placed__on_or_before=2024-01-02", {1, 2, 3}},
        {"placed__after=2024-01-03T13:00:00%2B01:00", {5}},
        {"placed__on_or_after=2024-01-03T13:00:00%2B01:00", {4, 5}},
        {"placed__between=0001-01-01,9999-12-31T23:59:59.999999Z", {1, 2, 3, 4, 5}},
        {"note__contains=100%25", {1}},
        {"note__contains=_", {5}},
        {"note__not_contains=100", {3, 5}},
        {"customer__contains=ann", {3}},
        {"customer__icontains=ANN", {1, 3}},
        {"customer__not_icontains=ann", {2, 4, 5}},
        {"customer__starts_with=A", {1}},
        {"customer__istarts_with=A", {1, 4}},
        {"note__ends_with=%25", {1}},
        {"note__iends_with=PERCENT", {4}},
        {"search=ann", {1, 3}},
        {"search=ann&search_ignore_case=false", {3}},
        {"search=100%25", {1}},
        {"search_not=ann", {2, 4, 5}},
        {"search=", {1, 2, 3, 4, 5}},
        {"search=ann&gift=true", {1}},
    };
    for (const expected& each : table) {
        EXPECT_EQ(found(each.query), each.ids) << each.query;
    }
}

TEST_F(filters_from_outside, json_groups_find_their_rows) {
    const std::vector<expected> table{
        {R"({"or": [{"gift": true}, {"items": null}]})", {1, 3, 4}},
        {R"({"and": [{"or": [{"customer": "Ann"}, {"customer": "Bob"}]}, {"not": {"status": "paid"}}]})", {1}},
        {R"({"not": {"or": [{"id": {"in": [1, 2]}}, {"total": {"lt": 0}}]}})", {3, 5}},
        {R"({"not": {"search": "ann"}})", {2, 4, 5}},
        {R"({"items": {"in": [3, null]}})", {1}},
        {R"({"items": {"not_in": [3, null]}})", {2, 4, 5}},
        {R"({"items": {"ne": null}, "placed": {"on": "2024-01-01"}})", {1, 2}},
        {R"({"total": {"between": [9.5, 20]}})", {1, 2, 5}},
        {R"({"not": {"id": {"in": []}}})", {1, 2, 3, 4, 5}},
    };
    for (const expected& each : table) {
        const std::string body = std::string{R"({"where": )"} + each.query + "}";
        EXPECT_EQ(numbers_of(rows.list(allowed.from_json(body))), each.ids) << each.query;
    }
}

TEST_F(filters_from_outside, rows_come_in_the_order_asked_for_and_then_by_key) {
    EXPECT_EQ(found("sort=items"), (numbers{3, 4, 1, 2, 5}));
    EXPECT_EQ(found("sort=-total"), (numbers{2, 5, 1, 3, 4}));
    EXPECT_EQ(found("sort=-total,-items"), (numbers{5, 2, 1, 3, 4}));
}

TEST_F(filters_from_outside, a_page_past_the_end_has_no_items_and_the_true_total) {
    const auto second = rows.list_and_count(allowed.from_query_string("id__gt=1&page=2&page_size=3"));
    EXPECT_EQ(numbers_of(second.items), (numbers{5}));
    EXPECT_EQ(second.total, 4u);
    EXPECT_EQ(second.limit, 3u);
    EXPECT_EQ(second.offset, 3u);
    const auto past = rows.list_and_count(allowed.from_query_string("page=1000000&page_size=100"));
    EXPECT_TRUE(past.items.empty());
    EXPECT_EQ(past.total, 5u);
    EXPECT_TRUE(rows.list(allowed.from_query_string("limit=0")).empty());
    EXPECT_TRUE(rows.list(allowed.from_query_string("offset=9223372036854775807")).empty());
}

TEST_F(filters_from_outside, a_selection_goes_with_conditions_of_the_program_and_comes_apart) {
    const auto wanted = allowed.from_query_string("gift=true&sort=-customer&limit=1");
    EXPECT_EQ(numbers_of(rows.list(col<&order::total> > 0.0, wanted)), (numbers{1}));
    EXPECT_EQ(rows.count(wanted), 2u);
    EXPECT_TRUE(rows.exists(wanted));
    EXPECT_EQ(rows.list(wanted.condition()).size(), 2u);
    EXPECT_EQ(numbers_of(rows.list(wanted.condition(), wanted.order(), wanted.limits())),
              numbers_of(rows.list(wanted)));
    EXPECT_EQ(rows.where(wanted.condition()).count(), 2u);
}

TEST_F(filters_from_outside, the_longest_list_works) {
    std::string query = "id__in=1";
    for (int id = 2; id <= 1'000; ++id) {
        query += ',' + std::to_string(id);
    }
    EXPECT_EQ(found(query), (numbers{1, 2, 3, 4, 5}));
}

/// Values and operators put together at random: what the filters let through, the database takes.
TEST_F(filters_from_outside, whatever_is_accepted_is_a_question_that_the_database_answers) {
    const std::vector<std::string> fields{"id",   "customer", "note", "items", "total",
                                          "gift", "status",   "code", "due",   "placed"};
    const std::vector<std::string> operators{
        "eq",   "ne",       "lt",        "ge",        "in",           "not_in",       "between", "strictly_between",
        "null", "contains", "icontains", "ends_with", "istarts_with", "not_contains", "before",  "on"};
    const std::vector<std::string> values{"",
                                          "0",
                                          "-1",
                                          "9223372036854775807",
                                          "-9223372036854775808",
                                          "2147483648",
                                          "1.5",
                                          "1e308",
                                          "5e-324",
                                          "true",
                                          "open",
                                          "%25",
                                          "_",
                                          "!",
                                          "%5C%5C",
                                          "'",
                                          "%F0%9F%98%80",
                                          "01234567-89ab-cdef-0123-456789abcdef",
                                          "0001-01-01",
                                          "9999-12-31",
                                          "0999-12-31T00:00",
                                          "9999-12-31T23:59:59.999999",
                                          "1,2",
                                          "0001-01-01,9999-12-31"};
    std::mt19937 random{20240503};  // NOLINT: the same questions each time
    const auto any_of = [&](const std::vector<std::string>& list) {
        return list[random() % list.size()];
    };
    int answered = 0;
    for (int round = 0; round < 3'000; ++round) {
        std::string query = any_of(fields) + "__" + any_of(operators) + "=" + any_of(values);
        if (random() % 4 == 0) {
            query += "&" + any_of(fields) + "=" + any_of(values) + "&sort=-items&offset=1";
        }
        std::optional<aludel::filter_selection<order>> wanted;
        try {
            wanted = allowed.from_query_string(query);
        } catch (const aludel::usage_error&) {
            continue;
        }
        EXPECT_NO_THROW((void)rows.list(*wanted)) << query;
        ++answered;
    }
    EXPECT_GT(answered, 300);
}

}  // namespace filters
