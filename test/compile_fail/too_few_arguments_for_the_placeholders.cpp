// SPDX-License-Identifier: BSL-1.0
// expect: the_sql_text_needs_exactly_one_placeholder_for_each_argument
#include <aludel/aludel.hpp>

void count(aludel::session& session) {
    session.execute("update users set age = {} where id = {}", 31);
}
