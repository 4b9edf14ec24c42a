// SPDX-License-Identifier: BSL-1.0
#include "../bulk_ways.hpp"

namespace bulk_ways {

std::vector<way> all_ways() {
    return {without_policy("virtual table"), with_policy("virtual table with a policy"),
            by_many_row_values("many-row VALUES"), without_policy("through SOCI", "native_path=off"),
            with_policy("through SOCI with a policy", "native_path=off")};
}

}  // namespace bulk_ways
