// SPDX-License-Identifier: BSL-1.0
// What on_statement is told: every statement that the server gets, with its kind, and never a value.
#include <algorithm>
#include <ranges>

#include <gtest/gtest.h>

#include "database.hpp"

namespace statement_events {

using aludel::col;
using aludel::on_conflict;
using aludel::statement_kind;

struct parcel {
    std::int64_t id{};
    std::string code;
    std::optional<std::string> note;
    std::int32_t weight = 0;
};

}  // namespace statement_events

template <>
inline constexpr auto
    aludel::entity<statement_events::parcel> = aludel::table("event_parcels").unique<&statement_events::parcel::code>();

namespace statement_events {

struct heard {
    std::string sql;
    std::uint64_t rows;
    bool failed;
    statement_kind kind;
    std::chrono::nanoseconds duration;
};

constexpr std::int64_t first_id = 770'000'000;
constexpr int most = 3'000;

std::vector<parcel> parcels(int count) {
    std::vector<parcel> made;
    for (int i = 0; i < count; ++i) {
        made.push_back({first_id + i, "5ecret-" + std::to_string(i), {}, 1});
    }
    return made;
}

class events : public testing::Test {
protected:
    events() { told.clear(); }

    /// Those of a kind, by their texts.
    [[nodiscard]] std::vector<std::string> texts_of(statement_kind kind) const {
        std::vector<std::string> texts;
        for (const heard& each : told) {
            if (each.kind == kind) {
                texts.push_back(each.sql);
            }
        }
        return texts;
    }
    /// Rows that inserts carried to the server. Without a native path they are plain statements; an INSERT … SELECT
    /// carries none.
    [[nodiscard]] std::uint64_t rows_carried() const {
        std::uint64_t carried = 0;
        for (const heard& each : told) {
            const bool carries = each.kind == statement_kind::bulk || (each.sql.starts_with("insert into") &&
                                                                       each.sql.find(") select ") == std::string::npos);
            carried += carries && !each.failed ? each.rows : 0;
        }
        return carried;
    }
    void expect_no_values() const {
        for (const heard& each : told) {
            EXPECT_EQ(each.sql.find("5ecret"), std::string::npos) << each.sql;
            EXPECT_EQ(each.sql.find("7700"), std::string::npos) << each.sql;
        }
    }

    std::vector<heard> told;
    aludel::engine watched{
        conformance::url(), {.on_statement = [this](const aludel::statement_event& event) {
            told.push_back({std::string{event.sql}, event.rows, event.failed, event.kind, event.duration});
        }}};
    aludel::session session = conformance::session_with<parcel>(watched);
    aludel::repository<parcel> rows{session};
};

TEST_F(events, tell_the_rows_that_a_bulk_load_carries) {
    rows.bulk_insert(parcels(most));
    EXPECT_EQ(rows_carried(), static_cast<std::uint64_t>(most));
    EXPECT_TRUE(std::ranges::none_of(told, &heard::failed));
    for (const heard& each : told) {
        EXPECT_GT(each.duration.count(), 0) << each.sql;
    }
    expect_no_values();
}

TEST_F(events, tell_the_rows_of_upserts_updates_and_removals_in_bulk) {
    rows.bulk_insert(parcels(most), on_conflict<&parcel::code>.do_update());
    EXPECT_EQ(rows_carried(), static_cast<std::uint64_t>(most));
    for (const auto& change :
         std::vector<std::function<void()>>{[&] { rows.upsert_many(parcels(most), on_conflict<&parcel::code>); },
                                            [&] { rows.update_many(parcels(most)); },
                                            [&] {
                                                rows.remove_many(std::views::iota(first_id, first_id + most));
                                            }}) {
        told.clear();
        change();
        std::uint64_t rows_told = 0;
        for (const heard& each : told) {
            rows_told = std::max(rows_told, each.rows);
        }
        EXPECT_GE(rows_told, 500u) << "of " << told.size() << " statements none carried many rows";
        EXPECT_TRUE(std::ranges::none_of(told, &heard::failed));
        expect_no_values();
    }
    EXPECT_EQ(rows.count(), 0u);
}

TEST_F(events, tell_the_statement_of_a_load_that_failed) {
    rows.add(parcels(1'000).back());
    told.clear();
    EXPECT_THROW(rows.bulk_insert(parcels(most)), aludel::unique_violation);
    EXPECT_TRUE(std::ranges::any_of(
        told, [](const heard& each) { return each.failed && each.kind != statement_kind::transaction; }));
    ASSERT_FALSE(texts_of(statement_kind::transaction).empty());
    EXPECT_EQ(texts_of(statement_kind::transaction).back(), "rollback");
    expect_no_values();
}

TEST_F(events, tell_the_queries_of_long_lists) {
    EXPECT_EQ(rows.count(col<&parcel::id>.in(std::views::iota(first_id, first_id + 100'000))), 0u);
    EXPECT_TRUE(std::ranges::any_of(told, [](const heard& each) {
        return each.kind == statement_kind::plain && each.sql.find("event_parcels") != std::string::npos;
    }));
    const bool uses_table =
        std::ranges::any_of(told, [](const heard& each) { return each.sql.starts_with("create temp"); });
    EXPECT_EQ(rows_carried(), uses_table ? 100'000u : 0u);
    expect_no_values();
}

TEST_F(events, tell_how_transactions_and_savepoints_begin_and_end) {
    {
        aludel::transaction outer{session};
        {
            aludel::transaction kept{session};
            kept.commit();
        }
        { aludel::transaction given_up{session}; }
        outer.commit();
    }
    { aludel::transaction left{session}; }
    std::vector<std::string> texts = texts_of(statement_kind::transaction);
    EXPECT_EQ(texts.size(), told.size());
    std::erase_if(texts, [](const std::string& sql) { return sql.starts_with("begin") || sql.starts_with("start"); });
    EXPECT_EQ(told.size() - texts.size(), 2u);
    EXPECT_EQ(texts, (std::vector<std::string>{"savepoint aludel_1", "release savepoint aludel_1", "savepoint aludel_1",
                                               "rollback to savepoint aludel_1", "release savepoint aludel_1", "commit",
                                               "rollback"}));
}

TEST_F(events, tell_of_a_session_that_is_rolled_back_when_it_ends) {
    {
        aludel::session other = watched.open_session();
        other.execute("begin");
        told.clear();
    }
    EXPECT_EQ(texts_of(statement_kind::transaction), std::vector<std::string>{"rollback"});
}

TEST(what_is_told, cannot_undo_what_was_done) {
    aludel::engine watched{conformance::url(), {.on_statement = [](const aludel::statement_event&) {
                               throw std::runtime_error{"whoever watches fails"};
                           }}};
    aludel::session session = conformance::session_with<parcel>(watched);
    aludel::repository<parcel> rows{session};
    rows.bulk_insert(parcels(most));
    EXPECT_EQ(rows.count(), static_cast<std::uint64_t>(most));
}

}  // namespace statement_events
