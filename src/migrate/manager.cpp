// SPDX-License-Identifier: BSL-1.0
#include <aludel/migrate/manager.hpp>

#include <algorithm>

#include <aludel/error.hpp>
#include <aludel/schema/tables.hpp>

#include "migration_lock.hpp"
#include "revision_place.hpp"
#include "revision_runner.hpp"
#include "take_back.hpp"
#include "version_table.hpp"

namespace aludel::migrate {
namespace {

enum class among : std::uint8_t { applied, all };

std::vector<std::string> ids_of(const std::vector<revision_row>& rows, among which) {
    std::vector<std::string> ids;
    for (const revision_row& row : rows) {
        if (which == among::all || row.state == revision_state::applied) {
            ids.push_back(row.id);
        }
    }
    return ids;
}

/// Runs `work` while no other program migrates the database: in a transaction where DDL stays inside one.
void alone(session& session, std::chrono::milliseconds longest, function_ref<void()> work) {
    if (session.facts().transactional_ddl) {
        locked_transaction whole{session, longest};
        work();
        whole.commit();
        return;
    }
    const session_lock lock{session, longest};
    work();
}

void require_unchanged(const revision_graph& graph, const std::vector<revision_row>& rows) {
    for (const revision_row& row : rows) {
        const revision* const here = graph.find(row.id);
        if (row.state == revision_state::applied && here != nullptr && here->checksum != row.checksum) {
            throw usage_error{place_of(*here) +
                              ": it is not what it was when it was applied; bring it back and write a new revision, or "
                              "stamp the database again if the change means nothing to it"};
        }
    }
}

/// All at once, so that none of them is taken for the only one.
void record_all(session& session, version_table& table, const std::vector<const revision*>& revisions) {
    transaction at_once{session};
    table.remove_all();
    for (const revision* each : revisions) {
        table.put(applied_row(*each));
    }
    at_once.commit();
}

}  // namespace

std::string_view to_string(schema_status status) {
    switch (status) {
    case schema_status::no_info: return "no info";
    case schema_status::upgrade_available: return "upgrade available";
    case schema_status::up_to_date: break;
    }
    return "up to date";
}

std::string_view to_string(sync_result result) {
    switch (result) {
    case sync_result::created: return "created";
    case sync_result::upgraded: return "upgraded";
    case sync_result::already_up_to_date: break;
    }
    return "already up to date";
}

manager::manager(engine& database, revision_graph revisions, std::span<const table_description* const> tables,
                 manager_options options)
    : database_{&database}, revisions_{std::move(revisions)}, tables_{tables}, options_{std::move(options)} {}

schema_status manager::status() {
    session opened = database_->open_session();
    const std::vector<revision_row> rows = version_table{opened}.all();
    if (rows.empty()) {
        return schema_status::no_info;
    }
    const bool is_there = revisions_.way_up(ids_of(rows, among::applied), "heads").empty();
    return is_there ? schema_status::up_to_date : schema_status::upgrade_available;
}

sync_result manager::sync() {
    switch (status()) {
    case schema_status::no_info:
        if (create_if_new()) {
            return sync_result::created;
        }
        break;  // another program did it in between, perhaps with other revisions
    case schema_status::upgrade_available: break;
    case schema_status::up_to_date: return sync_result::already_up_to_date;
    }
    return upgrade().empty() ? sync_result::already_up_to_date : sync_result::upgraded;
}

bool manager::create_if_new() {
    session opened = database_->open_session();
    bool is_new = false;
    alone(opened, options_.lock_timeout, [&] {
        version_table table{opened};
        is_new = table.all().empty();
        if (is_new) {
            table.create_if_missing();
            const std::size_t created = schema::create_missing_tables(opened.core(), tables_);
            is_new = created > 0 || !revisions_.revisions().empty();
            record_all(opened, table, revisions_.with_ancestors(revisions_.heads()));
        }
    });
    return is_new;
}

void manager::create() {
    if (!create_if_new()) {
        throw usage_error{"the database has revisions already; upgrade it"};
    }
}

std::vector<const revision*> manager::upgrade(std::string_view target) {
    session opened = database_->open_session();
    version_table table{opened};
    if (!table.exists()) {
        alone(opened, options_.lock_timeout, [&] { table.create_if_missing(); });
    }
    const std::vector<revision_row> rows = table.all();
    const std::vector<const revision*> way = revisions_.way_up(ids_of(rows, among::applied), target);
    if (!options_.allow_changed_files) {
        require_unchanged(revisions_, rows);
    }
    return revision_runner{opened, table, revisions_, options_}.run(way, true);
}

std::vector<const revision*> take_back(session& session, const revision_graph& graph, const manager_options& options,
                                       std::string_view target,
                                       function_ref<void(std::span<const revision* const>)> look) {
    version_table table{session};
    const std::vector<revision_row> rows = table.all();
    const std::vector<const revision*> way = graph.way_down(ids_of(rows, among::all), target);
    look(way);
    if (!options.allow_changed_files) {
        require_unchanged(graph, rows);
    }
    return revision_runner{session, table, graph, options}.run(way, false);
}

std::vector<const revision*> manager::downgrade(std::string_view target) {
    session opened = database_->open_session();
    return take_back(opened, revisions_, options_, target, [](std::span<const revision* const>) {});
}

void manager::stamp(std::string_view target) {
    std::vector<const revision*> reached;
    if (target == "heads") {
        reached = revisions_.with_ancestors(revisions_.heads());
    } else if (target != "base") {
        reached = revisions_.with_ancestors({&revisions_.resolve(target)});
    }
    session opened = database_->open_session();
    alone(opened, options_.lock_timeout, [&] {
        version_table table{opened};
        table.create_if_missing();
        record_all(opened, table, reached);
    });
}

void manager::drop() {
    session opened = database_->open_session();
    alone(opened, options_.lock_timeout, [&] {
        schema::drop_existing_tables(opened.core(), tables_);
        version_table{opened}.drop_if_there();
    });
}

std::vector<recorded_revision> manager::recorded() {
    session opened = database_->open_session();
    const std::vector<revision_row> rows = version_table{opened}.all();
    std::vector<recorded_revision> found;
    for (const revision& each : revisions_.revisions()) {
        const auto row =
            std::find_if(rows.begin(), rows.end(), [&](const revision_row& of) { return of.id == each.id; });
        if (row != rows.end()) {
            found.push_back(recorded_of(*row));
        }
    }
    for (const revision_row& row : rows) {
        if (revisions_.find(row.id) == nullptr) {
            found.push_back(recorded_of(row));
        }
    }
    return found;
}

}  // namespace aludel::migrate
