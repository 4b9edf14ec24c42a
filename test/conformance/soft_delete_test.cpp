// SPDX-License-Identifier: BSL-1.0
// Rows that are marked as removed are there for nobody who does not ask for them.
#include <gtest/gtest.h>

#include "database.hpp"

namespace softly {

using aludel::col;
using aludel::with_removed;

struct team {
    std::int64_t id{};
    std::string name;
    aludel::soft_delete removal;
};
struct member {
    std::int64_t id{};
    std::string email{};
    std::string name{};
    std::optional<std::int64_t> team_id{};
    aludel::audit audit{};
    aludel::soft_delete removal{};
};
struct badge {
    std::int64_t member_id{};
    std::int64_t team_id{};
    std::string text;
    aludel::soft_delete removal;
};

}  // namespace softly

template <>
inline constexpr auto aludel::entity<softly::team> = aludel::table("softly_teams").unique<&softly::team::name>();
template <>
inline constexpr auto aludel::entity<softly::member> =
    aludel::table("softly_members")
        .unique<&softly::member::email>()
        .foreign_key<&softly::member::team_id, &softly::team::id>(aludel::on_delete::set_null);
template <>
inline constexpr auto aludel::entity<softly::badge> =
    aludel::table("softly_badges")
        .primary_key<&softly::badge::member_id, &softly::badge::team_id>()
        .foreign_key<&softly::badge::member_id, &softly::member::id>(aludel::on_delete::cascade)
        .foreign_key<&softly::badge::team_id, &softly::team::id>(aludel::on_delete::cascade);

namespace softly {

constexpr auto removed_at = col<&member::removal, &aludel::soft_delete::removed_at>;

using names = std::vector<std::string>;

names names_of(const std::vector<member>& rows) {
    names list;
    for (const member& row : rows) {
        list.push_back(row.name);
    }
    return list;
}

class removed_rows : public testing::Test {
protected:
    removed_rows() {
        aludel::repository<badge>{session}.purge_all();
        members.purge_all();
        teams.purge_all();
        red = teams.add({0, "red", {}});
        blue = teams.add({0, "blue", {}});
        ann = members.add({.email = "ann@x", .name = "ann", .team_id = red.id});
        bob = members.add({.email = "bob@x", .name = "bob", .team_id = red.id});
        cid = members.add({.email = "cid@x", .name = "cid", .team_id = blue.id});
    }

    aludel::session session = conformance::session_with<team, member, badge>();
    aludel::repository<team> teams{session};
    aludel::repository<member> members{session};
    team red, blue;
    member ann, bob, cid;
};

TEST_F(removed_rows, are_left_out_of_every_read) {
    EXPECT_TRUE(members.remove(bob.id));
    EXPECT_THROW((void)members.get(bob.id), aludel::not_found);
    EXPECT_FALSE(members.find(bob.id));
    EXPECT_FALSE(members.find_one(col<&member::name> == "bob"));
    EXPECT_FALSE(members.first(col<&member::name> == "bob"));
    EXPECT_EQ(names_of(members.list(aludel::order_by(col<&member::id>.asc()))), (names{"ann", "cid"}));
    EXPECT_EQ(members.count(), 2u);
    EXPECT_FALSE(members.exists(col<&member::name> == "bob"));
    EXPECT_EQ(members.list_and_count().total, 2u);
    EXPECT_EQ(members.order_by(col<&member::id>.asc()).limit(9).after({}).page().items.size(), 2u);
    std::size_t streamed = 0;
    for (const member& row : members.stream(col<&member::name> == "bob" || col<&member::name> == "ann")) {
        streamed += row.name == "ann" ? 1 : 100;
    }
    EXPECT_EQ(streamed, 1u);
    EXPECT_EQ(members.select(aludel::count()).one(), 2);
    EXPECT_EQ(members.select(col<&member::name>).distinct().order_by(col<&member::name>.asc()).list(),
              (names{"ann", "cid"}));
}

TEST_F(removed_rows, are_there_for_who_asks_for_them) {
    members.remove(bob.id);
    EXPECT_EQ(members.with_removed().count(), 3u);
    EXPECT_EQ(members.count(with_removed), 3u);
    EXPECT_TRUE(members.exists(col<&member::name> == "bob", with_removed));
    EXPECT_EQ(members.list_and_count(with_removed, aludel::limit_offset{1, 0}).total, 3u);
    const member found = members.get_one(with_removed, col<&member::id> == bob.id);
    EXPECT_TRUE(found.removal.is_removed());
    EXPECT_EQ(names_of(members.with_removed().where(removed_at.is_not_null()).list()), (names{"bob"}));
    EXPECT_EQ(members.select(aludel::count()).with_removed().one(), 3);
}

TEST_F(removed_rows, stay_out_of_joins_on_either_side) {
    const auto pairs = [&] {
        return aludel::from<member>(session).join<team>(col<&member::team_id> == col<&team::id>);
    };
    const auto all = [&] {
        return aludel::from<member>(session).left_join<team>(col<&member::team_id> == col<&team::id>);
    };
    teams.remove(blue.id);
    members.remove(bob.id);
    ASSERT_EQ(pairs().list().size(), 1u);
    EXPECT_EQ(std::get<0>(pairs().one()).name, "ann");
    EXPECT_EQ(pairs().count(), 1u);
    const auto rows = all().order_by(col<&member::id>.asc()).list();
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(std::get<1>(rows[0]).value().name, "red");
    EXPECT_FALSE(std::get<1>(rows[1])) << "cid's team is removed, cid is not";
    EXPECT_EQ(pairs().with_removed().list().size(), 3u);
    EXPECT_TRUE(std::get<1>(all().with_removed().where(col<&member::name> == "cid").one()));
}

TEST_F(removed_rows, stay_out_of_subqueries_and_unions) {
    teams.remove(blue.id);
    const auto living = aludel::from<team>().select(col<&team::id>);
    EXPECT_EQ(names_of(members.order_by(col<&member::id>.asc()).where(col<&member::team_id>.in(living)).list()),
              (names{"ann", "bob"}));
    EXPECT_EQ(members.count(col<&member::team_id>.in(aludel::from<team>().with_removed().select(col<&team::id>))), 3u);
    EXPECT_EQ(members.count(exists(aludel::from<team>().where(col<&team::id> == col<&member::team_id>))), 2u);
    members.remove(ann.id);
    const auto selected = members.select(col<&member::name>);
    EXPECT_EQ(selected.union_all(teams.select(col<&team::name>)).count(), 3u);
}

TEST_F(removed_rows, are_no_relations) {
    aludel::repository<badge> badges{session};
    badges.add({ann.id, red.id, "captain", {}});
    badges.add({ann.id, blue.id, "guest", {}});
    badges.add({cid.id, red.id, "guest", {}});
    members.remove(bob.id);
    const std::vector<team> both{red, blue};
    const auto children = aludel::load_children<&member::team_id>(session, both);
    EXPECT_EQ(names_of(children[0]), (names{"ann"}));
    EXPECT_EQ(aludel::load_children<&member::team_id>(session, both, with_removed)[0].size(), 2u);
    teams.remove(blue.id);
    const auto parents = aludel::load_parents<&member::team_id>(session, std::vector<member>{ann, cid});
    EXPECT_EQ(parents[0].value().name, "red");
    EXPECT_FALSE(parents[1]);
    const auto linked = aludel::load_linked<&badge::member_id, &badge::team_id>(session, std::vector<member>{ann, cid});
    EXPECT_EQ(linked[0].size(), 1u);
    EXPECT_EQ(linked[1].size(), 1u);
    badges.remove(cid.id, red.id);
    EXPECT_TRUE(
        (aludel::load_linked<&badge::member_id, &badge::team_id>(session, std::vector<member>{cid})[0].empty()));
}

TEST_F(removed_rows, are_marked_once_and_stay_in_the_table) {
    EXPECT_TRUE(members.remove(ann.id));
    const member first = members.get_one(with_removed, col<&member::id> == ann.id);
    EXPECT_FALSE(members.remove(ann.id));
    EXPECT_EQ(members.remove_many(std::vector{ann.id, bob.id, bob.id, std::int64_t{-7}}), 1u);
    EXPECT_EQ(members.get_one(with_removed, col<&member::id> == ann.id).removal, first.removal);
    EXPECT_GE(first.removal.removed_at, first.audit.created_at);
    EXPECT_GT(first.audit.updated_at, ann.audit.updated_at);
    EXPECT_EQ(members.remove_where(col<&member::name>.in(names{"bob", "cid"})), 1u);
    EXPECT_EQ(teams.where(col<&team::name> == "red").remove(), 1u);
    EXPECT_EQ(teams.remove_all(), 1u);
    EXPECT_EQ(session.query_one<std::int64_t>("select count(*) from softly_members"), 3);
    EXPECT_EQ(session.query_one<std::int64_t>("select count(*) from softly_teams"), 2);
}

TEST_F(removed_rows, come_back_when_they_are_restored) {
    members.remove_all();
    EXPECT_TRUE(members.restore(ann.id));
    EXPECT_FALSE(members.restore(ann.id)) << "it is there";
    EXPECT_FALSE(members.get(ann.id).removal.is_removed());
    EXPECT_EQ(members.restore_many(std::vector{ann.id, bob.id}), 1u);
    EXPECT_EQ(members.restore_where(col<&member::name>.starts_with("c")), 1u);
    EXPECT_EQ(members.count(), 3u);
    EXPECT_EQ(members.restore_where(col<&member::name> == "nobody"), 0u);
}

TEST_F(removed_rows, are_deleted_when_they_are_purged) {
    members.remove(bob.id);
    EXPECT_TRUE(members.purge(bob.id));
    EXPECT_FALSE(members.purge(bob.id));
    members.remove(cid.id);
    EXPECT_EQ(members.purge_where(removed_at.is_not_null()), 1u);
    EXPECT_EQ(members.purge_many(std::vector{ann.id, bob.id}), 1u);
    EXPECT_EQ(members.with_removed().count(), 0u);
}

TEST_F(removed_rows, are_left_alone_by_updates) {
    members.remove(bob.id);
    bob.name = "robert";
    EXPECT_THROW((void)members.update(bob), aludel::not_found);
    EXPECT_THROW((void)members.update(bob.id, aludel::patch<member>{}.set<&member::name>("robert")), aludel::not_found);
    EXPECT_THROW((void)members.update(bob.id, aludel::patch<member>{}), aludel::not_found);
    EXPECT_EQ(members.update_where(col<&member::id> > 0, aludel::set(col<&member::name>, "x")), 2u);
    ann.name = "anna";
    EXPECT_THROW((void)members.update_many(std::vector{ann, bob}), aludel::not_found);
    EXPECT_EQ(members.get(ann.id).name, "x") << "all or none";
    EXPECT_EQ(members.get_one(with_removed, col<&member::id> == bob.id).name, "bob");
    EXPECT_EQ(members.with_removed().where(col<&member::id> == bob.id).update(aludel::set(col<&member::name>, "y")),
              1u);
}

TEST_F(removed_rows, keep_their_mark_whatever_an_object_says) {
    ann.removal.removed_at = aludel::now();
    EXPECT_FALSE(members.update(ann).removal.is_removed());
    EXPECT_FALSE(members.update_many(std::vector{ann}).front().removal.is_removed());
    EXPECT_TRUE(members.find(ann.id));
}

TEST_F(removed_rows, hold_their_unique_values) {
    members.remove(bob.id);
    EXPECT_THROW((void)members.add({.email = "bob@x", .name = "another"}), aludel::unique_violation);
    EXPECT_EQ(members
                  .bulk_insert(std::vector<member>{{.email = "bob@x", .name = "another"}},
                               aludel::on_conflict<&member::email>.do_nothing())
                  .skipped,
              1u);
    EXPECT_FALSE(members.exists(col<&member::email> == "bob@x"));
}

TEST_F(removed_rows, come_back_when_an_upsert_meets_them) {
    members.remove_all();
    const member another{.email = "bob@x", .name = "robert"};
    const auto upserted = members.upsert(another, aludel::on_conflict<&member::email>);
    EXPECT_FALSE(upserted.created);
    EXPECT_EQ(upserted.object.id, bob.id);
    EXPECT_FALSE(upserted.object.removal.is_removed());
    EXPECT_EQ(members.get(bob.id).name, "robert");
    const auto named = members.upsert({.email = "cid@x", .name = "cedric"},
                                      aludel::on_conflict<&member::email>.do_update<&member::team_id>());
    EXPECT_EQ(named.object.name, "cid");
    EXPECT_TRUE(members.find(cid.id));
    const auto as_it_is =
        members.upsert({.email = "ann@x", .name = "anna"}, aludel::on_conflict<&member::email>.do_nothing());
    EXPECT_EQ(as_it_is.object.name, "ann");
    EXPECT_TRUE(members.find(ann.id));
}

TEST_F(removed_rows, come_back_when_many_are_upserted) {
    members.remove_all();
    const std::vector<member> objects{{.email = "ann@x", .name = "anna"}, {.email = "new@x", .name = "new"}};
    const auto upserted = members.upsert_many(objects, aludel::on_conflict<&member::email>);
    EXPECT_FALSE(upserted[0].created);
    EXPECT_TRUE(upserted[1].created);
    EXPECT_EQ(upserted[0].object.id, ann.id);
    EXPECT_FALSE(upserted[0].object.removal.is_removed());
    EXPECT_EQ(members.get(ann.id).name, "anna");
    const auto kept = members.upsert_many(std::vector<member>{{.email = "cid@x", .name = "cedric"}},
                                          aludel::on_conflict<&member::email>.do_nothing());
    EXPECT_EQ(kept[0].object.name, "cid");
    EXPECT_FALSE(kept[0].object.removal.is_removed());
    EXPECT_TRUE(members.find(cid.id));
    EXPECT_EQ(members
                  .bulk_insert(std::vector<member>{{.email = "bob@x", .name = "robert"}},
                               aludel::on_conflict<&member::email>.do_update())
                  .updated,
              1u);
    EXPECT_EQ(members.get(bob.id).name, "robert");
}

TEST_F(removed_rows, come_back_as_they_were_when_get_or_create_meets_them) {
    members.remove(bob.id);
    const auto found = members.get_or_create({.email = "bob@x", .name = "robert"}, aludel::match<&member::email>);
    EXPECT_FALSE(found.created);
    EXPECT_EQ(found.object.name, "bob");
    EXPECT_FALSE(found.object.removal.is_removed());
    EXPECT_TRUE(members.find(bob.id));
    members.remove(bob.id);
    const auto changed = members.update_or_create({.email = "bob@x", .name = "robert"}, aludel::match<&member::email>);
    EXPECT_FALSE(changed.created);
    EXPECT_EQ(members.get(bob.id).name, "robert");
}

TEST_F(removed_rows, are_no_match_in_columns_that_are_not_unique) {
    members.remove(bob.id);
    const auto made = members.get_or_create({.email = "bob2@x", .name = "bob"}, aludel::match<&member::name>);
    EXPECT_TRUE(made.created);
    EXPECT_EQ(members.with_removed().where(col<&member::name> == "bob").count(), 2u);
}

TEST_F(removed_rows, come_back_as_unique_objects) {
    teams.remove(red.id);
    aludel::unique_objects<team, &team::name> unique{session};
    const auto found =
        unique.find_or_add_many(std::vector<team>{{0, "red", {}}, {0, "green", {}}, {0, "blue", {}}, {0, "red", {}}});
    EXPECT_EQ(found[0].id, red.id);
    EXPECT_EQ(found[3].id, red.id);
    EXPECT_EQ(found[2].id, blue.id);
    EXPECT_TRUE(teams.find(red.id));
    EXPECT_EQ(teams.count(), 3u);
}

TEST_F(removed_rows, may_be_stored_as_removed_from_the_start) {
    member gone{.email = "gone@x", .name = "gone"};
    gone.removal.removed_at = aludel::timestamp{std::chrono::seconds{5}};
    const member stored = members.add(gone);
    EXPECT_EQ(stored.removal, gone.removal);
    EXPECT_FALSE(members.find(stored.id));
    gone.email = "gone2@x";
    EXPECT_EQ(members.add_many(std::vector{gone}).front().removal, gone.removal);
    gone.email = "gone3@x";
    members.bulk_insert(std::vector{gone});
    EXPECT_EQ(members.count(), 3u);
    EXPECT_EQ(members.with_removed().count(), 6u);
}

TEST_F(removed_rows, with_keys_of_several_columns_are_marked_restored_and_purged) {
    aludel::repository<badge> badges{session};
    badges.add_many(
        std::vector<badge>{{ann.id, red.id, "a", {}}, {ann.id, blue.id, "b", {}}, {bob.id, red.id, "c", {}}});
    EXPECT_TRUE(badges.remove(ann.id, red.id));
    EXPECT_FALSE(badges.remove(ann.id, red.id));
    EXPECT_FALSE(badges.find(ann.id, red.id));
    EXPECT_TRUE(badges.find(ann.id, blue.id));
    EXPECT_EQ(badges.remove_many(std::vector{std::tuple{ann.id, red.id}, std::tuple{bob.id, red.id}}), 1u);
    EXPECT_EQ(badges.restore_many(std::vector{std::tuple{ann.id, red.id}, std::tuple{bob.id, red.id}}), 2u);
    EXPECT_TRUE(badges.remove(bob.id, red.id));
    EXPECT_TRUE(badges.restore(bob.id, red.id));
    EXPECT_TRUE(badges.purge(bob.id, red.id));
    EXPECT_EQ(badges.with_removed().count(), 2u);
}

TEST_F(removed_rows, come_in_thousands) {
    std::vector<member> rows;
    for (int i = 0; i < 3000; ++i) {
        rows.push_back({.email = std::to_string(i), .name = "one of many"});
    }
    const std::vector<member> stored = members.add_many(rows);
    std::vector<std::int64_t> ids;
    std::vector<badge> badges;
    std::vector<std::tuple<std::int64_t, std::int64_t>> keys;
    for (const member& row : stored) {
        ids.push_back(row.id);
        badges.push_back({row.id, red.id, "x", {}});
        keys.emplace_back(row.id, red.id);
    }
    aludel::repository<badge> held{session};
    held.bulk_insert(badges);
    EXPECT_EQ(held.remove_many(keys), 3000u);
    EXPECT_EQ(held.count(), 0u);
    EXPECT_EQ(held.restore_many(keys), 3000u);
    EXPECT_EQ(held.update_many(badges).size(), 3000u);
    EXPECT_EQ(held.purge_many(keys), 3000u);
    EXPECT_EQ(members.remove_many(ids), 3000u);
    EXPECT_EQ(members.count(), 3u);
    EXPECT_THROW((void)members.update_many(stored), aludel::not_found);
    EXPECT_EQ(members.restore_many(ids), 3000u);
    EXPECT_EQ(members.update_many(stored).size(), 3000u);
    EXPECT_EQ(members.purge_many(ids), 3000u);
}

TEST_F(removed_rows, are_marked_within_the_callers_transaction) {
    try {
        aludel::transaction open{session};
        members.remove(ann.id);
        EXPECT_FALSE(members.find(ann.id));
        throw std::runtime_error{"changed my mind"};
    } catch (const std::runtime_error&) {
    }
    EXPECT_TRUE(members.find(ann.id));
}

struct article {
    std::int64_t id{};
    std::string slug;
    aludel::soft_delete removal;
};

}  // namespace softly

template <>
inline constexpr auto
    aludel::entity<softly::article> = aludel::table("softly_articles").unique<&softly::article::slug>();

namespace softly {

TEST(slugs_of_removed_rows, stay_taken) {
    aludel::session session = conformance::session_with<article>();
    aludel::repository<article> articles{session};
    articles.purge_all();
    const article first = aludel::add_with_slug<&article::slug>(articles, article{}, "Same");
    articles.remove(first.id);
    EXPECT_EQ(aludel::unique_slug<&article::slug>(articles, "Same"), "same-2");
}

}  // namespace softly
