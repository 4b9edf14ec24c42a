// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <mysql.h>

#include <aludel/dialect/dialect.hpp>

namespace aludel::mysql {

/// Ends statements by KILL QUERY over another connection to `reached`.
std::unique_ptr<interrupter> make_interrupter(MYSQL* handle, const connection_target& reached);

}  // namespace aludel::mysql
