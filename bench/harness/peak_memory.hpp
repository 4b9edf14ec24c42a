// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>

namespace bench {

/// How far the memory of the process grows beyond what it had when this object was made: its resident pages, at their
/// highest. Linux only.
class peak_memory {
public:
    peak_memory();
    /// In bytes; nothing where the system does not say.
    [[nodiscard]] std::optional<std::uint64_t> growth() const;

private:
    std::optional<std::uint64_t> before_;
};

}  // namespace bench
