// SPDX-License-Identifier: BSL-1.0
// Keys of several columns, of text, of UUIDs that the database makes or the program; default values.
#include <set>

#include <gtest/gtest.h>

#include "database.hpp"

namespace keys {

using aludel::col;

struct server_made {
    aludel::uuid id;
    std::string name;
};
struct program_made {
    aludel::uuid id = aludel::uuid_v7();
    std::string name;
};
struct seat {
    std::string hall;
    std::int32_t row{};
    std::int16_t number{};
    std::optional<std::string> guest;
    bool operator==(const seat&) const = default;
};
struct word {
    std::string text;
    std::int32_t uses = 0;
};
struct defaulted {
    std::int64_t id{};
    std::optional<std::int32_t> stars;
    std::optional<std::string> status;
    std::optional<std::int32_t> plain;
};

}  // namespace keys

template <>
inline constexpr auto aludel::entity<keys::server_made> =
    aludel::table("keys_server_made").generated<&keys::server_made::id>(aludel::key::server_uuid);
template <>
inline constexpr auto aludel::entity<keys::program_made> = aludel::table("keys_program_made");
template <>
inline constexpr auto aludel::entity<keys::seat> =
    aludel::table("keys_seats").primary_key<&keys::seat::hall, &keys::seat::row, &keys::seat::number>();
template <>
inline constexpr auto aludel::entity<keys::word> = aludel::table("keys_words").primary_key<&keys::word::text>();
template <>
inline constexpr auto aludel::entity<keys::defaulted> = aludel::table("keys_defaulted")
                                                            .default_value<&keys::defaulted::stars>("3")
                                                            .default_value<&keys::defaulted::status>("'new'");

namespace keys {

template <class Struct>
struct stored {
    aludel::session session = conformance::session_with<Struct>();
    aludel::repository<Struct> rows{session};
};

template <class Row>
std::set<decltype(Row::id)> ids_of(const std::vector<Row>& rows) {
    std::set<decltype(Row::id)> ids;
    for (const Row& row : rows) {
        ids.insert(row.id);
    }
    return ids;
}

TEST(uuid_keys, the_database_makes_those_that_are_nil) {
    stored<server_made> table;
    const aludel::uuid given = aludel::uuid_v4();
    const auto made = table.rows.add_many(std::vector<server_made>{{{}, "a"}, {given, "b"}, {{}, "c"}});
    EXPECT_FALSE(made[0].id.is_nil());
    EXPECT_EQ(made[1].id, given);
    EXPECT_NE(made[0].id, made[2].id);
    EXPECT_EQ(table.rows.get(made[2].id).name, "c");
}

TEST(uuid_keys, bulk_insert_lets_the_database_make_those_that_are_nil) {
    stored<server_made> table;
    const aludel::uuid given = aludel::uuid_v4();
    table.rows.bulk_insert(std::vector<server_made>{{{}, "a"}, {{}, "b"}});
    table.rows.bulk_insert(std::vector<server_made>{{{}, "c"}, {given, "given"}, {{}, "d"}});
    const auto ids = ids_of(table.rows.list());
    EXPECT_EQ(ids.size(), 5u);
    EXPECT_FALSE(ids.contains(aludel::uuid{}));
    EXPECT_EQ(table.rows.get(given).name, "given");
}

TEST(uuid_keys, those_of_the_program_are_stored_as_they_are) {
    stored<program_made> table;
    const program_made made{.name = "a"};
    EXPECT_EQ(table.rows.add(made).id, made.id);
    EXPECT_EQ(table.rows.get(made.id).name, "a");
    EXPECT_TRUE(table.rows.remove(made.id));
}

class composite_keys : public testing::Test, protected stored<seat> {
protected:
    composite_keys() { rows.bulk_insert(std::vector<seat>{{"A", 1, 1, {}}, {"A", 1, 2, "Bob"}, {"B", 1, 1, {}}}); }
};

TEST_F(composite_keys, get_and_find_take_the_parts_in_their_order) {
    EXPECT_EQ(rows.get("A", 1, 2).guest, "Bob");
    EXPECT_FALSE(rows.find("A", 2, 1).has_value());
    EXPECT_EQ(rows.first()->hall, "A");
    EXPECT_EQ(rows.first(col<&seat::hall> == "B")->number, 1);
}

TEST_F(composite_keys, update_and_patch_find_their_row) {
    EXPECT_EQ(rows.update({"B", 1, 1, "Eve"}).guest, "Eve");
    const auto patched = rows.update(std::tuple{"A", 1, 1}, aludel::patch<seat>{}.set<&seat::guest>("Alice"));
    EXPECT_EQ(patched, (seat{"A", 1, 1, "Alice"}));
    EXPECT_EQ(rows.get("A", 1, 2).guest, "Bob");
}

TEST_F(composite_keys, removing_takes_exactly_the_rows_named) {
    EXPECT_TRUE(rows.remove("A", 1, 1));
    EXPECT_EQ(rows.remove_many(std::vector{std::tuple{"A", 1, 2}, std::tuple{"B", 1, 2}, std::tuple{"C", 1, 1}}), 1u);
    EXPECT_EQ(rows.list(), (std::vector<seat>{{"B", 1, 1, {}}}));
}

TEST_F(composite_keys, thousands_are_removed_at_once) {
    std::vector<seat> many;
    std::vector<std::tuple<std::string, std::int32_t, std::int16_t>> taken;
    for (std::int32_t row = 2; row < 1502; ++row) {
        many.push_back({"A", row, 1, {}});
        taken.emplace_back("A", row, std::int16_t{1});
    }
    rows.bulk_insert(many);
    EXPECT_EQ(rows.remove_many(taken), 1500u);
    EXPECT_EQ(rows.count(), 3u);
}

TEST_F(composite_keys, a_second_row_with_the_same_key_is_a_unique_violation) {
    EXPECT_THROW(rows.add({"A", 1, 2, "Eve"}), aludel::unique_violation);
    EXPECT_EQ(rows.upsert({"A", 1, 2, "Eve"}, aludel::on_conflict<&seat::hall, &seat::row, &seat::number>).created,
              false);
    EXPECT_EQ(rows.get("A", 1, 2).guest, "Eve");
}

TEST(text_keys, they_are_found_with_their_case) {
    stored<word> table;
    table.rows.bulk_insert(std::vector<word>{{"Word", 1}, {"word", 2}, {"it's", 3}, {"wörd", 4}, {"", 5}});
    EXPECT_EQ(table.rows.get("word").uses, 2);
    EXPECT_EQ(table.rows.get(std::string{"Word"}).uses, 1);
    EXPECT_EQ(table.rows.get("it's").uses, 3);
    EXPECT_EQ(table.rows.get("").uses, 5);
    EXPECT_FALSE(table.rows.find("WORD").has_value());
    EXPECT_EQ(table.rows.remove_many(std::vector<std::string>{"word", "wörd", "nowhere"}), 2u);
}

TEST(default_values, an_empty_optional_asks_for_them_and_they_come_back) {
    stored<defaulted> table;
    const defaulted made = table.rows.add({});
    EXPECT_EQ(made.stars, 3);
    EXPECT_EQ(made.status, "new");
    EXPECT_EQ(made.plain, std::nullopt);
    const defaulted given = table.rows.add({0, 5, "old", 1});
    EXPECT_EQ(table.rows.get(given.id).stars, 5);
    EXPECT_EQ(table.rows.get(given.id).status, "old");
}

TEST(default_values, bulk_insert_asks_for_them_row_by_row) {
    stored<defaulted> table;
    table.rows.bulk_insert(std::vector<defaulted>{{1, {}, {}, {}}, {2, 5, {}, {}}, {3, {}, "old", 7}});
    table.rows.bulk_insert(std::vector<defaulted>{{4, {}, {}, {}}, {5, {}, {}, {}}});
    const auto rows = table.rows.list(aludel::order_by(col<&defaulted::id>.asc()));
    ASSERT_EQ(rows.size(), 5u);
    EXPECT_EQ(rows[0].stars, 3);
    EXPECT_EQ(rows[1].stars, 5);
    EXPECT_EQ(rows[1].status, "new");
    EXPECT_EQ(rows[2].status, "old");
    EXPECT_EQ(rows[2].plain, 7);
    EXPECT_EQ(rows[4].stars, 3);
}

enum class grade : std::int32_t { none, some, all };
struct graded {
    grade id{};
    std::string name;
};

TEST(enum_keys, keep_the_value_zero) {
    stored<graded> table;
    table.rows.add({grade::none, "none"});
    table.rows.bulk_insert(std::vector<graded>{{grade::all, "all"}});
    EXPECT_EQ(table.rows.get(grade::none).name, "none");
    EXPECT_EQ(table.rows.get(grade::all).name, "all");
    EXPECT_THROW(table.rows.add({grade::none, "again"}), aludel::unique_violation);
}

}  // namespace keys
