// SPDX-License-Identifier: BSL-1.0
// One question from outside becomes one condition.
#include <cmath>
#include <new>

#include <aludel/model/text_format.hpp>

#include "filter_reading.hpp"

namespace aludel::detail {
namespace {

comparison comparison_of(filter_operator asked) {
    switch (asked) {
    case filter_operator::ne: return comparison::not_equal;
    case filter_operator::lt: return comparison::less;
    case filter_operator::le: return comparison::less_equal;
    case filter_operator::gt: return comparison::greater;
    case filter_operator::ge: return comparison::greater_equal;
    default: return comparison::equal;
    }
}

/// Years 1 to 9999, which every database holds.
bool is_time_of_our_era(const value_view& time) {
    constexpr std::int64_t first_day = -719'162;
    constexpr std::int64_t last_day = 2'932'896;
    constexpr std::int64_t day = 86'400'000'000;
    const std::int64_t at = time.integer();
    return time.kind() == value_kind::date ? at >= first_day && at <= last_day
                                           : at >= first_day * day && at < (last_day + 1) * day;
}

/// What a field's own type takes, and a database may not.
bool is_common_value(const value_view& read) {
    switch (read.kind()) {
    case value_kind::float32:
    case value_kind::float64: return std::isfinite(read.number());
    case value_kind::date:
    case value_kind::timestamp: return is_time_of_our_era(read);
    case value_kind::text: return is_storable_text(read.text());
    default: return true;
    }
}

/// A time behind a date would be dropped by its codec.
bool drops_a_time(value_kind kind, const value_view& from) {
    return kind == value_kind::date && from.kind() == value_kind::text &&
           from.text().find_first_of("T :") != std::string_view::npos;
}

/// Runs the field's codec, which may be the user's own and may refuse by any exception.
decode_error read_value(const outside_column& column, bool by_user, const value_view& from, value& to) {
    if (!by_user) {
        return column.read(from, to);
    }
    try {
        return column.read(from, to);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception&) {
        return decode_error::malformed;
    }
}

/// SQL refuses a pattern whose last character is an escape that escapes nothing.
bool ends_in_an_escape(std::string_view pattern) {
    bool escaping = false;
    for (const char c : pattern) {
        escaping = c == '!' && !escaping;
    }
    return escaping;
}

}  // namespace

void selection_reader::refuse_value(const question& about, std::string_view why) const {
    refuse("the value of " + about.field->name + "__" + std::string{about.operator_name} + ' ' + std::string{why});
}

column_reference selection_reader::reference_of(const question& about) const {
    return {&rules_->table(), about.field->column.column};
}

value selection_reader::value_of(const question& about, const value_view& from) const {
    const column_description& column = rules_->table().columns[about.field->column.column];
    if (from.is_null()) {
        if (!column.nullable) {
            refuse_value(about, "is null, which the field never is");
        }
        return value{value_view::null_of(column.kind)};
    }
    value read;
    const decode_error misfit = drops_a_time(column.kind, from)
                                    ? decode_error::malformed
                                    : read_value(about.field->column, column.has_user_codec, from, read);
    if (misfit == decode_error::out_of_range || (misfit == decode_error::none && !is_common_value(read.view()))) {
        refuse_value(about, "is none that the field, " + std::string{name_of(column.kind)} + ", can have");
    }
    if (misfit != decode_error::none) {
        refuse_value(about, "cannot be read as " + std::string{name_of(column.kind)});
    }
    return read;
}

std::vector<value> selection_reader::values_of(const question& about, std::span<const value_view> from) const {
    if (from.size() > rules_->limits().most_values) {
        refuse(about.field->name + "__" + std::string{about.operator_name} + " has more than " +
               std::to_string(rules_->limits().most_values) + " values");
    }
    std::vector<value> list;
    list.reserve(from.size());
    for (const value_view& each : from) {
        list.push_back(value_of(about, each));
    }
    return list;
}

expression selection_reader::comparison_with(const question& about, const value_view& from) const {
    if (from.is_null() && about.asked != filter_operator::eq && about.asked != filter_operator::ne) {
        refuse_value(about, "is null, which is neither less nor greater than anything");
    }
    return compare(column_operand(reference_of(about)), comparison_of(about.asked), value_of(about, from));
}

expression selection_reader::text_match(const question& about, std::string_view text) const {
    const column_reference column = reference_of(about);
    if (!is_storable_text(text)) {
        refuse_value(about, "is not UTF-8 without NUL");
    }
    switch (about.asked) {
    case filter_operator::contains: return matches(column_operand(column), "%", text, "%", false);
    case filter_operator::icontains: return matches(column_operand(column), "%", text, "%", true);
    case filter_operator::not_contains: return negate(matches(column_operand(column), "%", text, "%", false));
    case filter_operator::not_icontains: return negate(matches(column_operand(column), "%", text, "%", true));
    case filter_operator::starts_with: return matches(column_operand(column), "", text, "%", false);
    case filter_operator::istarts_with: return matches(column_operand(column), "", text, "%", true);
    case filter_operator::ends_with: return matches(column_operand(column), "%", text, "", false);
    case filter_operator::iends_with: return matches(column_operand(column), "%", text, "", true);
    default: break;
    }
    if (ends_in_an_escape(text)) {
        refuse_value(about, "ends in an escape character, '!', with nothing to escape");
    }
    return like(column_operand(column), text, about.asked == filter_operator::ilike);
}

expression selection_reader::within_day(const question& about, const value_view& from) const {
    std::int32_t days = 0;
    if (from.kind() != value_kind::text || text_format::parse_date(from.text(), days) != decode_error::none ||
        !is_time_of_our_era(value_view::of_date(days))) {
        refuse_value(about, "is not a date, as in 2024-12-31");
    }
    constexpr std::int64_t day = 86'400'000'000;
    return between(column_operand(reference_of(about)), value{value_view::of_timestamp(days * day)},
                   value{value_view::of_timestamp(days * day + day - 1)});
}

void selection_reader::count_condition() {
    if (++conditions_ > rules_->limits().most_conditions) {
        refuse("there are more than " + std::to_string(rules_->limits().most_conditions) + " conditions");
    }
}

expression selection_reader::condition(const question& about, std::span<const value_view> operands) {
    count_condition();
    const operand_shape shape = shape_of(about.asked);
    if (shape != operand_shape::list && operands.size() != (shape == operand_shape::two_values ? 2u : 1u)) {
        refuse_value(about, shape == operand_shape::two_values ? "must be two values" : "must be one value");
    }
    switch (shape) {
    case operand_shape::one_value: return comparison_with(about, operands[0]);
    case operand_shape::list:
        return membership(column_operand(reference_of(about)), about.asked == filter_operator::in,
                          values_of(about, operands));
    case operand_shape::text: return text_match(about, operands[0].text());
    case operand_shape::day: return within_day(about, operands[0]);
    case operand_shape::truth: {
        bool is_null = false;
        if (decode::boolean(operands[0], is_null) != decode_error::none) {
            refuse_value(about, "must be true or false");
        }
        return null_test(column_operand(reference_of(about)), is_null);
    }
    case operand_shape::two_values: break;
    }
    if (operands[0].is_null() || operands[1].is_null()) {
        refuse_value(about, "is null, which is neither less nor greater than anything");
    }
    value least = value_of(about, operands[0]);
    value greatest = value_of(about, operands[1]);
    if (about.asked == filter_operator::between) {
        return between(column_operand(reference_of(about)), std::move(least), std::move(greatest));
    }
    return join(expression_kind::all_of,
                compare(column_operand(reference_of(about)), comparison::greater, std::move(least)),
                compare(column_operand(reference_of(about)), comparison::less, std::move(greatest)));
}

/// NULL holds no text: true or false for every row, so that "not" finds exactly the others.
expression selection_reader::search(std::string_view text, bool ignore_case) {
    count_condition();
    if (rules_->searched().empty()) {
        refuse("\"search\" is not allowed: no field of " + std::string{rules_->table().name} + " is searched");
    }
    if (!is_storable_text(text)) {
        refuse("the text to search for is not UTF-8 without NUL");
    }
    if (text.empty()) {
        return {};
    }
    expression found;
    found.kind = expression_kind::any_of;
    for (const column_index column : rules_->searched()) {
        const column_reference reference{&rules_->table(), column};
        expression here = matches(column_operand(reference), "%", text, "%", ignore_case);
        if (reference.description().nullable) {
            here = join(expression_kind::all_of, null_test(column_operand(reference), false), std::move(here));
        }
        found.operands.push_back(std::move(here));
    }
    return found;
}

}  // namespace aludel::detail
