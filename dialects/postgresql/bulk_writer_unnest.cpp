// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include <aludel/error.hpp>
#include <aludel/sql/statements.hpp>

#include "bulk_writer.hpp"
#include "errors.hpp"
#include "wire.hpp"

// insert into t (a, b) select given.c0, given.c1 from unnest($1, $2) as given (c0, c1) on conflict …
//
// Each parameter is one column of the batch, an array in binary form (array_recv, src/backend/utils/adt/arrayfuncs.c):
//     array = int32 dimensions = 1, int32 has NULLs, uint32 element type, int32 elements, int32 lower bound = 1,
//             elements × (int32 length or -1 for NULL, bytes)

namespace aludel::postgresql {
namespace {

constexpr std::size_t array_header_size = 5 * sizeof(std::int32_t);

// Measured on PostgreSQL 15 over a local connection, 7 columns: see README.md.
constexpr std::size_t rows_in_batch = 10'000;
constexpr std::size_t bytes_in_batch = std::size_t{1} << 20;

/// Rows of the batch.
struct row_range {
    std::size_t first = 0;
    std::size_t count = 0;
};

/// One column of the batch, ready to be a parameter but for its header.
struct column_array {
    std::string bytes;
    bool has_nulls = false;

    void clear() {
        bytes.assign(array_header_size, '\0');
        has_nulls = false;
    }

    void complete(type_id element, std::size_t elements) {
        store(bytes.data(), std::int32_t{1});
        store(bytes.data() + 4, std::int32_t{has_nulls});
        store(bytes.data() + 8, element);
        store(bytes.data() + 12, static_cast<std::int32_t>(elements));
        store(bytes.data() + 16, std::int32_t{1});
    }

    /// A copy that holds only these rows.
    [[nodiscard]] column_array part(row_range rows) const {
        const std::size_t begin = behind(array_header_size, rows.first);
        column_array copy{bytes.substr(0, array_header_size), has_nulls};
        copy.bytes.append(bytes, begin, behind(begin, rows.count) - begin);
        return copy;
    }

private:
    /// Where what follows `elements` elements from `position` on begins.
    [[nodiscard]] std::size_t behind(std::size_t position, std::size_t elements) const {
        for (; elements > 0; --elements) {
            const auto size = load<std::int32_t>(bytes.data() + position);
            position += sizeof size + static_cast<std::size_t>(std::max(size, std::int32_t{0}));  // -1: NULL
        }
        return position;
    }
};

std::string given_column(std::size_t number) {
    return "given.c" + std::to_string(number);
}

/// What stands for the column in the SELECT.
void append_selected(std::string& sql, sql::target to, const bulk_plan& plan, const bulk_column& column,
                     std::size_t number) {
    std::string given = given_column(number);
    if (!column.cast.empty()) {
        given = "cast(" + given + " as " + column.cast + ')';
    }
    sql::append_inserted_value(sql, to, *plan.table, column.index, given);
}

void append_source(std::string& sql, std::size_t columns) {
    std::string names;
    sql += " from unnest(";
    for (std::size_t i = 0; i < columns; ++i) {
        sql += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
        names += (i == 0 ? "c" : ", c") + std::to_string(i);
    }
    sql += ") as given (" + names + ')';
}

/// Whether an existing row would be changed by the upsert; moving updated_at alone is no change.
bool changes_rows(const bulk_plan& plan) {
    return plan.policy.action == conflict_action::do_update &&
           std::any_of(plan.policy.updates.begin(), plan.policy.updates.end(),
                       [&](column_index index) { return plan.table->columns[index].role != column_role::updated_at; });
}

/// Whether keys that differ in their bytes may be one key to the server: -0.0 and 0.0, citext, text in a collation that
/// ignores case, values that the column rounds. One statement cannot update a row twice (21000).
bool may_repeat_keys(const bulk_plan& plan, const bulk_load& load) {
    const auto is_inexact_key = [&](const bulk_column& column) {
        const auto& key = plan.policy.key;
        const value_kind kind = plan.table->columns[column.index].kind;
        const bool is_exact = kind != value_kind::text && kind != value_kind::float32 && kind != value_kind::float64;
        return std::find(key.begin(), key.end(), column.index) != key.end() && !(column.is_direct && is_exact);
    };
    return changes_rows(plan) && std::any_of(load.columns.begin(), load.columns.end(), is_inexact_key);
}

/// Whether a returned row is a new one. A new version of a row holds the lock of the transaction that made it in
/// xmax, a new row holds nothing. Tuples that went through a partitioned table have no system columns ("cannot
/// retrieve a system column in this context", 15 and 18): there a row is new if the statement's snapshot lacks it.
std::string is_new(sql::target to, const bulk_plan& plan, const bulk_load& load) {
    if (!load.is_partitioned) {
        return "xmax = 0";
    }
    std::string table;
    append_table_name(table, to.spell, *plan.table);
    std::string sql = "not exists (select from " + table + " as before where ";
    for (std::size_t i = 0; i < plan.policy.key.size(); ++i) {
        std::string name;
        to.spell.append_identifier(name, plan.table->columns[plan.policy.key[i]].name);
        sql += (i == 0 ? "before." : " and before.") + name + " = " + table + '.' + name;
    }
    return sql + ')';
}

std::string load_statement(sql::target to, const bulk_plan& plan, const bulk_load& load) {
    std::string sql = "insert into ";
    append_table_name(sql, to.spell, *plan.table);
    sql += " (";
    sql::append_column_list(sql, to.spell, *plan.table, plan.columns);
    sql += ") select ";
    for (std::size_t i = 0; i < load.columns.size(); ++i) {
        sql += i == 0 ? "" : ", ";
        append_selected(sql, to, plan, load.columns[i], i);
    }
    append_source(sql, load.columns.size());
    if (!changes_rows(plan)) {
        conflict_policy policy = plan.policy;
        policy.updates.clear();
        sql::append_conflict_clause(sql, to, *plan.table, policy);
        return sql;
    }
    sql::append_conflict_clause(sql, to, *plan.table, plan.policy);
    return "with written as (" + sql + " returning " + is_new(to, plan, load) +
           " as is_new) select count(*) filter (where is_new), count(*) filter (where not is_new) from written";
}

std::uint64_t number_in(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// The key as the sequence counts; nothing for a key that no sequence can reach.
std::optional<std::int64_t> key_of(const value_view& value) {
    const bool too_great = value.kind() == value_kind::uint64 &&
                           value.unsigned_integer() > std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    return value.is_null() || too_great ? std::nullopt : std::optional{value.integer()};
}

/// Collects a batch in one array per column. Rows are copied as they come.
class unnest_writer final : public bulk_writer {
public:
    unnest_writer(connection& on, const bulk_plan& plan, bulk_load load);
    ~unnest_writer() override { connection_.forget_later(std::move(prepared_)); }

    bool add(std::span<const value_view> row) override;
    void flush() override;
    bulk_counts finish() override;

private:
    void prepare();
    void reserve_keys();
    [[nodiscard]] result_handle send(std::span<column_array> arrays, std::size_t rows);
    void write(row_range rows);
    void guard();
    void write_in_halves(row_range rows);
    void count(PGresult* result, std::size_t rows);
    void clear();

    connection& connection_;
    bulk_plan plan_;
    bulk_load load_;
    std::string sql_;
    server_statement prepared_;
    bool may_repeat_keys_;
    bool guarded_ = false;  // there is a savepoint of ours
    std::vector<column_array> arrays_;
    std::size_t rows_ = 0;
    bulk_counts counts_;

    std::size_t generated_ = std::numeric_limits<std::size_t>::max();  // the column with a counted key, if any
    std::optional<std::int64_t> greatest_key_;                         // that a row of this batch brought
    std::int64_t reserved_ = 0;
};

unnest_writer::unnest_writer(connection& on, const bulk_plan& plan, bulk_load load)
    : connection_{on}, plan_{plan}, load_{std::move(load)}, sql_{load_statement({on.spell(), on.facts().syntax}, plan_,
                                                                                load_)},
      may_repeat_keys_{may_repeat_keys(plan_, load_)}, arrays_(load_.columns.size()) {
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
        if (plan_.table->columns[plan_.columns[i]].generated == key::integer) {
            generated_ = i;
        }
    }
    clear();
}

void unnest_writer::clear() {
    for (column_array& array : arrays_) {
        array.clear();
    }
    rows_ = 0;
    greatest_key_.reset();
}

bool unnest_writer::add(std::span<const value_view> row) {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        append_value(arrays_[i].bytes, plan_, load_.columns[i], row[i]);
        arrays_[i].has_nulls = arrays_[i].has_nulls || row[i].is_null();
        bytes += arrays_[i].bytes.size();
    }
    if (generated_ < row.size()) {
        greatest_key_ = std::max(greatest_key_, key_of(row[generated_]));
    }
    ++rows_;
    if (rows_ < rows_in_batch && bytes < bytes_in_batch) {
        return false;
    }
    flush();
    return true;
}

void unnest_writer::prepare() {
    std::vector<type_id> types;
    for (const bulk_column& column : load_.columns) {
        types.push_back(column.form.array);
    }
    prepared_ = connection_.prepare_on_server(sql_, types);
}

/// Moves the sequence behind the keys that this batch brings, so that the ones it is asked for do not meet them.
void unnest_writer::reserve_keys() {
    if (!greatest_key_ || *greatest_key_ <= reserved_) {
        return;
    }
    const std::string statement =
        connection_.spell().reserve_keys_statement(*plan_.table, plan_.table->columns[plan_.columns[generated_]]);
    const std::string greatest = std::to_string(*greatest_key_);
    const char* const parameter = greatest.c_str();
    const result_handle result{
        PQexecParams(connection_.native(), statement.c_str(), 1, nullptr, &parameter, nullptr, nullptr, 0)};
    connection_.require_success(result.get(), statement);
    reserved_ = *greatest_key_;
}

result_handle unnest_writer::send(std::span<column_array> arrays, std::size_t rows) {
    std::vector<const char*> pointers;
    std::vector<int> lengths;
    for (std::size_t i = 0; i < arrays.size(); ++i) {
        arrays[i].complete(load_.columns[i].form.element, rows);
        pointers.push_back(arrays[i].bytes.data());
        lengths.push_back(static_cast<int>(arrays[i].bytes.size()));
    }
    const std::vector<int> formats(arrays.size(), 1);
    return result_handle{PQexecPrepared(connection_.native(), prepared_.name.c_str(), static_cast<int>(arrays.size()),
                                        pointers.data(), lengths.data(), formats.data(), 0)};
}

void unnest_writer::write(row_range rows) {
    result_handle result;
    if (rows.count == rows_) {
        result = send(arrays_, rows.count);
    } else {
        std::vector<column_array> part;
        for (const column_array& array : arrays_) {
            part.push_back(array.part(rows));
        }
        result = send(part, rows.count);
    }
    connection_.require_success(result.get(), sql_);
    count(result.get(), rows.count);
}

/// Makes the savepoint that the next write may go back to, or moves it here.
void unnest_writer::guard() {
    if (connection_.in_transaction()) {
        connection_.run(guarded_ ? "release savepoint aludel_batch; savepoint aludel_batch" : "savepoint aludel_batch");
        guarded_ = true;
    }
}

/// Writes the rows with as many statements as it takes for no two of the same key to meet, in their order.
void unnest_writer::write_in_halves(row_range rows) {
    guard();
    try {
        write(rows);
        return;
    } catch (const statement_error& failed) {
        if (failed.sqlstate() != "21000" || rows.count == 1) {
            throw;
        }
    }
    if (guarded_) {
        connection_.run("rollback to savepoint aludel_batch");
    }
    const std::size_t half = rows.count / 2;
    write_in_halves({rows.first, half});
    write_in_halves({rows.first + half, rows.count - half});
}

void unnest_writer::flush() {
    if (rows_ == 0) {
        return;
    }
    connection_.require_free();
    if (prepared_.name.empty()) {
        prepare();
    }
    reserve_keys();
    const row_range all{0, rows_};
    if (may_repeat_keys_) {
        write_in_halves(all);
    } else {
        write(all);
    }
    clear();
}

bulk_counts unnest_writer::finish() {
    flush();
    if (guarded_) {
        connection_.run("release savepoint aludel_batch");
        guarded_ = false;
    }
    return counts_;
}

void unnest_writer::count(PGresult* result, std::size_t rows) {
    std::uint64_t inserted = rows;
    std::uint64_t updated = 0;
    if (changes_rows(plan_)) {
        inserted = number_in(PQgetvalue(result, 0, 0));
        updated = number_in(PQgetvalue(result, 0, 1));
    } else if (plan_.policy.action != conflict_action::fail) {
        inserted = number_in(PQcmdTuples(result));
    }
    counts_.inserted += inserted;
    counts_.updated += updated;
    counts_.skipped += rows - inserted - updated;
}

}  // namespace

std::unique_ptr<bulk_writer> make_unnest_writer(connection& on, const bulk_plan& plan, bulk_load load) {
    return std::make_unique<unnest_writer>(on, plan, std::move(load));
}

}  // namespace aludel::postgresql
