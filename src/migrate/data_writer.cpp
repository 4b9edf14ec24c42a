// SPDX-License-Identifier: BSL-1.0
#include "data_writer.hpp"

#include <array>
#include <cerrno>
#include <system_error>

#include <aludel/error.hpp>

#include "data_text.hpp"

namespace aludel::migrate {
namespace {

constexpr std::size_t bytes_that_wait = 256u << 10;

constexpr std::array<bool, 256> special_in_json = [] {
    std::array<bool, 256> special{};
    for (std::size_t i = 0; i < 0x20; ++i) {
        special[i] = true;
    }
    special['"'] = special['\\'] = true;
    return special;
}();

void append_escape(std::string& json, char c) {
    switch (c) {
    case '"': json += "\\\""; break;
    case '\\': json += "\\\\"; break;
    case '\n': json += "\\n"; break;
    case '\r': json += "\\r"; break;
    case '\t': json += "\\t"; break;
    default:
        json += "\\u00";
        json += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
        json += "0123456789abcdef"[static_cast<unsigned char>(c) & 15u];
    }
}

void append_json_text(std::string& json, std::string_view text) {
    json += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (special_in_json[static_cast<unsigned char>(text[i])]) {
            json.append(text, plain, i - plain);
            append_escape(json, text[i]);
            plain = i + 1;
        }
    }
    json.append(text, plain, text.size() - plain);
    json += '"';
}

/// Without quotes where none are needed; an empty text would be a NULL then.
void append_csv_text(std::string& csv, std::string_view text) {
    if (!text.empty() && text.find_first_of("\",\r\n") == std::string_view::npos) {
        csv += text;
        return;
    }
    csv += '"';
    for (std::size_t at = 0;;) {
        const std::size_t quote = text.find('"', at);
        csv.append(text, at, quote == std::string_view::npos ? quote : quote + 1 - at);
        csv += '"';
        if (quote == std::string_view::npos) {
            return;
        }
        at = quote + 1;
    }
}

}  // namespace

data_writer::data_writer(std::string path, const table_description& table, data_format format)
    : path_{std::move(path)},
      unfinished_{path_ + ".unfinished"}, table_{table}, format_{format}, file_{std::fopen(unfinished_.c_str(), "wb")} {
    if (!file_) {
        fail("cannot be written");
    }
    std::setbuf(file_.get(), nullptr);
    for (const column_description& column : table.columns) {
        std::string& name = names_.emplace_back(names_.empty() ? "" : ",");
        if (format == data_format::json) {
            append_json_text(name, column.name);
            name += ':';
        } else {
            append_csv_text(name, column.name);
            text_ += name;
        }
    }
    text_ += format == data_format::json ? "[" : "\r\n";
}

data_writer::~data_writer() {
    if (file_) {
        file_.reset();
        (void)std::remove(unfinished_.c_str());
    }
}

void data_writer::add(std::span<const value_view> row) {
    format_ == data_format::json ? add_json(row) : add_csv(row);
    ++rows_;
    if (text_.size() >= bytes_that_wait) {
        write_out();
    }
}

void data_writer::add_json(std::span<const value_view> row) {
    text_ += rows_ == 0 ? "\n{" : ",\n{";
    for (std::size_t i = 0; i < row.size(); ++i) {
        text_ += names_[i];
        const decode_error wrong = add_json_value(table_.columns[i].kind, row[i]);
        if (wrong != decode_error::none) {
            throw_misfit(table_, {static_cast<column_index>(i), wrong});
        }
    }
    text_ += '}';
}

decode_error data_writer::add_json_value(value_kind kind, const value_view& value) {
    if (value.is_null()) {
        text_ += "null";
        return decode_error::none;
    }
    if (kind == value_kind::text && value.kind() == value_kind::text) {
        append_json_text(text_, value.text());
        return decode_error::none;
    }
    if (kind == value_kind::text) {
        std::string text;
        const decode_error wrong = append_value(text, kind, value);
        append_json_text(text_, text);
        return wrong;
    }
    const std::size_t begin = text_.size();
    const decode_error wrong = append_value(text_, kind, value);
    const char last = text_.back();
    // The last letters of NaN and Infinity, which JSON has no numbers for.
    const bool is_no_number =
        (kind == value_kind::float32 || kind == value_kind::float64) && (last == 'N' || last == 'y');
    if (!is_bare(kind) || is_no_number) {
        text_.insert(begin, 1, '"');
        text_ += '"';
    }
    return wrong;
}

void data_writer::add_csv(std::span<const value_view> row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        text_ += i == 0 ? "" : ",";
        const decode_error wrong = add_csv_value(table_.columns[i].kind, row[i]);
        if (wrong != decode_error::none) {
            throw_misfit(table_, {static_cast<column_index>(i), wrong});
        }
    }
    text_ += "\r\n";
}

decode_error data_writer::add_csv_value(value_kind kind, const value_view& value) {
    if (value.is_null()) {
        return decode_error::none;
    }
    if (kind == value_kind::text && value.kind() == value_kind::text) {
        append_csv_text(text_, value.text());
        return decode_error::none;
    }
    if (kind == value_kind::text || kind == value_kind::bytes) {
        std::string text;
        const decode_error wrong = append_value(text, kind, value);
        append_csv_text(text_, text);
        return wrong;
    }
    return append_value(text_, kind, value);
}

void data_writer::write_out() {
    if (std::fwrite(text_.data(), 1, text_.size(), file_.get()) != text_.size()) {
        fail("cannot be written");
    }
    text_.clear();
}

void data_writer::finish() {
    text_ += format_ == data_format::json ? "\n]\n" : "";
    write_out();
    if (std::fclose(file_.release()) != 0) {
        fail("cannot be written");
    }
    if (std::rename(unfinished_.c_str(), path_.c_str()) != 0) {
        fail("cannot be put in its place");
    }
}

void data_writer::fail(const std::string& what) const {
    throw error{path_ + ": it " + what + ": " + std::generic_category().message(errno)};
}

}  // namespace aludel::migrate
