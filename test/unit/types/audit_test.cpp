// SPDX-License-Identifier: BSL-1.0
#include <array>

#include <gtest/gtest.h>

#include <aludel/types/audit.hpp>

namespace audit_test {

struct note {
    int id = 0;
    aludel::audit audit;
};

}  // namespace audit_test

namespace {

using aludel::column_role;
using aludel::timestamp;
using aludel::value_kind;
using aludel::value_view;
using audit_test::note;
using std::chrono::microseconds;

const aludel::table_description& notes = aludel::table_of<note>;

std::array<value_view, 3> row_of(const note& object) {
    std::array<value_view, 3> row;
    aludel::scratch temporaries;
    notes.read_row(&object, row, temporaries);
    return row;
}

note loaded_note() {
    note object;
    write_object(notes, &object,
                 std::array{value_view::of_int32(1), value_view::of_timestamp(1'000), value_view::of_timestamp(2'000)});
    return object;
}

TEST(audit, adds_two_columns_with_roles) {
    ASSERT_EQ(notes.columns.size(), 3u);
    EXPECT_EQ(notes.columns[0].role, column_role::plain);
    EXPECT_EQ(notes.columns[1].name, "created_at");
    EXPECT_EQ(notes.columns[1].parent, "audit");
    EXPECT_EQ(notes.columns[1].kind, value_kind::timestamp);
    EXPECT_FALSE(notes.columns[1].nullable);
    EXPECT_EQ(notes.columns[1].role, column_role::created_at);
    EXPECT_EQ(notes.columns[2].name, "updated_at");
    EXPECT_EQ(notes.columns[2].role, column_role::updated_at);
}

TEST(audit, of_a_new_object_leaves_both_times_to_the_library) {
    const auto row = row_of(note{});
    EXPECT_TRUE(row[1].is_null());
    EXPECT_EQ(row[1].declared_kind(), value_kind::timestamp);
    EXPECT_TRUE(row[2].is_null());
    EXPECT_EQ(row[2].declared_kind(), value_kind::timestamp);
}

TEST(audit, sends_the_times_that_the_program_set) {
    note object;
    object.audit.created_at = timestamp{microseconds{10}};
    object.audit.updated_at = timestamp{microseconds{20}};
    const auto row = row_of(object);
    EXPECT_EQ(row[1].integer(), 10);
    EXPECT_EQ(row[2].integer(), 20);
}

TEST(audit, of_a_loaded_object_leaves_an_untouched_updated_at_to_the_library) {
    note object = loaded_note();
    EXPECT_EQ(object.audit.created_at, timestamp{microseconds{1'000}});
    EXPECT_EQ(object.audit.updated_at, timestamp{microseconds{2'000}});
    EXPECT_EQ(row_of(object)[1].integer(), 1'000);
    EXPECT_TRUE(row_of(object)[2].is_null());

    object.audit.updated_at = timestamp{microseconds{3'000}};
    EXPECT_EQ(row_of(object)[2].integer(), 3'000);
}

TEST(audit, compares_without_what_was_loaded) {
    const note object = loaded_note();
    aludel::audit same;
    same.created_at = object.audit.created_at;
    same.updated_at = object.audit.updated_at;
    EXPECT_EQ(object.audit, same);
    same.updated_at += microseconds{1};
    EXPECT_NE(object.audit, same);
}

}  // namespace
