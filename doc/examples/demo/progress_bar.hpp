// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <aludel/bulk/bulk_load.hpp>

namespace demo {

/// Shows on stderr how far a bulk load is: a bar that moves on a terminal, else a line for every tenth of the rows.
class progress_bar {
public:
    explicit progress_bar(std::uint64_t total);
    progress_bar(const progress_bar&) = delete;
    progress_bar& operator=(const progress_bar&) = delete;
    /// Takes the bar from the terminal.
    ~progress_bar();

    void show(const aludel::bulk_progress& progress);

private:
    void draw_bar(const aludel::bulk_progress& progress);
    void print_tenth(const aludel::bulk_progress& progress);

    std::uint64_t total_;
    std::uint64_t tenths_shown_ = 0;
    bool on_terminal_;
};

}  // namespace demo
