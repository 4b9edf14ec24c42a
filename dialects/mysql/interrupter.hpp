// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <mysql.h>

#include <aludel/dialect/dialect.hpp>
#include <aludel/dialect/tls_mode.hpp>

namespace aludel::mysql {

/// Ends statements by KILL QUERY over another connection to `reached`, which must have the TLS that is asked for, too.
std::unique_ptr<interrupter> make_interrupter(MYSQL* handle, const connection_target& reached, tls_mode tls);

}  // namespace aludel::mysql
