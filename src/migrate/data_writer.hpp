// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>

#include <aludel/migrate/data_files.hpp>

namespace aludel::migrate {

/// Writes rows of a table into a file, which has its name only when it is complete.
class data_writer {
public:
    /// Throws error naming the file when it cannot be written.
    data_writer(std::string path, const table_description& table, data_format format);
    data_writer(const data_writer&) = delete;
    data_writer& operator=(const data_writer&) = delete;
    ~data_writer();

    /// Throws mapping_error naming the column whose value is none of its kind.
    void add(std::span<const value_view> row);
    void finish();
    [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }

private:
    struct closer {
        void operator()(std::FILE* open) const noexcept { std::fclose(open); }
    };

    void add_json(std::span<const value_view> row);
    void add_csv(std::span<const value_view> row);
    decode_error add_json_value(value_kind kind, const value_view& value);
    decode_error add_csv_value(value_kind kind, const value_view& value);
    void write_out();
    [[noreturn]] void fail(const std::string& what) const;

    std::string path_;
    std::string unfinished_;  // the path until then
    const table_description& table_;
    data_format format_;
    std::unique_ptr<std::FILE, closer> file_;
    std::string text_;                // that waits
    std::vector<std::string> names_;  // as the format spells them, with what stands around them
    std::uint64_t rows_ = 0;
};

}  // namespace aludel::migrate
