// SPDX-License-Identifier: BSL-1.0
#include "long_lists.hpp"

#include <algorithm>

#include "bulk/writers.hpp"

namespace aludel {
namespace {

/// Lists up to this length stay parameters: a table costs two statements more.
constexpr std::size_t worth_a_table = 500;

std::size_t parameters_of(const expression& tree) {
    std::size_t count = tree.list.size() + (tree.kind == expression_kind::value ? 1 : 0);
    for (const expression& operand : tree.operands) {
        count += parameters_of(operand);
    }
    return count;
}

/// Text of this many bytes fits the type that a database has for text inside a key, which it compares fastest.
bool fits_a_key(const value& element) {
    constexpr std::size_t bytes_in_key = 191;
    return !element.view().borrows() || element.view().bytes().size() <= bytes_in_key;
}

}  // namespace

long_lists::long_lists(session_core& session, const expression& wanted) : session_{&session}, wanted_{&wanted} {
    if (parameters_of(wanted) > session.facts().syntax.max_parameters) {
        replaced_ = wanted;
        replace_in(replaced_);
    }
}

void long_lists::replace_in(expression& tree) {
    if (tree.list.size() > worth_a_table) {
        put_into_table(tree);
    }
    for (expression& operand : tree.operands) {
        replace_in(operand);
    }
}

void long_lists::put_into_table(expression& membership) {
    const bool as_in_key = std::all_of(membership.list.begin(), membership.list.end(), fits_a_key);
    const temporary_column column{"value", &membership.operands.front().column.description(), false, as_in_key};
    tables_.push_back(std::make_unique<temporary_table>(*session_, "list", std::vector{column}));
    const bulk_plan plan{.table = &tables_.back()->description(),
                         .columns = {0},
                         .rows_stay_valid = true,
                         .expected_rows = membership.list.size()};
    session_->atomically([&] {
        const std::unique_ptr<bulk_writer> writer = writer_for(*session_, plan);
        for (const value& element : membership.list) {
            const value_view row[] = {element.view()};
            writer->add(row);
        }
        writer->finish();
    });
    membership.kind =
        membership.kind == expression_kind::in ? expression_kind::in_table : expression_kind::not_in_table;
    membership.name = tables_.back()->name();
    membership.list.clear();
}

}  // namespace aludel
