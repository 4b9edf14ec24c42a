// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::sql {

enum class token_kind : std::uint8_t {
    word,
    number,
    quoted_name,
    text,
    symbol,
    executable_comment,  ///< see token_rules::comments_may_run
};

/// A piece of SQL text: of a database, or of a person. Borrows the text.
struct token {
    token_kind kind{};
    std::string_view text;  ///< as it stands there, with its quotes
    std::size_t begin = 0;  ///< where it stands in the whole text
    [[nodiscard]] std::size_t end() const noexcept { return begin + text.size(); }
    /// Whether it is this keyword, written in any case.
    [[nodiscard]] bool is_word(std::string_view keyword) const noexcept;
    [[nodiscard]] bool is_symbol(char symbol) const noexcept {
        return kind == token_kind::symbol && text.size() == 1 && text.front() == symbol;
    }
    /// The name or text without its quotes.
    [[nodiscard]] std::string unquoted() const;
};

/// Whether a backslash in a text means the character behind it.
enum class backslash : std::uint8_t { is_plain, escapes };

/// How the text was written. Names stand in "…" or `…`, texts in '…'; a quote inside is doubled. Comments, `--` and
/// `/* */`, are left out.
struct token_rules {
    backslash in_text = backslash::is_plain;
    bool brackets_hold_names = true;  ///< […]; else they are symbols
    bool dollars_hold_texts = false;  ///< $tag$…$tag$, and a backslash escapes in E'…'
    /// /*! … */ and /*M! … */ are tokens: MySQL and MariaDB run what they hold (manual, "Comments").
    bool comments_may_run = false;
};

/// What a database prints.
inline constexpr token_rules printed_sql{};
/// What a person writes for any database, in a session that reads a backslash as one.
inline constexpr token_rules written_sql{
    .brackets_hold_names = false, .dollars_hold_texts = true, .comments_may_run = true};

/// One token after the other.
class token_reader {
public:
    explicit token_reader(std::string_view sql, token_rules rules = printed_sql) noexcept : sql_{sql}, rules_{rules} {}
    /// Nothing at the end.
    std::optional<token> next() noexcept;

private:
    std::string_view sql_;
    token_rules rules_;
    std::size_t at_ = 0;
};

std::vector<token> tokens_of(std::string_view sql, backslash in_text = backslash::is_plain);

/// The tokens inside the first parentheses at or behind `from`; `from` moves behind them.
std::span<const token> inside_parentheses(std::span<const token> tokens, std::size_t& from);

/// The tokens between the commas that stand in no parentheses.
std::vector<std::span<const token>> split_at_commas(std::span<const token> tokens);

/// The names in a list such as ("a", b); empty where it holds more than names.
std::vector<std::string> names_in(std::span<const token> list);

/// The text from the first to the last token, as it stands in `sql`.
std::string_view text_of(std::string_view sql, std::span<const token> tokens) noexcept;

/// The same for expressions that differ in blanks, in the case of bare words, in quotes around plain names or in
/// parentheses around the whole.
std::string canonical_expression(std::string_view sql);

}  // namespace aludel::sql
