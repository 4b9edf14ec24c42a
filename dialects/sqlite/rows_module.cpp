// SPDX-License-Identifier: BSL-1.0
#include "rows_module.hpp"

#include <memory>
#include <new>

#include "errors.hpp"
#include "storing.hpp"

namespace aludel::sqlite {
namespace {

constexpr const char* pointer_type = "aludel_rows";

struct rows_table : ::sqlite3_vtab {};

struct rows_cursor : ::sqlite3_vtab_cursor {
    waiting_rows* rows;
    const value_view* present;
    const value_view* end;
};

rows_cursor& cursor_of(::sqlite3_vtab_cursor* base) {
    return *static_cast<rows_cursor*>(base);
}

/// Runs what may lack memory: no exception passes through SQLite.
template <class Work>
int guarded(Work work) noexcept {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return SQLITE_NOMEM;
    }
}

std::size_t width_in(void* client_data) {
    return reinterpret_cast<std::size_t>(client_data);
}

int connect(::sqlite3* handle, void* width, int, const char* const*, ::sqlite3_vtab** made, char**) {
    return guarded([&] {
        std::string sql = "create table rows (";
        for (std::size_t i = 0; i < width_in(width); ++i) {
            sql += 'c' + std::to_string(i) + ", ";
        }
        sql += "waiting hidden)";
        const int result = ::sqlite3_declare_vtab(handle, sql.c_str());
        if (result == SQLITE_OK) {
            // Not from the schema, where a hostile database file could name it:
            // sqlite.org/c3ref/c_vtab_constraint_support.html
            ::sqlite3_vtab_config(handle, SQLITE_VTAB_DIRECTONLY);
            *made = new rows_table{};
        }
        return result;
    });
}

int disconnect(::sqlite3_vtab* table) {
    delete static_cast<rows_table*>(table);
    return SQLITE_OK;
}

/// Only with its argument can the table be read, and always from the first row to the last.
int best_index(::sqlite3_vtab*, ::sqlite3_index_info* plan) {
    for (int i = 0; i < plan->nConstraint; ++i) {
        const auto& constraint = plan->aConstraint[i];
        if (constraint.usable != 0 && constraint.op == SQLITE_INDEX_CONSTRAINT_EQ && constraint.iColumn >= 0) {
            plan->aConstraintUsage[i].argvIndex = 1;
            plan->aConstraintUsage[i].omit = 1;
            plan->estimatedCost = 1;
            return SQLITE_OK;
        }
    }
    return SQLITE_CONSTRAINT;
}

int open(::sqlite3_vtab*, ::sqlite3_vtab_cursor** made) {
    return guarded([&] {
        *made = new rows_cursor{};
        return SQLITE_OK;
    });
}

int close(::sqlite3_vtab_cursor* cursor) {
    delete &cursor_of(cursor);
    return SQLITE_OK;
}

int filter(::sqlite3_vtab_cursor* base, int, const char*, int, ::sqlite3_value** arguments) {
    rows_cursor& cursor = cursor_of(base);
    cursor.rows = static_cast<waiting_rows*>(::sqlite3_value_pointer(arguments[0], pointer_type));
    cursor.present = cursor.rows == nullptr ? nullptr : cursor.rows->values.data();
    cursor.end = cursor.rows == nullptr ? nullptr : cursor.present + cursor.rows->filled;
    return SQLITE_OK;
}

int next(::sqlite3_vtab_cursor* base) {
    rows_cursor& cursor = cursor_of(base);
    cursor.present += cursor.rows->width;
    return SQLITE_OK;
}

int is_at_end(::sqlite3_vtab_cursor* base) {
    return cursor_of(base).present == cursor_of(base).end ? 1 : 0;
}

int refuse(rows_cursor& cursor, ::sqlite3_context* to, const char* why, std::size_t column) {
    cursor.rows->refused = why;
    cursor.rows->refused_column = column;
    ::sqlite3_result_error(to, why, -1);
    return SQLITE_ERROR;
}

int give_column(::sqlite3_vtab_cursor* base, ::sqlite3_context* to, int number) {
    rows_cursor& cursor = cursor_of(base);
    const auto column = static_cast<std::size_t>(number);
    if (column >= cursor.rows->width) {
        return SQLITE_OK;  // the argument itself, which is nothing to read
    }
    const char* refused = store(column_result{to}, cursor.present[column], cursor.rows->texts[column]);
    return refused == nullptr ? SQLITE_OK : refuse(cursor, to, refused, column);
}

int give_rowid(::sqlite3_vtab_cursor* base, ::sqlite3_int64* number) {
    const rows_cursor& cursor = cursor_of(base);
    const auto read = static_cast<std::size_t>(cursor.present - cursor.rows->values.data());
    *number = static_cast<::sqlite3_int64>(read / cursor.rows->width);
    return SQLITE_OK;
}

/// Without xCreate: the table is there wherever it is named.
constexpr ::sqlite3_module module = [] {
    ::sqlite3_module made{};
    made.xConnect = &connect;
    made.xBestIndex = &best_index;
    made.xDisconnect = &disconnect;
    made.xOpen = &open;
    made.xClose = &close;
    made.xFilter = &filter;
    made.xNext = &next;
    made.xEof = &is_at_end;
    made.xColumn = &give_column;
    made.xRowid = &give_rowid;
    return made;
}();

}  // namespace

void register_rows_table(::sqlite3* handle, std::size_t columns) {
    const std::string name = rows_table_name(columns);
    if (::sqlite3_create_module(handle, name.c_str(), &module, reinterpret_cast<void*>(columns)) != SQLITE_OK) {
        throw_last_error(handle, name);
    }
}

std::string rows_table_name(std::size_t columns) {
    return "aludel_rows_" + std::to_string(columns);
}

void bind_rows(::sqlite3_stmt* statement, int position, waiting_rows& rows) {
    ::sqlite3_bind_pointer(statement, position, &rows, pointer_type, nullptr);
}

std::size_t widest_rows_table(::sqlite3* handle) noexcept {
    return static_cast<std::size_t>(::sqlite3_limit(handle, SQLITE_LIMIT_COLUMN, -1)) - 1;  // and the argument
}

}  // namespace aludel::sqlite
