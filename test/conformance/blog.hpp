// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/aludel.hpp>

#include "database.hpp"

/// Structs that refer to each other in every way: to one, to themselves, and to many by a link.
namespace blog {

using namespace std::chrono;

struct town {
    std::int64_t id{};
    std::string name;
    bool operator==(const town&) const = default;
};

struct author {
    std::int64_t id{};
    std::string name;
    std::optional<std::int32_t> age;
    std::optional<std::int64_t> town_id;
    std::optional<std::int64_t> editor_id;
    bool operator==(const author&) const = default;
};

struct article {
    std::int64_t id{};
    std::int64_t author_id{};
    std::string title;
    std::int32_t views = 0;
    double rating = 0;
    std::optional<year_month_day> printed;
    bool operator==(const article&) const = default;
};

struct topic {
    std::int64_t id{};
    std::string name;
    bool operator==(const topic&) const = default;
};

struct tagging {
    std::int64_t article_id{};
    std::int64_t topic_id{};
};

}  // namespace blog

template <>
inline constexpr auto aludel::entity<blog::town> = aludel::table("blog_towns");
template <>
inline constexpr auto aludel::entity<blog::author> =
    aludel::table("blog_authors")
        .foreign_key<&blog::author::town_id, &blog::town::id>(aludel::on_delete::set_null)
        .foreign_key<&blog::author::editor_id, &blog::author::id>(aludel::on_delete::set_null);
template <>
inline constexpr auto aludel::entity<blog::article> =
    aludel::table("blog_articles")
        .foreign_key<&blog::article::author_id, &blog::author::id>(aludel::on_delete::cascade);
template <>
inline constexpr auto aludel::entity<blog::topic> = aludel::table("blog_topics");
template <>
inline constexpr auto aludel::entity<blog::tagging> =
    aludel::table("blog_taggings")
        .primary_key<&blog::tagging::article_id, &blog::tagging::topic_id>()
        .foreign_key<&blog::tagging::article_id, &blog::article::id>(aludel::on_delete::cascade)
        .foreign_key<&blog::tagging::topic_id, &blog::topic::id>(aludel::on_delete::cascade);

namespace blog {

using names = std::vector<std::string>;

template <class Row>
names names_of(const std::vector<Row>& rows) {
    names found;
    for (const Row& row : rows) {
        found.push_back(row.name);
    }
    return found;
}

/// Three towns, four authors and five articles:
///   Ann  (40, Rome) edits Bob, Cid;  wrote "Pasta" (10 views, 4.5, 2020) and "Wine" (30, 3.0)
///   Bob  (20, Rome)                  wrote "Bikes" (7, 1.5, 2024)
///   Cid  (no age, Oslo)              wrote "Snow" (0, 5.0)
///   Dora (20, nowhere)               wrote "Ödland" (100, 2.0, 1969)
class with_blog : public testing::Test {
protected:
    with_blog() {
        towns.add_many(std::vector<town>{{1, "Rome"}, {2, "Oslo"}, {3, "Lima"}});
        for (const author& each : std::vector<author>{
                 {1, "Ann", 40, 1, {}}, {2, "Bob", 20, 1, 1}, {3, "Cid", {}, 2, 1}, {4, "Dora", 20, {}, {}}}) {
            authors.add(each);
        }
        articles.add_many(std::vector<article>{{1, 1, "Pasta", 10, 4.5, 2020y / 1 / 2},
                                               {2, 1, "Wine", 30, 3.0, {}},
                                               {3, 2, "Bikes", 7, 1.5, 2024y / 12 / 31},
                                               {4, 3, "Snow", 0, 5.0, {}},
                                               {5, 4, "Ödland", 100, 2.0, 1969y / 7 / 20}});
    }

    aludel::session session = conformance::session_with<town, author, article, topic, tagging>();
    aludel::repository<town> towns{session};
    aludel::repository<author> authors{session};
    aludel::repository<article> articles{session};
    aludel::repository<topic> topics{session};
    aludel::repository<tagging> taggings{session};
};

}  // namespace blog
