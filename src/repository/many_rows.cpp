// SPDX-License-Identifier: BSL-1.0
// repository_core: many objects at once, by set statements.
#include <aludel/repository/repository_core.hpp>

#include <algorithm>
#include <numeric>
#include <optional>

#include <aludel/bulk/on_conflict.hpp>
#include <aludel/bulk/prefetch.hpp>
#include <aludel/error.hpp>

#include "bulk/write_rows.hpp"
#include "row_values.hpp"
#include "row_versions.hpp"

namespace aludel {
namespace {

class object_source final : public row_source {
public:
    object_source(const table_description& table, object_span objects) : table_{table}, objects_{objects} {}

    bool next(std::span<value_view> row, scratch& temporaries) override {
        if (next_ == objects_.count) {
            return false;
        }
        if (objects_.addresses == nullptr) {
            detail::prefetch_behind(objects_[next_], objects_.distance);
        }
        read_object(table_, objects_[next_++], row, temporaries);
        if (next_version_) {
            row[*next_version_] = following_version(row[*next_version_]);
        }
        return true;
    }
    [[nodiscard]] bool rows_stay_valid() const noexcept override { return true; }
    [[nodiscard]] std::uint64_t size() const override { return objects_.count; }
    /// The rows bring the version behind the object's.
    void move_versions() noexcept { next_version_ = version_column(table_); }

private:
    const table_description& table_;
    object_span objects_;
    std::size_t next_ = 0;
    std::optional<column_index> next_version_;
};

std::vector<value_view> kept_row(const table_description& table) {
    return std::vector<value_view>(table.columns.size(), value_view::kept());
}

/// Which columns a load of these objects leaves to the database, and which to the library.
struct asked_columns {
    std::vector<column_index> by_all;
    std::vector<column_index> by_some;  ///< and by all
    std::vector<column_index> stamped;  ///< columns that the library keeps
    std::vector<bool> stamps;           ///< objects × stamped: whether the object leaves it to the library
};

/// Goes through the objects once.
asked_columns look_at(const table_description& table, object_span objects, const insert_preparation& prepare) {
    asked_columns asked;
    std::vector<column_index> open;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const column_description& column = table.columns[i];
        if (column.role != column_role::plain || column.is_version) {
            asked.stamped.push_back(static_cast<column_index>(i));
        } else if (column.generated != key::given || !column.default_expression.empty()) {
            open.push_back(static_cast<column_index>(i));
        }
    }
    if (asked.stamped.empty() && open.empty()) {
        return asked;
    }
    std::vector<std::size_t> times(table.columns.size());
    std::vector<value_view> row(table.columns.size());
    scratch temporaries;
    for (std::size_t i = 0; i < objects.count; ++i) {
        temporaries.clear();
        read_object(table, objects[i], row, temporaries);
        for (const column_index column : asked.stamped) {
            asked.stamps.push_back(row[column].is_null() ||
                                   (table.columns[column].is_version && row[column].integer() == 0));
        }
        prepare(row);
        for (const column_index column : open) {
            times[column] += insert_preparation::asks_database(table.columns[column], row[column]) ? 1 : 0;
        }
    }
    for (const column_index column : open) {
        if (times[column] == objects.count) {
            asked.by_all.push_back(column);
        }
        if (times[column] > 0) {
            asked.by_some.push_back(column);
        }
    }
    return asked;
}

/// Gives the objects the time and the first version that the library stored for them.
void stamp(const table_description& table, object_span objects, const asked_columns& asked, const value_view& now) {
    std::vector<value_view> stamps = kept_row(table);
    std::vector<value_view> row(table.columns.size());
    scratch temporaries;
    for (std::size_t i = 0; i < objects.count && !asked.stamped.empty(); ++i) {
        const auto by_library = asked.stamps.begin() + static_cast<std::ptrdiff_t>(i * asked.stamped.size());
        if (std::find(by_library, by_library + static_cast<std::ptrdiff_t>(asked.stamped.size()), false) !=
            by_library + static_cast<std::ptrdiff_t>(asked.stamped.size())) {
            temporaries.clear();
            read_object(table, objects[i], row, temporaries);  // what the program set is now what is stored
        }
        for (std::size_t place = 0; place < asked.stamped.size(); ++place) {
            const column_index column = asked.stamped[place];
            const column_description& described = table.columns[column];
            const value_view made = described.is_version ? integer_of(described.kind, 1) : now;
            stamps[column] = by_library[static_cast<std::ptrdiff_t>(place)] ? made : row[column];
        }
        write_object(table, objects[i], stamps);
    }
}

/// The columns that an insert sends: not those that all rows leave to a table that knows what to put there.
std::vector<column_index> sent_columns(const capabilities& facts, const table_description& table,
                                       const asked_columns& asked) {
    std::vector<column_index> columns;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto index = static_cast<column_index>(i);
        const column_description& column = table.columns[i];
        const bool left_out = std::find(asked.by_all.begin(), asked.by_all.end(), index) != asked.by_all.end() &&
                              table_has_default(facts, column);
        // Where inserts return nothing, the library asks for the UUIDs and sends them.
        const bool must_be_sent = column.generated == key::server_uuid && !facts.syntax.insert_returning;
        if (!left_out || must_be_sent) {
            columns.push_back(index);
        }
    }
    if (columns.empty()) {  // a row still needs one column to stand in
        columns.push_back(asked.by_all.front());
    }
    return columns;
}

/// Puts what is stored into the objects: the columns that came back, all others stay.
stored_row_handler write_back(const bulk_plan& plan, object_span objects, std::vector<row_outcome>* outcomes) {
    return [table = plan.table, returning = plan.returning, objects, outcomes, stored = kept_row(*plan.table)](
               std::uint64_t row, row_outcome outcome, std::span<const value_view> values) mutable {
        for (std::size_t i = 0; i < values.size(); ++i) {
            stored[returning[i]] = values[i];
        }
        if (!values.empty()) {
            write_object(*table, objects[row], stored);
        }
        if (outcomes != nullptr) {
            (*outcomes)[row] = outcome;
        }
    };
}

std::vector<column_index> all_columns(const table_description& table) {
    std::vector<column_index> all(table.columns.size());
    std::iota(all.begin(), all.end(), column_index{0});
    return all;
}

}  // namespace

std::vector<row_outcome> repository_core::insert_many(object_span objects, const conflict_policy& policy) {
    return insert_inside(objects, policy, [this](function_ref<void()> work) { session_->atomically(work); });
}

void repository_core::add_many_inside(object_span objects) {
    insert_inside(objects, conflict_policy{}, [](function_ref<void()> work) { work(); });
}

std::vector<row_outcome> repository_core::insert_inside(object_span objects, const conflict_policy& policy,
                                                        function_ref<void(function_ref<void()>)> in_transaction) {
    std::vector<row_outcome> outcomes(objects.count, row_outcome::inserted);
    if (objects.count == 0) {
        return outcomes;
    }
    const value_view now = sql::present_time();
    const insert_preparation prepare{*table_, now};
    const asked_columns asked = look_at(*table_, objects, prepare);
    bulk_plan plan{.table = table_,
                   .columns = sent_columns(session_->facts(), *table_, asked),
                   .policy = policy,
                   .rows_stay_valid = true,
                   .returning = asked.by_some,
                   .expected_rows = objects.count};
    const bool all_are_new = policy.action == conflict_action::fail;
    if (policy.action == conflict_action::do_update) {
        plan.returning = all_columns(*table_);
    }
    if (!plan.returning.empty() || !all_are_new) {
        plan.on_stored = write_back(plan, objects, all_are_new ? nullptr : &outcomes);
    }
    if (!all_are_new && session_->facts().syntax.upsert == upsert_syntax::none) {
        throw usage_error{"this database has no upsert, so many objects cannot be upserted at once on it; use upsert() "
                          "for each"};
    }
    object_source source{*table_, objects};
    in_transaction([&] {
        write_rows(*session_, source, plan, &prepare);
        if (policy.action != conflict_action::do_update) {  // else they came back
            stamp(*table_, objects, asked, now);
        }
    });
    return outcomes;
}

void repository_core::add_many(object_span objects) {
    insert_many(objects, conflict_policy{});
}

std::vector<row_outcome> repository_core::upsert_many(object_span objects, const conflict_policy& policy) {
    // do_update without columns leaves the row alone and still tells what it is.
    conflict_policy telling{conflict_action::do_update, policy.key, policy.updates};
    for (std::size_t i = 0; i < table_->columns.size() && policy.updates.empty() && removal_mark(*table_); ++i) {
        const column_description& column = table_->columns[i];
        if (column.marks_removal || column.role == column_role::updated_at) {  // a removed row comes back
            telling.updates.push_back(static_cast<column_index>(i));
        }
    }
    return insert_many(objects, telling);
}

void repository_core::require_versions(object_span objects) {
    row_versions seen{*session_, *table_};
    std::vector<value_view> row(table_->columns.size());
    scratch temporaries;
    for (std::size_t i = 0; i < objects.count; ++i) {
        temporaries.clear();
        read_object(*table_, objects[i], row, temporaries);
        seen.add(row);
    }
    if (const std::optional<std::size_t> stale = seen.find_stale()) {
        throw_stale(*table_, objects[*stale], *stale);
    }
}

void repository_core::update_many(object_span objects) {
    if (objects.count == 0) {
        return;
    }
    bulk_plan plan{.table = table_,
                   .rows_stay_valid = true,
                   .operation = bulk_operation::update,
                   .now = sql::present_time(),
                   .expected_rows = objects.count};
    plan.policy.key = detail::to_vector(table_->primary_key);
    for (std::size_t i = 0; i < table_->columns.size(); ++i) {
        const auto column = static_cast<column_index>(i);
        const column_description& described = table_->columns[i];
        if (described.role != column_role::created_at && !described.marks_removal) {
            plan.columns.push_back(column);
            if (!is_key_column(*table_, i)) {
                plan.policy.updates.push_back(column);
            }
        }
        if (described.role != column_role::plain || described.marks_removal || described.is_version ||
            !described.declared_type.empty()) {
            plan.returning.push_back(column);
        }
    }
    if (!plan.returning.empty()) {
        plan.on_stored = write_back(plan, objects, nullptr);
    }
    object_source source{*table_, objects};
    source.move_versions();
    session_->atomically([&] {
        if (any_removed(objects)) {
            throw_not_found();
        }
        if (version_column(*table_)) {
            require_versions(objects);
        }
        const bulk_counts counts = write_rows(*session_, source, plan);
        if (counts.updated + counts.skipped != objects.count) {
            throw_not_found();
        }
    });
}

}  // namespace aludel
