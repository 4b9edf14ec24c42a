// SPDX-License-Identifier: BSL-1.0
#include <aludel/migrate/revision_graph.hpp>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include <aludel/error.hpp>

namespace {

using aludel::migrate::revision;
using aludel::migrate::revision_graph;
using ids = std::vector<std::string>;

revision made(std::string id, ids parents) {
    return {.id = id, .parents = std::move(parents), .message = "", .file = id + ".sql"};
}

//        b1 -- b2
// root <           > merge -- top
//        c1 ------
revision_graph branches() {
    return revision_graph{{made("top", {"merge"}), made("merge", {"b2", "c1"}), made("c1", {"root"}),
                           made("b2", {"b1"}), made("b1", {"root"}), made("root", {})}};
}

ids names_of(const std::vector<const revision*>& revisions) {
    ids names;
    for (const revision* each : revisions) {
        names.push_back(each->id);
    }
    return names;
}

template <class Call>
std::string refusal(Call call) {
    try {
        (void)call();
    } catch (const aludel::usage_error& refused) {
        return refused.what();
    }
    return "";
}

TEST(a_graph_of_revisions, has_parents_before_children) {
    ids order;
    const revision_graph graph = branches();
    for (const revision& each : graph.revisions()) {
        order.push_back(each.id);
    }
    EXPECT_EQ(order, (ids{"root", "b1", "b2", "c1", "merge", "top"}));
}

TEST(a_graph_of_revisions, refuses_two_of_one_id) {
    EXPECT_EQ(refusal([] {
                  return revision_graph{{made("a", {}), made("a", {})}};
              }),
              "a.sql: another revision has the id a, too; ids must be distinct");
}

TEST(a_graph_of_revisions, refuses_a_parent_that_is_not_there) {
    EXPECT_EQ(refusal([] { return revision_graph{{made("a", {"b"})}}; }),
              "a.sql: there is no revision b, which it names as its parent");
}

TEST(a_graph_of_revisions, refuses_a_circle) {
    EXPECT_EQ(refusal([] {
                  return revision_graph{{made("a", {"b"}), made("b", {"a"})}};
              }),
              "a.sql: the revision is an ancestor of itself; give one in the circle another parent");
}

TEST(a_graph_of_revisions, knows_its_heads) {
    EXPECT_EQ(names_of(branches().heads()), (ids{"top"}));
    const revision_graph open{{made("root", {}), made("b", {"root"}), made("c", {"root"})}};
    EXPECT_EQ(names_of(open.heads()), (ids{"b", "c"}));
    EXPECT_EQ(refusal([&] { return open.resolve("head").id; }),
              "\"head\" is not one revision but several: b, c; merge them, or ask for \"heads\"");
}

TEST(a_graph_of_revisions, finds_one_by_the_beginning_of_its_id) {
    const revision_graph graph{{made("3f2a", {}), made("3f9b", {"3f2a"}), made("3f", {"3f9b"})}};
    EXPECT_EQ(graph.resolve("3f2").id, "3f2a");
    EXPECT_EQ(graph.resolve("3f").id, "3f");  // a whole id comes before beginnings
    EXPECT_EQ(refusal([&] { return graph.resolve("3").id; }),
              "\"3\" is not one revision but several: 3f2a, 3f9b, 3f; write more of the id");
    EXPECT_EQ(refusal([&] { return graph.resolve("x").id; }),
              "there is no revision \"x\"; the command history lists those there are");
}

TEST(the_way_up, goes_through_all_that_is_not_applied) {
    const revision_graph graph = branches();
    EXPECT_EQ(names_of(graph.way_up({}, "head")), (ids{"root", "b1", "b2", "c1", "merge", "top"}));
    EXPECT_EQ(names_of(graph.way_up({"root", "c1"}, "head")), (ids{"b1", "b2", "merge", "top"}));
    EXPECT_EQ(names_of(graph.way_up({"root"}, "b2")), (ids{"b1", "b2"}));
    EXPECT_EQ(names_of(graph.way_up({"root"}, "+2")), (ids{"b1", "b2"}));
    EXPECT_TRUE(graph.way_up({"root", "b1", "b2", "c1", "merge", "top"}, "heads").empty());
}

TEST(the_way_up, is_no_longer_than_there_are_revisions) {
    const revision_graph graph = branches();
    EXPECT_EQ(refusal([&] { return graph.way_up({"root"}, "+9"); }), "there are only 5 revisions to apply, not 9");
}

TEST(the_way_up, refuses_a_database_that_has_what_is_not_here) {
    const revision_graph graph = branches();
    EXPECT_TRUE(refusal([&] {
                    return graph.way_up({"root", "other"}, "head");
                }).starts_with("the database has the revision other, which is not here: "));
}

TEST(the_way_down, takes_children_back_first) {
    const revision_graph graph = branches();
    const ids all{"root", "b1", "b2", "c1", "merge", "top"};
    EXPECT_EQ(names_of(graph.way_down(all, "base")), (ids{"top", "merge", "c1", "b2", "b1", "root"}));
    EXPECT_EQ(names_of(graph.way_down(all, "-2")), (ids{"top", "merge"}));
    EXPECT_EQ(names_of(graph.way_down(all, "c1")), (ids{"top", "merge"}));
    EXPECT_EQ(names_of(graph.way_down({"root", "b1", "c1"}, "root")), (ids{"c1", "b1"}));
}

TEST(the_way_down, does_not_guess_which_branch_is_meant) {
    const revision_graph graph = branches();
    EXPECT_EQ(refusal([&] {
                  return graph.way_down({"root", "b1", "c1"}, "-1");
              }),
              "the database is at several revisions: b1, c1; name the one to go back to");
}

TEST(the_way_down, leads_only_to_what_is_applied) {
    const revision_graph graph = branches();
    EXPECT_EQ(refusal([&] { return graph.way_down({"root"}, "b1"); }),
              "the database does not have the revision b1, so it cannot go back to it");
    EXPECT_EQ(refusal([&] { return graph.way_down({"root"}, "-2"); }),
              "only 1 revisions are applied, so 2 cannot be taken back");
}

TEST(a_folder_of_revisions, is_read_with_all_its_sql_files) {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("aludel-revisions-" + aludel::migrate::new_revision_id());
    std::filesystem::create_directory(folder);
    std::ofstream{folder / "1.sql"} << "-- aludel:revision a\n-- aludel:up\nselect 1;\n";
    std::ofstream{folder / "2.sql"} << "-- aludel:revision b\n-- aludel:parent a\n-- aludel:up\nselect 2;\n";
    std::ofstream{folder / "notes.txt"} << "no revision";
    const revision_graph graph = revision_graph::read(folder.string());
    EXPECT_EQ(names_of(graph.way_up({}, "head")), (ids{"a", "b"}));
    std::filesystem::remove_all(folder);
    EXPECT_TRUE(refusal([&] { return revision_graph::read(folder.string()); }).starts_with("there is no folder \""));
}

}  // namespace
