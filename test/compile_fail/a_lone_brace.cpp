// SPDX-License-Identifier: BSL-1.0
// expect: a_brace_in_the_sql_text_is_neither_a_placeholder_nor_doubled
#include <aludel/aludel.hpp>

void count(aludel::session& session) {
    session.query_one<int>("select count(*) from users where name = '{'");
}
