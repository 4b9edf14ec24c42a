// SPDX-License-Identifier: BSL-1.0
#include "named_parameters.hpp"

#include <aludel/sql/statements.hpp>

namespace aludel::sql {

void put_for_parameter(std::string& sql, std::size_t number, const std::string& text) {
    const std::string name = ":p" + std::to_string(number);  // as SOCI reads it
    if (const std::size_t at = sql.find(name); at != std::string::npos) {
        sql.replace(at, name.size(), text);
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
