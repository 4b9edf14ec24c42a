// SPDX-License-Identifier: BSL-1.0
// Rule 22: a key that the database counts is generated where the object brings none, and comes back; whether the table
// counts or a sequence that stands beside it.
#include <ranges>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "database.hpp"

namespace counted {

template <aludel::key made_by>
struct counted_row {
    std::int64_t id{};
    std::string name;
    bool operator==(const counted_row&) const = default;
};
template <aludel::key made_by>
struct unique_row {
    std::int64_t id{};
    std::string name;
    bool operator==(const unique_row&) const = default;
};
template <aludel::key made_by>
struct counted_short {
    std::int16_t id{};
    std::string name;
};
template <aludel::key made_by>
struct counted_unsigned {
    std::uint64_t number{};
    std::string name;
};
template <aludel::key made_by>
struct only_key {
    std::int32_t id{};
};
template <aludel::key made_by>
struct counted_child {
    std::int64_t id{};
    std::int64_t parent_id{};
    std::string name;
};
/// Beside the key the database makes a default.
template <aludel::key made_by>
struct with_default {
    std::int64_t id{};
    std::string name;
    std::optional<std::int32_t> stars{};
    bool operator==(const with_default&) const = default;
};

constexpr auto integer = aludel::key::integer;
constexpr auto sequence = aludel::key::sequence;

}  // namespace counted

template <>
inline constexpr auto aludel::entity<counted::counted_row<counted::integer>> = aludel::table("keys_counted");
template <>
inline constexpr auto aludel::entity<counted::counted_row<counted::sequence>> =
    aludel::table("keys_from_sequence").generated<&counted::counted_row<counted::sequence>::id>(aludel::key::sequence);
template <>
inline constexpr auto aludel::entity<counted::unique_row<counted::integer>> =
    aludel::table("keys_counted_unique").unique<&counted::unique_row<counted::integer>::name>();
template <>
inline constexpr auto aludel::entity<counted::unique_row<counted::sequence>> =
    aludel::table("keys_unique_from_sequence")
        .generated<&counted::unique_row<counted::sequence>::id>(aludel::key::sequence)
        .unique<&counted::unique_row<counted::sequence>::name>();
template <>
inline constexpr auto aludel::entity<counted::counted_short<counted::integer>> = aludel::table("keys_counted_short");
template <>
inline constexpr auto aludel::entity<counted::counted_short<counted::sequence>> =
    aludel::table("keys_short_from_sequence")
        .generated<&counted::counted_short<counted::sequence>::id>(aludel::key::sequence);
template <>
inline constexpr auto aludel::entity<counted::counted_unsigned<counted::integer>> =
    aludel::table("keys_counted_unsigned").primary_key<&counted::counted_unsigned<counted::integer>::number>();
template <>
inline constexpr auto aludel::entity<counted::counted_unsigned<counted::sequence>> =
    aludel::table("keys_unsigned_from_sequence")
        .primary_key<&counted::counted_unsigned<counted::sequence>::number>()
        .generated<&counted::counted_unsigned<counted::sequence>::number>(aludel::key::sequence);
template <>
inline constexpr auto aludel::entity<counted::only_key<counted::integer>> = aludel::table("keys_only");
template <>
inline constexpr auto aludel::entity<counted::only_key<counted::sequence>> =
    aludel::table("keys_only_from_sequence")
        .generated<&counted::only_key<counted::sequence>::id>(aludel::key::sequence);
template <>
inline constexpr auto aludel::entity<counted::counted_child<counted::integer>> =
    aludel::table("keys_counted_child")
        .foreign_key<&counted::counted_child<counted::integer>::parent_id,
                     &counted::counted_row<counted::integer>::id>();
template <>
inline constexpr auto aludel::entity<counted::counted_child<counted::sequence>> =
    aludel::table("keys_child_from_sequence")
        .generated<&counted::counted_child<counted::sequence>::id>(aludel::key::sequence)
        .foreign_key<&counted::counted_child<counted::sequence>::parent_id,
                     &counted::counted_row<counted::sequence>::id>();
template <>
inline constexpr auto aludel::entity<counted::with_default<counted::integer>> =
    aludel::table("keys_counted_default").default_value<&counted::with_default<counted::integer>::stars>("3");
template <>
inline constexpr auto aludel::entity<counted::with_default<counted::sequence>> =
    aludel::table("keys_default_from_sequence")
        .generated<&counted::with_default<counted::sequence>::id>(aludel::key::sequence)
        .default_value<&counted::with_default<counted::sequence>::stars>("3");

namespace counted {

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

template <class Made_by>
struct counted_keys : testing::Test {
    using counted_by_it = counted_row<Made_by::value>;
    static stored<counted_by_it> table() { return {}; }
    /// Whose counter no other test has moved.
    static stored<counted_by_it> new_table() {
        conformance::db().drop_all<counted_by_it, counted_child<Made_by::value>>();
        return {};
    }
    template <class Row = counted_by_it>
    static std::vector<Row> named(int count, const std::string& prefix = "n") {
        std::vector<Row> rows;
        for (int i = 0; i < count; ++i) {
            rows.push_back({0, prefix + std::to_string(i)});
        }
        return rows;
    }
};
struct names_of_makers {
    template <class Made_by>
    static std::string GetName(int) {
        return Made_by::value == integer ? "of_the_table" : "of_a_sequence";
    }
};
using makers =
    testing::Types<std::integral_constant<aludel::key, integer>, std::integral_constant<aludel::key, sequence>>;
TYPED_TEST_SUITE(counted_keys, makers, names_of_makers);

TYPED_TEST(counted_keys, a_zero_key_is_generated_and_comes_back) {
    using row = typename TestFixture::counted_by_it;
    auto table = this->table();
    const row first = table.rows.add({0, "first"});
    const row second = table.rows.add({0, "second"});
    EXPECT_GT(first.id, 0);
    EXPECT_GT(second.id, first.id);
    EXPECT_EQ(table.rows.get(first.id), first);
}

TYPED_TEST(counted_keys, a_key_that_the_object_brings_is_stored_as_it_is) {
    auto table = this->table();
    EXPECT_EQ(table.rows.add({77'000'000'000, "given"}).id, 77'000'000'000);
    EXPECT_EQ(table.rows.get(77'000'000'000).name, "given");
    EXPECT_EQ(table.rows.add({-5, "negative"}).id, -5);
    EXPECT_EQ(table.rows.get(-5).name, "negative");
}

TYPED_TEST(counted_keys, later_generated_keys_do_not_collide_with_a_given_one) {
    auto table = this->table();
    const std::int64_t next = table.rows.add({0, "counted"}).id + 1;
    table.rows.add({next, "given"});
    table.rows.add({next + 2, "given, too"});
    for (int i = 0; i < 4; ++i) {
        table.rows.add({0, "counted"});
    }
    EXPECT_EQ(table.rows.count(), 7u);
}

TYPED_TEST(counted_keys, one_batch_may_hold_given_keys_and_keys_to_generate) {
    using row = typename TestFixture::counted_by_it;
    auto table = this->table();
    const std::int64_t next = table.rows.add({0, "before"}).id + 1;
    const auto made =
        table.rows.add_many(std::vector<row>{{0, "a"}, {next + 1, "b"}, {0, "c"}, {next + 4, "d"}, {0, "e"}, {0, "f"}});
    EXPECT_EQ(made[1].id, next + 1);
    EXPECT_EQ(made[3].id, next + 4);
    EXPECT_EQ(ids_of(made).size(), 6u);
    for (const row& each : made) {
        EXPECT_EQ(table.rows.get(each.id), each);
    }
}

TYPED_TEST(counted_keys, bulk_insert_generates_those_that_are_zero_and_keeps_the_others) {
    using row = typename TestFixture::counted_by_it;
    auto table = this->table();
    const std::int64_t next = table.rows.add({0, "before"}).id + 1;
    const std::vector<row> batch{{0, "a"}, {next + 1, "b"}, {0, "c"}, {next + 4, "d"}, {0, "e"}, {0, "f"}};
    EXPECT_EQ(table.rows.bulk_insert(batch).inserted, 6u);
    EXPECT_EQ(table.rows.get(next + 1).name, "b");
    EXPECT_EQ(table.rows.get(next + 4).name, "d");
    EXPECT_EQ(table.rows.count(), 7u);
    EXPECT_EQ(table.rows.bulk_insert(batch, aludel::on_conflict<&row::id>.do_nothing()).skipped, 2u);
    table.rows.add({0, "behind"});
}

TYPED_TEST(counted_keys, a_bulk_of_given_keys_is_not_in_the_way_of_later_generated_ones) {
    using row = typename TestFixture::counted_by_it;
    auto table = this->table();
    const std::int64_t next = table.rows.add({0, "before"}).id + 1;
    std::vector<row> given;
    for (std::int64_t i = 0; i < 300; ++i) {
        given.push_back({next + i, "given"});
    }
    table.rows.bulk_insert(given);
    EXPECT_GE(table.rows.add({0, "counted"}).id, next + 300);
    table.rows.bulk_insert(std::vector<row>(5));
    EXPECT_EQ(table.rows.count(), 307u);
}

TYPED_TEST(counted_keys, bulk_insert_returning_gives_them_in_the_order_of_the_input) {
    using row = typename TestFixture::counted_by_it;
    auto table = this->table();
    const auto made = table.rows.bulk_insert_returning(std::vector<row>{{0, "z"}, {0, "a"}, {0, "m"}});
    ASSERT_EQ(made.size(), 3u);
    EXPECT_EQ(made[1].name, "a");
    for (const row& each : made) {
        EXPECT_EQ(table.rows.get(each.id), each);
    }
}

TYPED_TEST(counted_keys, they_count_in_every_integer_type) {
    stored<counted_short<TypeParam::value>> shorts;
    EXPECT_GT(shorts.rows.add({0, "short"}).id, 0);
    EXPECT_EQ(shorts.rows.add({32767, "the greatest"}).id, 32767);
    stored<counted_unsigned<TypeParam::value>> unsigneds;
    EXPECT_GT(unsigneds.rows.add({0, "unsigned"}).number, 0u);
    unsigneds.rows.bulk_insert(std::vector<counted_unsigned<TypeParam::value>>{{0, "a"}, {0, "b"}});
    EXPECT_EQ(unsigneds.rows.count(), 3u);
}

TYPED_TEST(counted_keys, one_beyond_the_signed_integers_is_stored_or_refused) {
    stored<counted_unsigned<TypeParam::value>> table;
    constexpr std::uint64_t beyond = (std::uint64_t{1} << 63) + 5;
    try {
        EXPECT_EQ(table.rows.add({beyond, "greater than any signed one"}).number, beyond);
    } catch (const aludel::mapping_error&) {
        EXPECT_EQ(table.rows.count(), 0u);
        return;
    }
    EXPECT_EQ(table.rows.get(beyond).number, beyond);
}

TYPED_TEST(counted_keys, a_struct_of_nothing_but_its_key_is_stored) {
    stored<only_key<TypeParam::value>> table;
    EXPECT_GT(table.rows.add({}).id, 0);
    EXPECT_EQ(table.rows.bulk_insert(std::vector<only_key<TypeParam::value>>(7)).inserted, 7u);
    EXPECT_EQ(ids_of(table.rows.list()).size(), 8u);
}

TYPED_TEST(counted_keys, come_back_in_input_order_beside_given_ones_across_batches) {
    using row = typename TestFixture::counted_by_it;
    auto table = this->table();
    auto rows = this->named(12'345);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].id = i % 7 == 3 ? 1'000'000 - static_cast<std::int64_t>(i) : 0;
    }
    rows[600].id = 2'000'000;
    const auto made = table.rows.add_many(rows);
    ASSERT_EQ(made.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ASSERT_TRUE(rows[i].id == 0 ? made[i].id > 0 : made[i].id == rows[i].id) << i;
        ASSERT_EQ(made[i].name, rows[i].name);
    }
    EXPECT_EQ(ids_of(made).size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); i += 1'111) {
        EXPECT_EQ(table.rows.get(made[i].id), made[i]);
    }
    EXPECT_GT(table.rows.add(row{0, "behind"}).id, 2'000'000);
}

TYPED_TEST(counted_keys, grow_in_the_order_of_the_input) {
    auto table = this->table();
    const auto made = table.rows.add_many(this->named(700));
    for (std::size_t i = 1; i < made.size(); ++i) {
        ASSERT_GT(made[i].id, made[i - 1].id);
    }
}

TYPED_TEST(counted_keys, come_back_beside_what_else_the_database_makes) {
    stored<with_default<TypeParam::value>> table;
    std::vector<with_default<TypeParam::value>> rows(300);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].name = "n" + std::to_string(i);
        rows[i].stars = i % 2 == 0 ? std::nullopt : std::optional{5};
        rows[i].id = i % 5 == 4 ? 10'000 + 100 * static_cast<std::int64_t>(i) : 0;
    }
    const auto made = table.rows.add_many(rows);
    ASSERT_EQ(made.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ASSERT_EQ(made[i].name, rows[i].name);
        ASSERT_EQ(made[i].stars, i % 2 == 0 ? 3 : 5);
        ASSERT_EQ(table.rows.get(made[i].id), made[i]);
    }
    EXPECT_EQ(table.rows.add({0, "alone"}).stars, 3);
}

TYPED_TEST(counted_keys, of_an_upsert_are_those_that_are_there_or_new_ones) {
    using row = unique_row<TypeParam::value>;
    stored<row> table;
    const auto named = [](int count) {
        return TestFixture::template named<row>(count);
    };
    const auto before = table.rows.add_many(named(400));
    const auto upserted = table.rows.upsert_many(named(800), aludel::on_conflict<&row::name>);
    ASSERT_EQ(upserted.size(), 800u);
    for (std::size_t i = 0; i < 400; ++i) {
        ASSERT_EQ(upserted[i].object, before[i]);
        ASSERT_FALSE(upserted[i].created);
    }
    std::set<std::int64_t> ids;
    for (const auto& each : upserted) {
        ids.insert(each.object.id);
    }
    EXPECT_EQ(ids.size(), 800u);
    EXPECT_EQ(table.rows.bulk_insert(named(900), aludel::on_conflict<&row::name>.do_nothing()).inserted, 100u);
    EXPECT_TRUE(table.rows.get_or_create({0, "another"}, aludel::match<&row::name>).created);
}

TYPED_TEST(counted_keys, of_an_upsert_by_the_key_itself_may_be_brought_and_asked_for) {
    using row = typename TestFixture::counted_by_it;
    auto table = this->table();
    const auto upserted = table.rows.upsert_many(
        std::vector<row>{{1, "brought"}, {0, "asked"}, {7, "brought"}, {0, "asked"}}, aludel::on_conflict<&row::id>);
    EXPECT_EQ(upserted[0].object.id, 1);
    EXPECT_EQ(upserted[2].object.id, 7);
    for (const auto& each : upserted) {
        EXPECT_TRUE(each.created);
        EXPECT_EQ(table.rows.get(each.object.id), each.object);
    }
    EXPECT_EQ(table.rows.count(), 4u);
    for (int i = 0; i < 9; ++i) {
        table.rows.add({0, "behind"});
    }
    EXPECT_EQ(table.rows.count(), 13u);
}

TYPED_TEST(counted_keys, that_an_upsert_by_another_key_brings_are_not_made_later) {
    using row = unique_row<TypeParam::value>;
    stored<row> table;
    const std::int64_t next = table.rows.add({0, "before"}).id + 1;
    const auto upserted = table.rows.upsert_many(
        std::vector<row>{{0, "asked"}, {next + 1, "brought"}, {0, "asked, too"}, {next + 4, "brought, too"}},
        aludel::on_conflict<&row::name>);
    EXPECT_EQ(upserted[1].object.id, next + 1);
    EXPECT_EQ(upserted[3].object.id, next + 4);
    const auto returned = table.rows.bulk_insert_returning(
        std::vector<row>{{next + 20, "returned"}, {0, "returned, too"}}, aludel::on_conflict<&row::name>.do_nothing());
    ASSERT_EQ(returned.size(), 2u);
    EXPECT_EQ(returned[0].id, next + 20);
    for (int i = 0; i < 25; ++i) {
        table.rows.add({0, "behind" + std::to_string(i)});
    }
    EXPECT_EQ(ids_of(table.rows.list()).size(), 32u);
}

TYPED_TEST(counted_keys, of_new_rows_never_meet_a_row_that_an_upsert_would_change) {
    using row = typename TestFixture::counted_by_it;
    auto table = this->table();
    // A row whose key nobody has told the counter of, if it is not the table's own.
    const std::int64_t next = table.rows.add({0, "before"}).id + 1;
    table.session.execute(aludel::runtime_sql{"insert into " + std::string{aludel::table_of<row>.name} +
                                              " (id, name) values (" + std::to_string(next) + ", 'by hand')"});
    try {
        const auto done = table.rows.bulk_insert(std::vector<row>{{0, "new"}, {0, "new, too"}},
                                                 aludel::on_conflict<&row::id>.do_update());
        EXPECT_EQ(done.inserted, 2u);
    } catch (const aludel::unique_violation&) {
        EXPECT_EQ(table.rows.count(), 2u);
    }
    EXPECT_EQ(table.rows.get(next).name, "by hand");
}

TYPED_TEST(counted_keys, are_asked_for_and_brought_in_one_upsert_of_any_size) {
    using row = typename TestFixture::counted_by_it;
    auto table = this->new_table();
    const std::vector<row> there = table.rows.add_many(this->named(20'000));
    // What is brought is behind the counter, but for the last one: just ahead of it a row that asks could get it
    // before.
    table.rows.add({4'000'000, "moves the counter"});
    // By turns a row that asks, one that brings a new key, one that is there and changes, one that does not change.
    const auto made = [&there](int i) -> row {
        const row& old = there[static_cast<std::size_t>(i / 4 * 2 + i % 2)];
        switch (i % 4) {
        case 0: return {0, "asked"};
        case 1: return {(i == 39'997 ? 5'000'000 : 3'000'000) + i, "brought"};
        case 2: return {old.id, "changed"};
        default: return old;
        }
    };
    const aludel::bulk_result done = table.rows.bulk_insert(std::views::iota(0, 40'000) | std::views::transform(made),
                                                            aludel::on_conflict<&row::id>.do_update());
    EXPECT_EQ(done.rows, 40'000u);
    EXPECT_EQ(done.inserted, 20'000u);
    EXPECT_EQ(done.updated, 10'000u);
    EXPECT_EQ(done.skipped, 10'000u);
    EXPECT_EQ(table.rows.count(), 40'001u);
    EXPECT_EQ(table.rows.count(aludel::col<&row::name> == "asked"), 10'000u);
    EXPECT_EQ(table.rows.count(aludel::col<&row::name> == "changed"), 10'000u);
    EXPECT_GT(table.rows.add({0, "next"}).id, 5'000'000);
}

TYPED_TEST(counted_keys, that_a_load_has_in_hand_are_not_given_when_its_rows_bring_them) {
    using row = typename TestFixture::counted_by_it;
    // Rows that ask, one that brings a key not far behind theirs, and rows that ask again. A table's own counter is
    // less than 1000 numbers ahead of them by then: what is left of portions, 104 of 4000 rows on MariaDB.
    const auto made = [](int i) {
        return row{i == 25'000 ? 26'000 : 0, i == 25'000 ? "brought" : "asked"};
    };
    for (const bool upserts : {false, true}) {
        auto table = this->new_table();
        const auto rows = std::views::iota(0, 28'000) | std::views::transform(made);
        const aludel::bulk_result done = upserts
                                             ? table.rows.bulk_insert(rows, aludel::on_conflict<&row::id>.do_update())
                                             : table.rows.bulk_insert(rows);
        EXPECT_EQ(done.inserted, 28'000u) << (upserts ? "upsert" : "insert");
        EXPECT_EQ(table.rows.get(26'000).name, "brought");
    }
}

TYPED_TEST(counted_keys, are_not_wasted_on_narrow_columns) {
    using row = counted_short<TypeParam::value>;
    conformance::db().drop_all<row>();
    stored<row> table;
    for (int load = 0; load < 20; ++load) {
        auto generated =
            std::views::iota(0, 3) | std::views::filter([](int) { return true; }) | std::views::transform([](int) {
                return row{0, "generated"};
            });
        EXPECT_EQ(table.rows.bulk_insert(generated).inserted, 3u);
        table.rows.upsert_many(std::vector<row>{{0, "upserted"}}, aludel::on_conflict<&row::id>);
    }
    EXPECT_EQ(aludel::bulk_insert(conformance::db(), std::vector<row>(4), {.parallel = 4}).inserted, 4u);
    EXPECT_EQ(table.rows.count(), 84u);
    EXPECT_LT(table.rows.add({0, "next"}).id, 5'000);
}

TYPED_TEST(counted_keys, of_rows_that_were_taken_back_are_in_nobodys_way) {
    using row = typename TestFixture::counted_by_it;
    auto table = this->table();
    {
        const aludel::transaction scope{table.session};
        table.rows.add_many(this->named(300));
        table.rows.bulk_insert(std::vector<row>{{1'000, "brought"}, {0, "asked"}});
    }
    EXPECT_EQ(table.rows.count(), 0u);
    EXPECT_THROW((void)table.rows.add_many(std::vector<row>{{0, "a"}, {2'000, "b"}, {2'000, "twice"}, {0, "c"}}),
                 aludel::unique_violation);
    EXPECT_EQ(ids_of(table.rows.add_many(this->named(300))).size(), 300u);
    EXPECT_EQ(table.rows.bulk_insert(this->named(300)).inserted, 300u);
}

TYPED_TEST(counted_keys, flow_from_parents_to_children_in_a_unit_of_work) {
    using row = typename TestFixture::counted_by_it;
    using child = counted_child<TypeParam::value>;
    aludel::session session = conformance::session_with<row, child>();
    {
        aludel::unit_of_work work{conformance::db()};
        for (int i = 0; i < 70; ++i) {
            row& parent = work.add(row{0, "p" + std::to_string(i)});
            child& one = work.add(child{.name = "c" + std::to_string(i)});
            work.template link<&child::parent_id>(one, parent);
        }
        work.commit();
    }
    EXPECT_EQ(aludel::repository<child>{session}.count(), 70u);
    for (const child& each : aludel::repository<child>{session}.list()) {
        EXPECT_EQ(aludel::repository<row>{session}.get(each.parent_id).name.substr(1), each.name.substr(1));
    }
    conformance::empty_tables<row, child>(session);
}

TYPED_TEST(counted_keys, are_nobody_elses_where_several_insert_at_once) {
    using row = typename TestFixture::counted_by_it;
    auto table = this->table();
    std::vector<std::vector<row>> made(3);
    std::vector<std::thread> threads;
    for (std::size_t number = 0; number < made.size(); ++number) {
        threads.emplace_back([number, &made] {
            try {
                aludel::session own = conformance::db().open_session();
                aludel::repository<row> rows{own};
                for (int round = 0; round < 3; ++round) {
                    const std::string prefix = std::to_string(number) + "_" + std::to_string(round) + "_";
                    for (const row& each : rows.add_many(TestFixture::named(500, prefix))) {
                        made[number].push_back(each);
                    }
                    made[number].push_back(rows.add({0, prefix + "single"}));
                    rows.bulk_insert(TestFixture::named(100, prefix + "bulk_"));
                }
            } catch (const std::exception& failed) {
                ADD_FAILURE() << failed.what();
            }
        });
    }
    for (std::thread& each : threads) {
        each.join();
    }
    std::vector<row> all;
    for (const std::vector<row>& each : made) {
        all.insert(all.end(), each.begin(), each.end());
    }
    EXPECT_EQ(ids_of(all).size(), 3u * 3u * 501u);
    EXPECT_EQ(table.rows.count(), 3u * 3u * 601u);
}

TYPED_TEST(counted_keys, are_told_when_one_range_is_loaded_over_several_connections) {
    using row = typename TestFixture::counted_by_it;
    auto table = this->table();
    EXPECT_EQ(aludel::bulk_insert(conformance::db(), this->named(6'000), {.parallel = 3}).inserted, 6'000u);
    EXPECT_EQ(ids_of(table.rows.list()).size(), 6'000u);
    table.rows.add(row{0, "behind"});
}

TYPED_TEST(counted_keys, are_made_without_a_native_path_too) {
    using row = typename TestFixture::counted_by_it;
    if (!conformance::facts().keeps_session_state) {
        GTEST_SKIP() << "SOCI prepares its statements by name, and the pooler lends another server for the next one";
    }
    aludel::engine generic{conformance::url(), {.native_path = false}};
    aludel::session session = conformance::session_with<row>(generic);
    aludel::repository<row> rows{session};
    EXPECT_GT(rows.add({0, "first"}).id, 0);
    EXPECT_EQ(rows.add({100, "given"}).id, 100);
    EXPECT_GT(rows.add({0, "behind"}).id, 100);
    const auto made = rows.add_many(std::vector<row>{{0, "a"}, {200, "b"}, {0, "c"}});
    EXPECT_EQ(made[1].id, 200);
    EXPECT_EQ(ids_of(made).size(), 3u);
    EXPECT_EQ(rows.bulk_insert(std::vector<row>{{0, "d"}, {300, "e"}, {0, "f"}}).inserted, 3u);
    EXPECT_EQ(rows.bulk_insert(this->named(700)).inserted, 700u);
    EXPECT_EQ(ids_of(rows.list()).size(), 709u);
}

TYPED_TEST(counted_keys, go_with_their_table) {
    aludel::engine& db = conformance::db();
    using row = typename TestFixture::counted_by_it;
    { (void)this->table(); }
    for (int i = 0; i < 2; ++i) {
        db.drop_all<row, counted_child<TypeParam::value>>();
        db.create_all<row>();
        aludel::session session = db.open_session();
        aludel::repository<row> rows{session};
        EXPECT_EQ(rows.add({0, "first"}).id, 1);
    }
}

}  // namespace counted
