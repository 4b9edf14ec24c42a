// SPDX-License-Identifier: BSL-1.0
#include "progress_bar.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

#include "rate.hpp"
#include "text_table.hpp"

namespace demo {
namespace {

constexpr std::uint64_t bar_width = 40;

}  // namespace

progress_bar::progress_bar(std::uint64_t total)
    : total_{std::max<std::uint64_t>(total, 1)}, on_terminal_{isatty(STDERR_FILENO) == 1} {
    std::fflush(stdout);  // what was printed before belongs before the bar
}

progress_bar::~progress_bar() {
    if (on_terminal_) {
        std::fputs("\r\x1b[K", stderr);
    }
}

void progress_bar::show(const aludel::bulk_progress& progress) {
    if (on_terminal_) {
        draw_bar(progress);
    } else {
        print_tenth(progress);
    }
}

void progress_bar::draw_bar(const aludel::bulk_progress& progress) {
    const std::uint64_t filled = std::min(bar_width, progress.rows * bar_width / total_);
    fmt::print(stderr, "\r  [{:#<{}}{:.<{}}] {:3} %  {} rows/s\x1b[K", "", filled, "", bar_width - filled,
               progress.rows * 100 / total_, grouped(rows_per_second(progress.rows, progress.elapsed)));
    std::fflush(stderr);
}

void progress_bar::print_tenth(const aludel::bulk_progress& progress) {
    const std::uint64_t tenths = progress.rows * 10 / total_;
    if (tenths > tenths_shown_) {
        tenths_shown_ = tenths;
        fmt::print(stderr, "{:3} %  {} of {} rows\n", tenths * 10, grouped(progress.rows), grouped(total_));
    }
}

}  // namespace demo
