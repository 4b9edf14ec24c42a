// SPDX-License-Identifier: BSL-1.0
#include "named_parameters.hpp"

#include <vector>

#include <aludel/sql/statements.hpp>

#include "tokens.hpp"

namespace aludel::sql {

void put_for_parameter(std::string& sql, std::size_t number, const std::string& text) {
    const std::string name = 'p' + std::to_string(number);  // behind a colon, as SOCI reads it
    const std::vector<token> tokens = tokens_of(sql);
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        if (tokens[i - 1].is_symbol(':') && tokens[i].is_word(name) && tokens[i - 1].end() == tokens[i].begin) {
            sql.replace(tokens[i - 1].begin, name.size() + 1, text);
            return;
        }
    }
}

std::string with_placeholders(std::string sql, std::size_t parameters, const syntax& how) {
    for (std::size_t number = 1; number <= parameters; ++number) {
        std::string placeholder;
        append_placeholder(placeholder, how, number);
        put_for_parameter(sql, number, placeholder);
    }
    return sql;
}

}  // namespace aludel::sql
