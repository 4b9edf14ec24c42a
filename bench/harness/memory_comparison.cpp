// SPDX-License-Identifier: BSL-1.0
#include "memory_comparison.hpp"

#include <chrono>
#include <iostream>
#include <ranges>

#include <unistd.h>

#include "../reports/report.hpp"
#include "generators.hpp"
#include "measurement.hpp"
#include "peak_memory.hpp"

namespace bench {
namespace {

struct load {
    double rows_per_second = 0;
    std::optional<std::uint64_t> peak_growth;
};

template <class Row>
void verify(database& target, std::uint64_t rows) {
    checksum expected;
    for (std::uint64_t number = 0; number < rows; ++number) {
        expected.add(made_row<Row>(number));
    }
    if (target.read_table<Row>() != expected) {
        throw wrong_result{"the table does not hold the rows that were generated"};
    }
}

/// On a terminal, where it can be written over.
void show(const aludel::bulk_progress& progress) {
    static const bool on_terminal = isatty(STDERR_FILENO) == 1;
    if (on_terminal) {
        std::cerr << "\r  " << grouped(static_cast<double>(progress.rows)) << " of "
                  << grouped(static_cast<double>(progress.total)) << (progress.rows == progress.total ? "\r\x1b[K" : "")
                  << std::flush;
    }
}

template <class Row>
load stream_into(database& target, std::uint64_t rows) {
    target.make_table<Row>();
    target.settle();
    aludel::engine engine{target.url()};
    aludel::session session = engine.open_session();
    aludel::repository<Row> table{session};
    const peak_memory memory;
    const auto started = std::chrono::steady_clock::now();
    table.bulk_insert(std::views::iota(std::uint64_t{0}, rows) | std::views::transform(&made_row<Row>),
                      {.on_progress = show});
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
    const load done{static_cast<double>(rows) / taken.count(), memory.growth()};
    verify<Row>(target, rows);
    return done;
}

template <class Row>
void compare(std::ostream& out, database& target, std::uint64_t rows) {
    const std::uint64_t all = rows_of_shape<Row>(rows);
    const std::uint64_t tenth = std::max<std::uint64_t>(all / 10, 1);
    double first_rate = 0;
    stream_into<Row>(target, std::max<std::uint64_t>(tenth / 10, 1));  // warms up
    for (const std::uint64_t count : {tenth, all}) {
        const load done = stream_into<Row>(target, count);
        out << "  " << grouped(static_cast<double>(count)) << " rows: " << grouped(done.rows_per_second)
            << " rows/s, memory grew by " << (done.peak_growth ? mebibytes(*done.peak_growth) : "an unknown amount");
        if (first_rate > 0) {
            out << ", " << fixed(done.rows_per_second / first_rate, 2) << " times the rows/s";
        }
        out << '\n' << std::flush;
        first_rate = done.rows_per_second;
    }
    target.drop_table<Row>();
}

}  // namespace

void compare_memory(std::ostream& out, database& target, std::string_view shape, std::uint64_t rows) {
    out << '\n'
        << target.name() << ' ' << target.version() << ", rows of shape " << shape << " streamed into bulk_insert\n"
        << std::flush;
    if (shape == "narrow") {
        compare<narrow>(out, target, rows);
    } else if (shape == "mixed") {
        compare<mixed>(out, target, rows);
    } else if (shape == "sequenced") {
        compare<sequenced>(out, target, rows);
    } else if (shape == "keyed") {
        compare<keyed>(out, target, rows);
    } else if (shape == "text") {
        compare<text>(out, target, rows);
    } else {
        compare<wide>(out, target, rows);
    }
}

}  // namespace bench
