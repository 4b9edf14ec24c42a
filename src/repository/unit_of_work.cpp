// SPDX-License-Identifier: BSL-1.0
#include <aludel/repository/unit_of_work.hpp>

#include <algorithm>

#include <aludel/error.hpp>

#include "bulk/key_bytes.hpp"
#include "row_values.hpp"
#include "unit_of_work_snapshots.hpp"
#include "unit_of_work_state.hpp"

namespace aludel {
namespace {

using detail::object_state;
using detail::pending_link;
using detail::tracked_objects;

std::string bytes_of(std::span<const value_view> key) {
    std::string bytes;
    for (const value_view& part : key) {
        append_key_bytes(bytes, part);
    }
    return bytes;
}

std::string key_of_object(const table_description& table, const void* object) {
    scratch temporaries;
    return detail::key_bytes(row_of(table, object, temporaries), table.primary_key);
}

/// A later link by the same foreign key takes the place of an earlier one.
void drop_link(tracked_objects& children, std::size_t child, std::span<const column_index> columns) {
    std::uint32_t* from = &children[child].first_link;
    while (*from != 0) {
        pending_link& link = children.links[*from - 1];
        if (std::ranges::equal(link.by.columns, columns)) {
            *from = link.next;
        } else {
            from = &link.next;
        }
    }
}

/// Whether the database is still to make one of the columns of a row.
bool is_open(const table_description& table, std::span<const value_view> row, std::span<const column_index> columns) {
    return std::ranges::any_of(columns, [&](column_index column) {
        return insert_preparation::asks_database(table.columns[column], row[column]);
    });
}

/// Whether the database or another link is still to fill in what is referred to.
bool waits_for_key(tracked_objects& parents, std::optional<std::size_t> index, const void* parent,
                   std::span<const column_index> columns) {
    const table_description& table = parents.table();
    if (!index) {
        scratch temporaries;
        std::vector<value_view> row = row_of(table, parent, temporaries);
        prepare_for_insert(table, row);
        return is_open(table, row, columns);
    }
    return parents[*index].state == object_state::added &&
           (is_open(table, parents.as_inserted(*index), columns) || detail::is_linked(parents, *index, columns));
}

void copy_key(const detail::object_type& child_type, void* child, const detail::object_type& parent_type,
              const void* parent, const detail::object_link& by) {
    scratch temporaries;
    const std::vector<value_view> referred = row_of(*parent_type.table, parent, temporaries);
    std::vector<value_view> row(child_type.table->columns.size(), value_view::kept());
    for (std::size_t i = 0; i < by.columns.size(); ++i) {
        row[by.columns[i]] = referred[by.referred_columns[i]];
    }
    write_object(*child_type.table, child, row);
}

[[noreturn]] void throw_untracked(const table_description& table) {
    throw usage_error{"an object of " + std::string{table.name} +
                          " is linked whose key is not known yet, and which this unit of work does not know; add() "
                          "both objects first and link what it returns",
                      {.table = std::string{table.name}}};
}

}  // namespace

unit_of_work::unit_of_work(engine& db) : state_{std::make_unique<detail::work_state>(db)} {}
unit_of_work::unit_of_work(session& session) : state_{std::make_unique<detail::work_state>(session.core())} {}
unit_of_work::unit_of_work(unit_of_work&&) noexcept = default;
unit_of_work& unit_of_work::operator=(unit_of_work&&) noexcept = default;
unit_of_work::~unit_of_work() = default;

void* unit_of_work::get_object(const detail::object_type& type, std::span<const value_view> key) {
    void* const found = find_object(type, key);
    if (found == nullptr) {
        throw not_found{"no row of " + std::string{type.table->name} + " is what was asked for",
                        {.table = std::string{type.table->name}}};
    }
    return found;
}

void* unit_of_work::find_object(const detail::object_type& type, std::span<const value_view> key) {
    if (has_null(key)) {
        return nullptr;
    }
    tracked_objects& objects = state_->of(type);
    if (const auto known = objects.find(bytes_of(key))) {
        return objects[*known].state == object_state::stored ? objects.object(*known) : nullptr;
    }
    detail::object_store loaded{type};
    void* const object = loaded.add_new();
    bool is_there = false;
    state_->with_session([&](session_core& session) {
        is_there = repository_core{session, *type.table}.find(key, object);
    });
    return is_there ? attach_object(type, object) : nullptr;
}

void* unit_of_work::attach_object(const detail::object_type& type, void* object) {
    tracked_objects& objects = state_->of(type);
    if (const auto known = objects.find(key_of_object(*type.table, object))) {
        return objects[*known].state == object_state::stored ? objects.object(*known) : nullptr;
    }
    return objects.object(objects.add_stored(object));
}

void unit_of_work::throw_removed(const table_description& table) {
    throw usage_error{"an object of " + std::string{table.name} +
                          " was attached whose row is to be removed by this unit of work; commit() or flush() first",
                      {.table = std::string{table.name}}};
}

void* unit_of_work::add_object(const detail::object_type& type, void* object) {
    tracked_objects& objects = state_->of(type);
    return objects.object(objects.add(object));
}

void unit_of_work::remove_object(const detail::object_type& type, const void* object) {
    tracked_objects& objects = state_->of(type);
    std::optional<std::size_t> index = objects.index_of(object);
    if (!index) {
        index = objects.find(key_of_object(*type.table, object));
    }
    if (!index) {
        detail::object_store copy{type};
        index = objects.add_stored(copy.add_copy(object));
    }
    detail::tracked_object& tracked = objects[*index];
    if (tracked.state == object_state::added) {
        tracked.state = object_state::gone;
    } else if (tracked.state == object_state::stored) {
        tracked.state = object_state::removed;
    }
}

void unit_of_work::refresh_object(const detail::object_type& type, void* object) {
    tracked_objects& objects = state_->of(type);
    const std::optional<std::size_t> index = objects.index_of(object);
    if (!index || objects[*index].state != object_state::stored) {
        throw usage_error{"an object of " + std::string{type.table->name} +
                              " is to be read again that is no row of this unit of work; get() it",
                          {.table = std::string{type.table->name}}};
    }
    std::vector<value_view> row(type.table->columns.size());
    objects.read_stored(*index, row);
    const std::vector<value_view> key = key_of(*type.table, row);
    state_->with_session([&](session_core& session) {
        repository_core core{session, *type.table};
        if (!core.find(key, object)) {
            core.throw_not_found();
        }
    });
    objects[*index].first_link = 0;
    objects.settle(*index);
}

void unit_of_work::link_objects(const detail::object_type& child_type, void* child,
                                const detail::object_type& parent_type, const void* parent, detail::object_link by) {
    tracked_objects& children = state_->of(child_type);
    tracked_objects& parents = state_->of(parent_type);
    const std::optional<std::size_t> child_index = children.index_of(child);
    const std::optional<std::size_t> parent_index = parents.index_of(parent);
    if (child_index) {
        drop_link(children, *child_index, by.columns);
    }
    if (!waits_for_key(parents, parent_index, parent, by.referred_columns)) {
        copy_key(child_type, child, parent_type, parent, by);
        return;
    }
    if (!child_index || !parent_index) {
        throw_untracked(child_index ? *parent_type.table : *child_type.table);
    }
    children.links.push_back({by, &parents, *parent_index, children[*child_index].first_link});
    children[*child_index].first_link = static_cast<std::uint32_t>(children.links.size());
}

void unit_of_work::with_session(function_ref<void(session_core&)> use) {
    state_->with_session(use);
}

bool unit_of_work::has_changes() const {
    return std::ranges::any_of(state_->tables(), [](const auto& objects) {
        for (std::size_t i = 0; i < objects->size(); ++i) {
            const detail::tracked_object& each = (*objects)[i];
            const bool is_new = each.state == object_state::added || each.state == object_state::removed;
            const bool is_stored = each.state == object_state::stored;
            if (is_new || (is_stored && (each.first_link != 0 || !detail::differing_columns(*objects, i).empty()))) {
                return true;
            }
        }
        return false;
    });
}

std::size_t unit_of_work::size() const noexcept {
    std::size_t tracked = 0;
    for (const auto& objects : state_->tables()) {
        for (std::size_t i = 0; i < objects->size(); ++i) {
            tracked += (*objects)[i].state != object_state::gone ? 1 : 0;
        }
    }
    return tracked;
}

void unit_of_work::commit() {
    state_->commit();
}

void unit_of_work::flush() {
    state_->flush();
}

void unit_of_work::rollback() noexcept {
    state_->rollback();
}

void unit_of_work::clear() noexcept {
    state_->rollback();
    state_->forget_all();
}

}  // namespace aludel
