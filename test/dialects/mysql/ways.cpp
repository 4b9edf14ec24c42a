// SPDX-License-Identifier: BSL-1.0
#include "../bulk_ways.hpp"

namespace bulk_ways {

/// MySQL has no array binding: there the first two are LOAD DATA and many-row VALUES.
std::vector<way> all_ways() {
    return {without_policy("the fastest"),
            with_policy("the fastest with ON DUPLICATE KEY"),
            without_policy("LOAD DATA", "bulk_path=load_data"),
            with_policy("LOAD DATA and an upsert of all", "bulk_path=load_data"),
            without_policy("the dialect's many-row VALUES", "bulk_path=values"),
            with_policy("the dialect's many-row VALUES with ON DUPLICATE KEY", "bulk_path=values"),
            by_many_row_values("many-row VALUES")};
}

}  // namespace bulk_ways
