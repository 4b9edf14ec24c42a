// SPDX-License-Identifier: BSL-1.0
#include "long_lists.hpp"

#include <algorithm>
#include <array>
#include <atomic>

#include <aludel/error.hpp>

#include "bulk/values_writer.hpp"

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

/// A table of one column like `like`, and the storage of its description.
struct list_table {
    list_table(std::string name_of_table, const column_description& like) : name{std::move(name_of_table)} {
        column[0] = like;
        column[0].name = "value";
        column[0].nullable = false;
        column[0].generated = key::given;
        column[0].role = column_role::plain;
        column[0].default_expression = {};
        description.name = name;
        description.type_name = name;
        description.columns = column;
    }
    std::string name;
    std::array<column_description, 1> column;
    table_description description;
};

std::string new_table_name() {
    static std::atomic<unsigned long> tables{0};
    return "aludel_list_" + std::to_string(++tables);
}

}  // namespace

long_lists::long_lists(session_core& session, const expression& wanted) : session_{&session}, wanted_{&wanted} {
    if (parameters_of(wanted) > session.facts().syntax.max_parameters) {
        replaced_ = wanted;
        replace_in(replaced_);
    }
}

long_lists::~long_lists() {
    for (const std::string& name : tables_) {
        try {
            std::string sql = "drop table ";
            session_->dialect().append_identifier(sql, name);
            session_->run(sql);
        } catch (...) {  // it is gone with the transaction or the connection; its name is not used again
        }
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
    list_table table{new_table_name(), membership.operands.front().column.description()};
    std::string sql = "create temporary table ";
    session_->dialect().append_identifier(sql, table.name);
    sql += " (";
    session_->dialect().append_identifier(sql, "value");
    sql += ' ';
    if (table.column[0].declared_type.empty()) {
        const bool as_in_key = std::all_of(membership.list.begin(), membership.list.end(), fits_a_key);
        session_->dialect().append_column_type(sql, session_->facts(), table.column[0], {.in_key = as_in_key});
    } else {
        sql += table.column[0].declared_type;
    }
    session_->run(sql + " not null)");
    tables_.push_back(table.name);
    values_writer writer{*session_, {&table.description, {0}, {}, true}};
    for (const value& element : membership.list) {
        const value_view row[] = {element.view()};
        writer.add(row);
    }
    writer.finish();
    membership.kind =
        membership.kind == expression_kind::in ? expression_kind::in_table : expression_kind::not_in_table;
    membership.name = table.name;
    membership.list.clear();
}

}  // namespace aludel
