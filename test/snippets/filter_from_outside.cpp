// SPDX-License-Identifier: BSL-1.0
#include "check.hpp"
#include "described.hpp"
#include "shop.hpp"

using aludel::col;

using aludel::filter_operator;

const auto purchase_filters = aludel::filter_set<purchase>{}
                                  .allow<&purchase::customer_id>({.name = "customer"})
                                  .allow<&purchase::status>()
                                  .allow<&purchase::total>({.operators = filter_operator::ge | filter_operator::le})
                                  .sort_by<&purchase::total>()
                                  .default_order(col<&purchase::id>.desc())
                                  .limit({.page_size = 20, .largest_page = 100});

const auto customer_filters = aludel::filter_set<customer>{}
                                  .allow<&customer::name>()
                                  .allow<&customer::phone>()
                                  .allow<&customer::audit, &aludel::audit::created_at>()
                                  .search_in<&customer::name, &customer::email>()
                                  .sort_by<&customer::name>()
                                  .ignore("lang");  // somebody else's parameter

int main(int argc, char** argv) {
    aludel::engine db{url_from(argc, argv)};
    db.drop_all<customer, purchase>();
    db.create_all<customer, purchase>();
    tables_are_as_described<customer, purchase>(db);
    aludel::session session = db.open_session();
    aludel::repository<customer> customers{session};
    aludel::repository<purchase> purchases{session};
    const customer ada = customers.add({.email = "ada@example.com", .name = "Ada"});
    customers.add({.email = "bob@example.com", .name = "Bob", .phone = "+44 1"});
    purchases.add({.customer_id = ada.id, .status = state::paid, .total = 12});
    purchases.add({.customer_id = ada.id, .status = state::open, .total = 99});

    auto wanted = purchase_filters.from_query_string("status__in=open,paid&total__ge=10&sort=-total&page=1");
    auto page = purchases.list_and_count(wanted);
    check(page.total == 2 && page.items.at(0).total == 99);

    auto own = purchases.list(col<&purchase::customer_id> == ada.id, wanted);
    auto apart = purchases.list(wanted.condition(), wanted.order(), wanted.limits());
    auto open = purchases.count(wanted.condition(), col<&purchase::status> == state::open);
    check(own.size() == 2 && apart.size() == 2 && open == 1);

    auto from_body = customer_filters.from_json(R"({
        "where": {"or": [{"name": {"starts_with": "A"}}, {"phone": {"null": false}}],
                  "created_at": {"after": "2024-01-01T00:00:00Z"}},
        "sort": ["-name"], "limit": 10, "offset": 0
    })");
    check(customers.list(from_body).size() == 2);

    std::string answer;
    try {
        (void)customer_filters.from_query_string("email=ada@example.com");
    } catch (const aludel::usage_error& refused) {
        answer = refused.what();  // for a 422: it names fields and operators, and holds no value
    }
    check(answer ==
          "filter: \"email\" is no field of customers that may be asked for; allowed are: name, phone, created_at");
    return 0;
}
