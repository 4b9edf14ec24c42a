// SPDX-License-Identifier: BSL-1.0
// Behaviours that the suites of Python's repository libraries ask for, and that no other test here does: see
// doc/coming-from-sqlalchemy.md.
#include <ranges>

#include "people.hpp"

namespace films {

using namespace std::chrono;
using aludel::col;
using aludel::exists;
using aludel::from;
using aludel::limit_offset;
using aludel::order_by;

struct film {
    std::int64_t id{};
    std::string title;
    std::string genre;
    std::optional<std::string> director;
    year_month_day released = 2000y / 1 / 1;
    bool in_colour = false;
};

struct cast_member {
    std::int64_t film_id{};
    std::int64_t person_id{};
    std::string role;
    bool operator==(const cast_member&) const = default;
};

}  // namespace films

template <>
inline constexpr auto aludel::entity<films::film> = aludel::table("seed_films");
template <>
inline constexpr auto aludel::entity<films::cast_member> =
    aludel::table("seed_cast").primary_key<&films::cast_member::film_id, &films::cast_member::person_id>();

namespace films {

using names = std::vector<std::string>;

class three_films : public testing::Test {
protected:
    three_films() {
        films.add_many(
            std::vector<film>{{1, "The Shawshank Redemption", "Drama", "Frank Darabont", 1994y / 10 / 14, false},
                              {2, "The Matrix", "Action", "Wachowskis", 1999y / 3 / 31, true},
                              {3, "The Hangover", "Comedy", {}, 2009y / 6 / 5, true}});
        allowed.allow<&film::title>()
            .allow<&film::genre>()
            .allow<&film::director>()
            .allow<&film::released>()
            .allow<&film::in_colour>()
            .sort_by<&film::title>();
    }

    std::uint64_t found(std::string_view query) { return films.count(allowed.from_query_string(query)); }

    static constexpr auto released = col<&film::released>;
    static constexpr auto genre = col<&film::genre>;
    static constexpr auto director = col<&film::director>;
    aludel::session session = conformance::session_with<film, cast_member>();
    aludel::repository<film> films{session};
    aludel::filter_set<film> allowed;
};

TEST_F(three_films, before_leaves_the_day_out_and_on_or_after_takes_it_in) {
    EXPECT_EQ(films.count(released < 1999y / 3 / 31), 1u);
    EXPECT_EQ(films.count(released >= 1999y / 3 / 31), 2u);
    EXPECT_EQ(found("released__before=1999-03-31"), 1u);
    EXPECT_EQ(found("released__on_or_after=1999-03-31"), 2u);
}

TEST_F(three_films, a_list_of_nothing_is_not_the_same_as_no_list) {
    EXPECT_EQ(films.count(genre.in(names{})), 0u);
    EXPECT_EQ(films.count(genre.not_in(names{})), 3u);
    EXPECT_EQ(found("genre__in="), 0u);
    EXPECT_EQ(found("genre__not_in="), 3u);
    EXPECT_EQ(found(""), 3u);
}

TEST_F(three_films, a_boolean_is_compared_and_one_that_is_not_given_filters_nothing) {
    EXPECT_EQ(films.count(col<&film::in_colour> == true), 2u);
    EXPECT_EQ(found("in_colour=true"), 2u);
    EXPECT_EQ(found("in_colour=false"), 1u);
    EXPECT_EQ(found(""), 3u);
}

TEST_F(three_films, null_is_asked_for_by_name) {
    EXPECT_EQ(films.count(director.is_null()), 1u);
    EXPECT_EQ(films.count(director.is_not_null()), 2u);
    EXPECT_EQ(films.count(col<&film::title>.in(names{"The Matrix"}) && director.is_null()), 0u);
    EXPECT_EQ(found("director__null=true"), 1u);
    EXPECT_EQ(found("director__null=false"), 2u);
}

TEST_F(three_films, exists_joins_conditions_by_and_and_by_or) {
    constexpr auto other = aludel::alias<film, "other">;
    const auto same_film = [&](auto wanted) {
        return exists(from<other>().where(other.col<&film::id> == col<&film::id> && std::move(wanted)));
    };
    const auto is = [&](std::string_view wanted) {
        return other.col<&film::genre> == wanted;
    };
    EXPECT_EQ(films.count(same_film(is("Action") && is("Drama"))), 0u);
    EXPECT_EQ(films.count(!same_film(is("Comedy") || is("SciFi"))), 2u);
    EXPECT_EQ(films.count(!same_film(is("Action") && is("Drama"))), 3u);
}

TEST_F(three_films, an_operator_that_is_not_there_is_an_error_that_lists_the_others) {
    for (const char* query : {"title__=x", "title__invalid=x", "released__==x"}) {
        try {
            (void)allowed.from_query_string(query);
            ADD_FAILURE() << query << " was taken";
        } catch (const aludel::usage_error& refused) {
            EXPECT_NE(std::string{refused.what()}.find("allowed are: eq, ne"), std::string::npos) << refused.what();
        }
    }
}

TEST_F(three_films, groups_are_nested) {
    const auto wanted = genre == "Comedy" || (released < 2000y / 1 / 1 && col<&film::title>.contains("The M"));
    names titles;
    for (const film& each : films.list(wanted, order_by(col<&film::id>.asc()))) {
        titles.push_back(each.title);
    }
    EXPECT_EQ(titles, (names{"The Matrix", "The Hangover"}));
    EXPECT_EQ(films.count(allowed.from_json(
                  R"({"where": {"or": [{"genre": "Comedy"},
                      {"and": [{"released": {"before": "2000-01-01"}}, {"title": {"contains": "The M"}}]}]}})")),
              2u);
}

TEST_F(three_films, a_filter_that_makes_no_sense_is_an_error_and_never_all_rows) {
    for (const char* body :
         {R"({"where": {"unknown": [{"genre": "Drama"}]}})", R"({"where": {"or": {}}})",
          R"({"where": {"genre": {"no_such": 1}}})", R"({"where": {"released": 5}})", R"({"filters": []})"}) {
        EXPECT_THROW((void)allowed.from_json(body), aludel::usage_error) << body;
    }
}

TEST_F(three_films, rows_are_ordered_by_a_function_of_a_column) {
    films.add({4, "alien", "Horror", {}, 1979y / 5 / 25, true});
    EXPECT_EQ(films.list(order_by(lower(col<&film::title>).asc())).front().title, "alien");
    EXPECT_EQ(films.list(order_by(col<&film::title>.asc())).back().title, "alien");
}

TEST_F(three_films, a_page_is_a_slice_of_the_sorted_list) {
    films.remove_all();
    for (const char* title : {"g", "c", "a", "j", "e", "b", "i", "d", "h", "f"}) {
        films.add({0, title, "", {}, 2000y / 1 / 1, false});
    }
    names titles;
    for (const film& each : films.list(order_by(col<&film::title>.asc()), limit_offset{3, 5})) {
        titles.push_back(each.title);
    }
    EXPECT_EQ(titles, (names{"f", "g", "h"}));
    EXPECT_EQ(films.count(col<&film::title> == "z"), 0u);
}

TEST_F(three_films, an_upsert_by_a_key_of_several_columns_changes_one_row_and_inserts_another) {
    aludel::repository<cast_member> roles{session};
    roles.add_many(std::vector<cast_member>{{1, 10, "lead"}, {1, 20, "extra"}, {2, 10, "voice"}});
    const auto stored = roles.upsert_many(std::vector<cast_member>{{1, 10, "director"}, {88, 88, "new"}},
                                          aludel::on_conflict<&cast_member::film_id, &cast_member::person_id>);
    ASSERT_EQ(stored.size(), 2u);
    EXPECT_FALSE(stored[0].created);
    EXPECT_EQ(stored[0].object, (cast_member{1, 10, "director"}));
    EXPECT_TRUE(stored[1].created);
    EXPECT_EQ(roles.count(), 4u);
    EXPECT_EQ(roles.remove_many(std::vector{std::tuple{1, 10}, std::tuple{1, 20}}), 2u);
    EXPECT_EQ(roles.get(2, 10).role, "voice");
}

}  // namespace films

namespace people {

using aludel::col;
using aludel::patch;

using coming_from_sqlalchemy = with_people;

TEST_F(coming_from_sqlalchemy, an_update_of_a_parent_leaves_its_children_alone) {
    const city paris = cities.add({0, "Paris"});
    const city rome = cities.add({0, "Rome"});
    person ann = called("Ann", 31);
    ann.city_id = paris.id;
    ann = persons.add(ann);
    cities.update(paris.id, patch<city>{}.set<&city::name>("Lutetia"));
    cities.update({paris.id, "Paname"});
    EXPECT_EQ(persons.get(ann.id), ann);
    EXPECT_EQ(persons.update(ann.id, patch<person>{}.set<&person::city_id>(rome.id)).city_id, rome.id);
    EXPECT_EQ(persons.get(ann.id).name, "Ann");
}

TEST_F(coming_from_sqlalchemy, objects_are_removed_by_their_keys_and_stay_what_they_were) {
    const std::vector<person> stored = persons.add_many(std::vector{called("Ann"), called("Bob"), called("Cid")});
    const std::vector<person> leaving{stored[0], stored[2]};
    EXPECT_EQ(persons.remove_many(leaving | std::views::transform(&person::id)), 2u);
    EXPECT_EQ(names_of(leaving), (names{"Ann", "Cid"}));
    EXPECT_EQ(names_of(persons.list()), (names{"Bob"}));
}

TEST_F(coming_from_sqlalchemy, a_removal_is_seen_by_others_once_it_is_committed) {
    if (conformance::url().find("memory") != std::string::npos) {
        GTEST_SKIP() << "sessions on a database in memory wait for each other";
    }
    const person ann = persons.add(called("Ann"));
    EXPECT_FALSE(persons.remove(ann.id + 1)) << "what is not there is no error";
    aludel::session other = conformance::db().open_session();
    aludel::repository<person> seen_by_others{other};
    aludel::transaction scope{session};
    EXPECT_TRUE(persons.remove(ann.id));
    EXPECT_EQ(seen_by_others.count(), 1u);
    scope.commit();
    EXPECT_EQ(seen_by_others.count(), 0u);
}

TEST_F(coming_from_sqlalchemy, find_one_without_a_condition_wants_the_only_row) {
    EXPECT_EQ(persons.find_one(), std::nullopt);
    persons.add(called("Ann"));
    EXPECT_EQ(persons.find_one()->name, "Ann");
    persons.add(called("Bob"));
    EXPECT_THROW((void)persons.find_one(), aludel::multiple_results);
}

TEST_F(coming_from_sqlalchemy, rows_with_changes_of_different_columns_get_each_their_own) {
    const std::vector<person> stored = persons.add_many(std::vector{called("Ann", 1), called("Bob", 2)});
    conformance::db().transaction([&](aludel::session& own) {
        aludel::repository<person> changed{own};
        changed.update(stored[0].id, patch<person>{}.set<&person::name>("Anna"));
        changed.update(stored[1].id, patch<person>{}.set<&person::age>(std::nullopt));
    });
    EXPECT_EQ(persons.get(stored[0].id).age, 1);
    EXPECT_EQ(persons.get(stored[0].id).name, "Anna");
    EXPECT_EQ(persons.get(stored[1].id).age, std::nullopt);
    EXPECT_EQ(persons.get(stored[1].id).name, "Bob");
}

}  // namespace people
