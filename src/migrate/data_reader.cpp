// SPDX-License-Identifier: BSL-1.0
#include "data_reader.hpp"

#include <algorithm>

#include <aludel/error.hpp>

namespace aludel::migrate {
namespace {

std::uint64_t lines_in(const char* begin, const char* end) {
    return static_cast<std::uint64_t>(std::count(begin, end, '\n'));
}

}  // namespace

void data_reader::finish_record(const char* begin, const char* end) {
    line_ = next_line_ + lines_in(window_.begin(), begin);
    next_line_ += lines_in(window_.begin(), end);
    window_.move_to(end);
}

void data_reader::fail_here(const char* at, const std::string& what) {
    fail_at(next_line_ + lines_in(window_.begin(), at), what);
}

void data_reader::fail_at(std::uint64_t line, const std::string& what) const {
    const std::string row = rows_ == 0 ? "" : ", row " + std::to_string(rows_);
    throw error{path_ + ", line " + std::to_string(line) + row + ": " + what};
}

std::unique_ptr<data_reader> open_data_file(const std::string& path, data_format format) {
    return format == data_format::json ? open_json(path) : open_csv(path);
}

}  // namespace aludel::migrate
