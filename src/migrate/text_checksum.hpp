// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include "model/fnv1a.hpp"

namespace aludel::migrate {

/// FNV-1a with 64 bits over a list of texts. It tells that somebody edited a file, not that somebody meant to deceive.
class text_checksum {
public:
    void add(std::string_view text) {
        hash_.add(text);
        hash_.add('\n');
    }
    /// 16 digits of 0 to 9 and a to f.
    [[nodiscard]] std::string text() const {
        std::string digits;
        for (int shift = 60; shift >= 0; shift -= 4) {
            digits += "0123456789abcdef"[(hash_.value() >> shift) & 15u];
        }
        return digits;
    }

private:
    fnv1a hash_;
};

}  // namespace aludel::migrate
