// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aludel::migrate {

/// FNV-1a with 64 bits over a list of texts. It tells that somebody edited a file, not that somebody meant to deceive.
class text_checksum {
public:
    void add(std::string_view text) {
        for (const char c : text) {
            add(c);
        }
        add('\n');
    }
    /// 16 digits of 0 to 9 and a to f.
    [[nodiscard]] std::string text() const {
        std::string digits;
        for (int shift = 60; shift >= 0; shift -= 4) {
            digits += "0123456789abcdef"[(hash_ >> shift) & 15u];
        }
        return digits;
    }

private:
    void add(char c) { hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 1099511628211u; }

    std::uint64_t hash_ = 14695981039346656037u;
};

}  // namespace aludel::migrate
