// SPDX-License-Identifier: BSL-1.0
#include "check.hpp"
#include "shop.hpp"

int main(int argc, char** argv) {
    aludel::engine db{url_from(argc, argv)};
    db.drop_all<customer, purchase>();
    db.create_all<customer, purchase>();

    std::int64_t id = db.repository<customer>([](aludel::repository<customer>& customers) {
        return customers.add({.email = "ada@example.com", .name = "Ada"}).id;
    });

    double total = db.transaction(
        [&](aludel::session& session) {
            aludel::repository<purchase> purchases{session};
            purchases.add({.customer_id = id, .status = state::paid, .total = 12.5});
            return session.query_one<double>("select sum(total) from purchases where customer_id = {}", id);
        },
        {.isolation = aludel::isolation::serializable, .attempts = 5});
    check(total == 12.5);

    {
        aludel::session session = db.open_session();
        aludel::repository<purchase> purchases{session};
        aludel::transaction outer{session};
        purchases.add({.customer_id = id, .status = state::open, .total = 1.0});
        {
            aludel::transaction inner{session};
            purchases.remove_where(aludel::col<&purchase::customer_id> == id);
        }  // left without commit(): back to the savepoint
        outer.commit();
        check(purchases.count() == 2);
    }

    std::vector<std::string> letters;
    db.transaction([&](aludel::session& inside) {
        customer ada = aludel::repository<customer>{inside}.get(id);
        inside.after_commit([&, email = ada.email] { letters.push_back("welcome, " + email); });
        inside.after_rollback([&] { letters.clear(); });
    });
    check(letters == std::vector<std::string>{"welcome, ada@example.com"});
    return 0;
}
