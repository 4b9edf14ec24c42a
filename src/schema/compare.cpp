// SPDX-License-Identifier: BSL-1.0
#include <aludel/schema/compare.hpp>

#include <algorithm>

#include <aludel/error.hpp>

#include "schema/same.hpp"
#include "schema/strict_types.hpp"

namespace aludel::schema {
namespace {

/// Pairs each wanted one with one of those that are there; tells of those that are left on either side.
template <class Each, class Same, class Removed, class Added>
void match(const std::vector<Each>& have, const std::vector<Each>& want, Same same, Removed removed, Added added) {
    std::vector<const Each*> left;
    for (const Each& each : have) {
        left.push_back(&each);
    }
    std::vector<const Each*> missing;
    for (const Each& each : want) {
        const auto found = std::find_if(left.begin(), left.end(), [&](const Each* is) { return same(*is, each); });
        found == left.end() ? missing.push_back(&each) : void(left.erase(found));
    }
    std::for_each(left.begin(), left.end(), [&](const Each* each) { removed(*each); });
    std::for_each(missing.begin(), missing.end(), [&](const Each* each) { added(*each); });
}

class table_comparison {
public:
    table_comparison(const table& have, const table& want, std::vector<difference>& found)
        : have_{have}, want_{want}, found_{found} {}

    void columns() {
        for (const column& each : have_.columns) {
            if (find_column(want_, each.name) == nullptr) {
                found_.push_back(column_removed{want_.name, each});
            }
        }
        for (const column& each : want_.columns) {
            const column* before = find_column(have_, each.name);
            if (before == nullptr) {
                found_.push_back(column_added{want_.name, each});
            } else if (!same_column(*before, each)) {
                found_.push_back(column_changed{want_.name, *before, each});
            }
        }
    }

    void keys() {
        if (have_.primary_key.columns != want_.primary_key.columns) {
            found_.push_back(primary_key_changed{want_.name, have_.primary_key, want_.primary_key});
        }
        match(
            have_.uniques, want_.uniques, same_unique,
            [this](const key_columns& each) {
                if (!says_what_the_primary_key_says(each)) {
                    found_.push_back(unique_removed{want_.name, each});
                }
            },
            [this](const key_columns& each) {
                if (!says_what_the_primary_key_says(each)) {
                    found_.push_back(unique_added{want_.name, each});
                }
            });
        match_all<index_removed, index_added>(have_.indexes, want_.indexes, same_index);
    }

    void constraints() {
        match_all<check_removed, check_added>(have_.checks, want_.checks, same_check);
        match_all<foreign_key_removed, foreign_key_added>(have_.foreign_keys, want_.foreign_keys, same_foreign_key);
    }

private:
    /// Some servers keep one of the two only, so that it neither comes nor goes: on the way back, too.
    [[nodiscard]] bool says_what_the_primary_key_says(const key_columns& unique) const {
        return same_unique(have_.primary_key, unique) && same_unique(want_.primary_key, unique);
    }

    template <class Removed, class Added, class Each, class Same>
    void match_all(const std::vector<Each>& have, const std::vector<Each>& want, Same same) {
        match(
            have, want, same,
            [this](const Each& each) {
                found_.push_back(Removed{want_.name, each});
            },
            [this](const Each& each) {
                found_.push_back(Added{want_.name, each});
            });
    }

    const table& have_;
    const table& want_;
    std::vector<difference>& found_;
};

void tell_renames(const renames& told, std::vector<difference>& found) {
    for (const renamed_table& each : told.tables) {
        found.push_back(table_renamed{each.from, each.to});
    }
    for (const renamed_column& each : told.columns) {
        found.push_back(column_renamed{each.table, each.from, each.to});
    }
}

}  // namespace

std::vector<difference> compare(std::span<const table> have, std::span<const table> want, const renames& told) {
    const std::vector<table> present = spelled_like(want, renamed(have, told));
    std::vector<difference> found;
    tell_renames(told, found);
    for (const table& wanted : typed_like(present, want)) {
        const table* is = find_table(present, wanted.name);
        if (is == nullptr) {
            found.push_back(table_added{wanted});
            continue;
        }
        table_comparison comparison{*is, wanted, found};
        comparison.columns();
        comparison.keys();
        comparison.constraints();
    }
    for (const table& is : present) {
        if (find_table(want, is.name) == nullptr) {
            found.push_back(table_removed{is});
        }
    }
    return found;
}

}  // namespace aludel::schema
