// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <aludel/error.hpp>
#include <aludel/migrate/revision.hpp>

namespace aludel::migrate {

/// What a message calls a revision: its file, where it has one.
inline std::string place_of(const revision& named) {
    return named.file.empty() ? "the revision " + named.id : named.file;
}

/// Throws usage_error for a section that says itself what is to be written into it. `way` is "up" or "down".
inline void require_complete(const revision& of, const section& run, std::string_view way) {
    if (!run.missing.empty()) {
        throw usage_error{place_of(of) + ": its section \"-- aludel:" + std::string{way} +
                          "\" for this server misses " + run.missing.front() +
                          "; write the statement for it, and take out the line \"-- aludel:missing\""};
    }
}

}  // namespace aludel::migrate
