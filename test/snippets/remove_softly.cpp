// SPDX-License-Identifier: BSL-1.0
#include "check.hpp"
#include "described.hpp"

#include <aludel/aludel.hpp>

using aludel::col;

struct author {
    std::int64_t id{};
    std::string email;
    std::string name;
    aludel::audit audit;
    aludel::soft_delete removal;  // adds removed_at
};

template <>
inline constexpr auto aludel::entity<author> = aludel::table("authors").unique<&author::email>();

int main(int argc, char** argv) {
    using namespace std::chrono_literals;
    aludel::engine db{url_from(argc, argv)};
    db.drop_all<author>();
    db.create_all<author>();
    tables_are_as_described<author>(db);
    aludel::session session = db.open_session();

    aludel::repository<author> authors{session};
    author ann = authors.add({.email = "ann@example.com", .name = "Ann"});
    author bob = authors.add({.email = "bob@example.com", .name = "Bob"});

    authors.remove(ann.id);
    check(!authors.find(ann.id) && authors.count() == 1);

    auto all = authors.list(aludel::with_removed, aludel::order_by(col<&author::id>.asc()));
    check(all.size() == 2 && all.front().removal.is_removed());

    constexpr auto removed_at = col<&author::removal, &aludel::soft_delete::removed_at>;
    auto trash = authors.with_removed().where(removed_at.is_not_null()).order_by(removed_at.desc()).list();
    check(trash.size() == 1);

    authors.restore(ann.id);
    check(authors.get(ann.id).name == "Ann");

    authors.remove_many(std::vector{ann.id, bob.id});
    authors.restore_where(col<&author::name> == "Bob");
    check(authors.count() == 1);

    std::uint64_t purged = authors.purge_where(removed_at < aludel::now() - 24h * 30);
    authors.purge(bob.id);
    check(purged == 0 && authors.with_removed().count() == 1);

    auto back = authors.get_or_create({.email = "ann@example.com", .name = "Anna"}, aludel::match<&author::email>);
    check(!back.created && back.object.id == ann.id && back.object.name == "Ann");
    return 0;
}
