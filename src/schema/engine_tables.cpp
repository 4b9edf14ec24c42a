// SPDX-License-Identifier: BSL-1.0
#include <algorithm>

#include <aludel/schema/ddl.hpp>
#include <aludel/schema/tables.hpp>
#include <aludel/session/engine.hpp>

#include "sql/named_parameters.hpp"

namespace aludel {
namespace {

using tables = std::vector<const table_description*>;

void run_all(session_core& session, const std::vector<std::string>& statements) {
    for (const std::string& sql : statements) {
        session.run(sql);
    }
}

std::size_t create_missing(session_core& session, const tables& ordered) {
    const schema::ddl_target to{session.dialect(), session.facts()};
    tables missing;
    tables there;
    for (const table_description* table : ordered) {
        (schema::table_exists(session, *table) ? there : missing).push_back(table);
    }
    // What a foreign key refers to, and is not among these tables, is expected to be there.
    for (const table_description* table : ordered) {
        for (const foreign_key_description& foreign_key : table->foreign_keys) {
            const table_description* referenced = &foreign_key.referenced_table();
            if (std::find(ordered.begin(), ordered.end(), referenced) == ordered.end()) {
                there.push_back(referenced);
            }
        }
    }
    std::vector<std::string> foreign_keys;
    for (const table_description* table : missing) {
        run_all(session, schema::create_table(to, *table, there));
        std::vector<std::string> later = schema::add_foreign_keys(to, *table, there);
        std::move(later.begin(), later.end(), std::back_inserter(foreign_keys));
        there.push_back(table);
    }
    run_all(session, foreign_keys);
    return missing.size();
}

/// Where foreign keys cannot be dropped, rows that refer to each other in a circle keep both tables: the references to
/// tables that are dropped before are set to NULL. Columns that cannot be NULL cannot be part of such a circle.
void forget_references(session_core& session, const table_description& table, const tables& dropped_before) {
    for (const foreign_key_description& foreign_key : table.foreign_keys) {
        const bool is_dropped = std::find(dropped_before.begin(), dropped_before.end(),
                                          &foreign_key.referenced_table()) != dropped_before.end();
        for (const column_index column : foreign_key.columns) {
            if (is_dropped && table.columns[column].nullable) {
                const sql::assignment null[] = {{column, value_view::null_of(table.columns[column].kind)}};
                const expression every_row;
                const sql::update_statement update{&table, null, &every_row, {}, false};
                const sql::statement_text statement = sql::write_update(session.target(), update);
                session.change(statement.sql, statement.parameters);
            }
        }
    }
}

void drop_existing(session_core& session, tables ordered) {
    const schema::ddl_target to{session.dialect(), session.facts()};
    std::erase_if(ordered, [&](const table_description* table) { return !schema::table_exists(session, *table); });
    tables before;
    for (const table_description* table : ordered) {
        tables outside = before;
        for (const foreign_key_description& foreign_key : table->foreign_keys) {
            const table_description* referenced = &foreign_key.referenced_table();
            if (std::find(ordered.begin(), ordered.end(), referenced) == ordered.end()) {
                outside.push_back(referenced);
            }
        }
        run_all(session, schema::drop_foreign_keys(to, *table, outside));
        before.push_back(table);
        if (!to.facts.foreign_keys_can_be_added) {
            const auto behind = ordered.begin() + static_cast<std::ptrdiff_t>(before.size());
            forget_references(session, *table, tables(behind, ordered.end()));
        }
    }
    for (auto table = ordered.rbegin(); table != ordered.rend(); ++table) {
        session.run(schema::drop_table(to, **table));
    }
}

/// In one transaction where the server keeps DDL inside one.
void in_one_piece(session_core& session, function_ref<void()> work) {
    if (session.facts().transactional_ddl) {
        session.atomically(work);
    } else {
        work();
    }
}

}  // namespace

namespace schema {

bool table_exists(session_core& session, const table_description& table) {
    const std::string query = sql::with_placeholders(session.dialect().table_exists_query(), 2, session.facts().syntax);
    const value_view parameters[] = {value_view::of_text(table.name), table.schema.empty()
                                                                          ? value_view::null_of(value_kind::text)
                                                                          : value_view::of_text(table.schema)};
    bool found = false;
    session.query(query, parameters, {}, [&](std::span<const value_view>) {
        found = true;
        return false;
    });
    return found;
}

std::size_t create_missing_tables(session_core& session, std::span<const table_description* const> described) {
    const tables ordered = parents_first(described);
    std::size_t created = 0;
    in_one_piece(session, [&] { created = create_missing(session, ordered); });
    return created;
}

void drop_existing_tables(session_core& session, std::span<const table_description* const> described) {
    const tables ordered = parents_first(described);
    in_one_piece(session, [&] {
        drop_existing(session, ordered);
        for (const table_description* table : ordered) {  // also what a table left behind that is gone
            run_all(session, drop_sequences({session.dialect(), session.facts()}, *table));
        }
    });
}

}  // namespace schema

void engine::create_tables(std::span<const table_description* const> described) {
    session opened = open_session();
    schema::create_missing_tables(opened.core(), described);
}

void engine::drop_tables(std::span<const table_description* const> described) {
    session opened = open_session();
    schema::drop_existing_tables(opened.core(), described);
}

}  // namespace aludel
