// SPDX-License-Identifier: BSL-1.0
#include "check.hpp"
#include "described.hpp"
#include "shop.hpp"

using aludel::col;

struct person {
    std::int64_t id{};
    std::string name;
    std::optional<std::int64_t> boss_id;
};

template <>
inline constexpr auto aludel::entity<person> = aludel::table("people").foreign_key<&person::boss_id, &person::id>();

struct label {
    std::int64_t id{};
    std::string name;
};

struct labelling {
    aludel::uuid purchase_id;
    std::int64_t label_id{};
};

template <>
inline constexpr auto
    aludel::entity<labelling> = aludel::table("labellings")
                                    .primary_key<&labelling::purchase_id, &labelling::label_id>()
                                    .foreign_key<&labelling::purchase_id, &purchase::id>(aludel::on_delete::cascade)
                                    .foreign_key<&labelling::label_id, &label::id>(aludel::on_delete::cascade);

struct spending {
    std::int64_t customer_id{};
    std::int64_t purchases{};
    std::optional<double> total;
};

constexpr auto boss = aludel::alias<person, "boss">;

static void terms(aludel::repository<customer>& customers, aludel::repository<purchase>& purchases) {
    using aludel::coalesce, aludel::length, aludel::lower;

    auto short_names = customers.where(length(col<&customer::name>) < 10)
                           .order_by(lower(col<&customer::name>).asc(), col<&customer::phone>.desc().nulls_first())
                           .list();
    auto unreachable = customers.count(coalesce(col<&customer::phone>, "") == "");
    auto large = purchases.list(col<&purchase::total> * 1.19 > 10);
    check(short_names.size() == 2 && unreachable == 1 && large.size() == 2);

    purchases.update_where(col<&purchase::status> == state::open,
                           aludel::set(col<&purchase::total>, col<&purchase::total> * 0.9));

    auto round = purchases.count(aludel::raw("floor({}) = {}", col<&purchase::total>, 20.0));
    check(round == 1);
}

static void projections(aludel::repository<customer>& customers, aludel::repository<purchase>& purchases) {
    using aludel::count, aludel::sum;

    std::vector<std::string> emails = customers.select(col<&customer::email>).order_by(col<&customer::id>.asc()).list();
    auto pairs = customers.select(col<&customer::name>, col<&customer::phone>)
                     .where(col<&customer::phone>.is_not_null())
                     .list();  // std::tuple<std::string, std::optional<std::string>>
    auto states = purchases.select(col<&purchase::status>).distinct().count();
    check(emails.size() == 2 && std::get<0>(pairs.at(0)) == "Ada" && states == 2);

    auto best = purchases.select(col<&purchase::customer_id>, count(), sum(col<&purchase::total>))
                    .group_by(col<&purchase::customer_id>)
                    .having(sum(col<&purchase::total>) > 15)
                    .order_by(sum(col<&purchase::total>).desc())
                    .limit(10)
                    .list<spending>();
    check(best.size() == 1 && best[0].purchases == 2);

    auto words = customers.select(col<&customer::name>)
                     .union_all(customers.select(col<&customer::email>))
                     .order_by(col<&customer::name>.asc())
                     .limit(3)
                     .list();
    check(words.size() == 3);
}

static void joins(aludel::session& session) {
    auto sold = aludel::from<purchase>(session)
                    .join<customer>(col<&purchase::customer_id> == col<&customer::id>)
                    .where(col<&customer::name>.starts_with("A"))
                    .order_by(col<&purchase::total>.desc())
                    .list();
    for (auto& [bought, by] : sold) {
        check(bought.customer_id == by.id);
    }

    auto reports = aludel::from<person>(session)
                       .left_join<boss>(col<&person::boss_id> == boss.col<&person::id>)
                       .order_by(col<&person::id>.asc())
                       .list();  // std::tuple<person, std::optional<person>>
    check(!std::get<1>(reports.at(0)) && std::get<1>(reports.at(1))->name == "Ada");

    auto names = aludel::from<person>(session)
                     .join<boss>(col<&person::boss_id> == boss.col<&person::id>)
                     .select(col<&person::name>, boss.col<&person::name>)
                     .list();
    check(sold.size() == 2 && names.size() == 1);
}

static void subqueries(aludel::repository<customer>& customers) {
    using aludel::exists, aludel::from;

    auto buys = from<purchase>().where(col<&purchase::customer_id> == col<&customer::id>);
    auto idle = customers.list(!exists(buys));
    auto paid = from<purchase>().where(col<&purchase::status> == state::paid).select(col<&purchase::customer_id>);
    auto payers = customers.where(col<&customer::id>.in(paid)).list();
    check(idle.size() == 1 && payers.size() == 1);
}

static void relations(aludel::session& session) {
    auto customers = aludel::repository<customer>{session}.list(aludel::order_by(col<&customer::id>.asc()));
    auto bought = aludel::load_children<&purchase::customer_id>(session, customers,
                                                                aludel::order_by(col<&purchase::total>.desc()));
    check(bought.size() == customers.size() && bought[0].size() == 2 && bought[1].empty());

    auto buyers = aludel::load_parents<&purchase::customer_id>(session, bought[0]);
    check(buyers[0]->name == "Ada");

    auto labels = aludel::load_linked<&labelling::purchase_id, &labelling::label_id>(session, bought[0]);
    check(labels[0].size() == 1 && labels[1].empty());
}

int main(int argc, char** argv) {
    aludel::engine db{url_from(argc, argv)};
    db.drop_all<customer, purchase, person, label, labelling>();
    db.create_all<customer, purchase, person, label, labelling>();
    tables_are_as_described<customer, purchase, person, label, labelling>(db);
    aludel::session session = db.open_session();
    aludel::repository<customer> customers{session};
    aludel::repository<purchase> purchases{session};
    customer ada = customers.add({.email = "ada@example.com", .name = "Ada", .phone = "+44 1"});
    customers.add({.email = "bob@example.com", .name = "Bob"});
    purchase large = purchases.add({.customer_id = ada.id, .status = state::paid, .total = 20.5});
    purchases.add({.customer_id = ada.id, .total = 10});
    aludel::repository<person> people{session};
    people.add({.id = 1, .name = "Ada"});
    people.add({.id = 2, .name = "Bob", .boss_id = 1});
    aludel::repository<label>{session}.add({.id = 1, .name = "gift"});
    aludel::repository<labelling>{session}.add({.purchase_id = large.id, .label_id = 1});

    terms(customers, purchases);
    projections(customers, purchases);
    joins(session);
    subqueries(customers);
    relations(session);
    db.drop_all<customer, purchase, person, label, labelling>();
    return 0;
}
