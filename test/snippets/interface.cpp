// SPDX-License-Identifier: BSL-1.0
// The promised spellings of the public interface, each in the words in which it was promised.
// clang-format off
#include <string>
#include <tuple>
#include <vector>

// The tour's structs, without its main.
#define main                                                                                                           \
    tour_status = 0;                                                                                                   \
    [[maybe_unused]] static void run_tour
#include "tour.cpp"
#undef main

#include "check.hpp"
#include "described.hpp"

using aludel::on_conflict;

struct per_city {
    std::optional<std::int64_t> city_id;
    std::int64_t people;
    double mean_age;
};

struct money {
    std::int64_t cents = 0;
    bool operator==(const money&) const = default;
};
template <>
struct aludel::field_codec<money> : aludel::codec_via<std::int64_t> {
    static std::int64_t to_stored(const money& m) { return m.cents; }
    static money from_stored(std::int64_t cents) { return {cents}; }
};
struct price {
    std::int64_t id{};
    money amount;
};

static std::vector<user> people(std::size_t count, std::int64_t city_id) {
    std::vector<user> rows(count);
    for (std::size_t i = 0; i < count; ++i) {
        rows[i].name = "Name " + std::to_string(i);
        rows[i].email = std::to_string(i) + "@example.com";
        rows[i].age = static_cast<int>(20 + i % 40);
        rows[i].city_id = city_id;
    }
    return rows;
}

static void load(aludel::engine& db, aludel::repository<user>& users, std::vector<user> rows) {
    users.bulk_insert(rows);  // any conflict: unique_violation, nothing stays
    check(users.bulk_insert(rows, on_conflict<&user::email>.do_nothing()).skipped == rows.size());
    rows[0].name = "changed";
    check(users.bulk_insert(rows, on_conflict<&user::email>.do_update()).updated == 1);
    rows[1].age = 99;
    std::uint64_t told = 0;
    users.bulk_insert(rows, on_conflict<&user::email>.do_update<&user::name, &user::age>(),
                      {.on_progress = [&](aludel::bulk_progress p) { told = p.rows; }});
    check(told == rows.size() && users.count(col<&user::age> == 99) == 1);
    for (user& row : rows) {
        row.id = aludel::uuid_v7();
        row.email += ".org";
    }
    check(aludel::bulk_insert(db, rows, {.parallel = 4}).inserted == rows.size());
}

static void ask(aludel::session& session, aludel::repository<user>& users) {
    auto stats = users.select(col<&user::city_id>, aludel::count(), aludel::avg(col<&user::age>))
                     .where(col<&user::is_active> == true)
                     .group_by(col<&user::city_id>).having(aludel::count() > 10)
                     .list<per_city>();
    check(stats.size() == 1 && stats[0].people == 80 && stats[0].mean_age > 20);
    auto joined = aludel::from<user>(session).join<city>(col<&user::city_id> == col<&city::id>)
                      .where(col<&city::name>.starts_with("New ")).list();
    check(joined.size() == 80 && std::get<city>(joined[0]).name == "New York");
    const auto cities = aludel::repository<city>{session}.list();
    auto by_city = aludel::load_children<&user::city_id>(session, cities);
    check(by_city.size() == cities.size() && by_city[0].size() == 80);
    const std::optional<std::int64_t> none;
    check(users.count(col<&user::city_id> == none) == users.count(col<&user::city_id>.is_null()));
}

static void run_plain_sql(aludel::engine& db, aludel::session& session, const user& alice) {
    {
        aludel::transaction tx{session};
        aludel::transaction inner{session};
        inner.commit();
        tx.commit();
    }
    auto work = [](aludel::session& own) { return aludel::repository<user>{own}.count(); };
    check(db.transaction(work, {.attempts = 5}) == 80);
    const aludel::uuid id = alice.id;
    const std::string email = alice.email;
    std::uint64_t changed = session.execute("update users set age = age + {} where id = {}", 1, id);
    check(changed == 1);
    auto rows  = session.query<user>("select * from users where email = {}", email);
    check(rows.size() == 1 && rows[0].id == id);
    auto pairs = session.query<std::tuple<std::string, int>>("select name, age from users");
    auto total = session.query_one<std::int64_t>("select count(*) from users");
    check(pairs.size() == 80 && total == 80);
    std::int64_t streamed = 0;
    for (user& u : session.stream<user>("select * from users")) {
        streamed += u.is_active ? 1 : 0;
    }
    check(streamed == 80);
    soci::session& raw = session.soci();
    check(&raw == &session.soci());
}

static void run_unit_of_work(aludel::engine& db, aludel::uuid id, const user& bob) {
    aludel::unit_of_work work{db};
    user& alice = work.get<user>(id);            // tracked; the same row is the same object
    alice.name = "Alicia";
    city& paris = work.add(city{.name = "Paris"});
    work.remove(bob);
    work.commit();                               // one transaction: bulk inserts parents first, UPDATEs of changed columns only, then removals
    check(&work.get<city>(paris.id) == &paris && work.find<user>(bob.id) == nullptr);
}

int main(int argc, char** argv) {
    aludel::engine db{url_from(argc, argv)};
    db.drop_all<city, user>();
    db.create_all<city, user>();
    tables_are_as_described<city, user>(db);
    db.drop_all<price>();
    db.create_all<price>();
    tables_are_as_described<price>(db);
    {
        aludel::session session = db.open_session();
        const city home = aludel::repository<city>{session}.add({.name = "New York"});
        aludel::repository<user> users{session};
        load(db, users, people(40, home.id));
        ask(session, users);
        run_plain_sql(db, session, users.get_one(col<&user::email> == "7@example.com"));
        run_unit_of_work(db, users.get_one(col<&user::email> == "7@example.com").id,
                         users.get_one(col<&user::email> == "8@example.com"));
        check(users.count() == 79 && users.count(col<&user::name> == "Alicia") == 1);
        aludel::repository<price> prices{session};
        check(prices.get(prices.add({.amount = {1250}}).id).amount == money{1250});
    }
    db.drop_all<price>();
    db.drop_all<city, user>();
}
