// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include <aludel/model/scratch.hpp>
#include <aludel/session/session_core.hpp>

#include "random_schema.hpp"

namespace random_schema {

/// What one table's columns hold, by the columns' numbers, as text.
using table_contents = std::map<int, std::vector<std::string>>;
/// By the tables' numbers.
using contents = std::map<int, table_contents>;

/// Some rows in each of the made-up tables, such that they fit what the tables become later.
class rows {
public:
    rows(aludel::session_core& session, const tables& later) : session_{session}, later_{later} {}

    void insert(const tables& into);
    [[nodiscard]] contents read(const tables& all);

private:
    void insert_row(const table& into, int row);
    void fill_late_references(const table& in, int row);
    [[nodiscard]] bool is_null(const table& in, const column& column, int row) const;
    aludel::value_view value(const table& in, const column& column, int row);
    [[nodiscard]] std::string quoted(const std::string& name) const;

    aludel::session_core& session_;
    const tables& later_;
    aludel::scratch values_;
};

}  // namespace random_schema
