// SPDX-License-Identifier: BSL-1.0
// Rules 5 to 7: which rows a condition finds.
#include "database.hpp"

#include <gtest/gtest.h>

namespace conditions {

using aludel::col;
using aludel::condition;
using aludel::ignore_case;
using namespace std::chrono;

enum class state : std::uint8_t { open, closed };

struct place {
    std::string street;
    std::optional<std::string> door;
};

struct parcel {
    std::int32_t id{};
    std::string name;
    std::optional<std::string> note;
    std::optional<int> weight;
    int price = 0;
    bool fragile = false;
    state status = state::open;
    year_month_day due = 2000y / 1 / 1;
    aludel::timestamp sent{};
    aludel::uuid code;
    std::vector<std::byte> seal;
    place to;
};

using names = std::vector<std::string>;

const aludel::uuid known_code = aludel::uuid::from_text("01234567-89ab-cdef-0123-456789abcdef");

aludel::timestamp at(int microsecond) {
    return sys_days{2024y / 5 / 1} + microseconds{microsecond};
}

std::vector<parcel> parcels() {
    return {{1, "100%", "plain", 5, 5, true, state::open, 2024y / 1 / 1, at(1), {}, {}, {"A", "1"}},
            {2, "100 percent", {}, {}, 7, false, state::closed, 2024y / 2 / 1, at(2), {}, {}, {"A", {}}},
            {3, "1000", "PLAIN", 9, 9, false, state::open, 2024y / 3 / 1, at(3), known_code, {}, {"B", "1"}},
            {4, "a_b!c", "back\\slash", 0, 1, true, state::open, 2024y / 4 / 1, at(4), {}, {std::byte{9}}, {"B", {}}},
            {5, "aXb!c", "it's", -3, 2, false, state::closed, 1969y / 12 / 31, at(5), {}, {}, {"C", "2"}}};
}

struct named_condition {
    const char* name;
    condition<parcel> wanted;
    std::vector<std::int32_t> found;
};

class conditions : public testing::Test {
protected:
    conditions() { rows.bulk_insert(parcels()); }

    void expect_found(const std::vector<named_condition>& table) {
        for (const named_condition& each : table) {
            std::vector<std::int32_t> found;
            for (const parcel& row : rows.list(each.wanted, aludel::order_by(col<&parcel::id>.asc()))) {
                found.push_back(row.id);
            }
            EXPECT_EQ(found, each.found) << each.name;
            EXPECT_EQ(rows.count(each.wanted), each.found.size()) << each.name;
            EXPECT_EQ(rows.exists(each.wanted), !each.found.empty()) << each.name;
        }
    }

    aludel::session session = conformance::session_with<parcel>();
    aludel::repository<parcel> rows{session};
};

TEST_F(conditions, comparisons_find_their_rows) {
    constexpr auto price = col<&parcel::price>;
    expect_found({{"equal", price == 7, {2}},
                  {"not equal", price != 7, {1, 3, 4, 5}},
                  {"less", price < 5, {4, 5}},
                  {"less or equal", price <= 5, {1, 4, 5}},
                  {"greater", price > 5, {2, 3}},
                  {"greater or equal", price >= 5, {1, 2, 3}},
                  {"between, both ends included", price.between(2, 7), {1, 2, 5}},
                  {"a wider type", price == std::int64_t{5'000'000'000}, {}},
                  {"a fraction", price > 8.5, {3}},
                  {"another column", col<&parcel::weight> == price, {1, 3}},
                  {"bool", col<&parcel::fragile> == true, {1, 4}},
                  {"enum", col<&parcel::status> == state::closed, {2, 5}},
                  {"date", col<&parcel::due> < 2024y / 1 / 1, {5}},
                  {"microseconds", col<&parcel::sent> > at(3), {4, 5}},
                  {"coarser time", col<&parcel::sent> >= sys_days{2024y / 5 / 2}, {}},
                  {"uuid", col<&parcel::code> == known_code, {3}},
                  {"bytes", col<&parcel::seal> == std::vector{std::byte{9}}, {4}},
                  {"a nested field", col<&parcel::to, &place::street> == "A", {1, 2}},
                  {"a nested optional", col<&parcel::to, &place::door> == "1", {1, 3}}});
}

TEST_F(conditions, null_is_neither_equal_nor_unequal_to_a_value) {
    constexpr auto weight = col<&parcel::weight>;
    expect_found({{"is null", weight.is_null(), {2}},
                  {"is not null", weight.is_not_null(), {1, 3, 4, 5}},
                  {"equal to an empty optional", weight == std::optional<int>{}, {2}},
                  {"unequal to an empty optional", weight != std::optional<int>{}, {1, 3, 4, 5}},
                  {"equal to nullopt", weight == std::nullopt, {2}},
                  {"equal to a full optional", weight == std::optional<int>{9}, {3}},
                  {"unequal leaves NULL out", weight != 9, {1, 4, 5}},
                  {"not less leaves NULL out", !(weight < 0), {1, 3, 4}},
                  {"less than nothing", weight < std::optional<int>{}, {}},
                  {"between with an open end", weight.between(std::optional<int>{}, 9), {}}});
}

TEST_F(conditions, lists_find_their_members) {
    constexpr auto weight = col<&parcel::weight>;
    expect_found({{"in", weight.in({5, 9, 777}), {1, 3}},
                  {"in one", weight.in({5}), {1}},
                  {"in a range of text", col<&parcel::name>.in(names{"1000", "100%"}), {1, 3}},
                  {"not in", weight.not_in({5, 9}), {4, 5}}});
}

TEST_F(conditions, in_no_values_is_false_and_not_in_no_values_is_true) {
    constexpr auto weight = col<&parcel::weight>;
    const std::vector<int> nothing;
    expect_found({{"in none", weight.in(nothing), {}},
                  {"not in none, NULL too", weight.not_in(nothing), {1, 2, 3, 4, 5}},
                  {"in none, negated", !weight.in(nothing), {1, 2, 3, 4, 5}},
                  {"not in none, negated", !weight.not_in(nothing), {}}});
}

TEST_F(conditions, a_null_in_a_list_never_matches_and_never_empties_a_not_in) {
    constexpr auto weight = col<&parcel::weight>;
    const std::vector<std::optional<int>> only_null{std::nullopt};
    const std::vector<std::optional<int>> with_null{5, std::nullopt};
    expect_found({{"in with a NULL", weight.in(with_null), {1}},
                  {"not in with a NULL", weight.not_in(with_null), {3, 4, 5}},
                  {"in only NULL", weight.in(only_null), {}},
                  {"not in only NULL", weight.not_in(only_null), {1, 2, 3, 4, 5}}});
}

TEST_F(conditions, searched_text_is_taken_literally) {
    constexpr auto name = col<&parcel::name>;
    constexpr auto note = col<&parcel::note>;
    expect_found({{"a percent sign", name.contains("100%"), {1}},
                  {"an underscore", name.contains("a_b"), {4}},
                  {"the escape character", name.contains("b!c"), {4, 5}},
                  {"starts with a percent sign", name.starts_with("%"), {}},
                  {"starts with", name.starts_with("100"), {1, 2, 3}},
                  {"ends with", name.ends_with("%"), {1}},
                  {"a backslash", note.contains("\\"), {4}},
                  {"a backslash at the end", note.ends_with("\\slash"), {4}},
                  {"a quote", note.contains("'"), {5}},
                  {"nothing is in every text, but not in NULL", note.contains(""), {1, 3, 4, 5}},
                  {"case matters", note.contains("lai"), {1}},
                  {"case does not matter", note.contains("LAi", ignore_case), {1, 3}},
                  {"starts with, case aside", note.starts_with("pl", ignore_case), {1, 3}},
                  {"ends with, case aside", note.ends_with("IN", ignore_case), {1, 3}}});
}

TEST_F(conditions, like_has_its_wildcards_and_its_escape) {
    constexpr auto name = col<&parcel::name>;
    expect_found({{"any text", name.like("100%"), {1, 2, 3}},
                  {"any character", name.like("a_b!!c"), {4, 5}},
                  {"escaped", name.like("a!_b!!c"), {4}},
                  {"case matters", name.like("A%"), {}},
                  {"case aside", name.like("AX%", ignore_case), {5}},
                  {"the whole text", name.like("00"), {}}});
}

TEST_F(conditions, text_is_compared_with_its_case_and_its_accents) {
    rows.add({6, "é", "e", {}, 0, false, state::open, 2024y / 1 / 1, {}, {}, {}, {}});
    expect_found({{"case", col<&parcel::note> == "Plain", {}},
                  {"accents", col<&parcel::name> == "e", {}},
                  {"composition", col<&parcel::name> == "e\u0301", {}},
                  {"in", col<&parcel::note>.in(names{"PLAIN"}), {3}}});
}

TEST_F(conditions, spaces_at_the_end_of_a_text_count) {
    if (conformance::facts().pads_text_when_comparing) {
        GTEST_SKIP() << conformance::facts().server << " takes text with spaces behind it for equal";
    }
    expect_found({{"more spaces", col<&parcel::name> == "1000 ", {}}, {"none", col<&parcel::name> == "1000", {3}}});
}

TEST_F(conditions, they_combine) {
    constexpr auto price = col<&parcel::price>;
    constexpr auto fragile = col<&parcel::fragile>;
    expect_found({{"and", price > 3 && fragile == true, {1}},
                  {"or", price > 8 || fragile == true, {1, 3, 4}},
                  {"and binds tighter", price == 9 || (fragile == true && price == 1), {3, 4}},
                  {"or inside and", (price == 9 || price == 1) && fragile == false, {3}},
                  {"not", !(price > 3), {4, 5}},
                  {"not of several", !(price > 3 && fragile == true), {2, 3, 4, 5}},
                  {"with a constant", price > 3 && price.in(std::vector<int>{}), {}}});
    EXPECT_EQ(rows.where(price > 3).where(fragile == true).count(), 1u);
    EXPECT_EQ(rows.count(price > 3, fragile == true), 1u);
}

TEST_F(conditions, a_list_longer_than_the_servers_parameters_works) {
    std::vector<int> many(conformance::facts().syntax.max_parameters + 1, 100);
    many.front() = 9;
    const auto is_in = col<&parcel::price>.in(many);
    const auto is_not_in = col<&parcel::price>.not_in(many);
    EXPECT_EQ(rows.count(is_in), 1u);
    EXPECT_EQ(rows.list(is_in).size(), 1u);
    EXPECT_EQ(rows.count(is_in || is_not_in), rows.count(col<&parcel::price>.is_not_null()));
    EXPECT_TRUE(rows.exists(is_in && is_in));
    EXPECT_EQ(rows.update_where(is_in, aludel::set(col<&parcel::price>, 10)), 1u);
    aludel::transaction scope{session};
    EXPECT_EQ(rows.remove_where(is_not_in), rows.count() == 0 ? 0 : 5u);
}

TEST_F(conditions, a_list_may_be_any_range) {
    std::vector<int> some{1, 9, 100};
    EXPECT_EQ(rows.count(col<&parcel::price>.in(some | std::views::filter([](int price) { return price > 5; }))), 1u);
}

TEST_F(conditions, a_list_of_as_many_values_as_the_server_takes_parameters_works) {
    std::vector<int> many(conformance::facts().syntax.max_parameters, 100);
    many.back() = 9;
    EXPECT_EQ(rows.count(col<&parcel::price>.in(many)), 1u);
}

}  // namespace conditions
