// SPDX-License-Identifier: BSL-1.0
#include "copied_rows.hpp"

#include <utility>

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
    if (!over_ && PQgetCopyData(native_, &bytes, 0) > 0) {
        return message{bytes};
    }
    if (!std::exchange(over_, true)) {
        verdict_.reset(PQgetResult(native_));
        while (const result_handle rest{PQgetResult(native_)}) {
        }
    }
    return nullptr;
}

copied_rows::~copied_rows() {
    while (receive() != nullptr) {
    }
}

bool copied_rows::next() {
    if (kept_.empty()) {
        present_ = receive();
    } else {
        present_ = std::move(kept_.front());
        kept_.pop_front();
    }
    if (present_ == nullptr) {
        return false;
    }
    const char* const row = present_.get() + (std::exchange(has_begun_, true) ? 0 : header_size);
    if (load<std::int16_t>(row) < 0) {
        return next();  // the end, which is followed by the verdict
    }
    fields_ = row + sizeof(std::int16_t);
    ++rows_;
    return true;
}

void copied_rows::keep_rest() noexcept {
    while (message bytes = receive()) {
        kept_.push_back(std::move(bytes));
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
