// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <aludel/session/session_core.hpp>

namespace aludel {

/// A column of a temporary table: the type of a mapped table's column under a name of its own.
struct temporary_column {
    std::string name;
    const column_description* like = nullptr;
    bool nullable = true;
    bool in_key = false;                        ///< holds what fits a key, which some databases compare faster
    bool is_looked_up = false;                  ///< has an index, where that is worth it
    const table_description* of_key = nullptr;  ///< the table of `like`, if that is a key which this is compared with
};

/// A table that only its session sees, from the constructor to the destructor.
class temporary_table {
public:
    temporary_table(session_core& session, std::string_view purpose, std::vector<temporary_column> columns);
    temporary_table(const temporary_table&) = delete;
    temporary_table& operator=(const temporary_table&) = delete;
    ~temporary_table();

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    /// For statements and writers. Borrowed from this object.
    [[nodiscard]] const table_description& description() const noexcept { return description_; }

private:
    [[nodiscard]] std::string create_statement() const;
    void append_key(std::string& sql) const;
    [[nodiscard]] bool copies_type(const temporary_column& column) const;
    [[nodiscard]] std::string copied_columns() const;

    session_core* session_;
    std::string name_;
    std::vector<temporary_column> given_;
    std::vector<column_description> columns_;
    table_description description_;
};

}  // namespace aludel
