// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <aludel/model/value_view.hpp>

namespace aludel {

/// Memory for values that exist only while a row travels: a codec's temporaries, copies of rows that do not last.
/// What it hands out stays where it is until `clear()` or the end of the scratch.
class scratch {
public:
    scratch() = default;
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;

    /// A copy of `text`.
    std::string_view keep(std::string_view text);
    /// A copy of `bytes`.
    std::span<const std::byte> keep(std::span<const std::byte> bytes);
    /// The same value; what it borrows is copied.
    value_view keep(const value_view& view);
    /// Forgets everything that was kept, and keeps the memory for the next rows.
    void clear() noexcept;

private:
    struct block {
        std::unique_ptr<std::byte[]> data;
        std::size_t size;
    };
    std::byte* allocate(std::size_t size);

    std::vector<block> blocks_;
    std::size_t current_ = 0;
    std::size_t used_ = 0;
};

}  // namespace aludel
