// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace demo {

/// What the command line asks for.
struct options {
    std::string url = "sqlite:///demo.db";
    std::string iso_codes = "/usr/share/iso-codes/json";  // where Debian's package iso-codes documents its files
    std::int64_t rows = 1'000'000;
    bool help = false;
};

/// A command line that cannot be understood; the message is one line.
struct wrong_usage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Throws wrong_usage.
options parse_options(int count, const char* const* arguments);

extern const char* const help_text;

}  // namespace demo
