// SPDX-License-Identifier: BSL-1.0
#include "../bulk_ways.hpp"

namespace bulk_ways {

/// MySQL has no array binding: there the first two are many-row VALUES as well.
std::vector<way> all_ways() {
    return {without_policy("array binding"), with_policy("array binding with ON DUPLICATE KEY"),
            by_many_row_values("many-row VALUES")};
}

}  // namespace bulk_ways
