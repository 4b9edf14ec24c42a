// SPDX-License-Identifier: BSL-1.0
#include "schema/strict_types.hpp"

#include <algorithm>

#include "schema/same.hpp"
#include "sql/tokens.hpp"

namespace aludel::schema {
namespace {

bool is_strict(const table& of) {
    const std::vector<sql::token> words = sql::tokens_of(of.options);
    return std::any_of(words.begin(), words.end(), [](const sql::token& each) { return each.is_word("strict"); });
}

bool is_taken(std::string_view type) {
    constexpr std::string_view types[] = {"int", "integer", "real", "text", "blob", "any"};
    return std::any_of(std::begin(types), std::end(types),
                       [type](std::string_view each) { return same_without_case(each, type); });
}

struct strict_type {
    std::string_view type;
    std::string_view meaning;  ///< its affinity by the rules for all names, sqlite.org/datatype3.html, 3.1
};

/// What takes all values of that kind in the form that they are stored in. An unsigned integer may be a text.
strict_type strict_type_of(value_kind kind) {
    switch (kind) {
    case value_kind::boolean:
    case value_kind::int16:
    case value_kind::int32:
    case value_kind::int64: return {"integer", "INTEGER"};
    case value_kind::float32:
    case value_kind::float64: return {"real", "REAL"};
    case value_kind::text:
    case value_kind::date:
    case value_kind::timestamp: return {"text", "TEXT"};
    case value_kind::bytes:
    case value_kind::uuid: return {"blob", "BLOB"};
    case value_kind::uint64:
    case value_kind::null: break;
    }
    return {"any", "NUMERIC"};
}

}  // namespace

std::vector<table> typed_like(std::span<const table> present, std::span<const table> wanted) {
    std::vector<table> result(wanted.begin(), wanted.end());
    for (table& each : result) {
        const table* is = find_table(present, each.name);
        if (is == nullptr || !is_strict(*is)) {
            continue;
        }
        for (column& of : each.columns) {
            if (!of.counted && !is_taken(of.type)) {
                const strict_type wants = strict_type_of(of.kind);
                of.type = wants.type;
                of.meaning = wants.meaning;
            }
        }
    }
    return result;
}

}  // namespace aludel::schema
