// SPDX-License-Identifier: BSL-1.0
// Pages that begin where another one ended: every order, both directions, NULLs, keys of several columns, and what a
// cursor refuses.
#include <algorithm>
#include <functional>

#include <gtest/gtest.h>

#include "database.hpp"

namespace keyset {

using aludel::col;

enum class colour { red, green, blue };

struct entry {
    std::int64_t id{};
    std::string name{};
    std::optional<std::int32_t> rank{};
    std::optional<std::string> label{};
    double weight = 0;
    float ratio = 0;
    bool is_open = false;
    colour kind = colour::red;
    std::uint64_t size = 0;
    aludel::timestamp at{};
    std::optional<std::chrono::year_month_day> day{};
    aludel::uuid token{};
    std::vector<std::byte> code{};
    aludel::audit audit{};
};

/// A key of two columns, and other columns before them.
struct seat {
    std::optional<std::string> guest;
    std::int32_t row{};
    std::string hall;
    std::int32_t price{};
    bool operator==(const seat&) const = default;
};

}  // namespace keyset

template <>
inline constexpr std::array aludel::enum_text<keyset::colour> = {aludel::enum_name{keyset::colour::red, "red"},
                                                                 aludel::enum_name{keyset::colour::green, "green"},
                                                                 aludel::enum_name{keyset::colour::blue, "blue"}};
template <>
inline constexpr auto aludel::entity<keyset::entry> = aludel::table("keyset_entries");
template <>
inline constexpr auto
    aludel::entity<keyset::seat> = aludel::table("keyset_seats").primary_key<&keyset::seat::hall, &keyset::seat::row>();

namespace keyset {

using ordered = std::function<void(aludel::query<entry>&)>;

std::vector<std::int64_t> ids_of(const std::vector<entry>& rows) {
    std::vector<std::int64_t> ids;
    for (const entry& row : rows) {
        ids.push_back(row.id);
    }
    return ids;
}

class keyset_pages : public testing::Test {
protected:
    static constexpr std::size_t page_size = 4;

    keyset_pages() {
        std::vector<entry> rows;
        for (int i = 0; i < 30; ++i) {
            entry row;
            row.name = std::string{static_cast<char>('a' + i * 7 % 4)} + (i % 3 == 0 ? "'\"%_!" : "é");
            row.rank = i % 4 == 0 ? std::optional<std::int32_t>{} : i % 5 - 2;
            row.label = i % 3 == 0 ? std::optional<std::string>{} : std::string(static_cast<std::size_t>(i % 5), 'x');
            row.weight = (i % 6 - 3) / 3.0;
            row.ratio = static_cast<float>(i % 4) / 10.0f;
            row.is_open = i % 2 == 0;
            row.kind = static_cast<colour>(i % 3);
            row.size = i % 3 == 0 ? 18'000'000'000'000'000'000u : static_cast<std::uint64_t>(i % 4);
            row.at = aludel::timestamp{std::chrono::microseconds{(i % 7 - 3) * 86'400'000'001}};
            row.day = i % 5 == 0 ? std::optional<std::chrono::year_month_day>{}
                                 : std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{i % 6 - 3}}};
            row.token.bytes[0] = static_cast<std::byte>(i * 11 % 8 * 32);
            row.code.assign(static_cast<std::size_t>(i % 3), static_cast<std::byte>(200 + i % 2));
            rows.push_back(std::move(row));
        }
        entries.add_many(rows);
    }

    aludel::query<entry> asked(const ordered& order) {
        aludel::query<entry> all = entries.where(col<&entry::name> != "nobody");
        order(all);
        return all;
    }
    std::vector<std::int64_t> walked(const ordered& order) {
        std::vector<entry> rows;
        std::optional<std::string> cursor;
        do {
            auto page = asked(order).limit(page_size).after(cursor).page();
            EXPECT_EQ(page.previous.has_value(), cursor.has_value());
            EXPECT_FALSE(page.items.empty());
            rows.insert(rows.end(), page.items.begin(), page.items.end());
            cursor = page.next;
        } while (cursor && rows.size() < 100);
        return ids_of(rows);
    }
    std::vector<std::int64_t> walked_back(const ordered& order) {
        std::vector<entry> rows;
        std::optional<std::string> cursor;
        do {
            auto page = asked(order).limit(page_size).before(cursor).page();
            EXPECT_EQ(page.next.has_value(), cursor.has_value());
            rows.insert(rows.begin(), page.items.begin(), page.items.end());
            cursor = page.previous;
        } while (cursor && rows.size() < 100);
        return ids_of(rows);
    }
    /// Both walks give what one list gives. `whole` is the order with the key behind it.
    void expect_walks(const char* what, const ordered& order, const ordered& whole) {
        SCOPED_TRACE(what);
        const std::vector<std::int64_t> expected = ids_of(asked(whole).list());
        ASSERT_EQ(expected.size(), 30u);
        EXPECT_EQ(walked(order), expected);
        EXPECT_EQ(walked_back(order), expected);
    }
    template <class... Orderings>
    void expect_ascending(const char* what, Orderings... orderings) {
        expect_walks(
            what, [=](auto& asked) { asked.order_by(orderings...); },
            [=](auto& asked) { asked.order_by(orderings..., col<&entry::id>.asc()); });
    }
    template <class... Orderings>
    void expect_descending(const char* what, Orderings... orderings) {
        expect_walks(
            what, [=](auto& asked) { asked.order_by(orderings...); },
            [=](auto& asked) { asked.order_by(orderings..., col<&entry::id>.desc()); });
    }

    aludel::session session = conformance::session_with<entry>();
    aludel::repository<entry> entries{session};
};

TEST_F(keyset_pages, follow_the_key_where_no_order_is_said) {
    expect_walks(
        "no order", [](auto&) {}, [](auto& asked) { asked.order_by(col<&entry::id>.asc()); });
    expect_walks(
        "the key, backwards", [](auto& asked) { asked.order_by(col<&entry::id>.desc()); },
        [](auto& asked) { asked.order_by(col<&entry::id>.desc()); });
}

TEST_F(keyset_pages, are_ordered_by_columns_of_every_type_and_rows_that_are_alike_by_the_key) {
    expect_ascending("text", col<&entry::name>.asc());
    expect_descending("text", col<&entry::name>.desc());
    expect_ascending("a number", col<&entry::weight>.asc());
    expect_descending("a small number", col<&entry::ratio>.desc());
    expect_ascending("a truth", col<&entry::is_open>.asc());
    expect_descending("an enum", col<&entry::kind>.desc());
    expect_ascending("an unsigned number", col<&entry::size>.asc());
    expect_descending("a time", col<&entry::at>.desc());
    expect_ascending("a UUID", col<&entry::token>.asc());
    expect_ascending("bytes", col<&entry::code>.asc());
    expect_descending("a time that the library keeps", col<&entry::audit, &aludel::audit::updated_at>.desc());
}

TEST_F(keyset_pages, are_ordered_by_several_columns_in_either_direction) {
    expect_ascending("one direction", col<&entry::kind>.asc(), col<&entry::name>.asc());
    expect_descending("the other", col<&entry::is_open>.desc(), col<&entry::weight>.desc(), col<&entry::at>.desc());
    expect_descending("mixed", col<&entry::is_open>.asc(), col<&entry::name>.desc());
    expect_ascending("mixed, too", col<&entry::name>.desc(), col<&entry::weight>.asc());
    expect_walks(
        "the key in the middle",
        [](auto& asked) { asked.order_by(col<&entry::kind>.asc(), col<&entry::id>.desc(), col<&entry::name>.asc()); },
        [](auto& asked) { asked.order_by(col<&entry::kind>.asc(), col<&entry::id>.desc()); });
}

TEST_F(keyset_pages, include_rows_with_null_wherever_the_order_puts_them) {
    expect_ascending("as it is", col<&entry::rank>.asc());
    expect_descending("as it is, descending", col<&entry::rank>.desc());
    expect_ascending("last", col<&entry::rank>.asc().nulls_last());
    expect_descending("first", col<&entry::rank>.desc().nulls_first());
    expect_ascending("behind another", col<&entry::is_open>.asc(), col<&entry::label>.asc());
    expect_ascending("last behind another", col<&entry::is_open>.desc(), col<&entry::label>.asc().nulls_last());
    expect_descending("in two columns", col<&entry::rank>.asc().nulls_last(), col<&entry::label>.desc());
    expect_descending("in two columns, first", col<&entry::label>.desc().nulls_first(),
                      col<&entry::rank>.desc().nulls_first());
    expect_ascending("in three", col<&entry::day>.desc(), col<&entry::rank>.asc().nulls_last(),
                     col<&entry::label>.asc().nulls_last());
}

TEST_F(keyset_pages, hold_what_meets_the_conditions) {
    const auto wanted = [&] {
        return entries.where(col<&entry::rank> > 0 || col<&entry::rank>.is_null()).order_by(col<&entry::rank>.desc());
    };
    const auto first = wanted().limit(5).after({}).page();
    const auto second = wanted().limit(100).after(first.next).page();
    std::vector<std::int64_t> both = ids_of(first.items);
    for (const std::int64_t id : ids_of(second.items)) {
        both.push_back(id);
    }
    EXPECT_EQ(both, ids_of(wanted().order_by(col<&entry::id>.desc()).list()));
    EXPECT_FALSE(second.next);
}

TEST_F(keyset_pages, lead_back_to_where_they_came_from) {
    const ordered by_rank = [](auto& asked) {
        asked.order_by(col<&entry::rank>.asc());
    };
    const auto first = asked(by_rank).limit(7).after({}).page();
    const auto second = asked(by_rank).limit(7).after(first.next).page();
    const auto again = asked(by_rank).limit(7).before(second.previous).page();
    EXPECT_EQ(ids_of(again.items), ids_of(first.items));
    EXPECT_FALSE(again.previous);
    EXPECT_EQ(ids_of(asked(by_rank).limit(7).after(again.next).list()), ids_of(second.items));
}

TEST_F(keyset_pages, neither_repeat_nor_skip_rows_when_others_come_and_go) {
    const auto by_id = [&] {
        return entries.order_by(col<&entry::id>.asc()).limit(10);
    };
    const auto first = by_id().after({}).page();
    const auto expected = ids_of(by_id().after(first.next).list());
    entries.remove(first.items.front().id);
    entries.remove(first.items.back().id);
    EXPECT_EQ(ids_of(by_id().after(first.next).list()), expected);
}

TEST_F(keyset_pages, of_nothing_are_empty_and_lead_nowhere) {
    const auto page = entries.where(col<&entry::name> == "nobody").limit(3).after({}).page();
    EXPECT_TRUE(page.items.empty());
    EXPECT_FALSE(page.next);
    EXPECT_FALSE(page.previous);
}

TEST_F(keyset_pages, that_are_just_full_have_no_next_one) {
    EXPECT_FALSE(entries.order_by(col<&entry::id>.asc()).limit(30).after({}).page().next);
    EXPECT_TRUE(entries.order_by(col<&entry::id>.asc()).limit(29).after({}).page().next);
}

TEST_F(keyset_pages, have_cursors_that_a_url_takes_as_they_are) {
    const auto page = entries.order_by(col<&entry::name>.asc(), col<&entry::token>.asc()).limit(3).after({}).page();
    ASSERT_TRUE(page.next);
    EXPECT_EQ(page.next->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
}

TEST_F(keyset_pages, refuse_what_is_no_page) {
    const auto refused = [](auto asked) {
        EXPECT_THROW((void)asked.after({}).page(), aludel::usage_error);
    };
    refused(entries.order_by(col<&entry::id>.asc()));
    refused(entries.order_by(col<&entry::id>.asc()).limit(0));
    refused(entries.order_by(col<&entry::id>.asc()).limit(3).offset(1));
    refused(entries.order_by(aludel::lower(col<&entry::name>).asc()).limit(3));
}

TEST_F(keyset_pages, lock_their_rows_where_that_is_asked) {
    aludel::transaction open{session};
    EXPECT_EQ(entries.order_by(col<&entry::rank>.asc()).limit(12).for_update().after({}).page().items.size(), 12u);
}

class keyset_cursors : public keyset_pages {
protected:
    std::string next_by_name() { return *entries.order_by(col<&entry::name>.asc()).limit(3).after({}).page().next; }
    template <class Query>
    static std::string refusal(Query asked, const std::string& cursor) {
        try {
            (void)asked.limit(3).after(cursor).page();
        } catch (const aludel::usage_error& refused) {
            return refused.what();
        }
        return "was taken";
    }
};

TEST_F(keyset_cursors, of_another_order_or_table_are_refused) {
    const std::string cursor = next_by_name();
    EXPECT_NE(refusal(entries.order_by(col<&entry::name>.desc()), cursor).find("another table or order"),
              std::string::npos);
    EXPECT_NE(refusal(entries.order_by(col<&entry::label>.asc()), cursor).find("another table or order"),
              std::string::npos);
    EXPECT_NE(refusal(entries.order_by(col<&entry::name>.asc(), col<&entry::id>.desc()), cursor).find("another table"),
              std::string::npos);
    aludel::session other = conformance::session_with<seat>();
    EXPECT_NE(refusal(aludel::repository<seat>{other}.order_by(col<&seat::hall>.asc()), cursor).find("another table"),
              std::string::npos);
}

TEST_F(keyset_cursors, of_another_place_of_null_are_refused) {
    const std::string cursor = *entries.order_by(col<&entry::rank>.asc()).limit(3).after({}).page().next;
    EXPECT_NE(refusal(entries.order_by(col<&entry::rank>.asc().nulls_last()), cursor).find("another table or order"),
              std::string::npos);
    EXPECT_EQ(refusal(entries.order_by(col<&entry::rank>.asc().nulls_first()), cursor), "was taken");
}

TEST_F(keyset_cursors, are_refused_with_any_one_character_changed_or_cut_off) {
    const std::string cursor = next_by_name();
    const auto by_name = entries.order_by(col<&entry::name>.asc());
    for (std::size_t i = 0; i < cursor.size(); ++i) {
        std::string changed = cursor;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_NE(refusal(by_name, changed).find("cursor is damaged"), std::string::npos) << i;
        EXPECT_NE(refusal(by_name, cursor.substr(0, i)).find("cursor is damaged"), std::string::npos) << i;
    }
    for (const char* garbled : {"", "=", "null", "%41%42", "AAAAAAAAAAAAAAAAAAAA", "é"}) {
        EXPECT_NE(refusal(by_name, garbled).find("cursor is damaged"), std::string::npos) << garbled;
    }
    EXPECT_NE(refusal(by_name, cursor + "A").find("cursor is damaged"), std::string::npos);
    EXPECT_EQ(refusal(by_name, cursor), "was taken");
}

TEST(keyset_pages_by_keys_of_several_columns, walk_both_ways) {
    aludel::session session = conformance::session_with<seat>();
    aludel::repository<seat> seats{session};
    std::vector<seat> all;
    for (int i = 0; i < 24; ++i) {
        all.push_back({i % 5 == 0 ? std::optional<std::string>{} : "guest " + std::to_string(i % 3), i / 3,
                       std::string(1, static_cast<char>('A' + i % 3)), i % 4});
    }
    seats.bulk_insert(all);
    const auto walk = [&](const auto& asked) {
        std::vector<seat> rows;
        std::optional<std::string> cursor;
        do {
            auto page = asked().limit(5).after(cursor).page();
            rows.insert(rows.end(), page.items.begin(), page.items.end());
            cursor = page.next;
        } while (cursor && rows.size() < 100);
        return rows;
    };
    EXPECT_EQ(walk([&] { return seats.order_by(); }),
              seats.order_by(col<&seat::hall>.asc(), col<&seat::row>.asc()).list());
    EXPECT_EQ(walk([&] { return seats.order_by(col<&seat::price>.desc()); }),
              seats.order_by(col<&seat::price>.desc(), col<&seat::hall>.desc(), col<&seat::row>.desc()).list());
    EXPECT_EQ(
        walk([&] { return seats.order_by(col<&seat::guest>.asc().nulls_last(), col<&seat::row>.desc()); }),
        seats.order_by(col<&seat::guest>.asc().nulls_last(), col<&seat::row>.desc(), col<&seat::hall>.desc()).list());
}

/// Counts the statements on an engine of its own.
class statements_of_pages : public testing::Test {
protected:
    statements_of_pages() {
        for (int i = 0; i < 6; ++i) {
            entries.add({.name = "same", .rank = i % 2 == 0 ? std::optional<std::int32_t>{} : 1});
        }
    }
    template <class Ask>
    std::size_t statements_of(Ask ask) {
        seen_ = 0;
        ask();
        return seen_;
    }

private:
    std::size_t seen_ = 0;
    aludel::engine watched_{conformance::url(), {.on_statement = [this](const aludel::statement_event&) {
                                ++seen_;
                            }}};
    aludel::session session_ = conformance::session_with<entry>(watched_);

protected:
    aludel::repository<entry> entries{session_};
};

TEST_F(statements_of_pages, are_one_behind_a_cursor_and_two_where_null_ends) {
    const auto by_name = entries.order_by(col<&entry::name>.asc()).limit(2);
    const auto by_rank = entries.order_by(col<&entry::rank>.asc()).limit(2);
    const auto named = by_name.after({}).page();
    const auto ranked = by_rank.after({}).page();
    EXPECT_EQ(statements_of([&] { (void)by_name.after(named.next).page(); }), 1u);
    EXPECT_EQ(statements_of([&] { (void)by_rank.after({}).page(); }), 1u);
    EXPECT_EQ(statements_of([&] { (void)by_rank.after(ranked.next).page(); }), 2u);
}

TEST_F(statements_of_pages, are_two_by_offset_and_one_where_the_last_row_is_among_them) {
    const auto page = [&](std::uint64_t limit, std::uint64_t offset, std::size_t items) {
        return [this, limit, offset, items] {
            const auto made = entries.list_and_count(aludel::limit_offset{limit, offset});
            EXPECT_EQ(made.total, 6u);
            EXPECT_EQ(made.items.size(), items);
        };
    };
    EXPECT_EQ(statements_of(page(4, 0, 4)), 2u);
    EXPECT_EQ(statements_of(page(4, 4, 2)), 1u);
    EXPECT_EQ(statements_of(page(9, 0, 6)), 1u);
    EXPECT_EQ(statements_of(page(4, 8, 0)), 2u);
    EXPECT_EQ(statements_of(page(0, 0, 0)), 1u);
}

}  // namespace keyset
