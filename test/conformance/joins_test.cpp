// SPDX-License-Identifier: BSL-1.0
// Queries over several tables, of one struct twice, too.
#include "blog.hpp"

namespace joins {

using namespace blog;
using aludel::col;
using aludel::count;
using aludel::from;

constexpr auto editor = aludel::alias<author, "the \"editor\"">;
constexpr auto lives_in = [] {
    return col<&author::town_id> == col<&town::id>;
};
constexpr auto is_edited_by = [] {
    return col<&author::editor_id> == editor.col<&author::id>;
};

class joins : public with_blog {};

TEST_F(joins, rows_are_tuples_of_objects) {
    const auto rows = from<author>(session)
                          .join<town>(lives_in())
                          .where(col<&town::name>.starts_with("Ro"))
                          .order_by(col<&author::name>.asc())
                          .list();
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(std::get<author>(rows[0]), authors.get(1));
    EXPECT_EQ(std::get<town>(rows[0]), (town{1, "Rome"}));
    EXPECT_EQ(std::get<author>(rows[1]).name, "Bob");
}

TEST_F(joins, a_left_join_gives_an_empty_optional_where_there_is_no_row) {
    const std::vector<std::tuple<author, std::optional<town>>> rows =
        from<author>(session).left_join<town>(lives_in()).order_by(col<&author::id>.asc()).list();
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(std::get<1>(rows[2]), (town{2, "Oslo"}));
    EXPECT_FALSE(std::get<1>(rows[3]).has_value());
    EXPECT_EQ(from<author>(session).left_join<town>(lives_in()).where(col<&town::id>.is_null()).count(), 1u);
}

TEST_F(joins, several_tables_and_one_twice) {
    const std::vector<std::tuple<article, author, std::optional<town>, std::optional<author>>> rows =
        from<article>(session)
            .join<author>(col<&article::author_id> == col<&author::id>)
            .left_join<town>(lives_in())
            .left_join<editor>(is_edited_by())
            .order_by(col<&article::id>.asc())
            .list();
    ASSERT_EQ(rows.size(), 5u);
    EXPECT_EQ(std::get<0>(rows[2]).title, "Bikes");
    EXPECT_EQ(std::get<1>(rows[2]).name, "Bob");
    EXPECT_EQ(std::get<2>(rows[2])->name, "Rome");
    EXPECT_EQ(std::get<3>(rows[2])->name, "Ann");
    EXPECT_FALSE(std::get<3>(rows[0]).has_value());
    EXPECT_FALSE(std::get<2>(rows[4]).has_value());
}

TEST_F(joins, conditions_compare_an_alias_with_its_struct) {
    const auto younger = from<author>(session)
                             .join<editor>(is_edited_by())
                             .where(col<&author::age> < editor.col<&author::age>)
                             .select(col<&author::name>, editor.col<&author::name>)
                             .list();
    EXPECT_EQ(younger, (std::vector<std::tuple<std::string, std::string>>{{"Bob", "Ann"}}));
    EXPECT_EQ(from<editor>(session).where(editor.col<&author::name> == "Bob").list().size(), 1u);
}

TEST_F(joins, null_comes_first_in_the_order_of_a_table_that_is_absent) {
    const auto by_town = from<author>(session)
                             .left_join<town>(lives_in())
                             .order_by(col<&town::name>.asc(), col<&author::name>.asc())
                             .select(col<&author::name>)
                             .list();
    EXPECT_EQ(by_town, (names{"Dora", "Cid", "Ann", "Bob"}));
    const auto at_the_end = from<author>(session)
                                .left_join<town>(lives_in())
                                .order_by(lower(col<&town::name>).asc().nulls_last(), col<&author::name>.desc())
                                .select(col<&author::name>)
                                .list();
    EXPECT_EQ(at_the_end, (names{"Cid", "Bob", "Ann", "Dora"}));
}

TEST_F(joins, they_are_grouped) {
    struct productive {
        std::string name;
        std::int64_t articles{};
        std::optional<std::int64_t> views;
    };
    const auto rows = from<author>(session)
                          .left_join<article>(col<&author::id> == col<&article::author_id>)
                          .select(col<&author::name>, count(col<&article::id>), sum(col<&article::views>))
                          .group_by(col<&author::name>)
                          .having(sum(col<&article::views>) > 5)
                          .order_by(sum(col<&article::views>).desc())
                          .list<productive>();
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0].name, "Dora");
    EXPECT_EQ(rows[1].articles, 2);
    EXPECT_EQ(rows[1].views, 40);
}

TEST_F(joins, count_exists_first_and_one) {
    const auto joined = from<author>(session).join<town>(lives_in());
    EXPECT_EQ(joined.count(), 3u);
    EXPECT_TRUE(joined.exists());
    EXPECT_EQ(std::get<author>(joined.first().value()).name, "Ann");
    EXPECT_THROW((void)joined.one(), aludel::multiple_results);
    auto nobody = joined;
    nobody.where(col<&town::name> == "Lima");
    EXPECT_FALSE(nobody.exists());
    EXPECT_FALSE(nobody.first().has_value());
    EXPECT_THROW((void)nobody.one(), aludel::not_found);
    EXPECT_EQ(joined.count(), 3u);
}

TEST_F(joins, they_stream) {
    names seen;
    for (const auto& [each, where] :
         from<author>(session).left_join<town>(lives_in()).order_by(col<&author::id>.asc()).stream()) {
        seen.push_back(each.name + " in " + (where ? where->name : "no town"));
    }
    EXPECT_EQ(seen, (names{"Ann in Rome", "Bob in Rome", "Cid in Oslo", "Dora in no town"}));
    EXPECT_EQ(authors.count(), 4u);
}

TEST_F(joins, limit_and_offset_cut_the_rows) {
    const auto rows =
        from<author>(session).join<town>(lives_in()).order_by(col<&author::id>.desc()).limit(1).offset(1).list();
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(std::get<author>(rows.front()).name, "Bob");
}

TEST_F(joins, a_value_that_does_not_fit_names_its_table) {
    session.execute(aludel::runtime_sql{"update blog_authors set age = -1 where id = 1"});
    EXPECT_EQ(from<author>(session).join<town>(lives_in()).count(), 3u);
    session.execute(aludel::runtime_sql{"update blog_authors set age = 41 where id = 1"});
    EXPECT_EQ(std::get<author>(from<author>(session).join<town>(lives_in()).first().value()).age, 41);
}

TEST_F(joins, lists_beyond_the_servers_parameters_work) {
    std::vector<std::int64_t> many(conformance::facts().syntax.max_parameters + 1, 77);
    many.front() = 2;
    const auto joined = from<author>(session).join<town>(lives_in() && col<&town::id>.in(many));
    EXPECT_EQ(joined.count(), 1u);
    EXPECT_EQ(std::get<author>(joined.list().at(0)).name, "Cid");
}

}  // namespace joins
