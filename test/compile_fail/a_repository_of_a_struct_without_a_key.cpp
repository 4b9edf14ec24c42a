// SPDX-License-Identifier: BSL-1.0
// expect: a repository's struct needs a key: a member called id, or .primary_key<…>() in entity<T>
#include <aludel/aludel.hpp>

struct reading {
    double value = 0;
};

auto readings(aludel::session& session) {
    return aludel::repository<reading>{session};
}
