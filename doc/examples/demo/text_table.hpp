// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace demo {

/// Columns of a terminal that the UTF-8 text takes: wide characters two, combining ones none.
std::size_t display_width(std::string_view text);

/// "1 234 567"
std::string grouped(std::uint64_t number);

/// A line that says what follows, bold on a terminal.
void print_heading(std::string_view text);

enum class alignment { left, right };

/// Rows of text, printed in columns that line up.
class text_table {
public:
    struct column {
        std::string heading;
        alignment aligned = alignment::left;
    };

    explicit text_table(std::vector<column> columns) : columns_{std::move(columns)} {}

    /// Takes as many cells as there are columns.
    void add_row(std::vector<std::string> cells);
    void print() const;

private:
    [[nodiscard]] std::vector<std::size_t> widths() const;

    std::vector<column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace demo
