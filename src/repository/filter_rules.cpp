// SPDX-License-Identifier: BSL-1.0
// What may be asked from outside, as the program says it: mistakes here are the program's own.
#include <algorithm>

#include <aludel/error.hpp>
#include <aludel/repository/filter_set.hpp>

#include "filter_reading.hpp"

namespace aludel::detail {
namespace {

constexpr filter_operator equality =
    filter_operator::eq | filter_operator::ne | filter_operator::in | filter_operator::not_in;
constexpr filter_operator range = filter_operator::lt | filter_operator::le | filter_operator::gt |
                                  filter_operator::ge | filter_operator::between | filter_operator::strictly_between;
constexpr filter_operator text_search = filter_operator::contains | filter_operator::icontains |
                                        filter_operator::not_contains | filter_operator::not_icontains |
                                        filter_operator::starts_with | filter_operator::istarts_with |
                                        filter_operator::ends_with | filter_operator::iends_with;
constexpr filter_operator patterns = filter_operator::like | filter_operator::ilike;

bool is_within(filter_operator some, filter_operator all) {
    return (some & all) == some;
}

/// Everything that the database can answer for values of this kind.
filter_operator possible_operators(value_kind kind) {
    const filter_operator comparisons = equality | range | filter_operator::null;
    switch (kind) {
    case value_kind::bytes: return filter_operator::null;  // a query string and JSON have no bytes
    case value_kind::text: return comparisons | text_search | patterns;
    case value_kind::timestamp: return comparisons | filter_operator::on;
    default: return comparisons;
    }
}

/// What is asked of such fields every day. Names of enums and values of own types have no order that a user knows.
filter_operator usual_operators(const column_description& column, const outside_column& field) {
    filter_operator usual = possible_operators(column.kind) & (equality | range | text_search | filter_operator::on);
    const bool is_truth = column.kind == value_kind::boolean;
    const bool is_own_text = column.kind == value_kind::text && !field.is_text;
    if (is_truth || is_own_text || field.is_enum || column.kind == value_kind::uuid) {
        usual = equality;
    }
    return column.nullable ? usual | filter_operator::null : usual;
}

/// A letter, '_' or a byte of UTF-8 first; then also digits, '-' and '.'; no "__", which ends the name.
bool is_filter_name(std::string_view name) {
    const auto may_begin = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (static_cast<unsigned char>(c) & 0x80);
    };
    const auto may_follow = [&](char c) {
        return may_begin(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return !name.empty() && may_begin(name.front()) && std::all_of(name.begin(), name.end(), may_follow) &&
           name.find("__") == std::string_view::npos && !is_reserved_filter_name(name);
}

}  // namespace

filter_rules::field& filter_rules::field_of(const outside_column& column, std::string_view name) {
    const auto same_column = [&](const field& each) {
        return each.column.column == column.column;
    };
    const auto found = std::find_if(fields_.begin(), fields_.end(), same_column);
    if (found != fields_.end() && (name.empty() || name == found->name)) {
        return *found;
    }
    const std::string place = place_of(*table_, column.column);
    if (found != fields_.end()) {
        throw usage_error{"filter_set: " + place + " is called " + shown(found->name) + " already, and cannot be " +
                          shown(name) + " too"};
    }
    const std::string_view chosen = name.empty() ? table_->columns[column.column].name : name;
    if (!is_filter_name(chosen)) {
        throw usage_error{"filter_set: " + place + " cannot be called " + shown(chosen) +
                          " outside; give it a name of letters, digits, '_', '-' and '.', without \"__\", and none of "
                          "the words that have a meaning of their own"};
    }
    if (std::any_of(fields_.begin(), fields_.end(), [&](const field& each) { return each.name == chosen; })) {
        throw usage_error{"filter_set: two fields of " + std::string{table_->name} + " are called " + shown(chosen) +
                          "; give one of them another name"};
    }
    fields_.push_back({std::string{chosen}, column});
    return fields_.back();
}

void filter_rules::allow(const outside_column& column, const filter_field& as) {
    const column_description& described = table_->columns[column.column];
    const filter_operator operators = as.operators.value_or(usual_operators(described, column));
    if (!is_within(operators, possible_operators(described.kind))) {
        throw usage_error{"filter_set: " + place_of(*table_, column.column) + " is " +
                          std::string{name_of(described.kind)} + ", of which one of the operators cannot be asked"};
    }
    field& allowed = field_of(column, as.name);
    allowed.operators = allowed.operators | operators;
}

void filter_rules::sort_by(const outside_column& column, std::string_view name) {
    field_of(column, name).sortable = true;
}

void filter_rules::search_in(std::span<const column_index> columns) {
    searched_.insert(searched_.end(), columns.begin(), columns.end());
}

void filter_rules::limit(const filter_limits& limits) {
    if (limits.page_size == 0 || limits.page_size > limits.largest_page) {
        throw usage_error{"filter_set: the page_size must be 1 at least, and largest_page at most"};
    }
    limits_ = limits;
}

void filter_rules::ignore(std::string_view parameter) {
    ignored_.emplace_back(parameter);
}

bool filter_rules::ignores(std::string_view parameter) const {
    return std::find(ignored_.begin(), ignored_.end(), parameter) != ignored_.end();
}

}  // namespace aludel::detail
