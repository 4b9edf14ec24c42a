// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/migrate/data_files.hpp>

#include "data_text.hpp"
#include "file_window.hpp"

namespace aludel::migrate {

/// The rows of a file, one after the other: what its syntax says of them.
class data_reader {
public:
    explicit data_reader(const std::string& path) : window_{path}, path_{path} {}
    data_reader(const data_reader&) = delete;
    data_reader& operator=(const data_reader&) = delete;
    virtual ~data_reader() = default;

    /// The names of the file's columns, from its head or its first row; none in a file without rows.
    [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }
    /// Reads the next row: a value per column, good until the next call; false behind the last one. Throws error
    /// naming the place.
    [[nodiscard]] virtual bool next() = 0;
    [[nodiscard]] std::span<const file_value> values() const noexcept { return values_; }

    /// Whether what is not in quotes is no text.
    [[nodiscard]] virtual bool quotes_text() const noexcept = 0;

    /// Where the row that was read last begins.
    [[nodiscard]] std::uint64_t line() const noexcept { return line_; }

    /// Throws an error that begins with file, line and row of the row that was read last.
    [[noreturn]] void fail(const std::string& what) const { fail_at(line_, what); }

protected:
    /// Where a record that is being read has come to.
    enum class found : std::uint8_t {
        record,
        end,
        more,  ///< the window ends inside of it
    };

    /// Calls `read` until the whole record is in the window.
    template <class Read>
    found read_whole(Read read) {
        found what{};
        while ((what = read()) == found::more) {
            window_.widen();
        }
        return what;
    }
    /// The record stands from `begin` to `end`: counts its lines, which must be as the file has them, and begins the
    /// next one there.
    void finish_record(const char* begin, const char* end);
    /// What stands in the window from its beginning to `at` counts, too.
    [[noreturn]] void fail_here(const char* at, const std::string& what);
    [[noreturn]] void fail_at(std::uint64_t line, const std::string& what) const;

    file_window window_;
    std::string path_;
    std::vector<std::string> columns_;
    std::vector<file_value> values_;
    std::uint64_t rows_ = 0;       ///< read so far
    std::uint64_t line_ = 1;       ///< where the row that was read last began
    std::uint64_t next_line_ = 1;  ///< where the window begins
};

/// Throws usage_error when the file cannot be opened, error for a head that is none.
std::unique_ptr<data_reader> open_data_file(const std::string& path, data_format format);

std::unique_ptr<data_reader> open_csv(const std::string& path);
std::unique_ptr<data_reader> open_json(const std::string& path);

}  // namespace aludel::migrate
