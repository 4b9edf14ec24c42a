// SPDX-License-Identifier: BSL-1.0
#include "../bulk_ways.hpp"

namespace bulk_ways {

std::vector<way> all_ways() {
    return {without_policy("COPY"), with_policy("unnest"), by_many_row_values("many-row VALUES")};
}

}  // namespace bulk_ways
