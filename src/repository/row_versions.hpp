// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <aludel/session/session_core.hpp>

namespace aludel {

/// The version behind this one.
value_view following_version(const value_view& seen) noexcept;

/// Throws stale_object for the row of the only object.
[[noreturn]] void throw_stale(const table_description& table);
/// Throws stale_object for the row of one of several.
[[noreturn]] void throw_stale(const table_description& table, const void* object, std::size_t position);

/// Rows of a table with versions, as the program has seen them.
class row_versions {
public:
    row_versions(session_core& session, const table_description& table);

    /// Remembers the key and the version in a row of the table.
    void add(std::span<const value_view> row);
    /// Locks the rows, where the database has locks for rows, so that their versions stay what they are until the
    /// transaction ends. The first one in the order of add() that is not there with the version that was seen.
    [[nodiscard]] std::optional<std::size_t> find_stale();

private:
    struct seen_row {
        std::int64_t version;
        std::size_t place;
    };
    void ask(std::size_t first, std::size_t count);
    void compare(std::span<const value_view> found);

    session_core* session_;
    const table_description* table_;
    column_index version_;
    std::vector<value> keys_;  // rows × columns of the key
    std::unordered_map<std::string, seen_row> seen_;
    std::size_t rows_ = 0;
};

}  // namespace aludel
