// SPDX-License-Identifier: BSL-1.0
#include "../bulk_ways.hpp"

namespace bulk_ways {

std::vector<way> all_ways() {
    return {without_policy("native"), with_policy("native with a policy"),
            without_policy("through SOCI", "native_path=off"),
            with_policy("through SOCI with a policy", "native_path=off")};
}

}  // namespace bulk_ways
