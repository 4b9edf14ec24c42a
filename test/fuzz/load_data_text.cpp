// SPDX-License-Identifier: BSL-1.0
// The text of LOAD DATA, read back as the server reads it: no value ends its line, or its column, or becomes a NULL.
#include <algorithm>
#include <vector>

#include <aludel/model/decode.hpp>

#include "dialects/mysql/row_text.hpp"
#include "fuzzing.hpp"

namespace {

using aludel::value_kind;
using aludel::value_view;
using aludel::mysql::row_end;
using fuzzing::require;

struct read_value {
    std::string text;
    bool is_null = false;
};

/// fields terminated by tab, escaped by backslash, lines terminated by newline.
std::vector<std::vector<read_value>> lines_of(std::string_view text) {
    std::vector<std::vector<read_value>> lines;
    std::vector<read_value> line(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\t') {
            line.emplace_back();
        } else if (text[i] == '\n') {
            lines.push_back(std::move(line));
            line.assign(1, {});
        } else if (text[i] == '\\') {
            ++i;
            require(i < text.size(), "a backslash is followed by something");
            line.back().is_null = text[i] == 'N';
            require(line.back().is_null || text[i] == '\\' || text[i] == '\t' || text[i] == '\n',
                    "only what must be escaped is escaped");
            line.back().text += line.back().is_null ? "" : std::string(1, text[i]);
        } else {
            line.back().text += text[i];
        }
    }
    require(line.size() == 1 && line[0].text.empty(), "the last line is ended");
    return lines;
}

std::string all_of(aludel::mysql::row_text& rows, std::size_t part) {
    std::string text;
    std::string buffer(part, '\0');
    while (const std::size_t size = rows.read(buffer.data(), buffer.size())) {
        text.append(buffer, 0, size);
    }
    return text;
}

bool says(const read_value& read, const value_view& value) {
    if (value.is_null() || value.borrows()) {
        const std::string_view bytes{reinterpret_cast<const char*>(value.bytes().data()), value.bytes().size()};
        return read.is_null == value.is_null() && (value.is_null() || read.text == bytes);
    }
    if (value.kind() == value_kind::boolean) {
        return read.text == (value.boolean() ? "1" : "0");
    }
    double number = 0;
    std::string text;
    if (value.kind() == value_kind::float32 || value.kind() == value_kind::float64) {
        return aludel::decode::floating(value_view::of_text(read.text), number) == aludel::decode_error::none &&
               (number == value.number() || number != number);
    }
    return aludel::decode::text(value, text) == aludel::decode_error::none && read.text == text;
}

void check(const std::vector<value_view>& values, std::size_t width, row_end end, std::size_t part) {
    // The first rows are there from the beginning, the others come in pieces of one and two.
    const std::span<const value_view> all{values};
    std::size_t given = values.size() / width / 2 * width;
    std::size_t piece = 1;
    const auto more = [&] {
        const std::span<const value_view> rest = all.subspan(given);
        const std::span<const value_view> next = rest.first(std::min(rest.size(), piece * width));
        given += next.size();
        piece = 3 - piece;
        return next;
    };
    aludel::mysql::row_text rows{all.first(given), width, end, more};
    const auto lines = lines_of(all_of(rows, part));
    require(lines.size() == values.size() / width, "a line is a row");
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::vector<read_value>& line = lines[i / width];
        require(line.size() == width + (end == row_end::digit ? 1 : 0), "a line has a value for each column");
        require(says(line[i % width], values[i]), "a value is read back");
        require(end == row_end::none || line.back().text == "0", "what stands behind the last value");
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes = fuzzing::bytes_of(data, size);
    fuzzing::reader input{bytes};
    const std::size_t width = 1 + input.take_number<std::uint8_t>() % 4;
    const std::size_t part = 1 + input.take_number<std::uint8_t>();
    std::vector<value_view> values;
    while (!input.is_at_end() || values.size() % width != 0) {
        const bool is_null = input.take_number<std::uint8_t>() % 8 == 0;
        values.push_back(is_null ? value_view{} : input.take_value());
    }
    check(values, width, row_end::none, part);
    check(values, width, row_end::digit, part);
    return 0;
}
