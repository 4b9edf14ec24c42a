// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/error.hpp>
#include <aludel/migrate/manager.hpp>
#include <aludel/model/function_ref.hpp>

namespace aludel::migrate {

/// Runs one step. What it throws comes out as an error of the same class that names revision and step, too. `undone`:
/// nothing of the revision stays; else the steps before this one do.
void in_place(const revision& one, const migration_progress& progress, bool undone, function_ref<void()> work);

}  // namespace aludel::migrate
