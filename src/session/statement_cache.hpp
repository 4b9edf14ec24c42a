// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "execution_state.hpp"

namespace aludel {

/// Where a statement waits; its own until it is forgotten.
struct statement_place {
    std::unique_ptr<execution_state> waiting;  // null while it is in use
    std::uint64_t used = 0;                    // the greater, the later
};

/// Prepared statements of one connection with what they run in, least recently used first to go. One that is in use is
/// taken out of its place, so the same statement can run twice at once.
class statement_cache {
public:
    explicit statement_cache(std::size_t capacity) : capacity_{capacity} {}

    /// The statement of that name, or null.
    std::unique_ptr<execution_state> take(std::string_view name) noexcept;
    /// Keeps a closed statement for the next time, under its name, unless another one has that already.
    void give_back(std::unique_ptr<execution_state> used);
    /// Frees the place of a statement that will not come back.
    void forget(execution_state& used) noexcept;
    /// Drops the statements whose text holds this and that wait here.
    void forget_those_with(std::string_view part) noexcept;
    void clear() noexcept { by_name_.clear(); }

private:
    struct hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view name) const noexcept { return std::hash<std::string_view>{}(name); }
    };
    void let_one_go();

    std::size_t capacity_;
    std::uint64_t uses_ = 0;
    std::unordered_map<std::string, statement_place, hash, std::equal_to<>> by_name_;
};

}  // namespace aludel
