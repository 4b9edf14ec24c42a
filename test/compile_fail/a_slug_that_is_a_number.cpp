// SPDX-License-Identifier: BSL-1.0
// expect: aludel: a slug is a std::string
#include <aludel/repository/slug.hpp>

struct post {
    std::int64_t id = 0;
    int slug = 0;
};

void add(aludel::repository<post>& posts) {
    aludel::add_with_slug<&post::slug>(posts, post{}, "text");
}
