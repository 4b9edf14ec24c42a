// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <libpq-fe.h>

namespace aludel::postgresql {

struct clear_result {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using result_handle = std::unique_ptr<PGresult, clear_result>;

// libpq 15 streams one row a result; since 17 it can put several into each, which saves most of its work per row.
#ifdef LIBPQ_HAS_CHUNK_MODE
inline void fetch_in_parts(PGconn* native) noexcept {
    PQsetChunkedRowsMode(native, 256);
}
/// Whether more results follow that hold rows.
inline bool is_part(ExecStatusType status) noexcept {
    return status == PGRES_TUPLES_CHUNK || status == PGRES_SINGLE_TUPLE;
}
#else
inline void fetch_in_parts(PGconn* native) noexcept {
    PQsetSingleRowMode(native);
}
/// Whether more results follow that hold rows.
inline bool is_part(ExecStatusType status) noexcept {
    return status == PGRES_SINGLE_TUPLE;
}
#endif

}  // namespace aludel::postgresql
