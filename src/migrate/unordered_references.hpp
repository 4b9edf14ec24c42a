// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <vector>

#include <aludel/migrate/data_files.hpp>
#include <aludel/session/session_core.hpp>

namespace aludel::migrate {

/// Tables that refer to themselves, or in a circle, whose rows may come before those that they refer to. While this
/// lives the database lets them, where it would not; it lives inside a transaction.
class unordered_references {
public:
    /// `ordered`: parents first.
    unordered_references(session_core& session, std::span<const data_file> ordered);
    unordered_references(const unordered_references&) = delete;
    unordered_references& operator=(const unordered_references&) = delete;
    ~unordered_references();

    /// To be called behind the last row. Throws foreign_key_violation naming the table whose rows refer to none.
    void require_kept();

private:
    struct reference {
        const table_description* table;
        const foreign_key_description* foreign_key;
    };

    [[nodiscard]] bool is_broken(const reference& one) const;

    session_core& session_;
    std::vector<reference> references_;
    std::string at_once_;  // the statement that ends it; empty: nothing is to be done
    bool are_later_ = false;
};

}  // namespace aludel::migrate
