// SPDX-License-Identifier: BSL-1.0
// The service of doc/how-to/migrate.md while addresses move to a table of their own.
#include <aludel/aludel.hpp>
#include <aludel/migrate/command_line.hpp>

struct person {
    std::int64_t id{};
    std::string name;
    std::optional<std::string> nickname;
    std::string email;
    std::optional<std::string> address;
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

int main(int argc, char** argv) {
    return aludel::migrate::command_line<person, address>(argc, argv);
}
