// SPDX-License-Identifier: BSL-1.0
// Rules 1 to 4 and 9: pages, counts, the first row, the only row, and values that do not fit their fields.
#include "people.hpp"

namespace reading {

using namespace people;
using aludel::col;
using aludel::limit_offset;
using aludel::order_by;

class reading : public with_people {
protected:
    reading() {
        persons.add_many(std::vector{called("Dora", 40), called("Alice", 31), called("Carol"), called("Bob", 17),
                                     called("Eve", 31)});
    }
};

TEST_F(reading, a_page_past_the_end_has_no_items_and_the_true_total) {
    const auto page = persons.list_and_count(order_by(col<&person::name>.asc()), limit_offset{10, 100});
    EXPECT_TRUE(page.items.empty());
    EXPECT_EQ(page.total, 5u);
    EXPECT_EQ(page.limit, 10u);
    EXPECT_EQ(page.offset, 100u);
}

TEST_F(reading, a_page_in_the_middle_counts_what_meets_the_condition) {
    const auto page =
        persons.list_and_count(col<&person::age>.is_not_null(), order_by(col<&person::name>.asc()), limit_offset{2, 1});
    EXPECT_EQ(names_of(page.items), (names{"Bob", "Dora"}));
    EXPECT_EQ(page.total, 4u);
}

TEST_F(reading, a_page_of_no_rows_still_counts) {
    const auto page = persons.list_and_count(limit_offset{0, 0});
    EXPECT_TRUE(page.items.empty());
    EXPECT_EQ(page.total, 5u);
}

TEST_F(reading, a_fluent_page_is_the_same) {
    auto page = persons.where(col<&person::age> == 31).order_by(col<&person::name>.desc()).limit(1).page();
    EXPECT_EQ(names_of(page.items), (names{"Eve"}));
    EXPECT_EQ(page.total, 2u);
}

TEST_F(reading, count_and_exists_ignore_order_limit_and_offset) {
    EXPECT_EQ(persons.count(order_by(col<&person::name>.asc()), limit_offset{1, 50}), 5u);
    EXPECT_TRUE(persons.exists(col<&person::age> == 31, limit_offset{0, 50}));
    EXPECT_FALSE(persons.exists(col<&person::age> == 32));
    EXPECT_EQ(persons.where(col<&person::age> == 31).limit(1).offset(7).count(), 2u);
}

TEST_F(reading, exists_stops_at_the_first_row) {
    std::vector<std::string> texts;
    std::uint64_t rows = 0;
    aludel::engine own{conformance::url(), {.on_statement = [&](const aludel::statement_event& event) {
                           texts.emplace_back(event.sql);
                           rows += event.rows;
                       }}};
    aludel::session other = conformance::session_with<city, person>(own);
    aludel::repository<person> others{other};
    others.add_many(std::vector{called("Ann", 31), called("Ben", 31), called("Cid", 31)});
    texts.clear();
    rows = 0;
    EXPECT_TRUE(others.exists(col<&person::age> == 31));
    ASSERT_EQ(texts.size(), 1u);
    EXPECT_EQ(rows, 1u);
    // A count would look at every row.
    EXPECT_EQ(texts[0].find("count("), std::string::npos) << texts[0];
    EXPECT_TRUE(texts[0].find("exists") != std::string::npos || texts[0].find("limit 1") != std::string::npos)
        << texts[0];
}

TEST_F(reading, first_without_an_order_is_the_lowest_key) {
    EXPECT_EQ(persons.first()->name, "Dora");
    EXPECT_EQ(persons.first(col<&person::age> == 31)->name, "Alice");
}

TEST_F(reading, first_follows_the_order_that_is_given) {
    EXPECT_EQ(persons.first(order_by(col<&person::name>.desc()))->name, "Eve");
    EXPECT_EQ(persons.first(order_by(col<&person::name>.desc()), limit_offset{1, 1})->name, "Dora");
}

TEST_F(reading, first_of_nothing_is_empty) {
    EXPECT_FALSE(persons.first(col<&person::name> == "Nobody").has_value());
}

TEST_F(reading, get_one_over_two_rows_fails_even_if_a_limit_is_set) {
    EXPECT_THROW((void)persons.get_one(col<&person::age> == 31), aludel::multiple_results);
    EXPECT_THROW((void)persons.get_one(col<&person::age> == 31, limit_offset{1, 0}), aludel::multiple_results);
    EXPECT_THROW((void)persons.get_one(col<&person::age> == 31, limit_offset{1, 1}), aludel::multiple_results);
    EXPECT_THROW((void)persons.find_one(col<&person::age> == 31), aludel::multiple_results);
}

TEST_F(reading, get_one_of_none_is_not_found_and_find_one_is_empty) {
    EXPECT_EQ(persons.get_one(col<&person::name> == "Bob").age, 17);
    EXPECT_THROW((void)persons.get_one(col<&person::name> == "Nobody"), aludel::not_found);
    EXPECT_EQ(persons.find_one(col<&person::name> == "Bob")->age, 17);
    EXPECT_FALSE(persons.find_one(col<&person::name> == "Nobody").has_value());
}

TEST_F(reading, an_absent_key_is_not_found_and_names_the_table) {
    EXPECT_FALSE(persons.find(-1).has_value());
    try {
        (void)persons.get(-1);
        FAIL() << "there is no such row";
    } catch (const aludel::not_found& failed) {
        EXPECT_EQ(failed.table(), "people");
        EXPECT_NE(std::string{failed.what()}.find("people"), std::string::npos);
    }
}

TEST_F(reading, orders_are_applied_one_behind_the_other) {
    const auto by_age =
        persons.list(col<&person::age>.is_not_null(), order_by(col<&person::age>.desc(), col<&person::name>.desc()));
    EXPECT_EQ(names_of(by_age), (names{"Dora", "Eve", "Alice", "Bob"}));
}

TEST_F(reading, limit_and_offset_cut_the_list) {
    EXPECT_EQ(names_of(persons.list(order_by(col<&person::name>.asc()), limit_offset{2, 3})), (names{"Dora", "Eve"}));
    EXPECT_EQ(names_of(persons.order_by(col<&person::name>.asc()).offset(3).list()), (names{"Dora", "Eve"}));
    EXPECT_TRUE(persons.list(limit_offset{0, 0}).empty());
}

TEST_F(reading, text_is_ordered_by_its_bytes) {
    persons.remove_all();
    for (const char* name : {"é", "z", "a", "Z", "ä", "_", "日", "😀", "\uFFFD"}) {
        persons.add(called(name));
    }
    EXPECT_EQ(names_of(persons.list(order_by(col<&person::name>.asc()))),
              (names{"Z", "_", "a", "z", "ä", "é", "日", "\uFFFD", "😀"}));
}

TEST_F(reading, rows_that_are_locked_for_an_update_are_returned) {
    aludel::transaction scope{session};
    auto locked = persons.where(col<&person::age> == 31).order_by(col<&person::name>.asc()).for_update().list();
    EXPECT_EQ(names_of(locked), (names{"Alice", "Eve"}));
    scope.commit();
}

/// One table as three structs see it: what is stored with the first may not fit the others.
struct wide {
    std::int64_t id{};
    std::optional<std::int64_t> amount;
    std::optional<std::string> word;
};
struct narrow {
    std::int64_t id{};
    std::optional<std::int8_t> amount;
};
struct unsigned_narrow {
    std::int64_t id{};
    std::optional<std::uint32_t> amount;
};
struct strict {
    std::int64_t id{};
    std::string word;
};

}  // namespace reading

template <>
inline constexpr auto aludel::entity<reading::wide> = aludel::table("reading_misfits");
template <>
inline constexpr auto aludel::entity<reading::narrow> = aludel::table("reading_misfits");
template <>
inline constexpr auto aludel::entity<reading::unsigned_narrow> = aludel::table("reading_misfits");
template <>
inline constexpr auto aludel::entity<reading::strict> = aludel::table("reading_misfits");

namespace reading {

template <class Read>
void expect_misfit(Read read, std::string_view column) {
    try {
        read();
        FAIL() << "the value fitted";
    } catch (const aludel::mapping_error& failed) {
        const std::string place = "reading_misfits." + std::string{column};
        EXPECT_NE(std::string{failed.what()}.find(place), std::string::npos) << failed.what();
        EXPECT_EQ(failed.table(), "reading_misfits");
        EXPECT_EQ(failed.column(), column);
    }
}

TEST(misfits, a_number_too_large_for_the_field_is_not_cut) {
    aludel::session session = conformance::session_with<wide>();
    aludel::repository<wide>{session}.add({1, 200, {}});
    expect_misfit([&] { (void)aludel::repository<narrow>{session}.get(1); }, "amount");
    EXPECT_EQ(aludel::repository<unsigned_narrow>{session}.get(1).amount, 200u);
}

TEST(misfits, a_negative_number_does_not_fit_an_unsigned_field) {
    aludel::session session = conformance::session_with<wide>();
    aludel::repository<wide>{session}.add({1, -1, {}});
    expect_misfit([&] { (void)aludel::repository<unsigned_narrow>{session}.list(); }, "amount");
    EXPECT_EQ(aludel::repository<narrow>{session}.get(1).amount, std::int8_t{-1});
}

TEST(misfits, null_in_a_plain_field_names_the_column_and_the_cure) {
    aludel::session session = conformance::session_with<wide>();
    aludel::repository<wide>{session}.add({1, {}, {}});
    expect_misfit([&] { (void)aludel::repository<strict>{session}.get(1); }, "word");
    try {
        (void)aludel::repository<strict>{session}.get(1);
    } catch (const aludel::mapping_error& failed) {
        EXPECT_NE(std::string{failed.what()}.find("std::optional<"), std::string::npos) << failed.what();
    }
}

TEST(misfits, a_session_goes_on_after_one) {
    aludel::session session = conformance::session_with<wide>();
    aludel::repository<wide> rows{session};
    rows.add_many(std::vector<wide>{{1, 200, {}}, {2, 3, {}}});
    aludel::transaction scope{session};
    EXPECT_THROW((void)aludel::repository<narrow>{session}.list(order_by(col<&narrow::id>.asc())),
                 aludel::mapping_error);
    rows.add({3, 4, {}});
    scope.commit();
    EXPECT_EQ(rows.count(), 3u);
}

struct shade {
    std::int64_t id{};
    std::optional<std::int32_t> depth;
};

TEST(queries, may_be_asked_again_and_again) {
    aludel::session session = conformance::session_with<shade>();
    aludel::repository<shade> shades{session};
    shades.add_many(std::vector<shade>{{1, 1}, {2, 2}, {3, 3}, {4, 4}});
    auto asked = shades.where(col<&shade::depth> > 1);
    EXPECT_EQ(asked.first()->depth, 2);
    EXPECT_EQ(asked.list().size(), 3u);
    EXPECT_THROW((void)asked.one(), aludel::multiple_results);
    EXPECT_EQ(asked.list().size(), 3u);
    EXPECT_EQ(asked.offset(1).list().size(), 2u);
    EXPECT_THROW((void)asked.find_one(), aludel::multiple_results);
    EXPECT_EQ(asked.list().size(), 2u);
}

TEST(queries, order_null_before_every_value) {
    aludel::session session = conformance::session_with<shade>();
    aludel::repository<shade> shades{session};
    shades.add_many(std::vector<shade>{{1, 1}, {2, {}}, {3, 3}});
    EXPECT_EQ(shades.first(aludel::order_by(col<&shade::depth>.asc()))->id, 2);
    EXPECT_EQ(shades.first(aludel::order_by(col<&shade::depth>.desc()))->id, 3);
    EXPECT_EQ(shades.list(aludel::order_by(col<&shade::depth>.desc())).back().id, 2);
}

TEST(queries, take_a_limit_beyond_every_number_of_rows) {
    aludel::session session = conformance::session_with<shade>();
    aludel::repository<shade> shades{session};
    shades.add({1, 1});
    EXPECT_EQ(shades.list(aludel::limit_offset{~std::uint64_t{0}, 0}).size(), 1u);
    EXPECT_TRUE(shades.list(aludel::limit_offset{~std::uint64_t{0}, ~std::uint64_t{0}}).empty());
}

}  // namespace reading
