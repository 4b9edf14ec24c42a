// SPDX-License-Identifier: BSL-1.0
#include "unit_of_work_inserts.hpp"

#include <algorithm>
#include <set>

#include <aludel/error.hpp>
#include <aludel/repository/repository_core.hpp>

#include "unit_of_work_snapshots.hpp"

namespace aludel::detail {
namespace {

/// Whether inserting an object may change its fields.
bool insert_fills_in(const table_description& table) {
    return std::ranges::any_of(table.columns, [](const column_description& column) {
        return column.generated != key::given || !column.default_expression.empty() ||
               column.role != column_role::plain || column.is_version;
    });
}

/// Whether a row can do without the key for a while: one column of NULL is enough.
bool can_be_null(const table_description& table, std::span<const column_index> columns) {
    return std::ranges::any_of(columns, [&table](column_index column) { return table.columns[column].nullable; });
}

[[noreturn]] void throw_circle(const table_description& table) {
    throw usage_error{"objects of " + std::string{table.name} +
                          " and what they refer to wait for each other's keys in a circle; make a foreign key of the "
                          "circle an optional, so that it can be set afterwards",
                      {.table = std::string{table.name}}};
}

}  // namespace

void work_inserts::run() {
    for (const table_work& work : work_) {
        for (pending_link& link : work.objects->links) {
            link.is_deferred = false;
        }
    }
    const auto waits = [](const table_work& work) {
        return !work.added.empty();
    };
    while (std::ranges::any_of(work_, waits)) {
        bool goes_on = false;
        for (table_work& work : work_) {
            while (insert_ready(work)) {
                goes_on = true;
            }
        }
        if (!goes_on) {
            cut_a_circle();
        }
    }
    set_deferred();
    set_linked();
}

/// Inserts those that wait for nobody; false when there are none.
bool work_inserts::insert_ready(table_work& work) {
    if (work.added.empty()) {
        return false;
    }
    const std::vector<awaited_keys> awaited = keys_awaited_by(work);
    std::vector<std::size_t> ready;
    std::vector<std::size_t> waiting;
    for (const std::size_t index : work.added) {
        (waits(work, index, awaited) ? waiting : ready).push_back(index);
    }
    if (ready.empty()) {
        return false;
    }
    insert(work, ready);
    work.added = std::move(waiting);
    return true;
}

std::vector<work_inserts::awaited_keys> work_inserts::keys_awaited_by(const table_work& work) const {
    std::vector<awaited_keys> awaited;
    for (const foreign_key_description& foreign_key : work.objects->table().foreign_keys) {
        const auto parents = std::ranges::find(work_, &foreign_key.referenced_table(),
                                               [](const table_work& each) { return &each.objects->table(); });
        if (parents != work_.end() && !parents->added.empty()) {
            awaited.push_back(keys_of_waiting(foreign_key, *parents));
        }
    }
    return awaited;
}

work_inserts::awaited_keys work_inserts::keys_of_waiting(const foreign_key_description& foreign_key,
                                                         const table_work& parents) const {
    tracked_objects& objects = *parents.objects;
    awaited_keys made{&foreign_key, &objects, {}};
    for (const std::size_t index : parents.added) {
        if (std::string key = key_bytes(objects.as_inserted(index), foreign_key.referenced_columns); !key.empty()) {
            made.waiting.emplace(std::move(key), index);
        }
    }
    return made;
}

bool work_inserts::waits(const table_work& work, std::size_t index, std::span<const awaited_keys> awaited) {
    bool waits = false;
    for_each_link(*work.objects, index, [&](const pending_link& link, std::size_t) {
        waits = waits || (!link.is_deferred && (*link.parents)[link.parent].state == object_state::added);
    });
    return waits || !values_awaited(work, index, awaited).empty();
}

/// The foreign keys that the object brings and whose rows wait themselves.
std::vector<const work_inserts::awaited_keys*> work_inserts::values_awaited(const table_work& work, std::size_t index,
                                                                            std::span<const awaited_keys> awaited) {
    std::vector<const awaited_keys*> found;
    if (awaited.empty()) {
        return found;
    }
    child_row_.resize(work.objects->table().columns.size());
    temporaries_.clear();
    parent_ = nullptr;  // its values may be among the temporaries
    work.objects->read(index, child_row_, temporaries_);
    for (const awaited_keys& each : awaited) {
        const auto parent = each.waiting.find(key_bytes(child_row_, each.foreign_key->columns));
        const bool is_itself = each.parents == work.objects && parent != each.waiting.end() && parent->second == index;
        if (parent != each.waiting.end() && !is_itself && !is_linked(*work.objects, index, each.foreign_key->columns)) {
            found.push_back(&each);
        }
    }
    return found;
}

void work_inserts::insert(table_work& work, std::span<const std::size_t> ready) {
    tracked_objects& objects = *work.objects;
    const bool fills_in = insert_fills_in(objects.table());
    std::vector<void*> addresses;
    addresses.reserve(ready.size());
    for (const std::size_t index : ready) {
        const bool changes = fills_in || objects[index].first_link != 0;
        undo_.remember(objects, index, changes ? undo_log::what::object_too : undo_log::what::state_only);
        take_links(work, index);
        addresses.push_back(objects.object(index));
    }
    repository_core{session_, objects.table()}.add_many_inside(
        {.count = addresses.size(), .addresses = addresses.data()});
    for (const std::size_t index : ready) {
        objects.settle(index);
    }
    parent_ = nullptr;
}

/// Sets what the object's links say, as far as their parents are stored.
void work_inserts::take_links(table_work& work, std::size_t index) {
    bool is_done = true;
    for_each_link(*work.objects, index, [&](const pending_link& link, std::size_t) {
        if (link.is_deferred) {
            is_done = false;
        } else {
            copy_key(link, *work.objects, index);
        }
    });
    if (is_done) {
        (*work.objects)[index].first_link = 0;
    }
}

void work_inserts::copy_key(const pending_link& link, tracked_objects& children, std::size_t child) {
    const void* const parent = link.parents->object(link.parent);
    if (parent != parent_) {  // children of one parent often come together
        parent_row_.resize(link.parents->table().columns.size());
        temporaries_.clear();
        link.parents->read(link.parent, parent_row_, temporaries_);
        parent_ = parent;
    }
    child_row_.assign(children.table().columns.size(), value_view::kept());
    for (std::size_t i = 0; i < link.by.columns.size(); ++i) {
        child_row_[link.by.columns[i]] = parent_row_[link.by.referred_columns[i]];
    }
    write_object(children.table(), children.object(child), child_row_);
    if (children.object(child) == parent_) {
        parent_ = nullptr;
    }
}

/// All that is left waits for each other. Foreign keys that can be NULL are, until all rows are there.
void work_inserts::cut_a_circle() {
    for (table_work& work : work_) {
        const std::vector<awaited_keys> awaited = keys_awaited_by(work);
        bool is_cut = false;
        for (const std::size_t index : work.added) {
            is_cut = defer(work, index, awaited) || is_cut;
        }
        if (is_cut) {
            return;
        }
    }
    throw_circle(
        std::ranges::find_if(work_, [](const table_work& each) { return !each.added.empty(); })->objects->table());
}

/// Lets the object do without the keys that it waits for; false when one of them cannot be NULL.
bool work_inserts::defer(table_work& work, std::size_t index, std::span<const awaited_keys> awaited) {
    tracked_objects& objects = *work.objects;
    const table_description& table = objects.table();
    const std::vector<const awaited_keys*> values = values_awaited(work, index, awaited);
    bool can = std::ranges::all_of(
        values, [&table](const awaited_keys* each) { return can_be_null(table, each->foreign_key->columns); });
    for_each_link(objects, index, [&](const pending_link& link, std::size_t) {
        can = can && ((*link.parents)[link.parent].state != object_state::added || can_be_null(table, link.by.columns));
    });
    if (!can) {
        return false;
    }
    undo_.remember(objects, index, undo_log::what::object_too);
    std::vector<value_view> nulls(table.columns.size(), value_view::kept());
    const auto wait_for = [&](std::span<const column_index> columns, bool is_link) {
        deferred_key& deferred = deferred_.emplace_back(deferred_key{&work, index, columns, {}});
        for (const column_index column : columns) {
            if (!is_link) {
                deferred.values.emplace_back(child_row_[column]);
            }
            if (table.columns[column].nullable) {
                nulls[column] = value_view::null_of(table.columns[column].kind);
            }
        }
    };
    for (const awaited_keys* const each : values) {
        wait_for(each->foreign_key->columns, false);
    }
    for_each_link(objects, index, [&](const pending_link& link, std::size_t place) {
        if ((*link.parents)[link.parent].state == object_state::added) {
            objects.links[place].is_deferred = true;
            wait_for(link.by.columns, true);
        }
    });
    write_object(table, objects.object(index), nulls);
    return true;
}

void work_inserts::set_deferred() {
    for (const deferred_key& deferred : deferred_) {
        tracked_objects& objects = *deferred.of->objects;
        undo_.remember(objects, deferred.index, undo_log::what::object_too);
        if (deferred.values.empty()) {
            for_each_link(objects, deferred.index,
                          [&](const pending_link& link, std::size_t) { copy_key(link, objects, deferred.index); });
            objects[deferred.index].first_link = 0;
        } else {
            child_row_.assign(objects.table().columns.size(), value_view::kept());
            for (std::size_t i = 0; i < deferred.columns.size(); ++i) {
                child_row_[deferred.columns[i]] = deferred.values[i].view();
            }
            write_object(objects.table(), objects.object(deferred.index), child_row_);
        }
    }
    std::set<std::pair<table_work*, std::size_t>> noted;
    for (const deferred_key& deferred : deferred_) {
        if (noted.emplace(deferred.of, deferred.index).second) {
            note_change(*deferred.of, deferred.index);
        }
    }
}

void work_inserts::set_linked() {
    for (table_work& work : work_) {
        for (const std::size_t index : work.linked) {
            undo_.remember(*work.objects, index, undo_log::what::object_too);
            take_links(work, index);
            note_change(work, index);
        }
    }
}

void work_inserts::note_change(table_work& work, std::size_t index) {
    if (std::vector<column_index> columns = changes_of(*work.objects, index); !columns.empty()) {
        work.changed.push_back({index, std::move(columns)});
    }
}

}  // namespace aludel::detail
