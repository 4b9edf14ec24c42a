// SPDX-License-Identifier: BSL-1.0
#include "key_bytes.hpp"

#include <bit>

namespace aludel {

void append_key_bytes(std::string& bytes, const value_view& value) {
    std::int64_t number = 0;
    if (value.borrows()) {
        number = static_cast<std::int64_t>(value.bytes().size());
    } else if (value.kind() == value_kind::float32 || value.kind() == value_kind::float64) {
        number = value.number() == 0 ? 0 : std::bit_cast<std::int64_t>(value.number());  // -0.0 is the same key
    } else {
        number = value.integer();
    }
    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
    if (value.borrows()) {
        bytes.append(reinterpret_cast<const char*>(value.bytes().data()), value.bytes().size());
    }
}

}  // namespace aludel
