// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/repository/filter_set.hpp>

/// What query strings and JSON bodies have in common: fields, operators, order and page by their names from outside.
namespace aludel::detail {

/// Throws usage_error: what the outside asked for cannot be had.
[[noreturn]] void refuse(const std::string& why);

/// A name from outside as messages show it: in quotes, printable, and cut where it is long.
std::string shown(std::string_view name);

/// "a, b": how messages list what is allowed.
void append_to_list(std::string& list, std::string_view word);
std::string or_none(std::string list);

/// What stands behind an operator.
enum class operand_shape { one_value, list, two_values, truth, text, day };
operand_shape shape_of(filter_operator asked) noexcept;

/// Whether the name means something of its own beside the fields, and so can name none.
bool is_reserved_filter_name(std::string_view name) noexcept;

/// UTF-8 without NUL: what every database takes as text.
bool is_storable_text(std::string_view text) noexcept;

/// One operator on one field, as messages name it.
struct question {
    const filter_rules::field* field;
    filter_operator asked;
    std::string_view operator_name;
};

/// Puts together a selection from parts, each held to the rules.
class selection_reader {
public:
    explicit selection_reader(const filter_rules& rules) : rules_{&rules} {}

    [[nodiscard]] const filter_rules::field& field_called(std::string_view name) const;
    [[nodiscard]] question question_about(const filter_rules::field& field, std::string_view operator_name) const;
    /// The condition on a field. Operands are text, or what JSON knows: booleans, numbers, NULL.
    [[nodiscard]] expression condition(const question& about, std::span<const value_view> operands);
    [[nodiscard]] expression search(std::string_view text, bool ignore_case);

    /// "age", or "-age" for the other direction.
    void sort_by(std::string_view item);
    /// One of limit, offset, page and page_size.
    void set_paging(std::string_view name, std::uint64_t number);
    [[nodiscard]] outside_selection selection_of(std::vector<expression> conditions);

    [[nodiscard]] const filter_rules& rules() const noexcept { return *rules_; }

private:
    [[nodiscard]] column_reference reference_of(const question& about) const;
    [[nodiscard]] value value_of(const question& about, const value_view& from) const;
    [[nodiscard]] std::vector<value> values_of(const question& about, std::span<const value_view> from) const;
    [[nodiscard]] expression comparison_with(const question& about, const value_view& from) const;
    [[nodiscard]] expression text_match(const question& about, std::string_view text) const;
    [[nodiscard]] expression within_day(const question& about, const value_view& from) const;
    [[noreturn]] void refuse_value(const question& about, std::string_view why) const;
    void count_condition();
    [[nodiscard]] limit_offset page_wanted() const;

    const filter_rules* rules_;
    std::size_t conditions_ = 0;
    std::vector<ordering> order_;
    std::optional<std::uint64_t> limit_, offset_, page_, page_size_;
};

}  // namespace aludel::detail
