// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "method.hpp"

namespace bench {

/// What came out of a run is not what must be there.
class wrong_result : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// One operation by one method, its rows and their type left behind.
struct task {
    std::string method;
    method_kind kind;
    std::uint64_t rows = 0;
    std::function<void()> prepare;  ///< brings the table into the state that the operation begins with
    std::function<void()> run;      ///< what is timed
    std::function<void()> verify;   ///< throws wrong_result
};

/// The middle one, or what lies between the two in the middle. Of one number at least.
double median(std::vector<double> numbers);

/// Of two rates in the same order of rounds, as far as both have them: the first over the second in each round.
std::vector<double> ratios_within_rounds(const std::vector<double>& rates, const std::vector<double>& other_rates);

/// What was measured, or why nothing was.
struct measurement {
    std::string database;
    std::string version;
    std::string operation;
    std::string shape;
    std::string method;
    method_kind kind = method_kind::raw;
    std::uint64_t rows = 0;
    std::vector<double> seconds;  ///< of each repetition, in their order
    std::optional<std::uint64_t> peak_growth;
    std::string failure;  ///< empty: none

    [[nodiscard]] bool failed() const noexcept { return !failure.empty(); }
    // Of those that did not fail.
    [[nodiscard]] double least_seconds() const { return *std::min_element(seconds.begin(), seconds.end()); }
    [[nodiscard]] double median_seconds() const { return median(seconds); }
    [[nodiscard]] double most_seconds() const { return *std::max_element(seconds.begin(), seconds.end()); }
    [[nodiscard]] double rows_per_second() const { return rows_per_second(median_seconds()); }
    [[nodiscard]] double rows_per_second(double in_seconds) const {
        return static_cast<double>(rows) / std::max(in_seconds, 1e-9);
    }
    [[nodiscard]] std::vector<double> rates() const;  ///< rows per second of each repetition, in their order
};

/// Runs the tasks in turns, first once for warming up, then `repetitions` times: what the machine does meanwhile hits
/// all of them alike. A task that fails is not run again.
std::vector<measurement> measure(const std::vector<task>& tasks, unsigned repetitions);

/// Rows per second over those of the raw twin whose median is best for the same operation; nothing where there is none.
/// The median of the ratios within each repetition: a machine that is slower for a while is so for both of a pair.
std::optional<double> ratio_to_best_raw(const measurement& one, const std::vector<measurement>& all);

}  // namespace bench
