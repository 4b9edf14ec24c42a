// SPDX-License-Identifier: BSL-1.0
#include "unit_of_work_plan.hpp"

#include <algorithm>
#include <unordered_set>

#include <aludel/error.hpp>
#include <aludel/schema/ddl.hpp>

#include "unit_of_work_snapshots.hpp"

namespace aludel::detail {
namespace {

std::string names_of(const table_description& table, std::span<const column_index> columns) {
    std::string names;
    for (const column_index column : columns) {
        names += (names.empty() ? "" : ", ") + place_of(table, column);
    }
    return names;
}

[[noreturn]] void throw_claimed(const table_description& table, bool by_removed) {
    const std::string key = names_of(table, table.primary_key);
    throw unique_violation{by_removed ? "an object was added with the " + key +
                                            " of one that is to be removed, and removals are sent last; flush() in "
                                            "between, or change the object that is there"
                                      : "two objects in one unit of work have the same " + key +
                                            "; a row is one object: use the one that is there",
                           {.table = std::string{table.name}, .column = key}};
}

[[noreturn]] void throw_key_changed(const table_description& table, column_index column) {
    throw usage_error{place_of(table, column) + " is part of the key of an object that is stored, and was changed; "
                                                "add a new object in its place and remove this one",
                      {.table = std::string{table.name}, .column = std::string{table.columns[column].name}}};
}

/// Throws unless each object that brings a key is the only one with it.
void require_own_keys(tracked_objects& objects, std::span<const std::size_t> added) {
    const table_description& table = objects.table();
    std::unordered_set<std::string> claimed;
    for (const std::size_t index : added) {
        const std::string key = is_linked(objects, index, table.primary_key)
                                    ? std::string{}
                                    : key_bytes(objects.as_inserted(index), table.primary_key);
        if (key.empty()) {
            continue;  // the database makes it
        }
        if (const auto there = objects.find(key)) {
            throw_claimed(table, objects[*there].state == object_state::removed);
        }
        if (!claimed.insert(key).second) {
            throw_claimed(table, false);
        }
    }
}

void require_parents(const tracked_objects& objects, std::size_t index) {
    for_each_link(objects, index, [&](const pending_link& link, std::size_t) {
        const object_state parent = (*link.parents)[link.parent].state;
        if (parent == object_state::removed || parent == object_state::gone) {
            throw usage_error{names_of(objects.table(), link.by.columns) + " was linked to an object of " +
                                  std::string{link.parents->table().name} + " that was removed; link it to another one",
                              {.table = std::string{objects.table().name}}};
        }
    });
}

table_work work_on(tracked_objects& objects) {
    table_work work{.objects = &objects};
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const object_state state = objects[i].state;
        if (state == object_state::added || state == object_state::stored) {
            require_parents(objects, i);
        }
        if (state == object_state::added) {
            work.added.push_back(i);
        } else if (state == object_state::removed) {
            work.removed.push_back(i);
        } else if (state == object_state::stored && objects[i].first_link != 0) {
            changes_of(objects, i);  // for its key; what else changed is told once it is linked
            work.linked.push_back(i);
        } else if (state == object_state::stored) {
            if (std::vector<column_index> columns = changes_of(objects, i); !columns.empty()) {
                work.changed.push_back({i, std::move(columns)});
            }
        }
    }
    require_own_keys(objects, work.added);
    return work;
}

}  // namespace

bool is_linked(const tracked_objects& objects, std::size_t index, std::span<const column_index> columns) {
    bool linked = false;
    for_each_link(objects, index, [&](const pending_link& link, std::size_t) {
        linked = linked || std::ranges::find_first_of(link.by.columns, columns) != link.by.columns.end();
    });
    return linked;
}

std::vector<column_index> differing_columns(const tracked_objects& objects, std::size_t index) {
    const table_description& table = objects.table();
    std::vector<value_view> before(table.columns.size());
    std::vector<value_view> now(table.columns.size());
    scratch temporaries;
    objects.read_stored(index, before);
    objects.read(index, now, temporaries);
    return changed_columns(table, before, now);
}

std::vector<column_index> changes_of(const tracked_objects& objects, std::size_t index) {
    const table_description& table = objects.table();
    std::vector<column_index> changed = differing_columns(objects, index);
    for (const column_index column : changed) {
        if (is_key_column(table, column)) {
            throw_key_changed(table, column);
        }
    }
    return changed;
}

std::vector<table_work> work_to_do(std::span<const std::unique_ptr<tracked_objects>> tables) {
    std::vector<const table_description*> described;
    for (const auto& objects : tables) {
        described.push_back(&objects->table());
    }
    std::vector<table_work> work;
    for (const table_description* const table : schema::parents_first(described)) {
        work.push_back(work_on(**std::ranges::find(tables, table, [](const auto& each) { return &each->table(); })));
    }
    return work;
}

bool is_idle(std::span<const table_work> work) noexcept {
    return std::ranges::all_of(work, [](const table_work& each) {
        return each.added.empty() && each.linked.empty() && each.changed.empty() && each.removed.empty();
    });
}

}  // namespace aludel::detail
