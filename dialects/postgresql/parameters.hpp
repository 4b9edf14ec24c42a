// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include <aludel/model/value_view.hpp>

#include "types.hpp"

namespace aludel::postgresql {

/// The parameters of one execution in the arrays that libpq wants. Text and bytes are borrowed wherever the server
/// takes them as they are. Keeps its memory from one execution to the next.
class parameter_list {
public:
    /// `kinds` and `types`: what the statement was prepared with, and what the server made of it. Throws usage_error
    /// for a value of another kind, mapping_error for one that the server cannot store.
    void assign(std::span<const value_kind> kinds, std::span<const type_id> types, std::span<const value_view> values);

    [[nodiscard]] int count() const noexcept { return static_cast<int>(pointers_.size()); }
    [[nodiscard]] const char* const* pointers() const noexcept { return pointers_.data(); }
    [[nodiscard]] const int* lengths() const noexcept { return lengths_.data(); }
    [[nodiscard]] const int* formats() const noexcept { return formats_.data(); }

private:
    using slot = std::array<char, 24>;  // the 20 digits of a uint64 and their NUL are the longest

    void set(std::size_t index, const char* data, std::size_t size, bool binary);
    void set_terminated(std::size_t index, std::string_view text);
    void set_value(std::size_t index, value_kind declared, type_id type, const value_view& value);

    std::vector<const char*> pointers_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
    std::vector<slot> slots_;
    std::string texts_;
};

}  // namespace aludel::postgresql
