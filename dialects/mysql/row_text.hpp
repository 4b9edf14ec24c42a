// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <aludel/model/function_ref.hpp>
#include <aludel/model/value_view.hpp>

#include "file_request.hpp"

namespace aludel::mysql {

/// What stands behind the last value of a line: nothing, or a value that is for no column.
enum class row_end : std::uint8_t { none, digit };

/// Rows as LOAD DATA reads them, made while the server asks for more:
///
///     file  = { line }
///     line  = value { tab value } [ tab "0" ] newline
///     value = "\N" | digits | "YYYY-MM-DD[ hh:mm:ss.ffffff]" | bytes, with a backslash before tab, newline, backslash
class row_text final : public byte_source {
public:
    /// Borrows the values. `more` is called for those behind them, and again when it has given none; it is kept, so
    /// that what it refers to has to live as long as this.
    row_text(std::span<const value_view> values, std::size_t width, row_end end,
             function_ref<std::span<const value_view>()> more)
        : rest_{values}, width_{width}, end_{end}, more_{more} {}

    std::size_t read(char* to, std::size_t size) override;

private:
    void refill();

    std::span<const value_view> rest_;
    std::size_t width_;
    row_end end_;
    function_ref<std::span<const value_view>()> more_;
    std::string text_;
    std::size_t given_ = 0;
};

}  // namespace aludel::mysql
