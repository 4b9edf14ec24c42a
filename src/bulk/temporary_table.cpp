// SPDX-License-Identifier: BSL-1.0
#include "temporary_table.hpp"

#include <atomic>

#include <aludel/sql/statements.hpp>

namespace aludel {
namespace {

/// No two alike in a process: a session may need several at once.
std::string new_name(std::string_view purpose) {
    static std::atomic<unsigned long> tables{0};
    return "aludel_" + std::string{purpose} + '_' + std::to_string(++tables);
}

column_description described(const temporary_column& given) {
    column_description column = *given.like;
    column.name = given.name;
    column.nullable = given.nullable;
    column.generated = key::given;
    column.role = column_role::plain;
    column.default_expression = {};
    return column;
}

}  // namespace

temporary_table::temporary_table(session_core& session, std::string_view purpose, std::vector<temporary_column> columns)
    : session_{&session}, name_{new_name(purpose)}, given_{std::move(columns)} {
    for (const temporary_column& column : given_) {
        columns_.push_back(described(column));
    }
    description_.name = name_;
    description_.type_name = name_;
    description_.columns = columns_;
    session_->run(create_statement());
}

temporary_table::~temporary_table() {
    session_->forget_statements_on(name_);  // or they would take the places of statements that will run again
    try {
        std::string sql = session_->facts().syntax.temporary_table.drop;
        session_->dialect().append_identifier(sql, name_);
        session_->tidy_up(sql);
    } catch (...) {  // no memory for the text; its name is not used again
    }
}

bool temporary_table::copies_type(const temporary_column& column) const {
    return column.of_key != nullptr && column.like->kind == value_kind::text &&
           session_->facts().syntax.temporary_table.copies_key_types;
}

std::string temporary_table::create_statement() const {
    std::string sql = "create temporary table ";
    session_->dialect().append_identifier(sql, name_);
    const std::string copied = copied_columns();
    const char* separator = " (";
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (copies_type(given_[i])) {
            continue;
        }
        sql += separator;
        session_->dialect().append_identifier(sql, columns_[i].name);
        sql += ' ';
        if (columns_[i].declared_type.empty()) {
            session_->dialect().append_column_type(sql, session_->facts(), columns_[i], {.in_key = given_[i].in_key});
        } else {
            sql += columns_[i].declared_type;
        }
        // create … select asks for a default of what it does not fill, even without rows.
        sql += columns_[i].nullable || !copied.empty() ? "" : " not null";
        separator = ", ";
    }
    append_key(sql);
    return sql + ')' + session_->facts().syntax.temporary_table.options + copied;
}

/// The query that brings the columns whose types are copied, and no rows; empty if there are none.
std::string temporary_table::copied_columns() const {
    std::string sql;
    std::string from;
    for (const temporary_column& column : given_) {
        if (!copies_type(column)) {
            continue;
        }
        sql += sql.empty() ? " select " : ", ";
        session_->dialect().append_identifier(sql, column.like->name);
        sql += " as ";
        session_->dialect().append_identifier(sql, column.name);
        from.clear();
        append_table_name(from, session_->dialect(), *column.of_key);
    }
    return sql.empty() ? sql : sql + " from " + from + " where 1 = 0";
}

void temporary_table::append_key(std::string& sql) const {
    const std::string& word = session_->facts().syntax.temporary_table.key;
    for (std::size_t i = 0; i < columns_.size() && !word.empty(); ++i) {
        if (given_[i].is_looked_up) {
            sql += ", " + word + " (";
            session_->dialect().append_identifier(sql, columns_[i].name);
            sql += ')';
        }
    }
}

}  // namespace aludel
