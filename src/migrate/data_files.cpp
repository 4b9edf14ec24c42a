// SPDX-License-Identifier: BSL-1.0
#include <aludel/migrate/data_files.hpp>

#include <algorithm>
#include <filesystem>

#include <aludel/error.hpp>
#include <aludel/model/decode.hpp>
#include <aludel/schema/ddl.hpp>

#include "bulk/write_rows.hpp"
#include "data_source.hpp"
#include "data_writer.hpp"
#include "same_class.hpp"
#include "unordered_references.hpp"

namespace aludel::migrate {
namespace {

constexpr std::uint64_t rows_between_reports = 10'000;

std::string table_name(const session_core& session, const table_description& table) {
    std::string sql;
    append_table_name(sql, session.dialect(), table);
    return sql;
}

std::string select_all(const session_core& session, const table_description& table) {
    std::string sql;
    for (const column_description& column : table.columns) {
        sql += sql.empty() ? "select " : ", ";
        session.dialect().append_identifier(sql, column.name);
    }
    sql += " from " + table_name(session, table);
    for (std::size_t i = 0; i < table.primary_key.size(); ++i) {
        sql += i == 0 ? " order by " : ", ";
        session.dialect().append_identifier(sql, table.columns[table.primary_key[i]].name);
    }
    return sql;
}

std::uint64_t dump_table(session_core& session, const table_description& table, const std::string& path,
                         const dump_options& options) {
    data_writer file{path, table, options.format};
    execution rows = session.start(select_all(session, table), {}, fetch::streamed, table.kinds);
    while (rows.next()) {
        file.add(rows.row());
        if (options.on_progress && file.rows() % rows_between_reports == 0) {
            options.on_progress({table.name, file.rows()});
        }
    }
    file.finish();
    if (options.on_progress) {
        options.on_progress({table.name, file.rows()});
    }
    return file.rows();
}

bool has_rows(session_core& session, const table_description& table) {
    bool has = false;
    const std::string sql = "select exists (select 1 from " + table_name(session, table) + ')';
    session.query(sql, {}, {}, [&has](std::span<const value_view> row) {
        return decode::boolean(row[0], has) == decode_error::none;
    });
    return has;
}

/// Some databases check each row that goes, so that rows of one table keep each other: those forget each other first.
void forget_each_other(session_core& session, const table_description& table) {
    for (const foreign_key_description& foreign_key : table.foreign_keys) {
        for (const column_index column : foreign_key.columns) {
            if (&foreign_key.referenced_table() == &table && table.columns[column].nullable) {
                std::string sql = "update " + table_name(session, table) + " set ";
                session.dialect().append_identifier(sql, table.columns[column].name);
                session.change(sql + " = null", {});
            }
        }
    }
}

void remove_rows(session_core& session, std::span<const table_description* const> ordered) {
    for (auto table = ordered.rbegin(); table != ordered.rend(); ++table) {
        forget_each_other(session, **table);
        session.change("delete from " + table_name(session, **table), {});
    }
}

void require_empty(session_core& session, const table_description& table) {
    if (has_rows(session, table)) {
        throw usage_error{
            "the table " + std::string{table.name} +
            " has rows already, and nothing was loaded; remove them, or say that they are to be replaced"};
    }
}

std::string file_of(const std::string& folder, const table_description& table, std::optional<data_format> format) {
    for (const data_format each : {data_format::json, data_format::csv}) {
        std::string path = data_path(folder, table, each);
        if ((!format || *format == each) && std::filesystem::exists(path)) {
            return path;
        }
    }
    throw usage_error{data_path(folder, table, format.value_or(data_format::json)) +
                      ": there is no such file for the table " + std::string{table.name} +
                      "; dump it, or name the tables that are to be loaded"};
}

data_format format_of(const std::string& path) {
    return path.ends_with(".csv") ? data_format::csv : data_format::json;
}

/// What the database says of rows says not where they came from.
[[noreturn]] void throw_from_file(const std::string& path, const data_source& source, const error& failed) {
    if (std::string_view{failed.what()}.starts_with(path)) {
        throw;
    }
    throw_same_class(failed, path + ", line " + std::to_string(source.line()) +
                                 ": the row that begins here, or one of the " + std::to_string(source.rows()) +
                                 " up to it, was refused: " + failed.what() + "; nothing was loaded");
}

std::uint64_t load_table(session_core& session, const table_description& table, const std::string& path,
                         const load_options& options) {
    data_source source{open_data_file(path, format_of(path)), table, session.facts(), options.on_progress};
    if (source.sent().empty()) {
        return 0;
    }
    try {
        write_rows(session, source, {.table = &source.table(), .columns = source.sent()});
    } catch (const error& failed) {
        throw_from_file(path, source, failed);
    }
    return source.rows();
}

}  // namespace

std::string_view to_string(data_format format) {
    return format == data_format::json ? "json" : "csv";
}

std::string data_path(const std::string& folder, const table_description& table, data_format format) {
    std::string name;
    for (const char c : (table.schema.empty() ? "" : std::string{table.schema} + '.') + std::string{table.name}) {
        if (c == '/' || c == '\\' || c == '%' || c == ':' || static_cast<unsigned char>(c) < 0x20) {
            const auto byte = static_cast<unsigned char>(c);
            name += {'%', "0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15u]};
        } else {
            name += c;
        }
    }
    return (std::filesystem::path{folder} / (name + '.' + std::string{to_string(format)})).string();
}

std::vector<data_file> dump_data(engine& database, std::span<const table_description* const> tables,
                                 const std::string& folder, const dump_options& options) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) {
        throw error{folder + ": the folder cannot be made: " + failed.message()};
    }
    session opened = database.open_session();
    transaction moment{opened, {isolation::repeatable_read, access::read_only}};
    std::vector<data_file> files;
    for (const table_description* table : tables) {
        data_file& file = files.emplace_back(data_file{table, data_path(folder, *table, options.format)});
        file.rows = dump_table(opened.core(), *table, file.path, options);
    }
    moment.commit();
    return files;
}

std::vector<data_file> load_data(engine& database, std::span<const table_description* const> tables,
                                 const std::string& folder, const load_options& options) {
    const std::vector<const table_description*> ordered = schema::parents_first(tables);
    std::vector<data_file> files;
    for (const table_description* table : ordered) {
        files.push_back({table, file_of(folder, *table, options.format)});
    }
    session opened = database.open_session();
    transaction whole{opened};
    if (options.replace) {
        remove_rows(opened.core(), ordered);
    }
    for (const data_file& each : files) {
        require_empty(opened.core(), *each.table);
    }
    {
        unordered_references references{opened.core(), files};
        for (data_file& each : files) {
            each.rows = load_table(opened.core(), *each.table, each.path, options);
        }
        references.require_kept();
    }
    whole.commit();
    return files;
}

}  // namespace aludel::migrate
