// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/model/table_description.hpp>
#include <aludel/session/engine.hpp>

/// The rows of tables as files: a folder with one file for each table, named after it.
namespace aludel::migrate {

/// What a file of rows is. Both hold each value exactly: numbers in their shortest form that reads back as the same
/// one, times in UTC to the microsecond, bytes as hexadecimal digits.
enum class data_format : std::uint8_t {
    json,  ///< an array of objects, "users.json"
    csv,   ///< RFC 4180 with the names of the columns in its first line, "users.csv"; a NULL is an empty value without
           ///< quotes, an empty text is ""
};

/// Lower-case: "json".
[[nodiscard]] std::string_view to_string(data_format format);

struct data_progress {
    std::string_view table;
    std::uint64_t rows = 0;  ///< of this table, so far
};

struct dump_options {
    data_format format = data_format::json;
    /// Called every 10 000 rows and at the end of each table.
    std::function<void(const data_progress&)> on_progress{};
};

struct load_options {
    /// Not given: whichever file there is for a table.
    std::optional<data_format> format{};
    /// Remove the rows of these tables before. Else a table with rows is refused.
    bool replace = false;
    /// As that of dump_options.
    std::function<void(const data_progress&)> on_progress{};
};

/// What was written or read for one table.
struct data_file {
    const table_description* table = nullptr;
    std::string path{};
    std::uint64_t rows = 0;
};

/// Where a table's rows are or are to be: "folder/users.json". A character that no file's name may hold, and '%', stand
/// there as '%' and two digits.
[[nodiscard]] std::string data_path(const std::string& folder, const table_description& table, data_format format);

/// Writes the rows of these tables, by their keys, as they are at one moment where the database can tell that. Memory
/// stays constant. Makes the folder; files that are there are replaced, each when it is complete. Throws error naming
/// the file that cannot be written, and the classified error of a query.
std::vector<data_file> dump_data(engine& database, std::span<const table_description* const> tables,
                                 const std::string& folder, const dump_options& options = {});

/// Reads the files of these tables, parents before children, and inserts every row of all of them or none, keys
/// included, through the bulk layer. Memory stays constant. A column that a file leaves out gets its default. Throws
/// usage_error for a file that is not there, and error naming file, line, row and column for what a file holds.
std::vector<data_file> load_data(engine& database, std::span<const table_description* const> tables,
                                 const std::string& folder, const load_options& options = {});

}  // namespace aludel::migrate
