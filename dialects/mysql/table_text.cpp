// SPDX-License-Identifier: BSL-1.0
#include "table_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "dialect/table_reader.hpp"
#include "sql/tokens.hpp"

namespace aludel::mysql {
namespace {

using tokens = std::span<const sql::token>;

/// The place of the first of these words that stands in no parentheses, at or behind `from`.
template <std::size_t Count>
std::size_t find_word(tokens in, std::size_t from, const std::array<std::string_view, Count>& words) {
    while (from < in.size()) {
        if (in[from].is_symbol('(')) {
            (void)sql::inside_parentheses(in, from);
            continue;
        }
        if (std::any_of(words.begin(), words.end(), [&](std::string_view word) { return in[from].is_word(word); })) {
            break;
        }
        ++from;
    }
    return from;
}

std::string text_without_case(tokens from, std::size_t at) {
    std::string text = at < from.size() ? from[at].unquoted() : std::string{};
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

/// The word behind this one, as in "collate utf8mb4_bin"; "=" may stand between. Empty: it is not there.
std::string word_behind(tokens in, std::string_view word) {
    std::size_t at = find_word(in, 0, std::array{word});
    at += at + 1 < in.size() && in[at + 1].is_symbol('=') ? 2 : 1;
    return at < in.size() ? in[at].unquoted() : std::string{};
}

/// A text as the sessions of this dialect read it (NO_BACKSLASH_ESCAPES). SHOW CREATE TABLE escapes by backslashes
/// whatever sql_mode is, and in defaults doubles quotes (seen on MariaDB 10.11 and MySQL 5.6.24).
std::string standard_text(std::string_view printed) {
    std::string text{"'"};
    for (std::size_t at = 1; at + 1 < printed.size(); ++at) {
        const bool is_escape = printed[at] == '\\' || printed.substr(at, 2) == "''";
        at += is_escape ? 1 : 0;
        const char c = printed[at];
        const bool is_letter = is_escape && printed[at - 1] == '\\';
        text += is_letter && c == 'n' ? '\n' : is_letter && c == 'r' ? '\r' : is_letter && c == '0' ? '\0' : c;
        text += c == '\'' ? "'" : "";
    }
    return text + '\'';
}

/// The expression as the sessions of this dialect read it.
std::string expression_of(std::string_view sql, tokens expression) {
    std::string text;
    std::size_t copied = expression.empty() ? 0 : expression.front().begin;
    for (const sql::token& each : expression) {
        text += sql.substr(copied, each.begin - copied);
        text += each.kind == sql::token_kind::text ? standard_text(each.text) : std::string{each.text};
        copied = each.end();
    }
    return text;
}

bool is_textual(std::string_view type) {
    return type.find("char") != std::string_view::npos || type.find("text") != std::string_view::npos ||
           type == "enum" || type == "set";
}

struct table_collation {
    std::string set;
    std::string collation;
};

/// "character set utf8mb4 collate utf8mb4_bin", whatever part of it the server left out.
std::string collation_of(tokens type, const table_collation& of_table, const default_collations& collations) {
    table_collation found{word_behind(type, "set"), word_behind(type, "collate")};
    if (found.set.empty()) {
        found.collation = found.collation.empty() ? of_table.collation : found.collation;
        found.set = found.collation.substr(0, found.collation.find('_'));
    }
    if (const auto at = collations.find(found.set); found.collation.empty() && at != collations.end()) {
        found.collation = at->second;
    }
    return " character set " + found.set + " collate " + found.collation;
}

constexpr std::array<std::string_view, 5> behind_default{"on", "comment", "check", "auto_increment", "invisible"};

class table_parser {
public:
    table_parser(std::string_view sql, const default_collations& collations) : sql_{sql}, collations_{collations} {}

    schema::table parse() {
        const std::vector<sql::token> all = sql::tokens_of(sql_, sql::backslash::escapes);
        std::size_t behind = 0;
        const tokens body = sql::inside_parentheses(all, behind);
        read_options(tokens{all}.subspan(behind));
        for (const tokens item : sql::split_at_commas(body)) {
            if (item.size() > 1) {
                item.front().kind == sql::token_kind::quoted_name ? column(item) : key_or_constraint(item);
            }
        }
        tell_own_indexes();
        made_.column_case_counts = false;  // dev.mysql.com/doc/refman/8.0/en/identifier-case-sensitivity.html
        return std::move(made_);
    }

private:
    void read_options(tokens options);
    void column(tokens item);
    [[nodiscard]] std::string clauses_of(tokens item, std::size_t type_end, std::size_t at) const;
    void key_or_constraint(tokens item);
    void key(tokens item, bool is_unique);
    void foreign_key(tokens item, std::string name);
    void tell_own_indexes();

    std::string_view sql_;
    const default_collations& collations_;
    table_collation collation_;
    schema::table made_;
};

void table_parser::read_options(tokens options) {
    collation_ = {word_behind(options, "charset"), word_behind(options, "collate")};
    if (const auto at = collations_.find(collation_.set); collation_.collation.empty() && at != collations_.end()) {
        collation_.collation = at->second;
    }
}

void table_parser::column(tokens item) {
    constexpr std::array<std::string_view, 12> behind_type{"not", "null",      "default", "auto_increment",
                                                           "on",  "comment",   "check",   "generated",
                                                           "as",  "invisible", "stored",  "virtual"};
    const std::size_t end = find_word(item, 1, behind_type);
    const tokens type = item.subspan(1, end - 1);
    schema::column& made = made_.columns.emplace_back();
    made.name = item.front().unquoted();
    const std::size_t collation = find_word(type, 0, std::array<std::string_view, 2>{"character", "collate"});
    made.type = sql::text_of(sql_, type.first(collation));
    made.kind = kind_of_type(made.type);
    if (is_textual(text_without_case(type, 0))) {
        made.type += collation_of(type, collation_, collations_);
    }
    const std::size_t no = find_word(item, end, std::array<std::string_view, 1>{"not"});
    made.nullable = no + 1 >= item.size() || !item[no + 1].is_word("null");
    made.counted = find_word(item, end, std::array<std::string_view, 1>{"auto_increment"}) < item.size();
    if (const std::size_t at = find_word(item, end, std::array<std::string_view, 1>{"default"}); at < item.size()) {
        const tokens expression = item.subspan(at + 1, find_word(item, at + 1, behind_default) - at - 1);
        const bool is_null = expression.size() == 1 && expression.front().is_word("null");
        made.default_expression = is_null ? std::string{} : expression_of(sql_, expression);
    }
    std::size_t check = find_word(item, end, std::array<std::string_view, 1>{"check"});
    if (check < item.size()) {
        made_.checks.push_back({made.name, expression_of(sql_, sql::inside_parentheses(item, check)), true});
    }
    const std::size_t as = find_word(item, end, std::array<std::string_view, 2>{"generated", "as"});
    made.computed = as < item.size();
    made.clauses = clauses_of(item, 1 + collation, end);
}

/// What stands behind the type, but for what a column says by itself: the type without its collation ends before
/// `type_end`, and with it before `at`. Behind a remark that begins with an exclamation mark and a version are words
/// that older servers do not know (dev.mysql.com/doc/refman/8.0/en/comments.html), or those other than MariaDB where
/// an M stands before it (mariadb.com/kb/en/comment-syntax). MariaDB 10.11 prints COMPRESSED so before a collation, and
/// takes it in any place.
std::string table_parser::clauses_of(tokens item, std::size_t type_end, std::size_t at) const {
    std::string text;
    std::size_t seen = item[type_end - 1].end();
    const auto take = [&](std::size_t begin, std::size_t end) {
        text += ' ' + expression_of(sql_, item.subspan(begin, end - begin));
    };
    const auto take_remark = [&](std::size_t until) {
        const std::string_view between = sql_.substr(seen, until - seen);
        const std::size_t begin = std::min(between.find("/*!"), between.find("/*M!"));
        const std::size_t end = between.rfind("*/");
        text += begin == between.npos || end == between.npos
                    ? std::string{}
                    : ' ' + std::string{between.substr(begin, end + 2 - begin)};
    };
    if (type_end < at) {
        take_remark(item[type_end].begin);
        seen = item[at - 1].end();
    }
    while (at < item.size()) {
        take_remark(item[at].begin);
        const std::size_t begin = at;
        if (item[at].is_word("not")) {
            at += 2;
        } else if (item[at].is_word("null") || item[at].is_word("auto_increment")) {
            ++at;
        } else if (item[at].is_word("default")) {
            at = find_word(item, at + 1, behind_default);
        } else {
            at = item[at].is_symbol('(') ? at : at + 1;
            if (at < item.size() && item[at].is_symbol('(')) {
                (void)sql::inside_parentheses(item, at);
            }
            take(begin, at);
        }
        seen = item[std::min(at, item.size()) - 1].end();
    }
    take_remark(std::min(sql_.find('\n', seen), sql_.size()));
    return text;
}

void table_parser::key_or_constraint(tokens item) {
    if (item[0].is_word("primary")) {
        std::size_t at = 1;
        made_.primary_key.columns = sql::names_in(sql::inside_parentheses(item, at));
    } else if (item[0].is_word("unique")) {
        key(item.subspan(1), true);
    } else if (item[0].is_word("key")) {
        key(item, false);
    } else if (item[0].is_word("constraint") && item.size() > 3) {
        if (item[2].is_word("foreign")) {
            foreign_key(item.subspan(3), item[1].unquoted());
        } else if (item[2].is_word("check")) {
            std::size_t at = 3;
            const tokens inside = sql::inside_parentheses(item, at);
            made_.checks.push_back({item[1].unquoted(), expression_of(sql_, inside)});
        }
    }
}

/// key `name` (`a`,`b`) …
void table_parser::key(tokens item, bool is_unique) {
    std::size_t at = 1;
    std::vector<std::string> columns = sql::names_in(sql::inside_parentheses(item, at));
    if (columns.empty() || item.size() < 2) {
        return;
    }
    // A unique constraint is an index: both are dropped as one.
    schema::key_columns made{item[1].unquoted(), std::move(columns), true};
    (is_unique ? made_.uniques : made_.indexes).push_back(std::move(made));
}

/// What follows ON DELETE or ON UPDATE. RESTRICT and NO ACTION are the same to InnoDB,
/// dev.mysql.com/doc/refman/8.0/en/create-table-foreign-keys.html
referential_action action_behind(tokens item, std::string_view event) {
    for (std::size_t at = 0; at + 2 < item.size(); ++at) {
        if (item[at].is_word("on") && item[at + 1].is_word(event)) {
            const bool is_set = item[at + 2].is_word("set") && at + 3 < item.size();
            const referential_action action = schema::action_named(
                text_without_case(item, at + 2) + (is_set ? ' ' + text_without_case(item, at + 3) : std::string{}));
            return action == referential_action::restrict ? referential_action::no_action : action;
        }
    }
    return referential_action::no_action;
}

/// key (`a`) references `schema`.`table` (`id`) on …
void table_parser::foreign_key(tokens item, std::string name) {
    std::size_t at = 0;
    schema::foreign_key made;
    made.name = std::move(name);
    made.columns = sql::names_in(sql::inside_parentheses(item, at));
    if (at + 2 >= item.size()) {
        return;
    }
    made.referenced.name = item[++at].unquoted();
    if (item[at + 1].is_symbol('.') && at + 2 < item.size()) {
        made.referenced.schema = std::exchange(made.referenced.name, item[at + 2].unquoted());
    }
    made.referenced_columns = sql::names_in(sql::inside_parentheses(item, at));
    made.on_delete = action_behind(item, "delete");
    made.on_update = action_behind(item, "update");
    made_.foreign_keys.push_back(std::move(made));
}

/// InnoDB makes an index for a foreign key whose columns have none, and calls it like the key.
void table_parser::tell_own_indexes() {
    for (schema::foreign_key& each : made_.foreign_keys) {
        const auto found = std::find_if(made_.indexes.begin(), made_.indexes.end(), [&](const schema::key_columns& is) {
            return is.name == each.name && is.columns == each.columns;
        });
        if (found != made_.indexes.end()) {
            each.own_index = found->name;
            made_.indexes.erase(found);
        }
    }
}

}  // namespace

schema::table parse_create_table(std::string_view sql, const default_collations& collations) {
    return table_parser{sql, collations}.parse();
}

value_kind kind_of_type(std::string_view printed) {
    struct known {
        std::string_view begins;
        value_kind kind;
    };
    // The first that fits.
    constexpr std::array<known, 22> kinds{
        {{"tinyint(1)", value_kind::boolean}, {"tinyint", value_kind::int16},  {"smallint", value_kind::int16},
         {"mediumint", value_kind::int32},    {"int", value_kind::int32},      {"bigint", value_kind::int64},
         {"float", value_kind::float32},      {"double", value_kind::float64}, {"char", value_kind::text},
         {"varchar", value_kind::text},       {"tinytext", value_kind::text},  {"text", value_kind::text},
         {"mediumtext", value_kind::text},    {"longtext", value_kind::text},  {"enum", value_kind::text},
         {"binary(16)", value_kind::uuid},    {"binary", value_kind::bytes},   {"varbinary", value_kind::bytes},
         {"datetime", value_kind::timestamp}, {"date", value_kind::date},      {"timestamp", value_kind::timestamp},
         {"uuid", value_kind::uuid}}};
    const bool is_unsigned = printed.find("unsigned") != std::string_view::npos;
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [printed](const known& each) { return printed.starts_with(each.begins); });
    if (found == kinds.end()) {
        return printed.find("blob") != std::string_view::npos ? value_kind::bytes : value_kind::null;
    }
    if (!is_unsigned || found->kind < value_kind::int16 || found->kind > value_kind::int64) {
        return found->kind;
    }
    return static_cast<value_kind>(static_cast<int>(found->kind) + 1);  // int16, int32, int64, uint64 follow each other
}

}  // namespace aludel::mysql
