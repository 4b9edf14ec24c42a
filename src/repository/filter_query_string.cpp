// SPDX-License-Identifier: BSL-1.0
// query     = [piece *("&" piece)]               an empty piece says nothing
// piece     = key "=" value                      both percent-encoded, "+" is a space
// key       = field ["__" operator]              without an operator: eq
//           / "search" / "search_not" / "search_ignore_case"
//           / "sort" / "page" / "page_size" / "limit" / "offset"
// list      = [item *("," item)]                 the value of in, not_in, between, strictly_between and sort;
//                                                in an item "\," is a comma and "\\" a backslash
#include <algorithm>
#include <charconv>

#include <aludel/error.hpp>

#include "filter_reading.hpp"

namespace aludel::detail {
namespace {

int hexadecimal_digit(char c) {
    const char lower = static_cast<char>(c | 0x20);
    return c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decoded(std::string_view text, std::string_view where) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hexadecimal_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hexadecimal_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            refuse(shown(where) + " has a % without two hexadecimal digits behind it; a percent sign is %25");
        }
        plain += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return plain;
}

/// Nothing is a list of nothing.
std::vector<std::string> items_of(std::string_view list, std::string_view where) {
    std::vector<std::string> items;
    if (list.empty()) {
        return items;
    }
    items.emplace_back();
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i] == ',') {
            items.emplace_back();
        } else if (list[i] != '\\') {
            items.back() += list[i];
        } else if (++i < list.size() && (list[i] == ',' || list[i] == '\\')) {
            items.back() += list[i];
        } else {
            refuse("the list of " + shown(where) + " has a backslash that is followed by neither a comma nor another");
        }
    }
    return items;
}

std::uint64_t number_of(std::string_view text, std::string_view where) {
    std::uint64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size()) {
        refuse(shown(where) + " must be a whole number");
    }
    return number;
}

bool truth_of(std::string_view text, std::string_view where) {
    if (text != "true" && text != "false") {
        refuse(shown(where) + " must be true or false");
    }
    return text == "true";
}

class query_string_reader {
public:
    explicit query_string_reader(const filter_rules& rules) : reader_{rules} {}

    void take(std::string_view piece) {
        const std::size_t equals = piece.find('=');
        const std::string key = decoded(piece.substr(0, equals), "a name");
        if (reader_.rules().ignores(key)) {
            return;
        }
        if (equals == std::string_view::npos) {
            refuse(shown(key) + " has no value; write name=value");
        }
        const std::string value = decoded(piece.substr(equals + 1), key);
        if (is_reserved_filter_name(key)) {
            remember(key, key);
            take_reserved(key, value);
        } else {
            take_condition(key, value);
        }
    }

    outside_selection finish() {
        if (search_) {
            conditions_.push_back(reader_.search(*search_, ignore_case_.value_or(true)));
        }
        if (search_not_) {
            conditions_.push_back(negate(reader_.search(*search_not_, ignore_case_.value_or(true))));
        }
        if (ignore_case_ && !search_ && !search_not_) {
            refuse("\"search_ignore_case\" says how to search, but there is no \"search\"");
        }
        return reader_.selection_of(std::move(conditions_));
    }

private:
    /// Words for the same thing, "lt" and "before", are one key.
    void remember(std::string known_as, std::string_view key) {
        if (std::find(seen_.begin(), seen_.end(), known_as) != seen_.end()) {
            refuse(shown(key) + " is said twice; say it once, and several values as a list");
        }
        seen_.push_back(std::move(known_as));
    }

    void take_reserved(const std::string& key, const std::string& value) {
        if (key == "search") {
            search_ = value;
        } else if (key == "search_not") {
            search_not_ = value;
        } else if (key == "search_ignore_case") {
            ignore_case_ = truth_of(value, key);
        } else if (key == "sort") {
            for (const std::string& item : items_of(value, key)) {
                reader_.sort_by(item);
            }
        } else if (key == "page" || key == "page_size" || key == "limit" || key == "offset") {
            reader_.set_paging(key, number_of(value, key));
        } else {
            (void)reader_.field_called(key);  // and, or, not, where: words of JSON, which name no field
        }
    }

    void take_condition(const std::string& key, const std::string& value) {
        const std::size_t end = key.rfind("__");
        const filter_rules::field& field = reader_.field_called(std::string_view{key}.substr(0, end));
        const question about =
            reader_.question_about(field, end == std::string::npos ? "eq" : std::string_view{key}.substr(end + 2));
        remember(field.name + "__" + std::to_string(static_cast<std::uint32_t>(about.asked)), key);
        const operand_shape shape = shape_of(about.asked);
        const bool is_list = shape == operand_shape::list || shape == operand_shape::two_values;
        const std::vector<std::string> items = is_list ? items_of(value, key) : std::vector{value};
        std::vector<value_view> operands;
        for (const std::string& item : items) {
            operands.push_back(value_view::of_text(item));
        }
        conditions_.push_back(reader_.condition(about, operands));
    }

    selection_reader reader_;
    std::vector<expression> conditions_;
    std::vector<std::string> seen_;
    std::optional<std::string> search_, search_not_;
    std::optional<bool> ignore_case_;
};

}  // namespace

outside_selection filter_rules::read_query_string(std::string_view text) const {
    if (text.size() > limits_.longest_input) {
        refuse("the query string is longer than " + std::to_string(limits_.longest_input) + " bytes");
    }
    query_string_reader reader{*this};
    while (!text.empty()) {
        const std::string_view piece = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(piece.size() + 1, text.size()));
        if (!piece.empty()) {
            reader.take(piece);
        }
    }
    return reader.finish();
}

}  // namespace aludel::detail
