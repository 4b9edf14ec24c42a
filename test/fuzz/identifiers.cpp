// SPDX-License-Identifier: BSL-1.0
// A quoted name is one token that says the name, on every database.
#include <aludel/dialect/dialect.hpp>

#include "fuzzing.hpp"

namespace {

using fuzzing::require;

/// The name in a quoted one, as SQL reads it: it ends at the first quote that is not doubled.
std::string unquoted(std::string_view sql, std::size_t& end) {
    const char quote = sql.front();
    std::string name;
    std::size_t at = 1;
    for (; at < sql.size(); ++at) {
        if (sql[at] == quote && (at + 1 == sql.size() || sql[++at] != quote)) {
            break;
        }
        name += sql[at];
    }
    end = at + 1;
    return name;
}

void check_name(const aludel::dialect& spoken, std::string_view name) {
    std::string sql;
    const bool is_taken = fuzzing::completes([&] { spoken.append_identifier(sql, name); });
    require(is_taken == (name.find('\0') == std::string_view::npos), "NUL is refused, and nothing else");
    if (is_taken) {
        std::size_t end = 0;
        require(unquoted(sql, end) == name, "the name is read back");
        require(end == sql.size(), "nothing stands behind it");
    }
}

void check_qualified(const aludel::dialect& spoken, std::string_view schema, std::string_view table) {
    aludel::table_description described{};
    described.schema = schema;
    described.name = table;
    std::string sql;
    if (schema.empty() || !fuzzing::completes([&] { aludel::append_table_name(sql, spoken, described); })) {
        return;
    }
    std::size_t end = 0;
    const std::string_view whole = sql;
    const char quote = sql.front();
    std::size_t point = 1;
    while (whole[point] != quote || whole[point + 1] == quote) {
        point += whole[point] == quote ? 2 : 1;
    }
    require(unquoted(whole.substr(0, point + 1), end) == schema, "the schema is read back");
    require(whole[point + 1] == '.', "a point stands between");
    require(unquoted(whole.substr(point + 2), end) == table, "the table is read back");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto postgresql = aludel::dialect_for("postgresql");
    static const auto sqlite = aludel::dialect_for("sqlite");
    static const auto mysql = aludel::dialect_for("mysql");
    const std::string text = fuzzing::bytes_of(data, size);
    const std::string_view name = text;
    for (const aludel::dialect* const spoken : {postgresql.get(), sqlite.get(), mysql.get()}) {
        check_name(*spoken, name);
        check_qualified(*spoken, name.substr(0, name.size() / 2), name.substr(name.size() / 2));
    }
    return 0;
}
