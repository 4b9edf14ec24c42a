// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <libpq-fe.h>

namespace aludel::postgresql {

struct clear_result {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using result_handle = std::unique_ptr<PGresult, clear_result>;

}  // namespace aludel::postgresql
