// SPDX-License-Identifier: BSL-1.0
// The service of doc/how-to/migrate.md when it has learnt how to greet.
#include <aludel/aludel.hpp>
#include <aludel/migrate/command_line.hpp>

struct person {
    std::int64_t id{};
    std::string name;
    std::optional<std::string> nickname;
    std::string mail;
    std::optional<std::string> address;
    std::string greeted_as;
};
template <>
inline constexpr auto aludel::entity<person> = aludel::table("person");

int main(int argc, char** argv) {
    return aludel::migrate::command_line<person>(argc, argv);
}
