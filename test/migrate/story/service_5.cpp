// SPDX-License-Identifier: BSL-1.0
// The service of doc/how-to/migrate.md, of which several instances start at once.
#include <cstdlib>
#include <iostream>

#include <aludel/aludel.hpp>
#include <aludel/migrate/command_line.hpp>

struct person {
    std::int64_t id{};
    std::string name;
    std::optional<std::string> nickname;
    std::string email;
    std::string greeted_as;
};
template <>
inline constexpr auto aludel::entity<person> = aludel::table("people");

struct address {
    std::int64_t id{};
    std::int64_t person_id{};
    std::string street;
};
template <>
inline constexpr auto
    aludel::entity<address> = aludel::table("addresses").foreign_key<&address::person_id, &person::id>();

int serve() {
    try {
        aludel::engine db{std::getenv("DATABASE_URL")};
        aludel::migrate::manager schema{db, aludel::migrate::revision_graph::read("migrations"),
                                        aludel::migrate::tables_of<person, address>()};
        std::cout << to_string(schema.sync()) << '\n';
        aludel::session session = db.open_session();
        std::cout << aludel::repository<person>{session}.count() << " people\n";
        return 0;
    } catch (const aludel::error& failed) {
        std::cerr << failed.what() << '\n';
        return 1;
    }
}

int main(int argc, char** argv) {
    return argc > 1 ? aludel::migrate::command_line<person, address>(argc, argv) : serve();
}
