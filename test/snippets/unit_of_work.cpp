// SPDX-License-Identifier: BSL-1.0
#include "check.hpp"

#include <aludel/aludel.hpp>

using aludel::col;

struct city {
    std::int64_t id{};
    std::string name;
};

struct user {
    aludel::uuid id = aludel::uuid_v7();
    std::string name;
    std::string email;
    std::optional<std::int64_t> city_id;
    aludel::audit audit;
};

struct account {
    std::int64_t id{};
    std::string holder;
    std::int64_t balance = 0;
    std::int32_t version = 0;
};

template <>
inline constexpr auto aludel::entity<user> =
    aludel::table("users").unique<&user::email>().foreign_key<&user::city_id, &city::id>();
template <>
inline constexpr auto aludel::entity<account> = aludel::table("accounts").version<&account::version>();

struct purchase {
    std::int32_t year = 0;
    std::int32_t number = 0;
};
struct item {
    std::int64_t id{};
    std::int32_t purchase_year = 0;
    std::int32_t purchase_number = 0;
};
template <>
inline constexpr auto aludel::entity<purchase> =
    aludel::table("purchases").primary_key<&purchase::year, &purchase::number>();
template <>
inline constexpr auto aludel::entity<item> =
    aludel::table("items")
        .foreign_key<&item::purchase_year, &item::purchase_number, &purchase::year, &purchase::number>();

static void change(aludel::engine& db, aludel::uuid id, const user& bob) {
    aludel::unit_of_work work{db};
    user& alice = work.get<user>(id);            // tracked; the same row is the same object
    alice.name = "Alicia";
    city& paris = work.add(city{.name = "Paris"});
    work.link<&user::city_id>(alice, paris);     // takes the key that the database will make
    work.remove(bob);
    work.commit();
    check(alice.city_id == paris.id && paris.id != 0);

    for (user& each : work.list<user>(col<&user::city_id> == paris.id)) {
        each.email = each.name + "@paris.example";
    }
    work.commit();
    check(alice.email == "Alicia@paris.example" && !work.has_changes());
}

static void link(aludel::engine& db) {
    aludel::unit_of_work work{db};
    purchase& bought = work.add(purchase{2024, 7});
    item& line = work.add(item{});
    work.link<&item::purchase_year, &item::purchase_number>(line, bought);
    check(line.purchase_year == 2024);  // it has its key already
    work.commit();
}

static void repair(aludel::engine& db) {
    aludel::unit_of_work work{db};
    user& carol = work.add(user{.name = "Carol", .email = "Alicia@paris.example"});
    try {
        work.commit();
    } catch (const aludel::unique_violation&) {
        carol.email = "carol@example.com";  // all else is as it was
        work.commit();
    }
    check(work.find<user>(carol.id) == &carol);
}

static void replace(aludel::engine& db, aludel::uuid id) {
    aludel::unit_of_work work{db};
    user& old = work.get<user>(id);
    work.remove(old);
    work.flush();
    work.add(user{.name = "Alicia", .email = old.email});
    work.commit();
}

static void inside(aludel::engine& db) {
    db.transaction([](aludel::session& session) {
        aludel::unit_of_work work{session};
        work.add(city{.name = "Oslo"});
        work.commit();  // final with the transaction
    });
}

static void guard(aludel::engine& db) {
    aludel::session session = db.open_session();
    aludel::repository<account> accounts{session};
    account stored = accounts.add({.holder = "Ann", .balance = 10});
    check(stored.version == 1);

    aludel::unit_of_work mine{db};
    aludel::unit_of_work yours{db};
    mine.get<account>(stored.id).balance -= 5;
    yours.get<account>(stored.id).balance -= 7;
    yours.commit();
    try {
        mine.commit();
    } catch (const aludel::stale_object& failed) {
        account& seen = mine.get<account>(stored.id);
        check(failed.is_about(seen));
        mine.refresh(seen);  // all else that is pending stays
        seen.balance -= 5;
        mine.commit();
    }
    check(accounts.get(stored.id).balance == -2);
}

int main(int argc, char** argv) {
    aludel::engine db{url_from(argc, argv)};
    db.drop_all<city, user, account, purchase, item>();
    db.create_all<city, user, account, purchase, item>();
    const user alice{.name = "Alice", .email = "alice@example.com"};
    const user bob{.name = "Bob", .email = "bob@example.com"};
    {
        aludel::session session = db.open_session();
        aludel::repository<user>{session}.add_many(std::vector{alice, bob});
    }
    change(db, alice.id, bob);
    link(db);
    repair(db);
    replace(db, alice.id);
    inside(db);
    guard(db);
    db.drop_all<city, user, account, purchase, item>();
    return 0;
}
