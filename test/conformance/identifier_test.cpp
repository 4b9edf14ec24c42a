// SPDX-License-Identifier: BSL-1.0
// Rules 30 and 31: every identifier is quoted, and values never enter the text.
#include <gtest/gtest.h>

#include "database.hpp"

namespace identifiers {

using aludel::col;

/// Reserved words wherever C++ allows them.
struct order {
    std::int64_t id{};
    std::string select;
    std::optional<std::int32_t> where;
    std::int32_t group = 0;
    std::int32_t from = 0;
    std::string user;
    bool operator==(const order&) const = default;
};
struct table {
    std::int64_t id{};
    std::optional<std::int64_t> references;
};
/// Quotes of every kind, spaces, and letters beyond ASCII.
struct oddly_named {
    std::int64_t id{};
    std::string text;
    std::int32_t number = 0;
    bool operator==(const oddly_named&) const = default;
};
struct secret {
    std::int64_t id{};
    std::string text;
    std::optional<std::int64_t> number;
    aludel::audit audit;
};

}  // namespace identifiers

template <>
inline constexpr auto aludel::entity<identifiers::order> =
    aludel::table("order").unique<&identifiers::order::select>().index<&identifiers::order::group>();
template <>
inline constexpr auto aludel::entity<identifiers::table> =
    aludel::table("table").foreign_key<&identifiers::table::references, &identifiers::order::id>();
template <>
inline constexpr auto
    aludel::entity<identifiers::oddly_named> = aludel::table("it's an \"odd\" `name`; drop table x")
                                                   .column<&identifiers::oddly_named::text>("wörter \"in\" `quotes`")
                                                   .column<&identifiers::oddly_named::number>("how many?")
                                                   .unique<&identifiers::oddly_named::text>();
template <>
inline constexpr auto
    aludel::entity<identifiers::secret> = aludel::table("identifier_secrets").unique<&identifiers::secret::text>();

namespace identifiers {

TEST(identifiers, reserved_words_name_tables_and_columns) {
    aludel::session session = conformance::session_with<order, table>();
    aludel::repository<order> orders{session};
    const order made = orders.add({0, "a", {}, 1, 2, "me"});
    aludel::repository<table>{session}.add({0, made.id});
    EXPECT_EQ(orders.get(made.id), made);
    EXPECT_EQ(
        orders.list(col<&order::group> == 1 && col<&order::user> == "me", aludel::order_by(col<&order::select>.asc())),
        std::vector{made});
    EXPECT_EQ(orders.update(made.id, aludel::patch<order>{}.set<&order::where>(5)).where, 5);
    EXPECT_FALSE(orders.upsert({0, "a", 6, 1, 2, "you"}, aludel::on_conflict<&order::select>).created);
    orders.bulk_insert(std::vector<order>{{0, "a", 7, 1, 2, "you"}, {0, "b", {}, 3, 4, "me"}},
                       aludel::on_conflict<&order::select>.do_update());
    EXPECT_EQ(orders.get(made.id).where, 7);
    EXPECT_EQ(orders.count(col<&order::select>.contains("b")), 1u);
}

TEST(identifiers, quotes_in_names_are_escaped) {
    aludel::session session = conformance::session_with<oddly_named>();
    aludel::repository<oddly_named> rows{session};
    const oddly_named made = rows.add({0, "x", 5});
    EXPECT_EQ(rows.get(made.id), made);
    rows.bulk_insert(std::vector<oddly_named>{{0, "x", 6}, {0, "y", 7}},
                     aludel::on_conflict<&oddly_named::text>.do_update());
    EXPECT_EQ(rows.get(made.id).number, 6);
    EXPECT_EQ(rows.update_where(col<&oddly_named::number> > 6, aludel::set(col<&oddly_named::number>, 8)), 1u);
    const auto [least, greatest] = std::pair{rows.first(aludel::order_by(col<&oddly_named::number>.asc())),
                                             rows.first(aludel::order_by(col<&oddly_named::number>.desc()))};
    EXPECT_EQ(least->number, 6);
    EXPECT_EQ(greatest->number, 8);
    rows.bulk_insert(std::vector<oddly_named>{{0, "z", 9}});
    EXPECT_EQ(rows.count(), 3u);
}

TEST(identifiers, values_never_enter_the_text) {
    std::vector<std::string> texts;
    aludel::engine own{conformance::url(), {.on_statement = [&](const aludel::statement_event& event) {
                           texts.emplace_back(event.sql);
                       }}};
    aludel::session session = conformance::session_with<secret>(own);
    aludel::repository<secret> rows{session};
    texts.clear();
    const std::string text = "pa55word' or 1=1 --";
    constexpr std::int64_t number = 987'654'321;
    const secret made = rows.add({.text = text, .number = number, .audit = {}});
    rows.update(made);
    rows.update(made.id, aludel::patch<secret>{}.set<&secret::text>(text).set<&secret::number>(number));
    rows.upsert(made, aludel::on_conflict<&secret::text>);
    rows.bulk_insert(std::vector{made}, aludel::on_conflict<&secret::text>.do_update());
    EXPECT_EQ(rows.count(col<&secret::text> == text, col<&secret::number>.in({number})), 1u);
    EXPECT_EQ(rows.count(col<&secret::text>.contains("55word' or")), 1u);
    EXPECT_EQ(rows.count(col<&secret::number>.between(number, number)), 1u);
    rows.update_where(col<&secret::number> == number, aludel::set(col<&secret::text>, text));
    session.execute("update identifier_secrets set text = {} where number = {}", text, number);
    rows.remove_where(col<&secret::text>.like(text));
    ASSERT_GE(texts.size(), 10u);
    for (const std::string& sql : texts) {
        EXPECT_EQ(sql.find("55word"), std::string::npos) << sql;
        EXPECT_EQ(sql.find("987654321"), std::string::npos) << sql;
    }
    EXPECT_EQ(rows.count(), 0u);
}

TEST(identifiers, text_that_looks_like_sql_is_stored_as_text) {
    aludel::session session = conformance::session_with<secret>();
    aludel::repository<secret> rows{session};
    const std::string injection = "'; drop table identifier_secrets; --";
    rows.add({.text = injection, .number = {}, .audit = {}});
    EXPECT_EQ(rows.get_one(col<&secret::text> == injection).text, injection);
    EXPECT_EQ(session.query_one<std::string>("select text from identifier_secrets where text = {}", injection),
              injection);
}

}  // namespace identifiers
