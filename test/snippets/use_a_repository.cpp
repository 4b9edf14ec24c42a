// SPDX-License-Identifier: BSL-1.0
#include "check.hpp"
#include "described.hpp"
#include "shop.hpp"

using aludel::col;

int main(int argc, char** argv) {
    aludel::engine db{url_from(argc, argv)};
    db.drop_all<customer, purchase>();
    db.create_all<customer, purchase>();
    tables_are_as_described<customer, purchase>(db);
    aludel::session session = db.open_session();

    aludel::repository<customer> customers{session};
    customer ada = customers.add({.email = "ada@example.com", .name = "Ada"});

    customer same = customers.get(ada.id);     // throws not_found when there is none
    auto nobody = customers.find(ada.id + 1);  // std::optional<customer>, empty here
    auto by_email = customers.get_one(col<&customer::email> == "ada@example.com");
    auto last = customers.first(aludel::order_by(col<&customer::name>.desc()));
    std::uint64_t without_phone = customers.count(col<&customer::phone>.is_null());
    bool any = customers.exists(col<&customer::name>.starts_with("A"));
    check(same.id == by_email.id && !nobody && last && without_phone == 1 && any);

    auto page = customers.list_and_count(col<&customer::name>.contains("a", aludel::ignore_case),
                                         aludel::order_by(col<&customer::name>.asc()), aludel::limit_offset{20, 0});
    check(page.total == 1 && page.items.size() == 1);

    auto found =
        customers.where(col<&customer::email>.in(std::vector<std::string>{"ada@example.com", "bob@example.com"}))
            .order_by(col<&customer::id>.asc())
            .limit(10)
            .list();
    check(found.size() == 1);

    ada.name = "Ada Lovelace";
    ada = customers.update(ada);  // every column but key and created_at
    customers.update(ada.id, aludel::patch<customer>{}.set<&customer::phone>("+44 1"));  // only what it names
    customers.update_where(col<&customer::phone> == "+44 1", aludel::set(col<&customer::phone>, std::nullopt));
    check(customers.get(ada.id).phone == std::nullopt);

    using aludel::match;
    using aludel::on_conflict;
    auto stored = customers.upsert({.email = "ada@example.com", .name = "Ada L."}, on_conflict<&customer::email>);
    check(!stored.created && stored.object.id == ada.id && stored.object.name == "Ada L.");
    auto bob = customers.get_or_create({.email = "bob@example.com", .name = "Bob"}, match<&customer::email>);
    check(bob.created);

    try {
        customers.add({.email = "ada@example.com", .name = "Another"});
    } catch (const aludel::unique_violation& violation) {
        check(!violation.constraint().empty());
    }

    customers.remove(bob.object.id);                                  // whether it was there
    customers.remove_many(std::vector<std::int64_t>{ada.id, 12345});  // how many were
    customers.remove_where(col<&customer::name> == "nobody");
    check(customers.count() == 0);
    return 0;
}
