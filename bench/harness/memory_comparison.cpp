// SPDX-License-Identifier: BSL-1.0
#include "memory_comparison.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <ranges>
#include <vector>

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

/// Loads of one size.
struct load_series {
    std::uint64_t rows;
    std::vector<double> rates;  ///< rows per second, in the order of the rounds
    std::optional<std::uint64_t> peak_growth;

    void add(const load& one) {
        rates.push_back(one.rows_per_second);
        peak_growth = std::max(peak_growth, one.peak_growth);
    }
};

void write(std::ostream& out, const load_series& one) {
    out << "  " << grouped(static_cast<double>(one.rows)) << " rows: " << grouped(median(one.rates))
        << " rows/s, memory grew by " << (one.peak_growth ? mebibytes(*one.peak_growth) : "an unknown amount");
}

/// The median of the ratios within rounds; least and most, too, if there are several.
void write_ratio(std::ostream& out, const load_series& one, const load_series& other) {
    const std::vector<double> ratios = ratios_within_rounds(one.rates, other.rates);
    const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
    out << ", " << fixed(median(ratios), 2) << " times the rows/s";
    if (ratios.size() > 1) {
        out << " (" << fixed(*least, 2) << '-' << fixed(*most, 2) << ')';
    }
}

template <class Row>
void compare(std::ostream& out, database& target, std::uint64_t rows, unsigned repetitions) {
    const std::uint64_t all = rows_of_shape<Row>(rows);
    load_series few{std::max<std::uint64_t>(all / 10, 1), {}, {}};
    load_series many{all, {}, {}};
    stream_into<Row>(target, std::max<std::uint64_t>(few.rows / 10, 1));  // warms up
    for (unsigned round = 0; round < repetitions; ++round) {
        const bool few_first = round % 2 == 0;  // in turns: what one leaves behind hits the other, too
        for (load_series* const each : {few_first ? &few : &many, few_first ? &many : &few}) {
            each->add(stream_into<Row>(target, each->rows));
        }
    }
    write(out, few);
    out << '\n';
    write(out, many);
    write_ratio(out, many, few);
    out << '\n' << std::flush;
    target.drop_table<Row>();
}

}  // namespace

void compare_memory(std::ostream& out, database& target, std::string_view shape, std::uint64_t rows,
                    unsigned repetitions) {
    out << '\n'
        << target.name() << ' ' << target.version() << ", rows of shape " << shape << " streamed into bulk_insert\n"
        << std::flush;
    if (shape == "narrow") {
        compare<narrow>(out, target, rows, repetitions);
    } else if (shape == "mixed") {
        compare<mixed>(out, target, rows, repetitions);
    } else if (shape == "sequenced") {
        compare<sequenced>(out, target, rows, repetitions);
    } else if (shape == "keyed") {
        compare<keyed>(out, target, rows, repetitions);
    } else if (shape == "text") {
        compare<text>(out, target, rows, repetitions);
    } else {
        compare<wide>(out, target, rows, repetitions);
    }
}

}  // namespace bench
