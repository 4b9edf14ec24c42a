// SPDX-License-Identifier: BSL-1.0
// Rule 18: an update keeps created_at; updated_at moves on every path that changes a row, and only then.
#include <thread>

#include <gtest/gtest.h>

#include "database.hpp"

namespace audits {

using aludel::col;
using aludel::on_conflict;
using aludel::patch;
using aludel::timestamp;
using namespace std::chrono;

struct note {
    std::int64_t id{};
    std::string title;
    std::optional<std::string> text;
    aludel::audit audit;
};

}  // namespace audits

template <>
inline constexpr auto aludel::entity<audits::note> = aludel::table("audit_notes").unique<&audits::note::title>();

namespace audits {

const timestamp long_ago = sys_days{2001y / 2 / 3} + 4h + 5us;
const timestamp in_between = sys_days{2010y / 1 / 1} + 1us;

class audits : public testing::Test {
protected:
    /// A row that was made and changed long ago.
    note old_note() { return notes.add({0, "a", "x", {.created_at = long_ago, .updated_at = long_ago}}); }

    void expect_changed(std::int64_t id) {
        const note stored = notes.get(id);
        EXPECT_EQ(stored.audit.created_at, long_ago);
        EXPECT_GE(stored.audit.updated_at, begun) << "updated_at did not move";
        EXPECT_LE(stored.audit.updated_at, aludel::now());
    }
    void expect_unchanged(std::int64_t id) {
        EXPECT_EQ(notes.get(id).audit.created_at, long_ago);
        EXPECT_EQ(notes.get(id).audit.updated_at, long_ago) << "updated_at moved";
    }

    timestamp begun = aludel::now();
    aludel::session session = conformance::session_with<note>();
    aludel::repository<note> notes{session};
};

TEST_F(audits, an_added_row_gets_the_time_twice_and_the_object_has_what_is_stored) {
    const note made = notes.add({.title = "a", .text = {}, .audit = {}});
    EXPECT_GE(made.audit.created_at, begun);
    EXPECT_LE(made.audit.created_at, aludel::now());
    EXPECT_EQ(made.audit.created_at, made.audit.updated_at);
    EXPECT_EQ(notes.get(made.id).audit, made.audit);
}

TEST_F(audits, bulk_insert_and_upsert_set_the_times_of_new_rows) {
    notes.bulk_insert(std::vector<note>{{1, "a", {}, {}}});
    notes.bulk_insert(std::vector<note>{{2, "b", {}, {}}}, on_conflict<&note::title>.do_update());
    notes.upsert({3, "c", {}, {}}, on_conflict<&note::title>);
    for (const note& each : notes.list()) {
        EXPECT_GE(each.audit.created_at, begun) << each.title;
        EXPECT_EQ(each.audit.created_at, each.audit.updated_at) << each.title;
    }
}

TEST_F(audits, times_that_the_object_brings_are_stored) {
    const note made = old_note();
    EXPECT_EQ(made.audit.created_at, long_ago);
    EXPECT_EQ(notes.get(made.id).audit.updated_at, long_ago);
    notes.bulk_insert(std::vector<note>{{made.id + 1, "b", {}, {.created_at = long_ago, .updated_at = in_between}}});
    EXPECT_EQ(notes.get(made.id + 1).audit.created_at, long_ago);
    EXPECT_EQ(notes.get(made.id + 1).audit.updated_at, in_between);
}

TEST_F(audits, updated_at_moves_on_every_path_that_changes_the_row) {
    struct path {
        const char* name;
        std::function<void(note)> change;
    };
    const std::vector<path> paths{
        {"update",
         [&](note row) {
             row.text = "y", notes.update(row);
         }},
        {"update to NULL",
         [&](note row) {
             row.text.reset(), notes.update(row);
         }},
        {"patch",
         [&](const note& row) {
             notes.update(row.id, patch<note>{}.set<&note::text>("y"));
         }},
        {"update_many",
         [&](note row) {
             row.text = "y", notes.update_many(std::vector{row});
         }},
        {"update_where",
         [&](const note& row) {
             notes.update_where(col<&note::id> == row.id, aludel::set(col<&note::text>, "y"));
         }},
        {"upsert",
         [&](const note&) {
             notes.upsert({0, "a", "y", {}}, on_conflict<&note::title>);
         }},
        {"upsert of some columns",
         [&](const note&) {
             notes.upsert({0, "a", "y", {}}, on_conflict<&note::title>.do_update<&note::text>());
         }},
        {"update_or_create",
         [&](const note&) {
             notes.update_or_create({0, "a", "y", {}}, aludel::match<&note::title>);
         }},
        {"bulk_insert",
         [&](const note&) {
             notes.bulk_insert(std::vector<note>{{0, "a", "y", {}}}, on_conflict<&note::title>.do_update());
         }},
        {"bulk_insert of some columns",
         [&](const note&) {
             notes.bulk_insert(std::vector<note>{{0, "a", "y", {}}},
                               on_conflict<&note::title>.do_update<&note::text>());
         }},
    };
    for (const path& each : paths) {
        SCOPED_TRACE(each.name);
        notes.remove_all();
        const note row = old_note();
        each.change(row);
        expect_changed(row.id);
        EXPECT_EQ(notes.count(), 1u);
    }
}

TEST_F(audits, updated_at_stays_when_nothing_changes) {
    const note row = old_note();
    notes.update(row);
    notes.update(notes.get(row.id));
    notes.update(row.id, patch<note>{}.set<&note::text>("x"));
    notes.update(row.id, patch<note>{});
    notes.update_where(col<&note::id> == row.id, aludel::set(col<&note::text>, "x"));
    notes.upsert({0, "a", "x", {}}, on_conflict<&note::title>);
    notes.update_or_create({0, "a", "x", {}}, aludel::match<&note::title>);
    notes.get_or_create({0, "a", "y", {}}, aludel::match<&note::title>);
    notes.upsert({0, "a", "y", {}}, on_conflict<&note::title>.do_nothing());
    expect_unchanged(row.id);
    const std::vector<note> same{{0, "a", "x", {}}};
    EXPECT_EQ(notes.bulk_insert(same, on_conflict<&note::title>.do_update()).skipped, 1u);
    EXPECT_EQ(notes.bulk_insert(same, on_conflict<&note::title>.do_nothing()).skipped, 1u);
    expect_unchanged(row.id);
}

TEST_F(audits, a_row_that_was_null_and_stays_null_has_not_changed) {
    note row = notes.add({0, "a", {}, {.created_at = long_ago, .updated_at = long_ago}});
    notes.update(row);
    notes.bulk_insert(std::vector<note>{{0, "a", {}, {}}}, on_conflict<&note::title>.do_update());
    expect_unchanged(row.id);
}

TEST_F(audits, case_and_spaces_are_changes) {
    note row = notes.add({0, "a", "word", {.created_at = long_ago, .updated_at = long_ago}});
    notes.update(row.id, patch<note>{}.set<&note::text>("Word"));
    expect_changed(row.id);
}

TEST_F(audits, the_updated_object_has_the_time_that_is_stored) {
    note row = old_note();
    row.text = "y";
    const note changed = notes.update(row);
    EXPECT_EQ(changed.audit, notes.get(row.id).audit);
    EXPECT_GE(changed.audit.updated_at, begun);
    const note again = notes.update(changed.id, patch<note>{}.set<&note::text>("z"));
    EXPECT_EQ(again.audit, notes.get(row.id).audit);
}

TEST_F(audits, a_time_that_the_caller_set_wins) {
    note row = old_note();
    row.text = "y";
    row.audit.updated_at = in_between;
    EXPECT_EQ(notes.update(row).audit.updated_at, in_between);
    EXPECT_EQ(notes.get(row.id).audit.updated_at, in_between);
    const timestamp later = in_between + 1h;
    notes.update(row.id, patch<note>{}.set<&note::audit, &aludel::audit::updated_at>(later));
    EXPECT_EQ(notes.get(row.id).audit.updated_at, later);
    notes.upsert({0, "a", "z", {.updated_at = long_ago}}, on_conflict<&note::title>);
    EXPECT_EQ(notes.get(row.id).audit.updated_at, long_ago);
}

TEST_F(audits, created_at_is_never_changed_by_an_object) {
    note row = old_note();
    row.audit.created_at = in_between;
    row.text = "y";
    EXPECT_EQ(notes.update(row).audit.created_at, long_ago);
    notes.upsert({0, "a", "z", {.created_at = in_between}}, on_conflict<&note::title>);
    notes.bulk_insert(std::vector<note>{{0, "a", "w", {.created_at = in_between}}},
                      on_conflict<&note::title>.do_update());
    EXPECT_EQ(notes.get(row.id).audit.created_at, long_ago);
}

TEST_F(audits, a_stale_object_does_not_move_it_back) {
    const note stale = old_note();
    notes.update(stale.id, patch<note>{}.set<&note::text>("newer"));
    const timestamp moved = notes.get(stale.id).audit.updated_at;
    note late = stale;
    late.title = "b";
    notes.update(late);
    EXPECT_GE(notes.get(stale.id).audit.updated_at, moved);
    EXPECT_EQ(notes.get(stale.id).audit.created_at, long_ago);
}

TEST_F(audits, rows_that_bulk_insert_leaves_alone_keep_their_time_while_others_move) {
    notes.bulk_insert(std::vector<note>{{1, "a", "x", {.created_at = long_ago, .updated_at = long_ago}},
                                        {2, "b", "x", {.created_at = long_ago, .updated_at = long_ago}}});
    const auto done = notes.bulk_insert(std::vector<note>{{0, "a", "x", {}}, {0, "b", "y", {}}, {0, "c", "z", {}}},
                                        on_conflict<&note::title>.do_update());
    EXPECT_EQ(done.inserted, 1u);
    EXPECT_EQ(done.updated, 1u);
    EXPECT_EQ(done.skipped, 1u);
    expect_unchanged(1);
    expect_changed(2);
}

}  // namespace audits
