// SPDX-License-Identifier: BSL-1.0
#include "model/conventional_name.hpp"

#include <cstdint>

#include "model/fnv1a.hpp"

namespace aludel {

std::string conventional_name(std::string_view prefix, std::string_view table, std::span<const std::string> columns,
                              std::size_t max_length) {
    std::string name{prefix};
    name += '_';
    name += table;
    name += '_';  // twice: table "a" with column "b_c" and table "a_b" with column "c" need two names
    for (const std::string& column : columns) {
        name += '_';
        name += column;
    }
    if (name.size() <= max_length) {
        return name;
    }
    fnv1a whole;
    whole.add(name);
    std::uint64_t hash = whole.value();
    constexpr std::size_t digits = 8;
    std::size_t cut = max_length - digits - 1;
    while (cut > 0 && (static_cast<unsigned char>(name[cut]) & 0xC0u) == 0x80u) {
        --cut;  // not inside a UTF-8 character
    }
    name.resize(cut);
    name += '_';
    for (std::size_t i = 0; i < digits; ++i, hash >>= 4) {
        name += "0123456789abcdef"[hash & 15u];
    }
    return name;
}

}  // namespace aludel
