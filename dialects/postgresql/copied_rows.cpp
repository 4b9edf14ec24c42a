// SPDX-License-Identifier: BSL-1.0
#include "copied_rows.hpp"

#include <utility>

#include <aludel/error.hpp>

#include "wire.hpp"

// PostgreSQL manual, "COPY", "Binary Format"; a message holds a row, the first one also the header, the last one int16
// -1:
//     header = 11 bytes, int32 flags, int32 length of an extension

namespace aludel::postgresql {
namespace {

constexpr std::size_t header_size = 19;

}  // namespace

copied_rows::message copied_rows::receive() noexcept {
    char* bytes = nullptr;
    if (const int size = over_ ? 0 : PQgetCopyData(native_, &bytes, 0); size > 0) {
        return {std::unique_ptr<char, free_message>{bytes}, static_cast<std::size_t>(size)};
    }
    if (!std::exchange(over_, true)) {
        verdict_.reset(PQgetResult(native_));
        while (const result_handle rest{PQgetResult(native_)}) {
        }
    }
    return {};
}

copied_rows::~copied_rows() {
    while (receive().bytes != nullptr) {
    }
}

bool copied_rows::next() {
    if (kept_.empty()) {
        present_ = receive();
    } else {
        present_ = std::move(kept_.front());
        kept_.pop_front();
    }
    if (present_.bytes == nullptr) {
        return false;
    }
    const std::size_t before = std::exchange(has_begun_, true) ? 0 : header_size;
    if (present_.size < before + sizeof(std::int16_t)) {
        throw connection_lost{
            "the server sent a part of COPY that is no row; it is no PostgreSQL, or something between "
            "here and there changes what it sends",
            {.connection_is_usable = false}};
    }
    const std::string_view row = std::string_view{present_.bytes.get(), present_.size}.substr(before);
    if (load<std::int16_t>(row.data()) < 0) {
        return next();  // the end, which is followed by the verdict
    }
    fields_ = row.substr(sizeof(std::int16_t));
    ++rows_;
    return true;
}

void copied_rows::keep_rest() noexcept {
    for (message next = receive(); next.bytes != nullptr; next = receive()) {
        kept_.push_back(std::move(next));
    }
}

std::string copying_statements(std::string_view prepared_name, std::string_view select) {
    if (!select.starts_with("select ") || select.find(';') != std::string_view::npos) {
        return {};
    }
    // Statements of one message are one transaction: the locks that EXPLAIN takes are held until COPY ends.
    std::string sql = "explain (costs off) execute ";
    sql += prepared_name;
    sql += "; copy (";
    sql += select;
    return sql + "\n) to stdout (format binary)";  // a line of its own: the text may end with a comment
}

}  // namespace aludel::postgresql
