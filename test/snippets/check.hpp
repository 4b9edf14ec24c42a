// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdlib>
#include <iostream>
#include <source_location>

/// Ends the program when what a page claims does not hold.
inline void check(bool holds, std::source_location where = std::source_location::current()) {
    if (!holds) {
        std::cerr << where.file_name() << ':' << where.line() << ": what the page claims does not hold\n";
        std::exit(EXIT_FAILURE);
    }
}

inline const char* url_from(int argc, char** argv) {
    return argc > 1 ? argv[1] : "sqlite://";
}
