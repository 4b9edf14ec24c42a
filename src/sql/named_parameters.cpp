// SPDX-License-Identifier: BSL-1.0
#include "named_parameters.hpp"

#include <aludel/sql/statements.hpp>

namespace aludel::sql {

std::string parameter_name(std::size_t number) {
    return ":p" + std::to_string(number);
}

void replace_all(std::string& sql, const std::string& name, const std::string& text) {
    for (std::size_t at = sql.find(name); at != std::string::npos; at = sql.find(name, at)) {
        sql.replace(at, name.size(), text);
        at += text.size();
    }
}

std::string with_placeholders(std::string sql, const syntax& how) {
    for (std::size_t number = 1; sql.find(parameter_name(number)) != std::string::npos; ++number) {
        std::string placeholder;
        append_placeholder(placeholder, how, number);
        replace_all(sql, parameter_name(number), placeholder);
    }
    return sql;
}

}  // namespace aludel::sql
