// SPDX-License-Identifier: BSL-1.0
#include "user.hpp"

const aludel::table_description& table_seen_by_the_other() {
    return aludel::table_of<headers_user>;
}
