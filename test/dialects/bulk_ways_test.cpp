// SPDX-License-Identifier: BSL-1.0
// Whichever way rows take into the database, the same rows are there afterwards; or, after a failure, none of them.
#include "bulk_ways.hpp"

#include <limits>
#include <ranges>

#include <gtest/gtest.h>

#include "bulk/values_writer.hpp"

namespace bulk_ways {

using aludel::col;
using namespace std::chrono;

struct everything {
    std::string code;
    std::string unique_text;
    bool flag = false;
    std::int8_t tiny = 0;
    std::int16_t small = 0;
    std::uint32_t medium_unsigned = 0;
    std::int64_t big = 0;
    std::uint64_t big_unsigned = 0;
    float single = 0;
    double precise = 0;
    std::string text;
    std::vector<std::byte> bytes;
    aludel::timestamp moment{};
    year_month_day day = 1970y / 1 / 1;
    aludel::uuid unique{};
    std::optional<bool> maybe_flag;
    std::optional<std::int16_t> maybe_small;
    std::optional<std::int32_t> maybe_medium;
    std::optional<std::uint64_t> maybe_big;
    std::optional<float> maybe_single;
    std::optional<double> maybe_precise;
    std::optional<std::string> maybe_text;
    std::optional<std::vector<std::byte>> maybe_bytes;
    std::optional<aludel::timestamp> maybe_moment;
    std::optional<year_month_day> maybe_day;
    std::optional<aludel::uuid> maybe_unique;
    bool operator==(const everything&) const = default;
};
struct numbered {
    std::int64_t id{};
    std::string name;
    bool operator==(const numbered&) const = default;
};

}  // namespace bulk_ways

template <>
inline constexpr auto aludel::entity<bulk_ways::everything> = aludel::table("ways_everything")
                                                                  .primary_key<&bulk_ways::everything::code>()
                                                                  .unique<&bulk_ways::everything::unique_text>();
template <>
inline constexpr auto aludel::entity<bulk_ways::numbered> = aludel::table("ways_numbered");

namespace bulk_ways {
namespace {

way make_way(std::string name, std::string_view parameters, decltype(way::load) load) {
    return {std::move(name), std::make_shared<aludel::engine>(conformance::url(parameters)), std::move(load)};
}

void load_by_many_row_values(aludel::session& session, const aludel::table_description& table,
                             aludel::row_source& source) {
    aludel::bulk_plan plan{&table, {}, {}, false};
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        plan.columns.push_back(static_cast<aludel::column_index>(i));
    }
    session.core().atomically([&] {
        aludel::values_writer writer{session.core(), plan};
        const aludel::insert_preparation prepare{table};
        std::vector<aludel::value_view> row(table.columns.size());
        aludel::scratch temporaries;
        while (source.next(row, temporaries)) {
            prepare(row);
            writer.add(row);
            temporaries.clear();
        }
        writer.finish();
    });
}

}  // namespace

way without_policy(std::string name, std::string_view parameters) {
    return make_way(std::move(name), parameters, [](auto& session, const auto& table, auto& source) {
        aludel::load_rows(session.core(), table, source, {});
    });
}

way with_policy(std::string name, std::string_view parameters) {
    return make_way(std::move(name), parameters, [](auto& session, const auto& table, auto& source) {
        const aludel::conflict_policy policy{
            aludel::conflict_action::do_nothing, {table.primary_key.begin(), table.primary_key.end()}, {}};
        aludel::load_rows(session.core(), table, source, policy);
    });
}

way by_many_row_values(std::string name, std::string_view parameters) {
    return make_way(std::move(name), parameters, load_by_many_row_values);
}

namespace {

std::vector<std::byte> every_byte() {
    std::vector<std::byte> bytes;
    for (int i = 0; i < 256; ++i) {
        bytes.push_back(static_cast<std::byte>(i));
    }
    return bytes;
}

template <class Number>
using limits = std::numeric_limits<Number>;

everything least() {
    everything row;
    row.tiny = limits<std::int8_t>::min();
    row.small = limits<std::int16_t>::min();
    row.big = limits<std::int64_t>::min();
    row.single = limits<float>::lowest();
    row.precise = limits<double>::lowest();
    row.moment = sys_days{1000y / 1 / 1};
    row.day = 1000y / 1 / 1;
    row.maybe_small = limits<std::int16_t>::min();
    row.maybe_medium = limits<std::int32_t>::min();
    row.maybe_single = limits<float>::denorm_min();
    row.maybe_precise = limits<double>::denorm_min();
    row.maybe_text = "";
    row.maybe_bytes.emplace();
    return row;
}

everything greatest() {
    everything row;
    row.flag = true;
    row.tiny = limits<std::int8_t>::max();
    row.small = limits<std::int16_t>::max();
    row.medium_unsigned = limits<std::uint32_t>::max();
    row.big = limits<std::int64_t>::max();
    row.big_unsigned = limits<std::uint64_t>::max();
    row.single = limits<float>::max();
    row.precise = limits<double>::max();
    row.text = "a'b\"c\\d\te\nf\r\\N {} ? $1 :x % \xF0\x9F\x98\x80 \xC3\xA9";
    row.bytes = every_byte();
    row.moment = sys_days{9999y / 12 / 31} + 23h + 59min + 59s + 999'999us;
    row.day = 9999y / 12 / 31;
    row.unique.bytes.fill(std::byte{0xff});
    row.maybe_flag = true;
    row.maybe_small = limits<std::int16_t>::max();
    row.maybe_medium = limits<std::int32_t>::max();
    row.maybe_big = limits<std::uint64_t>::max();
    row.maybe_single = 0.1f;
    row.maybe_precise = 0.1;
    row.maybe_text = std::string(5'000, '\'');
    row.maybe_bytes = every_byte();
    row.maybe_moment = sys_days{1969y / 12 / 31} + 23h + 59min + 59s + 999'999us;
    row.maybe_day = 1969y / 12 / 31;
    row.maybe_unique = row.unique;
    return row;
}

/// More than any writer puts into one batch, NULL and value taking turns in every column.
std::vector<everything> many_rows(int count = 2'600) {
    const std::array<everything, 3> kinds{everything{}, least(), greatest()};
    std::vector<everything> rows;
    for (int i = 0; i < count; ++i) {
        rows.push_back(kinds[static_cast<std::size_t>(i % 3)]);
        rows.back().code = std::to_string(100'000 + i);
        rows.back().unique_text = "unique " + std::to_string(i);
    }
    return rows;
}

template <class Struct, class Range>
void load(const way& by, aludel::session& session, Range&& rows) {
    aludel::range_source<Struct, Range> source{rows};
    by.load(session, aludel::table_of<Struct>, source);
}

std::vector<everything> stored(aludel::session& session) {
    return aludel::repository<everything>{session}.list(aludel::order_by(col<&everything::code>.asc()));
}

void expect_same(const std::vector<everything>& found, const std::vector<everything>& wanted) {
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        ASSERT_TRUE(found[i] == wanted[i]) << "row " << i << ", code " << found[i].code;
    }
}

/// Each way in turn, on an empty table.
template <class Struct, class Check>
void on_each_way(Check check) {
    for (const way& each : all_ways()) {
        SCOPED_TRACE(each.name);
        aludel::session session = conformance::session_with<Struct>(*each.engine);
        check(each, session);
    }
}

everything changed(everything row, auto change) {
    change(row);
    return row;
}

TEST(bulk_ways, store_the_same_rows_with_their_nulls_and_extremes) {
    const auto rows = many_rows();
    on_each_way<everything>([&](const way& each, aludel::session& session) {
        load<everything>(each, session, rows);
        expect_same(stored(session), rows);
    });
}

TEST(bulk_ways, send_what_an_upsert_finds_to_be_stored_already) {
    const auto rows = many_rows();
    aludel::conflict_policy update{aludel::conflict_action::do_update, {}, {}};
    const aludel::table_description& table = aludel::table_of<everything>;
    update.key = {table.primary_key.begin(), table.primary_key.end()};
    for (std::size_t i = 1; i < table.columns.size(); ++i) {
        update.updates.push_back(static_cast<aludel::column_index>(i));
    }
    on_each_way<everything>([&](const way& each, aludel::session& session) {
        load<everything>(each, session, rows);
        aludel::range_source<everything, const std::vector<everything>&> source{rows};
        const auto found = aludel::load_rows(session.core(), table, source, update);
        EXPECT_EQ(found.skipped, rows.size());
        EXPECT_EQ(found.updated, 0u);
        expect_same(stored(session), rows);
    });
}

TEST(bulk_ways, store_rows_that_are_made_while_they_are_read) {
    const auto rows = many_rows(600);
    on_each_way<everything>([&](const way& each, aludel::session& session) {
        auto made = std::views::iota(std::size_t{0}, rows.size()) |
                    std::views::transform([&](std::size_t i) { return everything{rows[i]}; });
        load<everything>(each, session, made);
        expect_same(stored(session), rows);
    });
}

TEST(bulk_ways, store_rows_larger_than_a_batch_between_small_ones) {
    auto rows = many_rows(30);
    rows[3].text = std::string(2'500'000, 'x');
    rows[4].maybe_text = std::string(1'500'000, '\\');
    rows[20].bytes = std::vector<std::byte>(1'500'000, std::byte{0});
    rows[29].text = std::string(1'500'000, '\'');
    on_each_way<everything>([&](const way& each, aludel::session& session) {
        load<everything>(each, session, rows);
        expect_same(stored(session), rows);
    });
}

/// Loads rows of which one is bad, alone and inside a transaction, and looks at what is left.
template <class Error>
void expect_nothing_changed(const way& by, aludel::session& session, const everything& bad) {
    auto rows = many_rows();
    const everything before = rows.front();
    rows.erase(rows.begin());
    rows[2'100] = bad;
    aludel::repository<everything> table{session};
    table.add(before);
    EXPECT_THROW(load<everything>(by, session, rows), Error);
    expect_same(stored(session), {before});
    {
        aludel::transaction scope{session};
        EXPECT_THROW(load<everything>(by, session, rows), Error);
        table.add(rows.front());
        scope.commit();
    }
    expect_same(stored(session), {before, rows.front()});
    table.remove_all();
    load<everything>(by, session, many_rows());
    EXPECT_EQ(table.count(), 2'600u);
}

TEST(bulk_ways, leave_nothing_of_a_load_with_a_conflict_in_its_middle) {
    const everything twin = changed(greatest(), [](everything& row) { row.code = "x", row.unique_text = "unique 0"; });
    on_each_way<everything>([&](const way& each, aludel::session& session) {
        expect_nothing_changed<aludel::unique_violation>(each, session, twin);
    });
}

TEST(bulk_ways, leave_nothing_of_a_load_with_a_value_in_its_middle_that_cannot_be_stored) {
    const everything bad = changed(greatest(), [](everything& row) {
        row.code = "x";
        row.unique_text = "x";
        conformance::facts().stores_nan ? void(row.text = std::string("a\0b", 3))
                                        : void(row.precise = std::numeric_limits<double>::quiet_NaN());
    });
    on_each_way<everything>([&](const way& each, aludel::session& session) {
        expect_nothing_changed<aludel::mapping_error>(each, session, bad);
    });
}

TEST(bulk_ways, leave_nothing_of_a_load_whose_source_fails) {
    const auto rows = many_rows();
    on_each_way<everything>([&](const way& each, aludel::session& session) {
        auto failing = rows | std::views::transform([](const everything& row) {
                           return row.code == "102100" ? throw std::domain_error{"the source"} : row;
                       });
        EXPECT_THROW(load<everything>(each, session, failing), std::domain_error);
        EXPECT_TRUE(stored(session).empty());
        load<everything>(each, session, rows);
        expect_same(stored(session), rows);
    });
}

TEST(bulk_ways, take_given_and_generated_keys_together) {
    // The greatest first: what the database counts from then on meets none of those to come.
    constexpr int greatest_key = 1'000'000;
    std::vector<numbered> rows;
    for (int i = 0; i < 3'000; ++i) {
        rows.push_back({i % 3 == 1 ? greatest_key - i : 0, "name " + std::to_string(i)});
    }
    on_each_way<numbered>([&](const way& each, aludel::session& session) {
        load<numbered>(each, session, rows);
        aludel::repository<numbered> table{session};
        EXPECT_EQ(table.count(), 3'000u);
        EXPECT_EQ(table.count(col<&numbered::id> > 0), 3'000u);
        for (const int i : {1, 1'000, 2'998}) {
            EXPECT_EQ(table.get(greatest_key - i).name, "name " + std::to_string(i));
        }
        const numbered next = table.add({0, "behind all others"});
        EXPECT_EQ(table.count(col<&numbered::id> >= next.id), 1u);
    });
}

}  // namespace
}  // namespace bulk_ways
