// SPDX-License-Identifier: BSL-1.0
#include "schema/unnamed_constraints.hpp"

#include <algorithm>

#include "model/conventional_name.hpp"
#include "sql/tokens.hpp"

namespace aludel::schema {
namespace {

/// The columns that the expression speaks of, in the table's order.
std::vector<std::string> columns_in(const table& of, const std::string& expression) {
    const std::vector<sql::token> tokens = sql::tokens_of(expression);
    std::vector<std::string> names;
    for (const column& each : of.columns) {
        const bool is_there = std::any_of(tokens.begin(), tokens.end(), [&](const sql::token& token) {
            const bool is_name = token.kind == sql::token_kind::word || token.kind == sql::token_kind::quoted_name;
            return is_name && token.unquoted() == each.name;
        });
        if (is_there) {
            names.push_back(each.name);
        }
    }
    return names;
}

class namer {
public:
    namer(ddl_target to, std::span<const table> tables) : to_{to}, tables_{tables} {}

    void name(key_columns& key, std::string_view prefix, const table_name& of) const {
        fill(key.name, prefix, of, key.columns);
    }
    void name(foreign_key& reference, const table_name& of) const { fill(reference.name, "fk", of, reference.columns); }
    void name(check& rule, const table_name& of) const {
        const table* in = find_table(tables_, of);
        fill(rule.name, "ck", of, in == nullptr ? std::vector<std::string>{} : columns_in(*in, rule.expression));
    }

    void operator()(unique_added& one) const { name(one.unique, "uq", one.table); }
    void operator()(unique_removed& one) const { name(one.unique, "uq", one.table); }
    void operator()(index_added& one) const { name(one.index, "ix", one.table); }
    void operator()(index_removed& one) const { name(one.index, "ix", one.table); }
    void operator()(foreign_key_added& one) const { name(one.foreign_key, one.table); }
    void operator()(foreign_key_removed& one) const { name(one.foreign_key, one.table); }
    void operator()(check_added& one) const { name(one.check, one.table); }
    void operator()(check_removed& one) const { name(one.check, one.table); }
    template <class Other>
    void operator()(Other&) const {}

private:
    void fill(std::string& name, std::string_view prefix, const table_name& of,
              const std::vector<std::string>& columns) const {
        if (name.empty()) {
            name = conventional_name(prefix, of.name, columns, to_.facts.syntax.max_identifier_length);
        }
    }

    ddl_target to_;
    std::span<const table> tables_;
};

}  // namespace

std::vector<table> with_names(ddl_target to, std::span<const table> tables) {
    const namer give{to, tables};
    std::vector<table> named(tables.begin(), tables.end());
    for (table& each : named) {
        for (key_columns& unique : each.uniques) {
            give.name(unique, "uq", each.name);
        }
        for (key_columns& index : each.indexes) {
            give.name(index, "ix", each.name);
        }
        for (foreign_key& reference : each.foreign_keys) {
            give.name(reference, each.name);
        }
        for (check& rule : each.checks) {
            give.name(rule, each.name);
        }
    }
    return named;
}

std::vector<difference> with_names(ddl_target to, std::span<const difference> differences,
                                   std::span<const table> tables) {
    const namer give{to, tables};
    std::vector<difference> named(differences.begin(), differences.end());
    for (difference& each : named) {
        std::visit(give, each);
    }
    return named;
}

}  // namespace aludel::schema
