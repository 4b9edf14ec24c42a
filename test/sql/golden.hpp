// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/dialect/dialect.hpp>
#include <aludel/schema/ddl.hpp>
#include <aludel/sql/statements.hpp>

/// Statements as they are written for each database, beside each other, compared with files that a person can read.
namespace golden {

/// One database server as the writers see it. No server runs.
struct server {
    std::string name;
    std::unique_ptr<aludel::dialect> dialect;
    aludel::capabilities facts;

    [[nodiscard]] aludel::sql::target sql() const { return {*dialect, facts.syntax}; }
    [[nodiscard]] aludel::schema::ddl_target ddl() const { return {*dialect, facts}; }
};

/// PostgreSQL 15, SQLite, MariaDB 10.11 and MySQL 5.6, in this order.
const std::vector<server>& servers();

/// One row of a table: a statement, or a few that belong together, as each server gets it.
struct row {
    std::string_view name;
    std::function<std::vector<std::string>(const server&)> write;
};

/// What one golden file holds.
struct group {
    std::string_view name;
    std::vector<row> rows;
};
group reading();
group conditions();
group selecting();
group changing();
group inserting();
group upserting();
group schema();
group constraints();
group transactions();
group paging();
group softly();
group altering();

/// The text, and the values that are bound to it on a line of its own.
std::vector<std::string> shown(const aludel::sql::statement_text& statement);

/// Writes each group's golden file as it is now.
void update(std::span<const group> groups, const std::string& folder);
/// Registers a googletest per row, which compares it with the group's golden file.
void register_tests(std::span<const group> groups, const std::string& folder);

}  // namespace golden
