// SPDX-License-Identifier: BSL-1.0
#include <aludel/repository/repository_core.hpp>

#include <algorithm>
#include <array>
#include <numeric>

#include <aludel/error.hpp>
#include <aludel/repository/key_list.hpp>

#include "long_lists.hpp"

namespace aludel {
namespace {

std::vector<value_view> row_of(const table_description& table, const void* object, scratch& temporaries) {
    std::vector<value_view> row(table.columns.size());
    table.read_row(object, row, temporaries);
    return row;
}

std::vector<value_view> key_of(const table_description& table, std::span<const value_view> row) {
    std::vector<value_view> key;
    for (const column_index column : table.primary_key) {
        key.push_back(row[column]);
    }
    return key;
}

std::vector<sql::assignment> borrowed(std::span<const owned_assignment> changes) {
    std::vector<sql::assignment> assignments;
    for (const owned_assignment& change : changes) {
        assignments.push_back({change.column, change.value.view(), false});
    }
    return assignments;
}

/// What an update of these columns writes: not the columns that the library keeps, unless the caller set them.
std::vector<sql::assignment> assignments_of(const table_description& table, std::span<const value_view> row,
                                            std::span<const column_index> columns) {
    std::vector<sql::assignment> assignments;
    for (const column_index column : columns) {
        const column_role role = table.columns[column].role;
        const bool kept_by_library = role == column_role::created_at || (role == column_role::updated_at && row[column].is_null());
        if (!kept_by_library) {
            assignments.push_back({column, row[column], false});
        }
    }
    return assignments;
}

/// What an upsert writes into the row that is there: the values of the row that it would have inserted, so an empty
/// optional takes its column's default, as it does in a bulk load.
std::vector<sql::assignment> proposed_by(const table_description& table, std::span<const value_view> row,
                                         std::span<const column_index> columns) {
    std::vector<sql::assignment> assignments = assignments_of(table, row, columns);
    for (sql::assignment& assignment : assignments) {
        assignment.or_default = true;
    }
    return assignments;
}

/// The query with the condition that fits the server: a copy only where that is another one.
const sql::select_query& fitting(const sql::select_query& asked, const long_lists& lists, sql::select_query& copy) {
    if (&lists.condition() == &asked.where) {
        return asked;
    }
    copy = asked;
    copy.where = lists.condition();
    return copy;
}

/// Whether making the stored object may throw what is not ours, when the row is written already.
bool runs_user_code(const table_description& table) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [](const column_description& column) { return column.has_user_codec; });
}

bool has_stamp(const table_description& table) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [](const column_description& column) { return column.role == column_role::updated_at; });
}

/// The columns whose values an insert asks the database for, and those that it sends: a default that the table does
/// not have is in both.
struct insert_columns {
    std::vector<column_index> sent;
    std::vector<column_index> asked;

    insert_columns(const capabilities& facts, const table_description& table, std::span<const value_view> row) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const bool asks = insert_preparation::asks_database(table.columns[i], row[i]);
            if (asks) {
                asked.push_back(static_cast<column_index>(i));
            }
            if (!asks || !table_has_default(facts, table.columns[i])) {
                sent.push_back(static_cast<column_index>(i));
            }
        }
    }
};

std::vector<value_view> picked(std::span<const value_view> row, std::span<const column_index> columns) {
    std::vector<value_view> values;
    for (const column_index column : columns) {
        values.push_back(row[column]);
    }
    return values;
}

}  // namespace

std::vector<column_index> detail::updatable_columns(const table_description& table,
                                                    std::span<const column_index> conflict_key) {
    std::vector<column_index> columns;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto column = static_cast<column_index>(i);
        const bool in_conflict_key = std::find(conflict_key.begin(), conflict_key.end(), column) != conflict_key.end();
        if (!in_conflict_key && !is_key_column(table, i) && table.columns[i].role != column_role::created_at) {
            columns.push_back(column);
        }
    }
    return columns;
}

std::span<const value_kind> repository_core::kinds() const {
    if (kinds_.empty()) {
        for (const column_description& column : table_->columns) {
            kinds_.push_back(column.kind);
        }
    }
    return kinds_;
}

void repository_core::throw_not_found() const {
    throw not_found{"no row of " + std::string{table_->name} + " is what was asked for",
                    {.table = std::string{table_->name}}};
}

void repository_core::throw_multiple_results() const {
    throw multiple_results{"more than one row of " + std::string{table_->name} +
                               " is what was asked for; ask with a narrower condition, or use first() or list()",
                           {.table = std::string{table_->name}}};
}

void repository_core::add(const void* object, void* stored) {
    scratch temporaries;
    std::vector<value_view> row = row_of(*table_, object, temporaries);
    insert_row(row, stored);
}

void repository_core::insert_row(std::span<value_view> row, void* stored) {
    insert_preparation{*table_}(row);
    reserve_given_key(row);
    if (!session_->facts().syntax.insert_returning) {
        session_->atomically([&] { insert_and_ask(row, stored); });
    } else if (runs_user_code(*table_)) {
        session_->atomically([&] { insert_returning(row, stored); });
    } else {
        insert_returning(row, stored);
    }
}

void repository_core::reserve_given_key(std::span<const value_view> row) {
    const column_description* generated = generated_column(*table_);
    if (generated == nullptr || generated->generated != key::integer) {
        return;
    }
    const value_view& given = row[static_cast<std::size_t>(generated - table_->columns.data())];
    if (given.is_null()) {
        return;
    }
    const std::string sql = session_->dialect().reserve_keys_statement(*table_, *generated);
    if (!sql.empty()) {
        const value_view greatest[] = {value_view::of_int64(given.integer())};
        session_->guarded_query(sql, greatest, {}, [](std::span<const value_view>) { return true; });
    }
}

void repository_core::insert_returning(std::span<value_view> row, void* stored) {
    const insert_columns columns{session_->facts(), *table_, row};
    const std::string sql = sql::write_insert(
        session_->target(),
        {.table = table_, .columns = columns.sent, .rows = 1, .policy = nullptr, .returning = columns.asked});
    const std::vector<value_view> values = picked(row, columns.sent);
    if (columns.asked.empty()) {
        session_->change(sql, values);
        write_object(*table_, stored, row);
        return;
    }
    std::vector<value_kind> asked_kinds;
    for (const column_index column : columns.asked) {
        asked_kinds.push_back(table_->columns[column].kind);
    }
    session_->guarded_query(sql, values, asked_kinds, [&](std::span<const value_view> returned) {
        for (std::size_t i = 0; i < columns.asked.size(); ++i) {
            row[columns.asked[i]] = returned[i];
        }
        write_object(*table_, stored, row);
        return true;
    });
}

/// Where an insert returns nothing: a UUID is asked for before, a counted key comes with the answer, and for
/// defaults the row is read again.
void repository_core::insert_and_ask(std::span<value_view> row, void* stored) {
    scratch kept;
    const column_description* generated = generated_column(*table_);
    const std::size_t key_column = generated == nullptr ? 0 : static_cast<std::size_t>(generated - table_->columns.data());
    if (generated != nullptr && generated->generated == key::server_uuid && row[key_column].is_null()) {
        std::string sql = "select ";
        session_->dialect().append_server_uuid(sql);
        constexpr value_kind asked_kinds[] = {value_kind::uuid};
        session_->query(sql, {}, asked_kinds, [&](std::span<const value_view> returned) {
            std::array<std::byte, 16> bytes{};
            if (decode::uuid(returned[0], bytes.data()) != decode_error::none) {
                throw statement_error{"the database gave no UUID for the key of " + std::string{table_->name}};
            }
            row[key_column] = kept.keep(value_view::of_uuid(bytes.data()));
            return true;
        });
    }
    const insert_columns columns{session_->facts(), *table_, row};
    const std::string sql = sql::write_insert(
        session_->target(), {.table = table_, .columns = columns.sent, .rows = 1, .policy = nullptr, .returning = {}});
    std::uint64_t made = 0;
    session_->insert(sql, picked(row, columns.sent), made);
    const bool counted = generated != nullptr && generated->generated == key::integer && row[key_column].is_null();
    if (counted) {
        row[key_column] = value_view::of_int64(static_cast<std::int64_t>(made));
    }
    if (columns.asked.size() == (counted ? 1u : 0u)) {
        write_object(*table_, stored, row);
    } else if (!find(key_of(*table_, row), stored)) {
        throw_not_found();
    }
}

bool repository_core::find(key_values wanted, void* object) {
    const sql::select_query query{
        .table = table_, .where = sql::key_equals(*table_, wanted), .order = {}, .limit = {}, .offset = 0, .lock = {}};
    const sql::statement_text statement = sql::write_select(session_->target(), query);
    bool found = false;
    session_->query(statement.sql, statement.parameters, kinds(), [&](std::span<const value_view> row) {
        write_object(*table_, object, row);
        found = true;
        return false;
    });
    return found;
}

void repository_core::list(const sql::select_query& asked, object_sink sink) {
    const long_lists lists{*session_, asked.where};
    sql::select_query fitted;
    const sql::select_query& query = fitting(asked, lists, fitted);
    const sql::statement_text statement = sql::write_select(session_->target(), query);
    const auto read = [&](std::span<const value_view> row) {
        write_object(*table_, sink.append(sink.container), row);
        return true;
    };
    if (query.lock.exclusive) {  // may fail in the course of things: somebody else holds the lock
        session_->guarded_query(statement.sql, statement.parameters, kinds(), read);
    } else {
        session_->query(statement.sql, statement.parameters, kinds(), read);
    }
}

execution repository_core::stream(const sql::select_query& query) {
    const sql::statement_text statement = sql::write_select(session_->target(), query);
    return session_->start(statement.sql, statement.parameters, fetch::streamed_read, kinds());
}

std::uint64_t repository_core::count(const sql::select_query& asked) {
    const long_lists lists{*session_, asked.where};
    sql::select_query fitted;
    const sql::select_query& query = fitting(asked, lists, fitted);
    const sql::statement_text statement = sql::write_count(session_->target(), query);
    std::uint64_t rows = 0;
    session_->query(statement.sql, statement.parameters, {}, [&](std::span<const value_view> row) {
        if (decode::unsigned_integer(row[0], ~std::uint64_t{0}, rows) != decode_error::none) {
            throw statement_error{"the database gave no number for a count of rows"};
        }
        return false;
    });
    return rows;
}

bool repository_core::exists(const sql::select_query& asked) {
    const long_lists lists{*session_, asked.where};
    sql::select_query fitted;
    const sql::select_query& query = fitting(asked, lists, fitted);
    const sql::statement_text statement = sql::write_exists(session_->target(), query);
    bool found = false;
    session_->query(statement.sql, statement.parameters, {}, [&](std::span<const value_view>) {
        found = true;
        return false;
    });
    return found;
}

void repository_core::update(const void* object, void* stored) {
    scratch temporaries;
    const std::vector<value_view> row = row_of(*table_, object, temporaries);
    std::vector<column_index> all;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (!is_key_column(*table_, i)) {
            all.push_back(static_cast<column_index>(i));
        }
    }
    update_row(sql::key_equals(*table_, key_of(*table_, row)), assignments_of(*table_, row, all), stored);
}

void repository_core::patch(key_values wanted, std::span<const owned_assignment> changes, void* stored) {
    update_row(sql::key_equals(*table_, wanted), borrowed(changes), stored);
}

void repository_core::update_row(const expression& where, std::span<const sql::assignment> changes, void* stored) {
    const sql::select_query query{
        .table = table_, .where = where, .order = {}, .limit = {}, .offset = 0, .lock = {}};
    bool found = false;
    const auto read = [&](std::span<const value_view> row) {
        write_object(*table_, stored, row);
        found = true;
        return true;
    };
    const bool returning = session_->facts().syntax.update_returning;
    const auto change_and_read = [&] {
        if (!changes.empty()) {
            const sql::update_statement update{
                table_, changes, &where, has_stamp(*table_) ? std::optional{sql::present_time()} : std::nullopt, returning};
            const sql::statement_text statement = sql::write_update(session_->target(), update);
            if (returning) {
                session_->guarded_query(statement.sql, statement.parameters, kinds(), read);
                return;
            }
            session_->change(statement.sql, statement.parameters);
        }
        const sql::statement_text statement = sql::write_select(session_->target(), query);
        session_->query(statement.sql, statement.parameters, kinds(), read);
    };
    if (changes.empty() || (returning && !runs_user_code(*table_))) {
        change_and_read();
    } else {
        session_->atomically(change_and_read);
    }
    if (!found) {
        throw_not_found();
    }
}

std::uint64_t repository_core::update_where(const expression& where, std::span<const owned_assignment> changes) {
    const std::vector<sql::assignment> assignments = borrowed(changes);
    const long_lists lists{*session_, where};
    const sql::update_statement update{table_, assignments, &lists.condition(),
                                       has_stamp(*table_) ? std::optional{sql::present_time()} : std::nullopt, false};
    const sql::statement_text statement = sql::write_update(session_->target(), update);
    return session_->change(statement.sql, statement.parameters);
}

bool repository_core::find_matching(const expression& where, bool lock, std::vector<value_view>& found,
                                    scratch& kept) {
    const sql::select_query query{.table = table_,
                                  .where = where,
                                  .order = {},
                                  .limit = 2,
                                  .offset = 0,
                                  .lock = {.exclusive = lock, .skip_locked = false, .no_wait = false}};
    const sql::statement_text statement = sql::write_select(session_->target(), query);
    session_->guarded_query(statement.sql, statement.parameters, kinds(), [&](std::span<const value_view> row) {
        if (!found.empty()) {
            throw_multiple_results();
        }
        for (const value_view& view : row) {
            found.push_back(kept.keep(view));
        }
        return true;
    });
    return !found.empty();
}

/// One try: changes the row that is there, or inserts where that is allowed.
repository_core::store_outcome repository_core::store_once(std::span<value_view> row,
                                                           std::span<const column_index> match,
                                                           std::span<const column_index> updates, bool retried,
                                                           bool last_try, void* stored) {
    expression where;
    where.kind = expression_kind::all_of;
    bool can_match = true;
    for (const column_index column : match) {
        can_match = can_match && !row[column].is_null();
        where.operands.push_back(
            detail::compare(column_reference{table_, column}, comparison::equal, value{row[column]}));
    }
    scratch kept;
    std::vector<value_view> found;
    if (can_match && find_matching(where, retried, found, kept)) {
        const std::vector<sql::assignment> changes = proposed_by(*table_, row, updates);
        if (changes.empty()) {
            write_object(*table_, stored, found);
        } else {
            update_row(sql::key_equals(*table_, key_of(*table_, found)), changes, stored);
        }
        return store_outcome::found;
    }
    try {
        insert_row(row, stored);
    } catch (const unique_violation&) {
        if (!can_match || last_try) {
            throw;  // another key than the one that was looked for
        }
        return store_outcome::lost_a_race;
    }
    return store_outcome::created;
}

bool repository_core::store(const void* object, std::span<const column_index> match,
                            std::span<const column_index> updates, void* stored) {
    constexpr int most_conflicts = 10;  // twins that block each other; each ends with one of them getting through
    // A row that could not be inserted and cannot be found was removed in between, or met another key: which of the
    // two only trying again can tell.
    constexpr int most_tries = 5;
    scratch temporaries;
    const std::vector<value_view> row = row_of(*table_, object, temporaries);
    for (int conflicts = 0, tries = 1;;) {
        std::vector<value_view> prepared = row;
        store_outcome outcome{};
        try {
            session_->atomically([&] { outcome = store_once(prepared, match, updates, tries > 1, tries == most_tries, stored); });
        } catch (const transaction_conflict&) {
            if (session_->in_transaction() || ++conflicts > most_conflicts) {
                throw;  // inside the caller's transaction it is the caller who must begin again
            }
            continue;
        }
        if (outcome != store_outcome::lost_a_race) {
            return outcome == store_outcome::created;
        }
        ++tries;  // in a new transaction the twin's row can be seen
    }
}

bool repository_core::remove(key_values wanted) {
    return remove_where(sql::key_equals(*table_, wanted)) > 0;
}

std::uint64_t repository_core::remove_where(const expression& where) {
    const long_lists lists{*session_, where};
    const sql::statement_text statement = sql::write_delete(session_->target(), {table_, &lists.condition()});
    return session_->change(statement.sql, statement.parameters);
}

std::uint64_t repository_core::remove_keys(std::span<const value> keys) {
    const std::size_t width = table_->primary_key.size();
    // Composite keys become a condition per row, whose depth servers limit (SQLite: 1000).
    const std::size_t most = width == 1 ? 10'000 : 200;
    const std::size_t rows_at_once = std::min(most, session_->facts().syntax.max_parameters / width);
    std::uint64_t removed = 0;
    const auto remove_all_chunks = [&] {
        for (std::size_t first = 0; first < keys.size(); first += rows_at_once * width) {
            const auto chunk = keys.subspan(first, std::min(rows_at_once * width, keys.size() - first));
            expression where;
            if (width == 1) {
                where = detail::membership({table_, table_->primary_key[0]}, true, {chunk.begin(), chunk.end()});
            } else {
                where.kind = expression_kind::any_of;
                for (std::size_t i = 0; i < chunk.size(); i += width) {
                    std::vector<value_view> key;
                    for (std::size_t part = 0; part < width; ++part) {
                        key.push_back(chunk[i + part].view());
                    }
                    where.operands.push_back(sql::key_equals(*table_, key));
                }
            }
            removed += remove_where(where);
        }
    };
    if (keys.size() > rows_at_once * width) {
        session_->atomically(remove_all_chunks);
    } else {
        remove_all_chunks();
    }
    return removed;
}

bulk_result repository_core::bulk_insert(row_source& rows, const conflict_policy& policy,
                                         const bulk_options& options) {
    return load_rows(*session_, *table_, rows, policy, options);
}

}  // namespace aludel
