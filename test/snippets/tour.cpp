// SPDX-License-Identifier: BSL-1.0
// The rest is the tour of the README, character for character.
// clang-format off
#include <aludel/aludel.hpp>
using aludel::col;

struct city {
    std::int64_t id{};                      // member called `id`: the primary key; an integer key is generated
    std::string name;
};

struct user {
    aludel::uuid id = aludel::uuid_v7();    // generated here, not by the database
    std::string name;
    std::string email;
    bool is_active = true;
    std::optional<int> age;                 // NULL allowed; plain fields are NOT NULL
    std::optional<std::int64_t> city_id;
    aludel::audit audit;                    // flattened: created_at, updated_at
};

template <>
inline constexpr auto aludel::entity<user> =
    aludel::table("users")
        .unique<&user::email>()
        .index<&user::name>()
        .foreign_key<&user::city_id, &city::id>(aludel::on_delete::set_null);

int main() {
    aludel::engine db{"sqlite:///app.db"};  // or postgresql://…, mysql://…: nothing else changes
    db.create_all<city, user>();            // parents first or not: ordered by foreign keys

    db.transaction([](aludel::session& session) {          // commits, or rolls back on an exception
        aludel::repository<user> users{session};
        user alice = users.add({.name = "Alice", .email = "alice@example.com"});
        users.update(alice.id, aludel::patch<user>{}.set<&user::age>(31));
        auto adults = users.where(col<&user::age> >= 18).order_by(col<&user::name>.asc()).limit(10).list();
    });
}
