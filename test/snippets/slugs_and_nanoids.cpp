// SPDX-License-Identifier: BSL-1.0
#include "check.hpp"
#include "described.hpp"

#include <aludel/aludel.hpp>

struct post {
    std::string id = aludel::nanoid();
    std::string title;
    std::string slug;
};

template <>
inline constexpr auto
    aludel::entity<post> = aludel::table("posts").column_type<&post::id>("varchar(21)").unique<&post::slug>();

struct tag {
    std::int64_t id{};
    std::string name;
};

template <>
inline constexpr auto aludel::entity<tag> = aludel::table("tags").unique<&tag::name>();

int main(int argc, char** argv) {
    aludel::engine db{url_from(argc, argv)};
    db.drop_all<post, tag>();
    db.create_all<post, tag>();
    tables_are_as_described<post, tag>(db);
    aludel::session session = db.open_session();

    std::string token = aludel::nanoid(32);                                   // longer
    std::string code = aludel::nanoid(6, "ABCDEFGHJKMNPQRSTUVWXYZ23456789");  // easy to read out
    check(token.size() == 32 && code.size() == 6);

    check(aludel::slugify("Crème brûlée, twice!") == "creme-brulee-twice");
    check(aludel::slugify("Crème brûlée, twice!", "_") == "creme_brulee_twice");

    aludel::repository<post> posts{session};
    post first = aludel::add_with_slug<&post::slug>(posts, {.title = "Hello, world"}, "Hello, world");
    post second = aludel::add_with_slug<&post::slug>(posts, {.title = "Hello, world"}, "Hello, world");
    check(first.slug == "hello-world" && second.slug == "hello-world-2");

    std::string proposal = aludel::unique_slug<&post::slug>(posts, "Hello, world", {.longest = 10});
    check(proposal == "hello-worl");

    aludel::unique_objects<tag, &tag::name> tags{session};
    tag red = tags.find_or_add({.name = "red"});
    std::vector<tag> found =
        tags.find_or_add_many(std::vector<tag>{{.name = "blue"}, {.name = "red"}, {.name = "blue"}});
    check(found[1].id == red.id && found[0].id == found[2].id);
    return 0;
}
