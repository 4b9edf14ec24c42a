// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <aludel/model/table_description.hpp>
#include <aludel/model/value_view.hpp>

namespace aludel::migrate {

/// A value as it stands in a file, free of quotes and escapes. The memory may be written to.
struct file_value {
    char* begin = nullptr;
    std::size_t size = 0;
    bool is_null = false;
    bool is_quoted = false;
    [[nodiscard]] std::string_view text() const noexcept { return {begin, size}; }
};

/// What a value that was read may need beside its text.
struct value_room {
    std::byte uuid[16];
};

/// The value of a column of this kind, which borrows from `from` and `room`. Bytes are written over their digits.
decode_error read_value(value_kind kind, const file_value& from, value_room& room, value_view& to);

/// Appends the text of a value that a driver handed over for a column of this kind; it is not NULL. What is neither
/// text nor bytes needs no quotes or escapes inside.
decode_error append_value(std::string& text, value_kind kind, const value_view& from);

/// Whether JSON writes values of this kind without quotes. Numbers that are none, "NaN", have them nevertheless.
[[nodiscard]] bool is_bare(value_kind kind) noexcept;

}  // namespace aludel::migrate
