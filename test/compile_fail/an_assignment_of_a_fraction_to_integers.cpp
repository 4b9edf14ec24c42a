// SPDX-License-Identifier: BSL-1.0
// expect: what is computed may have a fraction, which the field of integers cannot hold; compute with integers
#include <aludel/aludel.hpp>

struct post {
    std::int64_t id = 0;
    int views = 0;
};

auto change(aludel::repository<post>& posts) {
    return posts.update_where(aludel::col<&post::id> == 1,
                              aludel::set(aludel::col<&post::views>, aludel::col<&post::views> * 0.9));
}
