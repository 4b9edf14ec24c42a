// SPDX-License-Identifier: BSL-1.0
#include "table_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sql/tokens.hpp"

namespace aludel::sqlite {
namespace {

using tokens = std::span<const sql::token>;

bool begins_table_constraint(const sql::token& first) {
    constexpr std::array<std::string_view, 5> words{"constraint", "primary", "unique", "check", "foreign"};
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return first.is_word(word); });
}

/// One column or table constraint between two commas.
class item_parser {
public:
    item_parser(std::string_view sql, tokens item, table_text& to) : sql_{sql}, item_{item}, to_{to} {}

    void parse() {
        std::size_t at = 0;
        if (!begins_table_constraint(item_.front())) {
            column_ = item_.front().unquoted();
            at = 1;
        }
        while (at < item_.size()) {
            at = parse_at(at);
        }
    }

private:
    std::size_t parse_at(std::size_t at) {
        const sql::token& word = item_[at];
        if (word.is_symbol('(')) {  // of a type or a default
            (void)sql::inside_parentheses(item_, at);
            return at;
        }
        if (word.is_word("constraint") && at + 1 < item_.size()) {
            name_ = item_[at + 1].unquoted();
            return at + 2;
        }
        if (word.is_word("primary")) {
            to_.primary_key = take_name();
        } else if (word.is_word("unique")) {
            return unique(at + 1);
        } else if (word.is_word("check")) {
            const tokens inside = sql::inside_parentheses(item_, ++at);
            to_.checks.push_back({take_name(), std::string{sql::text_of(sql_, inside)}});
            return at;
        } else if (word.is_word("references")) {
            to_.foreign_keys.push_back(take_name());
            return std::min(at + 2, item_.size());  // the table may have any name
        }
        return at + 1;
    }

    std::size_t unique(std::size_t at) {
        const bool has_list = at < item_.size() && item_[at].is_symbol('(');
        schema::key_columns made{take_name(), {column_}};
        if (has_list) {
            made.columns = sql::names_in(sql::inside_parentheses(item_, at));
        }
        to_.uniques.push_back(std::move(made));
        return at;
    }

    std::string take_name() { return std::exchange(name_, {}); }

    std::string_view sql_;
    tokens item_;
    table_text& to_;
    std::string column_;
    std::string name_;
};

std::string upper(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return result;
}

}  // namespace

std::string table_text::name_of_unique(const std::vector<std::string>& columns) const {
    const auto found = std::find_if(uniques.begin(), uniques.end(),
                                    [&](const schema::key_columns& each) { return each.columns == columns; });
    return found == uniques.end() ? std::string{} : found->name;
}

table_text parse_create_table(std::string_view sql) {
    table_text found;
    const std::vector<sql::token> all = sql::tokens_of(sql);
    std::size_t behind = 0;
    for (const tokens item : sql::split_at_commas(sql::inside_parentheses(all, behind))) {
        if (!item.empty()) {
            item_parser{sql, item, found}.parse();
        }
    }
    for (; behind < all.size(); ++behind) {
        found.has_rowid = found.has_rowid && !all[behind].is_word("without");
    }
    return found;
}

std::string_view affinity_of_type(std::string_view declared) {
    const std::string type = upper(declared);
    const auto has = [&type](std::string_view part) {
        return type.find(part) != std::string::npos;
    };
    if (has("INT")) {
        return "INTEGER";
    }
    if (has("CHAR") || has("CLOB") || has("TEXT")) {
        return "TEXT";
    }
    if (has("BLOB") || type.empty()) {
        return "BLOB";
    }
    return has("REAL") || has("FLOA") || has("DOUB") ? "REAL" : "NUMERIC";
}

value_kind kind_of_type(std::string_view declared) {
    struct known {
        std::string_view type;
        value_kind kind;
    };
    // As append_column_type declares them, but for "integer": elsewhere it says any integer of SQLite's 64 bits.
    constexpr std::array<known, 9> declared_by_us{{{"BOOLEAN", value_kind::boolean},
                                                   {"SMALLINT", value_kind::int16},
                                                   {"UNSIGNED BLOB", value_kind::uint64},
                                                   {"REAL BLOB", value_kind::float32},
                                                   {"DOUBLE BLOB", value_kind::float64},
                                                   {"DATE", value_kind::date},
                                                   {"TIMESTAMP", value_kind::timestamp},
                                                   {"DATETIME", value_kind::timestamp},
                                                   {"UUID", value_kind::uuid}}};
    const std::string type = upper(declared);
    const auto found = std::find_if(declared_by_us.begin(), declared_by_us.end(),
                                    [&type](const known& each) { return each.type == type; });
    if (found != declared_by_us.end()) {
        return found->kind;
    }
    const std::string_view affinity = affinity_of_type(declared);
    if (affinity == "INTEGER") {
        return value_kind::int64;
    }
    if (affinity == "TEXT") {
        return value_kind::text;
    }
    return affinity == "REAL" ? value_kind::float64 : affinity == "BLOB" ? value_kind::bytes : value_kind::null;
}

}  // namespace aludel::sqlite
