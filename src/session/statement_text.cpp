// SPDX-License-Identifier: BSL-1.0
#include "statement_text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "sql/tokens.hpp"

namespace aludel::statement_text {
namespace {

using sql::token;
using sql::token_kind;
using sql::token_reader;

template <std::size_t N>
bool is_one_of(const token& found, const std::string_view (&words)[N]) {
    return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) { return found.is_word(word); });
}

/// Sees the tokens of a statement in their order, and knows whether a semicolon would end it. Compound statements are
/// those of MySQL and MariaDB (manual, "Compound Statement Syntax"), which the bodies of SQLite's triggers and
/// PostgreSQL's "begin atomic" are the least of: whatever opens is closed by one "end".
class nesting {
public:
    void take(const token& next) {
        if (next.kind == token_kind::executable_comment) {
            return;  // it is whole, whatever it holds
        }
        switch (what_) {
        case statement::unknown: take_first(next); break;
        case statement::made: take_of_head(next); break;
        case statement::compound: take_of_body(next); break;
        case statement::plain:
        case statement::endless: return;
        }
        last_ = next;
    }
    [[nodiscard]] bool is_inside() const { return what_ == statement::endless || is_in_block(); }

private:
    enum class statement : std::uint8_t {
        unknown,
        plain,
        made,      ///< create or alter, of what is to be seen
        compound,  ///< may hold statements
        endless,   ///< a package has parts of its own
    };

    void take_first(const token& first) {
        if (first.is_word("create") || first.is_word("alter")) {
            what_ = statement::made;
        } else if (first.is_word("begin")) {
            what_ = statement::compound;  // "begin not atomic", or a transaction
        } else {
            what_ = statement::plain;
        }
    }

    struct block {
        bool waits_for_then = false;  ///< behind "if"
    };

    [[nodiscard]] bool is_in_block() const { return blocks_.size() > 1; }

    /// create or replace definer = somebody@somewhere temporary trigger …
    void take_of_head(const token& next) {
        constexpr std::string_view before_kind[] = {"or",         "replace", "definer",      "aggregate",   "temporary",
                                                    "constraint", "temp",    "current_user", "current_role"};
        constexpr std::string_view compound[] = {"trigger", "procedure", "function", "event"};
        const bool is_of_account = last_.kind == token_kind::symbol && !last_.is_symbol(')');
        if (next.kind != token_kind::word || is_of_account || is_one_of(next, before_kind)) {
            return;
        }
        what_ = is_one_of(next, compound) ? statement::compound
                : next.is_word("package") ? statement::endless
                                          : statement::plain;
    }

    void take_of_body(const token& next) {
        constexpr std::string_view behind_end[] = {"if", "case", "loop", "while", "repeat", "for"};
        const bool was_end = std::exchange(is_behind_end_, false);
        if (next.is_symbol(';') || next.is_word("when") || next.is_word("else") || next.is_word("elseif")) {
            blocks_.back().waits_for_then = false;
        } else if (next.kind == token_kind::word && !last_.is_symbol('.') &&
                   !(was_end && is_one_of(next, behind_end))) {
            take_word(next);
        }
    }

    void take_word(const token& word) {
        if (word.is_word("case") || (word.is_word("then") && std::exchange(blocks_.back().waits_for_then, false))) {
            blocks_.emplace_back();
        } else if (is_name()) {
            return;
        } else if (word.is_word("end")) {
            is_behind_end_ = true;
            if (is_in_block()) {
                blocks_.pop_back();
            }
        } else if (opens_block(word) || (opens_loop(word) && begins_statement(word))) {
            blocks_.emplace_back();
        } else if (word.is_word("if") && begins_statement(word)) {
            blocks_.back().waits_for_then = true;
        }
    }

    /// Behind "begin" as the first word is a transaction's "work" or ";", or "not atomic".
    [[nodiscard]] bool opens_block(const token& word) const {
        return word.is_word("begin") || (last_.is_word("begin") && !is_in_block() && word.is_word("not"));
    }
    [[nodiscard]] static bool opens_loop(const token& word) {
        return word.is_word("loop") || word.is_word("while") || word.is_word("repeat") || word.is_word("for");
    }

    /// A word behind these names something.
    [[nodiscard]] bool is_name() const {
        constexpr std::string_view before_name[] = {"trigger", "procedure", "function", "event", "of", "on"};
        return last_.is_symbol('.') || last_.is_symbol(',') || last_.is_symbol('(') || last_.is_symbol('=') ||
               is_one_of(last_, before_name);
    }

    /// Else "if" is a function or belongs to "if exists", and "for" to "for each row" or a cursor.
    [[nodiscard]] bool begins_statement(const token& word) const {
        constexpr std::string_view before_statement[] = {"then", "else", "begin", "do", "loop", "repeat", "row"};
        const bool is_first_of_body = !is_in_block() && !word.is_word("for");
        return last_.is_symbol(';') || last_.is_symbol(':') || is_one_of(last_, before_statement) || is_first_of_body;
    }

    statement what_ = statement::unknown;
    token last_{};
    std::vector<block> blocks_ = std::vector<block>(1);  // the statement, and what is open in it
    bool is_behind_end_ = false;
};

}  // namespace

std::string first_word(std::string_view sql) {
    token_reader reader{sql, sql::written_sql};
    std::optional<token> first = reader.next();
    while (first && first->kind == token_kind::executable_comment) {
        first = reader.next();
    }
    if (!first || first->kind != token_kind::word) {
        return "";
    }
    std::string word{first->text};
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return word;
}

std::vector<std::string_view> split(std::string_view sql) {
    std::vector<std::string_view> statements;
    token_reader reader{sql, sql::written_sql};
    nesting now;
    std::size_t begin = 0;
    std::size_t end = 0;  // of what stands behind begin and is no comment
    const auto close = [&] {
        if (end > begin) {
            statements.push_back(sql.substr(begin, end - begin));
        }
        now = {};
    };
    while (const std::optional<token> next = reader.next()) {
        if (next->is_symbol(';') && !now.is_inside()) {
            close();
            begin = next->end();
        } else {
            end = next->end();
            now.take(*next);
        }
    }
    close();
    return statements;
}

bool is_open(std::string_view statement) {
    token_reader reader{statement, sql::written_sql};
    nesting now;
    while (const std::optional<token> next = reader.next()) {
        now.take(*next);
    }
    return now.is_inside();
}

bool holds_semicolon(std::string_view statement) {
    token_reader reader{statement, sql::written_sql};
    bool found = false;
    while (const std::optional<token> next = reader.next()) {
        if (found && !next->is_symbol(';')) {
            return true;
        }
        // The mysql client ends a statement inside of such a comment, too.
        if (next->kind == token_kind::executable_comment && next->text.find(';') != std::string_view::npos) {
            return true;
        }
        found = found || next->is_symbol(';');
    }
    return false;
}

std::size_t count_parameters(std::string_view sql) {
    token_reader reader{sql, sql::written_sql};
    std::size_t count = 0;
    bool is_behind_colon = false;
    std::size_t end = 0;
    while (const std::optional<token> next = reader.next()) {
        const bool is_adjacent = next->begin == end;
        count += is_behind_colon && is_adjacent && next->kind == token_kind::word ? 1 : 0;
        const bool is_cast = is_behind_colon && is_adjacent;  // ::
        is_behind_colon = next->is_symbol(':') && !is_cast;
        end = next->end();
    }
    return count;
}

}  // namespace aludel::statement_text
