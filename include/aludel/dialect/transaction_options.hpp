// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace aludel {

/// How far a transaction is kept from what others do. `standard` is the database's own default.
enum class isolation : std::uint8_t { standard, read_committed, repeatable_read, serializable };

enum class access : std::uint8_t { read_write, read_only };

inline constexpr access read_only = access::read_only;

struct transaction_options {
    aludel::isolation isolation = aludel::isolation::standard;
    aludel::access access = aludel::access::read_write;
};

}  // namespace aludel
