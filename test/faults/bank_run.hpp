// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace banks {

/// What the test's command line asks for: a kind of server, or "sqlite".
struct bank_run {
    std::string database;
    std::string program;  ///< this one, to be run again for clerks that are processes
};

const bank_run& this_run();

/// The work of a process that gives orders to a bank in a file, and writes what becomes of them into `log`.
int be_clerk(const std::string& url, double seconds, const std::string& log, unsigned seed);

}  // namespace banks
