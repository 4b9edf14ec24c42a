// SPDX-License-Identifier: BSL-1.0
#include <aludel/session/sql_format.hpp>

#include <aludel/session/session.hpp>

namespace aludel::detail {

void the_sql_text_needs_exactly_one_placeholder_for_each_argument() {
    throw usage_error{"the SQL text needs exactly one {} for each argument"};
}

void a_brace_in_the_sql_text_is_neither_a_placeholder_nor_doubled() {
    throw usage_error{"a brace in the SQL text is neither {} nor doubled: write {{ or }}"};
}

void check_placeholders(std::string_view text, std::size_t arguments) {
    const std::size_t found = count_placeholders(text);
    if (found != arguments) {
        throw usage_error{"the SQL text has " + std::to_string(found) + " {} for " + std::to_string(arguments) +
                          " arguments; it needs exactly one for each"};
    }
}

std::string with_placeholders(std::string_view text, const syntax& facts) {
    if (text.find('\0') != std::string_view::npos) {
        throw usage_error{"the SQL text holds a NUL character, at which drivers would cut it; leave it out"};
    }
    std::string sql;
    sql.reserve(text.size() + 16);
    std::size_t number = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '{' && text[i] != '}') {
            sql += text[i];
            continue;
        }
        if (text[i + 1] == text[i]) {  // the format was checked: every brace has its pair
            sql += text[i];
        } else {
            sql::append_placeholder(sql, facts, ++number);
        }
        ++i;
    }
    return sql;
}

void throw_row_count(bool none, std::string_view sql) {
    if (none) {
        throw not_found{"the query gave no row, but exactly one was asked for", {.statement = std::string{sql}}};
    }
    throw multiple_results{"the query gave more than the one row that was asked for", {.statement = std::string{sql}}};
}

}  // namespace aludel::detail
