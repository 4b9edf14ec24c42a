// SPDX-License-Identifier: BSL-1.0
// Objects that refer to each other, by one query for all of them.
#include "blog.hpp"

namespace relations {

using namespace blog;
using aludel::col;
using aludel::load_children;
using aludel::load_linked;
using aludel::load_parents;
using aludel::order_by;

class relations : public with_blog {
protected:
    relations() {
        topics.add_many(std::vector<topic>{{1, "food"}, {2, "sport"}, {3, "winter"}, {4, "nothing"}});
        taggings.add_many(std::vector<tagging>{{1, 1}, {2, 1}, {3, 2}, {4, 3}, {4, 2}});
    }
};

TEST_F(relations, children_are_aligned_with_their_parents) {
    const std::vector<town> given{{3, "Lima"}, {1, "Rome"}, {2, "Oslo"}, {99, "not stored"}, {1, "Rome"}};
    const std::vector<std::vector<author>> by_town = load_children<&author::town_id>(session, given);
    ASSERT_EQ(by_town.size(), 5u);
    EXPECT_TRUE(by_town[0].empty());
    EXPECT_EQ(names_of(by_town[1]), (names{"Ann", "Bob"}));
    EXPECT_EQ(names_of(by_town[2]), (names{"Cid"}));
    EXPECT_TRUE(by_town[3].empty());
    EXPECT_EQ(by_town[4], by_town[1]);
}

TEST_F(relations, children_meet_conditions_and_have_an_order) {
    const auto all = towns.list(order_by(col<&town::id>.asc()));
    const auto by_name = load_children<&author::town_id>(session, all, order_by(col<&author::name>.desc()));
    EXPECT_EQ(names_of(by_name[0]), (names{"Bob", "Ann"}));
    const auto old = load_children<&author::town_id>(session, all, col<&author::age> > 30);
    EXPECT_EQ(names_of(old[0]), (names{"Ann"}));
    EXPECT_TRUE(old[1].empty());
}

TEST_F(relations, a_struct_may_refer_to_itself) {
    const auto all = authors.list(order_by(col<&author::id>.asc()));
    EXPECT_EQ(names_of(load_children<&author::editor_id>(session, all)[0]), (names{"Bob", "Cid"}));
    const auto editors = load_parents<&author::editor_id>(session, all);
    EXPECT_FALSE(editors[0].has_value());
    EXPECT_EQ(editors[1], all[0]);
    EXPECT_EQ(editors[2], all[0]);
}

TEST_F(relations, parents_are_aligned_with_their_children) {
    const auto all = authors.list(order_by(col<&author::id>.desc()));
    const std::vector<std::optional<town>> where = load_parents<&author::town_id>(session, all);
    ASSERT_EQ(where.size(), 4u);
    EXPECT_FALSE(where[0].has_value());
    EXPECT_EQ(where[1]->name, "Oslo");
    EXPECT_EQ(where[2]->name, "Rome");
    EXPECT_EQ(where[3]->name, "Rome");
    EXPECT_FALSE(load_parents<&author::town_id>(session, all, col<&town::name> != "Oslo")[1].has_value());
}

TEST_F(relations, linked_objects_are_aligned_with_theirs) {
    const auto all = articles.list(order_by(col<&article::id>.asc()));
    const std::vector<std::vector<topic>> about = load_linked<&tagging::article_id, &tagging::topic_id>(session, all);
    ASSERT_EQ(about.size(), 5u);
    EXPECT_EQ(names_of(about[0]), (names{"food"}));
    EXPECT_EQ(names_of(about[1]), (names{"food"}));
    EXPECT_EQ(names_of(about[3]), (names{"sport", "winter"}));
    EXPECT_TRUE(about[4].empty());
    const auto backwards = load_linked<&tagging::article_id, &tagging::topic_id>(
        session, all, col<&topic::name> != "food", order_by(col<&topic::name>.desc()));
    EXPECT_TRUE(backwards[0].empty());
    EXPECT_EQ(names_of(backwards[3]), (names{"winter", "sport"}));
    const auto titles =
        load_linked<&tagging::topic_id, &tagging::article_id>(session, topics.list(order_by(col<&topic::id>.asc())));
    EXPECT_EQ(titles[0].size(), 2u);
    EXPECT_TRUE(titles[3].empty());
}

TEST_F(relations, nothing_to_load_is_no_statement) {
    int statements = 0;
    aludel::engine watched{conformance::url(), {.on_statement = [&statements](const auto&) {
                               ++statements;
                           }}};
    aludel::session other = watched.open_session();
    statements = 0;
    EXPECT_TRUE(load_children<&author::town_id>(other, std::vector<town>{}).empty());
    EXPECT_EQ(load_parents<&author::town_id>(other, std::vector<author>{{1, "Ann", {}, {}, {}}}).size(), 1u);
    EXPECT_TRUE((load_linked<&tagging::article_id, &tagging::topic_id>(other, std::vector<article>{}).empty()));
    EXPECT_EQ(statements, 0);
}

TEST_F(relations, each_is_one_statement) {
    if (conformance::url().find("memory") != std::string::npos) {
        GTEST_SKIP() << "every engine has a memory of its own";
    }
    int statements = 0;
    aludel::engine watched{conformance::url(), {.on_statement = [&statements](const auto&) {
                               ++statements;
                           }}};
    aludel::session other = watched.open_session();
    statements = 0;
    (void)load_children<&author::town_id>(other, std::vector<town>{{1, "Rome"}, {2, "Oslo"}});
    EXPECT_EQ(statements, 1);
    (void)load_parents<&author::town_id>(other, std::vector<author>{{1, "Ann", {}, 1, {}}, {2, "Bob", {}, 2, {}}});
    EXPECT_EQ(statements, 2);
    (void)load_linked<&tagging::article_id, &tagging::topic_id>(other, std::vector<article>{{1, 1, "Pasta", 0, 0, {}}});
    EXPECT_EQ(statements, 3);
}

TEST_F(relations, of_a_hundred_thousand_parents_work) {
    std::vector<town> many;
    for (std::int64_t id = 1; id <= 100'000; ++id) {
        many.push_back({id, "town"});
    }
    const auto by_town = load_children<&author::town_id>(session, many);
    ASSERT_EQ(by_town.size(), many.size());
    EXPECT_EQ(names_of(by_town[0]), (names{"Ann", "Bob"}));
    EXPECT_EQ(names_of(by_town[1]), (names{"Cid"}));
    EXPECT_TRUE(by_town[99'999].empty());
}

struct shelf {
    std::string room;
    std::int32_t number{};
};
struct book {
    aludel::uuid id = aludel::uuid_v7();
    std::optional<std::string> room;
    std::optional<std::int32_t> shelf_number;
};

struct subject {
    std::int64_t id{};
    std::string name;
};
struct shelving {
    std::string room;
    std::int32_t shelf_number{};
    std::int64_t subject_id{};
};

}  // namespace relations

template <>
inline constexpr auto
    aludel::entity<relations::shelf> = aludel::table("blog_shelves")
                                           .column_type<&relations::shelf::room>("varchar(20)")
                                           .primary_key<&relations::shelf::room, &relations::shelf::number>();
template <>
inline constexpr auto
    aludel::entity<relations::book> = aludel::table("blog_books")
                                          .column_type<&relations::book::room>("varchar(20)")
                                          .foreign_key<&relations::book::room, &relations::book::shelf_number,
                                                       &relations::shelf::room, &relations::shelf::number>();

template <>
inline constexpr auto aludel::entity<relations::subject> = aludel::table("blog_subjects");
template <>
inline constexpr auto aludel::entity<relations::shelving> =
    aludel::table("blog_shelvings")
        .column_type<&relations::shelving::room>("varchar(20)")
        .primary_key<&relations::shelving::room, &relations::shelving::shelf_number, &relations::shelving::subject_id>()
        .foreign_key<&relations::shelving::room, &relations::shelving::shelf_number, &relations::shelf::room,
                     &relations::shelf::number>()
        .foreign_key<&relations::shelving::subject_id, &relations::subject::id>();

namespace relations {

TEST(relations_by_keys_of_several_columns, find_what_belongs_together_only) {
    aludel::session session = conformance::session_with<shelf, book, subject, shelving>();
    const std::vector<shelf> shelves{{"hall", 1}, {"hall", 2}, {"attic", 1}, {"attic", 2}};
    aludel::repository<shelf>{session}.add_many(shelves);
    std::vector<book> books(5);
    books[0] = {aludel::uuid_v7(), "hall", 1};
    books[1] = {aludel::uuid_v7(), "hall", 1};
    books[2] = {aludel::uuid_v7(), "attic", 2};
    books[3] = {aludel::uuid_v7(), "attic", {}};
    aludel::repository<book>{session}.add_many(books);
    const std::vector<shelf> asked{shelves[0], shelves[3], {"attic", 9}};
    const auto on_shelf = load_children<&book::room, &book::shelf_number>(session, asked);
    ASSERT_EQ(on_shelf.size(), 3u);
    EXPECT_EQ(on_shelf[0].size(), 2u);
    EXPECT_EQ(on_shelf[1].at(0).id, books[2].id);
    EXPECT_TRUE(on_shelf[2].empty());
    const auto shelf_of = load_parents<&book::room, &book::shelf_number>(session, books);
    EXPECT_EQ(shelf_of[0]->room, "hall");
    EXPECT_EQ(shelf_of[2]->number, 2);
    EXPECT_FALSE(shelf_of[3].has_value());
    EXPECT_FALSE(shelf_of[4].has_value());
}

TEST(relations_by_keys_of_several_columns, link_many_with_many) {
    aludel::session session = conformance::session_with<shelf, book, subject, shelving>();
    const std::vector<shelf> shelves{{"hall", 1}, {"hall", 2}, {"attic", 1}, {"attic", 2}};
    aludel::repository<shelf>{session}.add_many(shelves);
    const std::vector<subject> subjects{{1, "maps"}, {2, "travel"}};
    aludel::repository<subject>{session}.add_many(subjects);
    aludel::repository<shelving>{session}.add_many(
        std::vector<shelving>{{"hall", 1, 1}, {"hall", 1, 2}, {"attic", 2, 2}});
    constexpr auto of_shelf = aludel::members<&shelving::room, &shelving::shelf_number>;
    const auto on_shelf = load_linked<of_shelf, &shelving::subject_id>(session, shelves);
    ASSERT_EQ(on_shelf.size(), 4u);
    EXPECT_EQ(on_shelf[0].size(), 2u);
    EXPECT_TRUE(on_shelf[1].empty());
    EXPECT_TRUE(on_shelf[2].empty());
    EXPECT_EQ(on_shelf[3].at(0).name, "travel");
    const auto shelves_of = load_linked<&shelving::subject_id, of_shelf>(session, subjects);
    ASSERT_EQ(shelves_of.size(), 2u);
    ASSERT_EQ(shelves_of[0].size(), 1u);
    EXPECT_EQ(shelves_of[0][0].room, "hall");
    ASSERT_EQ(shelves_of[1].size(), 2u);
    EXPECT_EQ(shelves_of[1][0].room + shelves_of[1][1].room, "attichall");
}

}  // namespace relations
