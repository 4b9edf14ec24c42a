// SPDX-License-Identifier: BSL-1.0
#include <aludel/repository/patch.hpp>

#include <algorithm>

#include <aludel/error.hpp>

namespace aludel::detail {

void throw_too_large(const table_description& table, std::size_t column) {
    throw mapping_error{"a number does not fit the field of " + place_of(table, column) +
                            "; use a value of the field's type",
                        {.table = std::string{table.name}, .column = std::string{table.columns[column].name}}};
}

void put_change(std::vector<owned_assignment>& changes, owned_assignment change) {
    const auto same = std::find_if(changes.begin(), changes.end(), [&change](const owned_assignment& earlier) {
        return earlier.column == change.column;
    });
    if (same != changes.end()) {
        *same = std::move(change);
    } else {
        changes.push_back(std::move(change));
    }
}

}  // namespace aludel::detail
