// SPDX-License-Identifier: BSL-1.0
#include <iostream>
#include <ranges>

#include "check.hpp"
#include "described.hpp"
#include "shop.hpp"

struct measurement {
    std::int64_t id{};
    double value = 0;
};
template <>
inline constexpr auto
    aludel::entity<measurement> = aludel::table("measurements").generated<&measurement::id>(aludel::key::sequence);

int main(int argc, char** argv) {
    aludel::engine db{url_from(argc, argv)};
    db.drop_all<customer, purchase>();
    db.create_all<customer, purchase>();
    tables_are_as_described<customer, purchase>(db);
    aludel::session session = db.open_session();

    aludel::repository<customer> customers{session};
    std::vector<customer> rows{{.email = "ada@example.com", .name = "Ada"},
                               {.email = "bob@example.com", .name = "Bob"}};

    using aludel::on_conflict;
    customers.bulk_insert(rows);  // all of them, or none and a unique_violation
    aludel::bulk_result result = customers.bulk_insert(rows, on_conflict<&customer::email>.do_nothing());
    check(result.inserted == 0 && result.skipped == 2);

    rows[0].name = "Ada Lovelace";
    result = customers.bulk_insert(rows, on_conflict<&customer::email>.do_update());
    check(result.updated == 1 && result.skipped == 1);  // the second row changes nothing, so it is left alone

    auto made_up = std::views::iota(0, 25'000) | std::views::transform([](int i) {
                       return customer{.email = "user" + std::to_string(i) + "@example.com", .name = "user"};
                   });
    customers.bulk_insert(made_up, {.on_progress = [](aludel::bulk_progress progress) {
                              std::cerr << progress.rows << " of " << progress.total << '\n';
                          }});
    check(customers.count() == 25'002);

    std::vector<customer> stored = customers.add_many(std::vector<customer>{
        {.email = "eve@example.com", .name = "Eve"}, {.email = "tim@example.com", .name = "Tim"}});
    check(stored[1].id != 0 && stored[1].name == "Tim");  // in input order, with their keys
    stored[0].name = "Eva";
    customers.update_many(stored);
    stored.push_back({.email = "zoe@example.com", .name = "Zoe"});
    for (const auto& [object, created] : customers.upsert_many(stored, on_conflict<&customer::email>)) {
        check(object.id != 0 && created == (object.name == "Zoe"));
    }
    check(customers.remove_many(std::vector{stored[0].id, stored[1].id}) == 2);

    const auto more = std::views::iota(0, 10'000) | std::views::transform([](int i) {
                          return customer{.email = "more" + std::to_string(i) + "@example.com", .name = "more"};
                      });
    check(aludel::bulk_insert(db, more, {.parallel = 4}).inserted == 10'000);

    db.drop_all<measurement>();
    db.create_all<measurement>();
    tables_are_as_described<measurement>(db);
    check(aludel::bulk_insert(db, std::vector<measurement>(5'000), {.parallel = 2}).inserted == 5'000);
    return 0;
}
