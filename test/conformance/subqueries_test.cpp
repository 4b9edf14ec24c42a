// SPDX-License-Identifier: BSL-1.0
// Queries inside of conditions.
#include "blog.hpp"

namespace subqueries {

using namespace blog;
using aludel::col;
using aludel::exists;
using aludel::from;

constexpr auto name = col<&author::name>;
constexpr auto age = col<&author::age>;
constexpr auto other = aludel::alias<author, "other">;

class subqueries : public with_blog {
protected:
    names found(aludel::condition<author> wanted) {
        return names_of(authors.list(std::move(wanted), order_by(name.asc())));
    }
};

TEST_F(subqueries, exists_speaks_of_the_row_around_it) {
    const auto popular =
        from<article>().where(col<&article::author_id> == col<&author::id>).where(col<&article::views> >= 30);
    EXPECT_EQ(found(exists(popular)), (names{"Ann", "Dora"}));
    EXPECT_EQ(found(!exists(popular)), (names{"Bob", "Cid"}));
    EXPECT_EQ(found(exists(popular) && age == 20), (names{"Dora"}));
}

TEST_F(subqueries, exists_of_another_query_is_the_same_for_all_rows) {
    EXPECT_EQ(authors.count(exists(towns.where(col<&town::name> == "Lima"))), 4u);
    EXPECT_EQ(authors.count(exists(towns.where(col<&town::name> == "Bern"))), 0u);
    EXPECT_EQ(authors.count(exists(articles.select(aludel::count()).having(aludel::count() > 9))), 0u);
}

TEST_F(subqueries, a_struct_inside_of_itself_needs_an_alias) {
    const auto edits = from<other>().where(other.col<&author::editor_id> == col<&author::id>);
    EXPECT_EQ(found(exists(edits)), (names{"Ann"}));
    const auto of_the_same_age =
        from<other>().where(other.col<&author::age> == age && other.col<&author::id> != col<&author::id>);
    EXPECT_EQ(found(exists(of_the_same_age)), (names{"Bob", "Dora"}));
}

TEST_F(subqueries, in_takes_a_query_of_one_column) {
    const auto roman = towns.where(col<&town::name> == "Rome").select(col<&town::id>);
    EXPECT_EQ(found(col<&author::town_id>.in(roman)), (names{"Ann", "Bob"}));
    EXPECT_EQ(found(col<&author::town_id>.not_in(roman)), (names{"Cid"}));
    EXPECT_EQ(
        found(col<&author::id>.in(
            articles.select(col<&article::author_id>).group_by(col<&article::author_id>).having(aludel::count() > 1))),
        (names{"Ann"}));
    EXPECT_EQ(found(col<&author::id>.in(
                  articles.select(col<&article::author_id>).order_by(col<&article::views>.desc()).limit(1))),
              (names{"Dora"}));
}

TEST_F(subqueries, null_in_a_query_never_matches_and_never_empties_a_not_in) {
    const auto editors = authors.select(col<&author::editor_id>);
    EXPECT_EQ(found(col<&author::id>.in(editors)), (names{"Ann"}));
    EXPECT_EQ(found(col<&author::id>.not_in(editors)), (names{"Bob", "Cid", "Dora"}));
    EXPECT_EQ(found(!col<&author::id>.in(editors)), (names{"Bob", "Cid", "Dora"}));
    const auto oldest = authors.select(aludel::max(age)).group_by(col<&author::town_id>);
    EXPECT_EQ(found(age.not_in(oldest)), (names{}));
    const auto none = authors.where(name == "Nobody").select(age);
    EXPECT_EQ(found(age.in(none)), (names{}));
    EXPECT_EQ(found(age.not_in(none)), (names{"Ann", "Bob", "Cid", "Dora"}));
}

TEST_F(subqueries, a_column_of_a_table_that_is_not_there_is_refused) {
    const auto lost = from<article>().where(col<&article::author_id> == col<&author::id>);
    try {
        (void)towns.count(exists(lost));
        FAIL() << "the authors were found somewhere";
    } catch (const aludel::usage_error& refused) {
        EXPECT_NE(std::string{refused.what()}.find("blog_authors.id"), std::string::npos) << refused.what();
    }
}

TEST_F(subqueries, a_summary_in_a_list_sees_nothing_of_the_row_around_it) {
    constexpr auto second = aludel::alias<article, "second">;
    const auto most = from<second>()
                          .where(second.col<&article::author_id> == col<&article::author_id>)
                          .select(aludel::max(second.col<&article::views>));
    try {
        (void)articles.count(col<&article::views>.in(most));
        FAIL() << "the row around it was found";
    } catch (const aludel::usage_error& refused) {
        EXPECT_NE(std::string{refused.what()}.find("exists()"), std::string::npos) << refused.what();
    }
}

TEST_F(subqueries, changes_and_removals_may_ask_their_own_table) {
    const auto roman = from<town>().where(col<&town::name> == "Rome").select(col<&town::id>);
    EXPECT_EQ(authors.update_where(col<&author::town_id>.in(roman), aludel::set(age, 50)), 2u);
    const auto editors =
        from<other>().where(other.col<&author::editor_id>.is_not_null()).select(other.col<&author::editor_id>);
    EXPECT_EQ(authors.update_where(col<&author::id>.in(editors), aludel::set(age, 60)), 1u);
    EXPECT_EQ(authors.get(1).age, 60);
    EXPECT_EQ(articles.remove_where(
                  exists(from<author>().where(col<&author::id> == col<&article::author_id> && name == "Dora"))),
              1u);
    EXPECT_EQ(authors.remove_where(col<&author::id>.not_in(articles.select(col<&article::author_id>))), 1u);
    EXPECT_EQ(authors.remove_where(col<&author::id>.in(authors.where(name == "Bob").select(col<&author::id>))), 1u);
    EXPECT_EQ(authors.count(), 2u);
    const auto oldest = authors.select(col<&author::id>).order_by(age.desc()).limit(1);
    EXPECT_EQ(authors.remove_where(col<&author::id>.in(oldest)), 1u);
    EXPECT_EQ(found(name != ""), (names{"Cid"}));
}

TEST_F(subqueries, an_exists_of_the_changed_table_works_or_is_refused) {
    const auto is_edited = exists(from<other>().where(other.col<&author::editor_id> == col<&author::id>));
    if (conformance::facts().syntax.reads_what_it_changes) {
        EXPECT_EQ(authors.update_where(is_edited, aludel::set(age, 70)), 1u);
    } else {
        EXPECT_THROW((void)authors.update_where(is_edited, aludel::set(age, 70)), aludel::usage_error);
    }
    EXPECT_EQ(
        authors.update_where(exists(from<town>().where(col<&town::id> == col<&author::town_id>)), aludel::set(age, 70)),
        3u);
}

TEST_F(subqueries, inside_of_each_other) {
    const auto cities = from<town>().where(col<&town::name> != "Oslo").select(col<&town::id>);
    const auto people = from<author>().where(col<&author::town_id>.in(cities)).select(col<&author::id>);
    EXPECT_EQ(articles.count(col<&article::author_id>.in(people)), 3u);
    EXPECT_EQ(articles.count(exists(from<author>()
                                        .where(col<&author::id> == col<&article::author_id>)
                                        .where(exists(from<town>().where(col<&town::id> == col<&author::town_id> &&
                                                                         col<&article::views> > 20))))),
              1u);
}

TEST_F(subqueries, a_joined_query_may_be_one) {
    const auto in_rome = from<article>()
                             .join<author>(col<&author::id> == col<&article::author_id>)
                             .join<town>(col<&town::id> == col<&author::town_id>)
                             .where(col<&town::name> == "Rome")
                             .select(col<&article::title>);
    EXPECT_EQ(articles.count(col<&article::title>.in(in_rome)), 3u);
}

TEST_F(subqueries, lists_beyond_the_servers_parameters_work) {
    std::vector<std::string> many(conformance::facts().syntax.max_parameters + 1, "nowhere");
    many.front() = "Oslo";
    const auto some = from<town>().where(col<&town::name>.in(many)).select(col<&town::id>);
    EXPECT_EQ(found(col<&author::town_id>.in(some)), (names{"Cid"}));
    EXPECT_EQ(
        authors.count(exists(from<town>().where(col<&town::id> == col<&author::town_id> && col<&town::name>.in(many)))),
        1u);
    EXPECT_EQ(authors.update_where(col<&author::town_id>.in(some), aludel::set(age, 1)), 1u);
}

}  // namespace subqueries
