// SPDX-License-Identifier: BSL-1.0
#include "check.hpp"
#include "described.hpp"
#include "shop.hpp"

struct spending {
    std::string email;
    double total = 0;
};

int main(int argc, char** argv) {
    aludel::engine db{url_from(argc, argv)};
    db.drop_all<customer, purchase>();
    db.create_all<customer, purchase>();
    tables_are_as_described<customer, purchase>(db);

    std::int64_t id = db.transaction(
        [](aludel::session& session) {
            customer ada = aludel::repository<customer>{session}.add({.email = "ada@example.com", .name = "Ada"});
            aludel::repository<purchase>{session}.add({.customer_id = ada.id, .status = state::paid, .total = 12.5});
            return ada.id;
        },
        {.attempts = 5});  // run again after a deadlock or a serialization failure

    aludel::session session = db.open_session();
    auto spent =
        session.query<spending>("select c.email as email, sum(p.total) as total from customers c "
                                "join purchases p on p.customer_id = c.id where p.status = {} group by c.email",
                                state::paid);
    auto names =
        session.query<std::tuple<std::int64_t, std::string>>("select id, name from customers where id = {}", id);
    auto count = session.query_one<std::int64_t>("select count(*) from purchases");
    check(spent.size() == 1 && spent[0].total == 12.5 && std::get<1>(names.at(0)) == "Ada" && count == 1);

    {
        aludel::transaction tx{session};
        session.execute("update purchases set total = total * {}", 2.0);
        {
            aludel::transaction inner{session};  // a savepoint
            session.execute("delete from purchases");
        }  // left without commit(): back to the savepoint
        tx.commit();
    }
    for (purchase& sold : session.stream<purchase>("select * from purchases")) {
        check(sold.total == 25.0);
    }
    return 0;
}
