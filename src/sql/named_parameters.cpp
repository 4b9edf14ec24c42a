// SPDX-License-Identifier: BSL-1.0
#include "named_parameters.hpp"

#include <string_view>

#include <aludel/sql/statements.hpp>

namespace aludel::sql {

namespace {

/// The place of `what` outside of quotes; a doubled quote ends them and begins them again.
std::size_t find_unquoted(std::string_view sql, std::string_view what) noexcept {
    char quote = '\0';
    for (std::size_t at = 0; at < sql.size(); ++at) {
        const char c = sql[at];
        if (quote == '\0' && sql.substr(at).starts_with(what)) {
            return at;
        }
        if (quote == '\0' ? c == '"' || c == '`' || c == '\'' : c == quote) {
            quote = quote == '\0' ? c : '\0';
        }
    }
    return std::string_view::npos;
}

}  // namespace

void put_for_parameter(std::string& sql, std::size_t number, const std::string& text) {
    const std::string name = ":p" + std::to_string(number);  // as SOCI reads it
    if (const std::size_t at = find_unquoted(sql, name); at != std::string::npos) {
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
