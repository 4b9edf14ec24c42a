// SPDX-License-Identifier: BSL-1.0
// expect: this argument's type is no SQL value; give it an aludel::field_codec
#include <map>

#include <aludel/aludel.hpp>

void remove(aludel::session& session, const std::map<int, int>& ids) {
    session.execute("delete from users where id = {}", ids);
}
