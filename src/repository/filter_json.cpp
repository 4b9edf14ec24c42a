// SPDX-License-Identifier: BSL-1.0
// body       = {"where": conditions, "sort": ["-age", …], "page": n, "page_size": n, "limit": n, "offset": n}
// conditions = {member, …}                        joined by and; no members: every row
// member     = field: value                       eq
//            / field: {operator: operand, …}      joined by and
//            / "and": [conditions, …] / "or": [conditions, …]     one at least
//            / "not": conditions
//            / "search": text / "search_not": text, beside which "search_ignore_case": true or false
// operand    = value / [value, …] for in, not_in, between and strictly_between
// Every member is optional, none may stand twice, and there are no others.
#include <algorithm>

#include <nlohmann/json.hpp>

#include <aludel/error.hpp>

#include "filter_reading.hpp"

namespace aludel::detail {
namespace {

using nlohmann::ordered_json;

/// Objects keep the first of two members alike, so they are looked for while they are read.
class duplicate_watch {
public:
    explicit duplicate_watch(std::size_t deepest) : deepest_{deepest} {}

    bool operator()(int depth, ordered_json::parse_event_t event, const ordered_json& parsed) {
        if (depth >= 0 && static_cast<std::size_t>(depth) > deepest_) {
            refuse("the JSON is nested too deeply");
        }
        if (event == ordered_json::parse_event_t::object_start) {
            open_.emplace_back();
        } else if (event == ordered_json::parse_event_t::object_end) {
            open_.pop_back();
        } else if (event == ordered_json::parse_event_t::key) {
            add(parsed.get_ref<const std::string&>());
        }
        return true;
    }

private:
    void add(const std::string& name) {
        std::vector<std::string>& names = open_.back();
        if (std::find(names.begin(), names.end(), name) != names.end()) {
            refuse(shown(name) + " stands twice in one object");
        }
        names.push_back(name);
    }

    std::vector<std::vector<std::string>> open_;
    std::size_t deepest_;
};

const std::string& text_of(const ordered_json& from, std::string_view where) {
    if (!from.is_string()) {
        refuse(shown(where) + " must be text");
    }
    return from.get_ref<const std::string&>();
}

const ordered_json& object(const ordered_json& from, std::string_view where) {
    if (!from.is_object()) {
        refuse(shown(where) + " must be an object");
    }
    return from;
}

const ordered_json& list(const ordered_json& from, std::string_view where) {
    if (!from.is_array()) {
        refuse(shown(where) + " must be a list");
    }
    return from;
}

bool truth_of(const ordered_json& from, std::string_view where) {
    if (!from.is_boolean()) {
        refuse(shown(where) + " must be true or false");
    }
    return from.get<bool>();
}

value_view number_view(const ordered_json& from) {
    return from.is_number_unsigned()  ? value_view::of_uint64(from.get<std::uint64_t>())
           : from.is_number_integer() ? value_view::of_int64(from.get<std::int64_t>())
                                      : value_view::of_float64(from.get<double>());
}

class json_reader {
public:
    explicit json_reader(const filter_rules& rules) : reader_{rules} {}

    outside_selection read(const ordered_json& body) {
        std::vector<expression> conditions;
        for (const auto& [name, part] : object(body, "the body").items()) {
            if (name == "where") {
                conditions.push_back(conditions_of(part, 0));
            } else if (name == "sort") {
                for (const ordered_json& item : list(part, name)) {
                    reader_.sort_by(text_of(item, name));
                }
            } else if (name == "page" || name == "page_size" || name == "limit" || name == "offset") {
                if (!part.is_number_unsigned()) {
                    refuse(shown(name) + " must be a whole number");
                }
                reader_.set_paging(name, part.get<std::uint64_t>());
            } else {
                refuse(shown(name) + " is no part of a filter; there are: where, sort, page, page_size, limit, offset");
            }
        }
        return reader_.selection_of(std::move(conditions));
    }

private:
    expression conditions_of(const ordered_json& from, std::size_t depth) {
        if (depth > reader_.rules().limits().deepest_group) {
            refuse("groups are nested deeper than " + std::to_string(reader_.rules().limits().deepest_group));
        }
        std::vector<expression> parts;
        for (const auto& [name, part] : object(from, depth == 0 ? "where" : "a group").items()) {
            take_member(parts, from, name, part, depth);
        }
        return joined(expression_kind::all_of, std::move(parts));
    }

    void take_member(std::vector<expression>& parts, const ordered_json& object_of, const std::string& name,
                     const ordered_json& part, std::size_t depth) {
        if (name == "and" || name == "or") {
            parts.push_back(group_of(part, name, depth));
        } else if (name == "not") {
            parts.push_back(negate(conditions_of(part, depth + 1)));
        } else if (name == "search" || name == "search_not") {
            expression found = reader_.search(text_of(part, name), ignores_case(object_of));
            parts.push_back(name == "search" ? std::move(found) : negate(std::move(found)));
        } else if (name != "search_ignore_case") {
            take_field(parts, reader_.field_called(name), part);
        } else if (!object_of.contains("search") && !object_of.contains("search_not")) {
            refuse("\"search_ignore_case\" says how to search, but there is no \"search\" beside it");
        }
    }

    static bool ignores_case(const ordered_json& object_of) {
        const auto said = object_of.find("search_ignore_case");
        return said == object_of.end() || truth_of(*said, "search_ignore_case");
    }

    expression group_of(const ordered_json& from, const std::string& name, std::size_t depth) {
        std::vector<expression> parts;
        for (const ordered_json& each : list(from, name)) {
            parts.push_back(conditions_of(each, depth + 1));
        }
        if (parts.empty()) {
            refuse(shown(name) + " of nothing says neither yes nor no; leave it out");
        }
        return joined(name == "and" ? expression_kind::all_of : expression_kind::any_of, std::move(parts));
    }

    static expression joined(expression_kind kind, std::vector<expression> parts) {
        if (parts.size() == 1) {
            return std::move(parts.front());
        }
        expression whole;
        if (!parts.empty()) {
            whole.kind = kind;
            whole.operands = std::move(parts);
        }
        return whole;
    }

    void take_field(std::vector<expression>& parts, const filter_rules::field& field, const ordered_json& part) {
        if (!part.is_object()) {
            parts.push_back(condition(reader_.question_about(field, "eq"), part));
            return;
        }
        filter_operator seen = filter_operator::none;
        for (const auto& [name, operand] : part.items()) {
            const question about = reader_.question_about(field, name);
            if ((seen & about.asked) != filter_operator::none) {
                refuse("the field " + shown(field.name) + " has two words for one operator, one of them " +
                       shown(name));
            }
            seen = seen | about.asked;
            parts.push_back(condition(about, operand));
        }
        if (part.empty()) {
            refuse("the field " + shown(field.name) + " has an object without an operator");
        }
    }

    expression condition(const question& about, const ordered_json& operand) {
        const operand_shape shape = shape_of(about.asked);
        std::vector<value_view> operands;
        if (shape == operand_shape::list || shape == operand_shape::two_values) {
            for (const ordered_json& each : list(operand, said(about))) {
                operands.push_back(view_of(about, kind_of(about), each));
            }
        } else {
            const bool is_text = shape == operand_shape::text || shape == operand_shape::day;
            const value_kind kind = is_text                         ? value_kind::text
                                    : shape == operand_shape::truth ? value_kind::boolean
                                                                    : kind_of(about);
            operands.push_back(view_of(about, kind, operand));
            if (operands.front().is_null() && shape != operand_shape::one_value) {
                refuse(shown(said(about)) + " takes no null");
            }
        }
        return reader_.condition(about, operands);
    }

    [[nodiscard]] value_kind kind_of(const question& about) const {
        return reader_.rules().table().columns[about.field->column.column].kind;
    }

    static std::string said(const question& about) {
        return about.field->name + "__" + std::string{about.operator_name};
    }

    /// JSON's own types are kept apart: "18" is no number, and 1 is not true.
    static value_view view_of(const question& about, value_kind kind, const ordered_json& from) {
        if (from.is_null()) {
            return value_view::null_of(kind);
        }
        const bool is_number = kind >= value_kind::int16 && kind <= value_kind::float64;
        if (kind == value_kind::boolean) {
            return value_view::of_boolean(truth_of(from, said(about)));
        }
        if (!is_number) {
            return value_view::of_text(text_of(from, said(about)));
        }
        if (!from.is_number()) {
            refuse(shown(said(about)) + " must be a number");
        }
        return number_view(from);
    }

    selection_reader reader_;
};

ordered_json parsed(std::string_view text, std::size_t deepest_group) {
    // A group is an object in a list; around and inside them: the body, the operators and a list of values.
    const std::size_t deepest = 2 * deepest_group + 6;
    try {
        return ordered_json::parse(text, duplicate_watch{deepest});
    } catch (const ordered_json::parse_error& failure) {
        // The parser's own message shows what it read.
        refuse("the body is not JSON, as byte " + std::to_string(failure.byte) + " shows");
    } catch (const ordered_json::exception&) {
        refuse("the body has a number that is too large for JSON");
    }
}

}  // namespace

outside_selection filter_rules::read_json(std::string_view text) const {
    if (text.size() > limits_.longest_input) {
        refuse("the JSON is longer than " + std::to_string(limits_.longest_input) + " bytes");
    }
    return json_reader{*this}.read(parsed(text, limits_.deepest_group));
}

}  // namespace aludel::detail
