// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/aludel.hpp>
#include <aludel/model/decode.hpp>

namespace filtering {

inline std::string text_of(const aludel::expression& tree);

inline std::string value_text(const aludel::value& shown) {
    std::string text;
    EXPECT_EQ(aludel::decode::text(shown.view(), text), aludel::decode_error::none);
    return shown.kind() == aludel::value_kind::text ? '\'' + text + '\'' : text;
}

inline std::string joined(const aludel::expression& tree, const char* between) {
    std::string text;
    for (const aludel::expression& each : tree.operands) {
        text += (text.empty() ? "" : between) + text_of(each);
    }
    return text;
}

inline std::string list_text(const aludel::expression& tree) {
    std::string text;
    for (const aludel::value& each : tree.list) {
        text += (text.empty() ? "" : ", ") + value_text(each);
    }
    return " (" + text + ')';
}

/// A condition as SQL with its values inside, to be read by people.
inline std::string text_of(const aludel::expression& tree) {
    constexpr const char* comparisons[] = {" = ", " <> ", " < ", " <= ", " > ", " >= "};
    switch (tree.kind) {
    case aludel::expression_kind::always_true: return "true";
    case aludel::expression_kind::always_false: return "false";
    case aludel::expression_kind::column: return std::string{tree.column.description().name};
    case aludel::expression_kind::value: return value_text(tree.value);
    case aludel::expression_kind::compare: return joined(tree, comparisons[static_cast<std::size_t>(tree.compared)]);
    case aludel::expression_kind::is_null: return text_of(tree.operands[0]) + " is null";
    case aludel::expression_kind::is_not_null: return text_of(tree.operands[0]) + " is not null";
    case aludel::expression_kind::like: return joined(tree, tree.ignore_case ? " ilike " : " like ");
    case aludel::expression_kind::between:
        return text_of(tree.operands[0]) + " between " + text_of(tree.operands[1]) + " and " +
               text_of(tree.operands[2]);
    case aludel::expression_kind::in: return text_of(tree.operands[0]) + " in" + list_text(tree);
    case aludel::expression_kind::not_in: return text_of(tree.operands[0]) + " not in" + list_text(tree);
    case aludel::expression_kind::negation: return "not (" + text_of(tree.operands[0]) + ')';
    case aludel::expression_kind::all_of: return '(' + joined(tree, " and ") + ')';
    case aludel::expression_kind::any_of: return '(' + joined(tree, " or ") + ')';
    default: return "?";
    }
}

template <class T>
std::string condition_of(const aludel::condition<T>& condition) {
    return text_of(condition.tree);
}

/// The message of the usage_error that the call throws; empty when it throws none.
template <class Call>
std::string refusal_of(Call call) {
    try {
        call();
    } catch (const aludel::usage_error& refused) {
        return refused.what();
    }
    return {};
}

}  // namespace filtering
