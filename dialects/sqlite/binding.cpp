// SPDX-License-Identifier: BSL-1.0
#include "binding.hpp"

#include <aludel/error.hpp>

#include "column_value.hpp"
#include "storing.hpp"

namespace aludel::sqlite {
namespace {

[[noreturn]] void refuse(std::size_t position, std::string_view what, std::string_view sql) {
    error_details details;
    details.statement = sql;
    throw mapping_error{"parameter " + std::to_string(position) + " is " + std::string{what}, std::move(details)};
}

[[noreturn]] void refuse_number(std::size_t expected, std::size_t given, std::string_view sql) {
    error_details details;
    details.statement = sql;
    throw usage_error{"the statement has " + std::to_string(expected) + " parameters, but " + std::to_string(given) +
                          " values were given",
                      std::move(details)};
}

}  // namespace

void binder::bind(::sqlite3_stmt* statement, std::span<const value_view> parameters, std::string_view sql) {
    if (parameters.size() != texts_.size()) {
        refuse_number(texts_.size(), parameters.size(), sql);
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const char* refused = store(parameter{statement, static_cast<int>(i + 1)}, parameters[i], texts_[i]);
        if (refused != nullptr) [[unlikely]] {
            refuse(i + 1, refused, sql);
        }
    }
}

value_view column_of(::sqlite3_stmt* statement, int column, value_kind expected) noexcept {
    value_view stored;
    read_column(statement, column, expected, stored);
    return stored;
}

}  // namespace aludel::sqlite
