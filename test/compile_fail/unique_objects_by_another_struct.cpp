// SPDX-License-Identifier: BSL-1.0
// expect: aludel: unique_objects<T, &T::member…> takes the members of T whose values make its objects unique
#include <aludel/repository/unique_objects.hpp>

struct tag {
    std::int64_t id = 0;
    std::string name;
};
struct other {
    std::int64_t id = 0;
    std::string name;
};

void make(aludel::session& session) {
    aludel::unique_objects<tag, &other::name> tags{session};
}
