// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <aludel/dialect/interrupter.hpp>

struct sqlite3;

namespace aludel::sqlite {

/// Ends statements by sqlite3_interrupt, and waits for locks in SQLite's place, which would not look up.
std::unique_ptr<aludel::interrupter> make_interrupter(::sqlite3* handle);

}  // namespace aludel::sqlite
