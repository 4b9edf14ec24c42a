// SPDX-License-Identifier: BSL-1.0
// expect: the SQL text must be known while compiling; what varies goes into a {}
#include <aludel/aludel.hpp>

void remove(aludel::session& session, const std::string& table) {
    session.execute("delete from " + table);
}
