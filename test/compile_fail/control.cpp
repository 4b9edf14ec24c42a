// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <aludel/model/reflect.hpp>

// What the other files do wrong, done right: shows that they fail for the reason they name.
struct city {
    std::int64_t id = 0;
    std::string name;
};
struct contact {
    std::string email;
    std::optional<std::string> phone;
};
struct user {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::int64_t> city_id;
    contact home;
    contact work;
    aludel::unmapped<std::map<int, int>> cache;
};

template <>
inline constexpr auto aludel::entity<user> = aludel::table("users")
                                                 .primary_key<&user::id>()
                                                 .column<&user::work, &contact::email>("work_email")
                                                 .column<&user::work, &contact::phone>("work_phone")
                                                 .unique<&user::name, &user::home, &contact::email>()
                                                 .foreign_key<&user::city_id, &city::id>(aludel::on_delete::cascade);

const aludel::table_description& users = aludel::table_of<user>;
