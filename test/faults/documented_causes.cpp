// SPDX-License-Identifier: BSL-1.0
#include "documented_causes.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <vector>

#include <gtest/gtest.h>

namespace faults {
namespace {

using row = std::map<std::string, std::string, std::less<>>;

std::string trimmed(std::string_view cell) {
    const std::size_t first = cell.find_first_not_of(' ');
    return first == std::string_view::npos ? std::string{}
                                           : std::string{cell.substr(first, cell.find_last_not_of(' ') - first + 1)};
}

std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells;
    line.remove_prefix(1);
    for (std::size_t end = line.find('|'); end != std::string_view::npos; end = line.find('|')) {
        cells.push_back(trimmed(line.substr(0, end)));
        line.remove_prefix(end + 1);
    }
    return cells;
}

/// The rows of the page's tables, by their first cell.
std::map<std::string, row, std::less<>> read_page() {
    const char* const folder = std::getenv("ALUDEL_PAGES");
    std::ifstream page{std::filesystem::path{folder == nullptr ? "doc" : folder} / "how-to/handle-errors.md"};
    std::map<std::string, row, std::less<>> rows;
    std::vector<std::string> names;
    for (std::string line; std::getline(page, line);) {
        if (!line.starts_with('|')) {
            names.clear();
        } else if (names.empty()) {
            names = cells_of(line);
        } else {
            const std::vector<std::string> cells = cells_of(line);
            for (std::size_t i = 0; i < std::min(cells.size(), names.size()); ++i) {
                rows[cells.front()][names[i]] = cells[i];
            }
        }
    }
    return rows;
}

std::string code_of(const aludel::error& thrown, std::string_view database) {
    if (database == "PostgreSQL") {
        return thrown.sqlstate();
    }
    return thrown.native_code() == 0 ? std::string{} : std::to_string(thrown.native_code());
}

}  // namespace

std::string_view class_of(const aludel::error& thrown) {
    if (dynamic_cast<const aludel::connection_lost*>(&thrown)) {
        return "connection_lost";
    }
    if (dynamic_cast<const aludel::transaction_conflict*>(&thrown)) {
        return "transaction_conflict";
    }
    if (dynamic_cast<const aludel::unique_violation*>(&thrown)) {
        return "unique_violation";
    }
    if (dynamic_cast<const aludel::foreign_key_violation*>(&thrown)) {
        return "foreign_key_violation";
    }
    if (dynamic_cast<const aludel::not_null_violation*>(&thrown)) {
        return "not_null_violation";
    }
    if (dynamic_cast<const aludel::check_violation*>(&thrown)) {
        return "check_violation";
    }
    if (dynamic_cast<const aludel::timeout*>(&thrown)) {
        return "timeout";
    }
    if (dynamic_cast<const aludel::cancelled*>(&thrown)) {
        return "cancelled";
    }
    if (dynamic_cast<const aludel::mapping_error*>(&thrown)) {
        return "mapping_error";
    }
    if (dynamic_cast<const aludel::usage_error*>(&thrown)) {
        return "usage_error";
    }
    return dynamic_cast<const aludel::statement_error*>(&thrown) ? "statement_error" : "error";
}

void expect_as_documented(std::string_view cause, std::string_view database, const aludel::error& thrown) {
    static const std::map<std::string, row, std::less<>> page = read_page();
    const auto found = page.find(cause);
    ASSERT_NE(found, page.end()) << "the page says nothing of: " << cause;
    const row& says = found->second;
    EXPECT_EQ(says.at("class"), '`' + std::string{class_of(thrown)} + '`') << cause << ": " << thrown.what();
    EXPECT_EQ(says.at("session goes on"), thrown.connection_is_usable() ? "yes" : "no")
        << cause << ": " << thrown.what();
    const std::string& codes = says.find(database)->second;
    const std::string code = code_of(thrown, database);
    EXPECT_NE(codes, "—") << cause << " is said not to happen on " << database << ": " << thrown.what();
    const bool is_named = code.empty()
                              ? codes.find('`') == std::string::npos || codes.find("no code") != std::string::npos
                              : codes.find('`' + code + '`') != std::string::npos;
    EXPECT_TRUE(is_named) << cause << " has the code \"" << code << "\" on " << database << ", and the page says "
                          << codes << ": " << thrown.what();
}

}  // namespace faults
