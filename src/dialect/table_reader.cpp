// SPDX-License-Identifier: BSL-1.0
#include "dialect/table_reader.hpp"

#include <algorithm>

#include <aludel/sql/statements.hpp>

namespace aludel::schema {

bool same_without_case(std::string_view left, std::string_view right) noexcept {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [lower](char a, char b) { return lower(a) == lower(b); });
}

void append_asked_names(std::string& sql, const syntax& facts, const asked_tables& asked,
                        std::vector<value_view>& parameters) {
    sql += " in (";
    for (const table_name& each : asked.names) {
        sql += parameters.empty() ? "" : ", ";
        parameters.push_back(value_view::of_text(each.name));
        sql::append_placeholder(sql, facts, parameters.size());
    }
    sql += ')';
}

referential_action action_named(std::string_view name) {
    const auto is = [name](std::string_view wanted) {
        return std::equal(name.begin(), name.end(), wanted.begin(), wanted.end(), [](char left, char right) {
            return (left >= 'A' && left <= 'Z' ? static_cast<char>(left - 'A' + 'a') : left) == right;
        });
    };
    if (is("cascade")) {
        return referential_action::cascade;
    }
    if (is("restrict")) {
        return referential_action::restrict;
    }
    if (is("set null")) {
        return referential_action::set_null;
    }
    return is("set default") ? referential_action::set_default : referential_action::no_action;
}

}  // namespace aludel::schema
