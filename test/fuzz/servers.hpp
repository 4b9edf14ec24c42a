// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <memory>
#include <vector>

#include <aludel/dialect/dialect.hpp>
#include <aludel/sql/statements.hpp>

namespace fuzzing {

/// What statements are written for: the ways that servers differ in, and no server.
class servers {
public:
    servers();

    /// The statement for each of them.
    [[nodiscard]] std::vector<std::string> select(const aludel::sql::select_query& query) const;

private:
    struct server {
        std::unique_ptr<aludel::dialect> dialect;
        aludel::syntax facts;
    };
    std::array<server, 3> servers_;
};

/// The same query with other values of the same kinds in it. Those that are NULL stay NULL.
aludel::sql::select_query with_other_values(aludel::sql::select_query query);

/// Whether the query's text says nothing of its values.
bool text_is_free_of_values(const servers& on, const aludel::sql::select_query& query);

}  // namespace fuzzing
