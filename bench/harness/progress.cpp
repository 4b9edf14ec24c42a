// SPDX-License-Identifier: BSL-1.0
#include "progress.hpp"

#include <iostream>

#include <unistd.h>

#include "../reports/report.hpp"

namespace bench {

progress::progress(std::size_t steps) : steps_{steps}, on_terminal_{isatty(STDERR_FILENO) == 1} {}

void progress::clear_line() const {
    if (on_terminal_) {
        std::cerr << "\r\x1b[K" << std::flush;
    }
}

void progress::begin(const std::string& step) {
    step_ = step;
    if (on_terminal_) {
        clear_line();
        std::cerr << '[' << done_ + 1 << '/' << steps_ << "] " << step << std::flush;
    }
}

void progress::end(const std::vector<measurement>& results) {
    ++done_;
    clear_line();
    for (const measurement& each : results) {
        if (each.failed()) {
            std::cerr << "FAILED: " << step_ << ", " << each.method << ": " << each.failure << '\n';
        } else if (!on_terminal_) {
            std::cerr << '[' << done_ << '/' << steps_ << "] " << step_ << ", " << each.method << ": "
                      << grouped(each.rows_per_second()) << " rows/s\n";
        }
    }
}

void progress::skip(const std::string& reason, std::size_t steps) {
    done_ += steps;
    clear_line();
    std::cerr << reason << '\n';
}

void progress::finish() {
    clear_line();
}

}  // namespace bench
