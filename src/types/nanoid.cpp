// SPDX-License-Identifier: BSL-1.0
#include <aludel/types/nanoid.hpp>

#include <bitset>

#include <aludel/error.hpp>

#include "model/random_bytes.hpp"

namespace aludel {
namespace {

bool is_alphabet(std::string_view alphabet) {
    std::bitset<128> seen;
    for (const char c : alphabet) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= seen.size() || seen[byte]) {
            return false;
        }
        seen.set(byte);
    }
    return seen.count() >= 2;
}

}  // namespace

std::string nanoid(std::size_t length, std::string_view alphabet) {
    if (length == 0) {
        throw usage_error{"nanoid was asked for a text without length; ask for one character at least"};
    }
    if (!is_alphabet(alphabet)) {
        throw usage_error{"nanoid was given an alphabet that is not 2 to 128 distinct characters of ASCII"};
    }
    return random_text(length, alphabet);
}

}  // namespace aludel
