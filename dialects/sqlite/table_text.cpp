// SPDX-License-Identifier: BSL-1.0
#include "table_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "dialect/table_reader.hpp"
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
        if (!begins_table_constraint(item_.front())) {
            to_.columns.push_back(
                {.name = item_.front().unquoted(), .computed = false, .clauses = {}, .collation = {}});
            column_ = &to_.columns.back();
            skip_words();  // its name and its type
        }
        while (at_ < item_.size()) {
            parse_next();
        }
    }

private:
    void skip_words();
    void parse_next();
    void primary_key();
    void unique();
    void foreign_key();
    void computed();
    void conflict(std::string* clauses, std::string_view of);
    /// The columns of a key; notes what else it says of them.
    std::vector<std::string> key_columns_in(tokens list);

    [[nodiscard]] bool is(std::string_view word, std::size_t ahead = 0) const {
        return at_ + ahead < item_.size() && item_[at_ + ahead].is_word(word);
    }
    bool skip(std::string_view word) {
        const bool found = is(word);
        at_ += found ? 1 : 0;
        return found;
    }
    [[nodiscard]] bool is_open() const { return at_ < item_.size() && item_[at_].is_symbol('('); }
    tokens parentheses() { return sql::inside_parentheses(item_, at_); }
    [[nodiscard]] std::string text_from(std::size_t begin) const {
        return std::string{sql::text_of(sql_, item_.subspan(begin, at_ - begin))};
    }
    void cannot_write(std::string text) {
        to_.unwritable.push_back({column_ == nullptr ? std::string{} : column_->name, std::move(text)});
    }
    std::string take_name() { return std::exchange(name_, {}); }

    std::string_view sql_;
    tokens item_;
    table_text& to_;
    std::size_t at_ = 0;
    table_text::column* column_ = nullptr;
    std::string name_;
};

/// One word or parenthesis, and all behind it that no constraint begins with.
void item_parser::skip_words() {
    constexpr std::array<std::string_view, 11> behind{"constraint", "primary",   "not",     "null",
                                                      "unique",     "check",     "default", "collate",
                                                      "references", "generated", "as"};
    const auto ends = [&](const sql::token& token) {
        return std::any_of(behind.begin(), behind.end(), [&](std::string_view word) { return token.is_word(word); });
    };
    do {
        is_open() ? (void)parentheses() : (void)++at_;
    } while (at_ < item_.size() && !ends(item_[at_]));
}

void item_parser::parse_next() {
    const std::size_t begin = at_;
    if (skip("constraint")) {
        name_ = at_ < item_.size() ? item_[at_++].unquoted() : std::string{};
    } else if (skip("primary")) {
        primary_key();
    } else if (skip("unique")) {
        unique();
    } else if (skip("check")) {
        to_.checks.push_back({take_name(), std::string{sql::text_of(sql_, parentheses())}});
        conflict(nullptr, "CHECK");
    } else if (skip("not")) {
        skip("null");
        conflict(nullptr, "NOT NULL");
    } else if (skip("null")) {
        conflict(nullptr, "NULL");
    } else if (skip("default")) {
        skip_words();
    } else if (skip("foreign")) {
        skip("key");
        (void)parentheses();
    } else if (skip("references")) {
        foreign_key();
    } else if (column_ != nullptr && skip("collate") && at_ < item_.size()) {
        column_->collation = item_[at_++].unquoted();
        column_->clauses += ' ' + text_from(begin);
    } else if (column_ != nullptr && (is("generated") || is("as"))) {
        computed();
    } else {
        at_ = item_.size();
        cannot_write(text_from(begin));
    }
}

std::vector<std::string> item_parser::key_columns_in(tokens list) {
    std::vector<std::string> names;
    for (const tokens each : sql::split_at_commas(list)) {
        if (each.size() > 1 && !(each.size() == 2 && each.back().is_word("asc"))) {
            cannot_write(std::string{sql::text_of(sql_, each)});
        }
        names.push_back(each.empty() ? std::string{} : each.front().unquoted());
    }
    return names;
}

/// ON CONFLICT …, which goes to the clauses of a key, or cannot be written.
void item_parser::conflict(std::string* clauses, std::string_view of) {
    const std::size_t begin = at_;
    if (!is("on") || !is("conflict", 1)) {
        return;
    }
    at_ = std::min(at_ + 3, item_.size());
    const std::string text = ' ' + text_from(begin);
    if (clauses == nullptr) {
        cannot_write(std::string{of} + text);
    } else {
        *clauses += text;
    }
}

void item_parser::primary_key() {
    skip("key");
    to_.primary_key.name = take_name();
    if (is_open()) {
        (void)key_columns_in(parentheses());
    }
    if (skip("desc")) {
        cannot_write("PRIMARY KEY DESC");
    }
    skip("asc");
    conflict(&to_.primary_key.clauses, {});
    skip("autoincrement");
}

void item_parser::unique() {
    schema::key_columns made{.name = take_name(), .columns = {}};
    made.columns = is_open()            ? key_columns_in(parentheses())
                   : column_ == nullptr ? std::vector<std::string>{}
                                        : std::vector{column_->name};
    conflict(&made.clauses, {});
    to_.uniques.push_back(std::move(made));
}

/// What stands behind REFERENCES. MATCH is read by SQLite and means nothing, sqlite.org/foreignkeys.html, 6.
void item_parser::foreign_key() {
    table_text::foreign_key made{take_name(), {}};
    at_ = std::min(at_ + 1, item_.size());  // the table may have any name
    if (is_open()) {
        (void)parentheses();
    }
    while (is("on") || is("match")) {
        const std::size_t words = is("match") ? 2 : is("set", 2) || is("no", 2) ? 4 : 3;
        at_ = std::min(at_ + words, item_.size());
    }
    const std::size_t begin = at_;
    if (is("deferrable") || (is("not") && is("deferrable", 1))) {
        skip("not");
        skip("deferrable");
        if (skip("initially")) {
            at_ = std::min(at_ + 1, item_.size());
        }
        made.clauses = ' ' + text_from(begin);
    }
    to_.foreign_keys.push_back(std::move(made));
}

void item_parser::computed() {
    const std::size_t begin = at_;
    if (skip("generated")) {
        skip("always");
    }
    skip("as");
    (void)parentheses();
    if (!skip("stored")) {
        skip("virtual");
    }
    column_->computed = true;
    column_->clauses += ' ' + text_from(begin);
}

}  // namespace

schema::key_columns table_text::unique_over(const std::vector<std::string>& names) const {
    const auto found = std::find_if(uniques.begin(), uniques.end(), [&](const schema::key_columns& each) {
        return std::equal(each.columns.begin(), each.columns.end(), names.begin(), names.end(),
                          schema::same_without_case);
    });
    schema::key_columns made = found == uniques.end() ? schema::key_columns{} : *found;
    made.columns = names;
    return made;
}

const table_text::column* table_text::find(std::string_view name) const {
    const auto found =
        std::find_if(columns.begin(), columns.end(), [name](const column& each) { return each.name == name; });
    return found == columns.end() ? nullptr : &*found;
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
    const tokens options = tokens{all}.subspan(std::min(behind, all.size()));
    found.options = options.empty() ? std::string{} : ' ' + std::string{sql::text_of(sql, options)};
    found.has_rowid =
        std::none_of(options.begin(), options.end(), [](const sql::token& each) { return each.is_word("without"); });
    return found;
}

std::string_view affinity_of_type(std::string_view declared) {
    std::string type{declared};
    std::transform(type.begin(), type.end(), type.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
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
    const auto found = std::find_if(declared_by_us.begin(), declared_by_us.end(), [declared](const known& each) {
        return schema::same_without_case(each.type, declared);
    });
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
