// SPDX-License-Identifier: BSL-1.0
#include <aludel/dialect/dialect.hpp>

#include <algorithm>
#include <iterator>

#include "sql/key_sequence.hpp"

namespace aludel {
namespace {

/// A number or a quoted text: what every server takes behind DEFAULT.
bool is_literal(std::string_view expression) noexcept {
    const bool quoted = expression.size() >= 2 && expression.front() == '\'' && expression.back() == '\'';
    return quoted || expression.find_first_not_of("+-.0123456789") == std::string_view::npos;
}

/// Text of any length, which has no default where those are literals: "longtext", "TinyBlob", "json".
bool is_long(std::string_view declared_type) noexcept {
    constexpr std::string_view long_types[] = {"text", "blob", "json", "geometry"};
    const auto same_letter = [](char typed, char lower) {
        return typed == lower || (typed >= 'A' && typed <= 'Z' && typed + ('a' - 'A') == lower);
    };
    return std::any_of(std::begin(long_types), std::end(long_types), [&](std::string_view each) {
        return std::search(declared_type.begin(), declared_type.end(), each.begin(), each.end(), same_letter) !=
               declared_type.end();
    });
}

}  // namespace

bool table_has_default(const capabilities& facts, const column_description& column) noexcept {
    if (sql::comes_from_sequence(facts.syntax, column)) {
        return false;
    }
    if (facts.default_expressions || is_counted(column)) {
        return true;
    }
    const bool may_be_long = column.kind == value_kind::text || column.kind == value_kind::bytes;
    const bool long_value = may_be_long && (column.declared_type.empty() || is_long(column.declared_type));
    return column.generated == key::given && is_literal(column.default_expression) && !long_value;
}

std::unique_ptr<bulk_writer> connection::open_bulk_writer(const bulk_plan&) {
    return nullptr;
}

void connection::reset() {
    if (in_transaction()) {
        statement_watch watch{watcher(), statement_kind::transaction, "rollback"};
        run("rollback");
        watch.end(0);
    }
}

std::unique_ptr<connection> dialect::connect(soci::session&, const capabilities&) const {
    return nullptr;
}

std::unique_ptr<interrupter> dialect::make_interrupter(soci::session&, const connection_target&) const {
    return nullptr;
}

std::vector<std::string> dialect::begin_statements(const transaction_options&) const {
    return {"begin"};
}

void dialect::append_table_options(std::string&, const capabilities&) const {}

std::string dialect::reserve_keys_statement(const capabilities&, const table_description&,
                                            const column_description&) const {
    return {};
}

namespace {

[[noreturn]] void refuse_unspelled(const char* function) {
    throw usage_error{std::string{"this dialect says that sequences stand beside its tables, but does not spell their "
                                  "statements: override "} +
                      function};
}

}  // namespace

std::string dialect::create_sequence_statement(std::string_view, value_kind) const {
    refuse_unspelled("create_sequence_statement");
}

std::string dialect::alter_sequence_statement(std::string_view, value_kind) const {
    refuse_unspelled("alter_sequence_statement");
}

std::string dialect::start_sequence_statement(std::string_view, value_kind, std::string_view, std::string_view) const {
    refuse_unspelled("start_sequence_statement");
}

std::string dialect::rename_sequence_statement(std::string_view, std::string_view) const {
    refuse_unspelled("rename_sequence_statement");
}

std::string dialect::drop_sequence_statement(std::string_view) const {
    refuse_unspelled("drop_sequence_statement");
}

void dialect::append_empty_value(std::string& sql, const schema::column& column) const {
    switch (column.kind) {
    case value_kind::boolean: sql += "false"; return;
    case value_kind::date: sql += "'1970-01-01'"; return;
    case value_kind::timestamp: sql += "'1970-01-01 00:00:00'"; return;
    case value_kind::bytes: sql += "x''"; return;
    case value_kind::uuid: sql += "x'00000000000000000000000000000000'"; return;
    case value_kind::text:
    case value_kind::null: sql += "''"; return;
    default: sql += '0';
    }
}

std::string dialect::copy_counter_statement(const schema::table_name&, const schema::table_name&) const {
    return {};
}

std::string dialect::primary_key_name(const schema::table_name&) const {
    return {};
}

std::vector<schema::table> dialect::read_tables(table_question, const capabilities& facts,
                                                const schema::asked_tables&) const {
    throw usage_error{"the dialect for " + facts.server +
                      " cannot say what tables there are; implement dialect::read_tables"};
}

}  // namespace aludel
