// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/dialect/dialect.hpp>

/// What the dialects' introspection has in common.
namespace aludel::schema {

/// The text that a query returned; empty for NULL.
inline std::string text_in(const value_view& value) {
    return value.is_null() ? std::string{} : std::string{value.text()};
}

/// As databases compare names that have no case: the letters A to Z.
bool same_without_case(std::string_view left, std::string_view right) noexcept;

/// Appends " in (…)" with a placeholder for each asked name, and the names to the parameters.
void append_asked_names(std::string& sql, const syntax& facts, const asked_tables& asked,
                        std::vector<value_view>& parameters);

/// A list of names comes as a row for each, in order: the one that goes on, or a new one.
template <class Each>
Each& last_named(std::vector<Each>& list, std::string_view name, bool begins) {
    if (begins || list.empty()) {
        list.emplace_back();
        list.back().name = name;
    }
    return list.back();
}

/// "no action", "cascade", … as the catalogues of SQL databases spell it, in any case.
referential_action action_named(std::string_view name);

}  // namespace aludel::schema
