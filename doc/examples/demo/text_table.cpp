// SPDX-License-Identifier: BSL-1.0
#include "text_table.hpp"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <cwchar>

#include <fmt/color.h>
#include <fmt/format.h>
#include <unistd.h>

namespace demo {
namespace {

bool colours_are_welcome() {
    static const bool welcome = isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
    return welcome;
}

/// `width` is in columns of the terminal, which fmt's own padding knows less of than the C library.
void append_padded(std::string& line, std::string_view text, std::size_t width, alignment aligned) {
    const std::size_t padding = width - std::min(width, display_width(text));
    if (aligned == alignment::right) {
        line.append(padding, ' ');
    }
    line += text;
    if (aligned == alignment::left) {
        line.append(padding, ' ');
    }
}

void print_line(std::string line, const fmt::text_style& style = {}) {
    line.erase(line.find_last_not_of(' ') + 1);
    if (colours_are_welcome()) {
        fmt::print(style, "{}", line);
        fmt::print("\n");
    } else {
        fmt::print("{}\n", line);
    }
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    std::mbstate_t state{};
    while (!text.empty()) {
        wchar_t character = 0;
        const std::size_t length = std::mbrtowc(&character, text.data(), text.size(), &state);
        if (length == 0 || length > text.size()) {  // NUL, or no text of this locale: a column a byte
            state = {};
            width += 1;
            text.remove_prefix(1);
            continue;
        }
        width += static_cast<std::size_t>(std::max(wcwidth(character), 0));
        text.remove_prefix(length);
    }
    return width;
}

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t end = digits.size(); end > 3; end -= 3) {
        digits.insert(end - 3, 1, ' ');
    }
    return digits;
}

void print_heading(std::string_view text) {
    fmt::print("\n");
    print_line(std::string{text}, fmt::emphasis::bold | fmt::fg(fmt::terminal_color::cyan));
}

void text_table::add_row(std::vector<std::string> cells) {
    assert(cells.size() == columns_.size());
    rows_.push_back(std::move(cells));
}

std::vector<std::size_t> text_table::widths() const {
    std::vector<std::size_t> widest;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        widest.push_back(display_width(columns_[i].heading));
        for (const auto& row : rows_) {
            widest[i] = std::max(widest[i], display_width(row[i]));
        }
    }
    return widest;
}

void text_table::print() const {
    const std::vector<std::size_t> width = widths();
    std::string headings;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        headings += "  ";
        append_padded(headings, columns_[i].heading, width[i], columns_[i].aligned);
    }
    print_line(headings, fmt::emphasis::bold);
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            line += "  ";
            append_padded(line, row[i], width[i], columns_[i].aligned);
        }
        print_line(line);
    }
}

}  // namespace demo
