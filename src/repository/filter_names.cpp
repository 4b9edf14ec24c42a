// SPDX-License-Identifier: BSL-1.0
// The words of the outside, and how messages repeat them.
#include <algorithm>

#include <aludel/error.hpp>

#include "filter_reading.hpp"

namespace aludel::detail {
namespace {

struct operator_word {
    std::string_view word;
    filter_operator meaning;
    bool of_times_only = false;
};

constexpr operator_word words[] = {
    {"eq", filter_operator::eq},
    {"ne", filter_operator::ne},
    {"lt", filter_operator::lt},
    {"before", filter_operator::lt, true},
    {"le", filter_operator::le},
    {"on_or_before", filter_operator::le, true},
    {"gt", filter_operator::gt},
    {"after", filter_operator::gt, true},
    {"ge", filter_operator::ge},
    {"on_or_after", filter_operator::ge, true},
    {"on", filter_operator::on},
    {"in", filter_operator::in},
    {"not_in", filter_operator::not_in},
    {"between", filter_operator::between},
    {"strictly_between", filter_operator::strictly_between},
    {"null", filter_operator::null},
    {"contains", filter_operator::contains},
    {"icontains", filter_operator::icontains},
    {"not_contains", filter_operator::not_contains},
    {"not_icontains", filter_operator::not_icontains},
    {"starts_with", filter_operator::starts_with},
    {"istarts_with", filter_operator::istarts_with},
    {"ends_with", filter_operator::ends_with},
    {"iends_with", filter_operator::iends_with},
    {"like", filter_operator::like},
    {"ilike", filter_operator::ilike},
};

constexpr std::string_view reserved[] = {"and",  "or",        "not",   "search", "search_not", "search_ignore_case",
                                         "page", "page_size", "limit", "offset", "sort",       "where"};

bool may_be_asked(const operator_word& word, const filter_rules::field& field, value_kind kind) {
    const bool is_time = kind == value_kind::date || kind == value_kind::timestamp;
    return (word.meaning & field.operators) == word.meaning && (is_time || !word.of_times_only);
}

std::size_t length_of_sequence(unsigned char first) {
    return first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

/// The second byte tells overlong forms, surrogates and what lies beyond U+10FFFF (Unicode 15, table 3-7).
bool may_be_second(unsigned char first, unsigned char second) {
    switch (first) {
    case 0xe0: return second >= 0xa0;
    case 0xed: return second < 0xa0;
    case 0xf0: return second >= 0x90;
    case 0xf4: return second < 0x90;
    default: return true;
    }
}

}  // namespace

void refuse(const std::string& why) {
    throw usage_error{"filter: " + why};
}

std::string shown(std::string_view name) {
    constexpr std::size_t longest = 60;
    const bool is_text = is_storable_text(name);
    std::size_t end = std::min(name.size(), longest);
    while (is_text && end < name.size() && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) {
        --end;  // not amid a character
    }
    std::string printable{'"'};
    for (const char c : name.substr(0, end)) {
        const auto byte = static_cast<unsigned char>(c);
        printable += byte < ' ' || byte == 0x7f || c == '"' || (byte > 0x7f && !is_text) ? '?' : c;
    }
    return printable + (end < name.size() ? "…\"" : "\"");
}

void append_to_list(std::string& list, std::string_view word) {
    list += list.empty() ? "" : ", ";
    list += word;
}

std::string or_none(std::string list) {
    return list.empty() ? "none" : list;
}

operand_shape shape_of(filter_operator asked) noexcept {
    switch (asked) {
    case filter_operator::in:
    case filter_operator::not_in: return operand_shape::list;
    case filter_operator::between:
    case filter_operator::strictly_between: return operand_shape::two_values;
    case filter_operator::null: return operand_shape::truth;
    case filter_operator::on: return operand_shape::day;
    default: return asked >= filter_operator::contains ? operand_shape::text : operand_shape::one_value;
    }
}

bool is_reserved_filter_name(std::string_view name) noexcept {
    return std::find(std::begin(reserved), std::end(reserved), name) != std::end(reserved);
}

bool is_storable_text(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = length_of_sequence(first);
        if (first == 0 || length == 0 || length > text.size() - i) {
            return false;
        }
        for (std::size_t behind = 1; behind < length; ++behind) {
            const auto next = static_cast<unsigned char>(text[i + behind]);
            if ((next & 0xc0) != 0x80 || (behind == 1 && !may_be_second(first, next))) {
                return false;
            }
        }
        i += length;
    }
    return true;
}

const filter_rules::field& selection_reader::field_called(std::string_view name) const {
    std::string allowed;
    for (const filter_rules::field& field : rules_->fields()) {
        if (field.operators != filter_operator::none) {
            if (field.name == name) {
                return field;
            }
            append_to_list(allowed, field.name);
        }
    }
    refuse(shown(name) + " is no field of " + std::string{rules_->table().name} +
           " that may be asked for; allowed are: " + or_none(allowed));
}

question selection_reader::question_about(const filter_rules::field& field, std::string_view operator_name) const {
    const value_kind kind = rules_->table().columns[field.column.column].kind;
    std::string allowed;
    for (const operator_word& each : words) {
        if (may_be_asked(each, field, kind)) {
            if (each.word == operator_name) {
                return {&field, each.meaning, each.word};
            }
            append_to_list(allowed, each.word);
        }
    }
    refuse("the field " + shown(field.name) + " takes no operator " + shown(operator_name) +
           "; allowed are: " + or_none(allowed));
}

}  // namespace aludel::detail
