// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <aludel/aludel.hpp>

#include "../conformance/database.hpp"

/// The ways in which rows get into a table in bulk. Which of them is taken is settled by the dialect, so they are
/// forced here, one after the other.
namespace bulk_ways {

struct way {
    std::string name;
    std::shared_ptr<aludel::engine> engine;
    std::function<void(aludel::session&, const aludel::table_description&, aludel::row_source&)> load;
};

/// The ways of the dialect that is tested, on the server that it is run for.
std::vector<way> all_ways();

/// The writer that the dialect picks for a load without a conflict policy.
way without_policy(std::string name, std::string_view parameters = {});
/// The writer that it picks for one that leaves rows alone which are there.
way with_policy(std::string name, std::string_view parameters = {});
/// The shared writer of prepared INSERTs of many rows.
way by_many_row_values(std::string name, std::string_view parameters = {});

}  // namespace bulk_ways
