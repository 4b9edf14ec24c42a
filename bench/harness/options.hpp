// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "method.hpp"

namespace bench {

/// A command line that cannot be understood; the message says what to write instead.
class wrong_usage : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct options {
    std::vector<std::string> urls;
    std::optional<std::uint64_t> rows;
    std::vector<std::string> shapes;
    std::vector<operation> operations;
    std::vector<std::string> methods;
    unsigned repetitions = 3;
    std::string json_file;
    std::string svg_file;
    bool with_servers = false;
    bool memory = false;
    bool help = false;
};

extern const char* const help_text;

/// Throws wrong_usage.
options parse_options(int count, const char* const* arguments);

}  // namespace bench
