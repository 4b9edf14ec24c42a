// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <aludel/migrate/manager.hpp>
#include <aludel/model/function_ref.hpp>

namespace aludel::migrate {

/// manager::downgrade. `look` hears which revisions would be taken back, last one first, and throws where that is not
/// meant: then nothing is done. What another program applies behind them meanwhile makes it throw transaction_conflict.
std::vector<const revision*> take_back(session& session, const revision_graph& graph, const manager_options& options,
                                       std::string_view target,
                                       function_ref<void(std::span<const revision* const>)> look);

}  // namespace aludel::migrate
