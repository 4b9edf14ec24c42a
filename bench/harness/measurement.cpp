// SPDX-License-Identifier: BSL-1.0
#include "measurement.hpp"

#include <chrono>

#include "peak_memory.hpp"

namespace bench {
namespace {

struct one_run {
    double seconds = 0;
    std::optional<std::uint64_t> peak_growth;
};

one_run timed(const task& each) {
    const peak_memory memory;
    const auto started = std::chrono::steady_clock::now();
    each.run();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
    return {taken.count(), memory.growth()};
}

void run_once(const task& each, measurement& result, bool counts) {
    try {
        each.prepare();
        const one_run run = timed(each);
        each.verify();
        if (counts) {
            result.seconds.push_back(run.seconds);
            result.peak_growth = std::max(result.peak_growth, run.peak_growth);
        }
    } catch (const std::exception& failed) {
        result.failure = failed.what();
    }
}

/// The tasks in the order of a round. Within 2 * `tasks` rounds each one follows each other one equally often, so that
/// none is always the one that suffers from what a certain other one leaves behind (E. J. Williams' design, 1949).
std::vector<std::size_t> order_of(std::size_t round, std::size_t tasks) {
    std::vector<std::size_t> order;
    for (std::size_t turn = 0; turn < tasks; ++turn) {
        const std::size_t zigzag = turn % 2 == 0 ? turn / 2 : tasks - (turn + 1) / 2;  // 0, n - 1, 1, n - 2, ...
        order.push_back((zigzag + round) % tasks);
    }
    // With an odd number, rounds in one direction have half of the ordered pairs, and reversed ones the other half.
    if (tasks % 2 == 1 && round % 2 == 1) {
        std::reverse(order.begin(), order.end());
    }
    return order;
}

bool is_same_case(const measurement& one, const measurement& other) {
    return one.database == other.database && one.version == other.version && one.operation == other.operation &&
           one.shape == other.shape;
}

}  // namespace

double median(std::vector<double> numbers) {
    std::sort(numbers.begin(), numbers.end());
    const std::size_t middle = numbers.size() / 2;
    return numbers.size() % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
}

std::vector<double> ratios_within_rounds(const std::vector<double>& rates, const std::vector<double>& other_rates) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < std::min(rates.size(), other_rates.size()); ++round) {
        ratios.push_back(rates[round] / other_rates[round]);
    }
    return ratios;
}

std::vector<double> measurement::rates() const {
    std::vector<double> made;
    for (const double each : seconds) {
        made.push_back(rows_per_second(each));
    }
    return made;
}

std::vector<measurement> measure(const std::vector<task>& tasks, unsigned repetitions) {
    std::vector<measurement> results(tasks.size());
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        results[i].method = tasks[i].method;
        results[i].kind = tasks[i].kind;
        results[i].rows = tasks[i].rows;
    }
    for (unsigned round = 0; round <= repetitions; ++round) {
        for (const std::size_t i : order_of(round, tasks.size())) {
            if (!results[i].failed()) {
                run_once(tasks[i], results[i], round > 0);
            }
        }
    }
    return results;
}

std::optional<double> ratio_to_best_raw(const measurement& one, const std::vector<measurement>& all) {
    const measurement* best = nullptr;
    for (const measurement& other : all) {
        if (other.kind == method_kind::raw && !other.failed() && is_same_case(one, other) &&
            (best == nullptr || other.rows_per_second() > best->rows_per_second())) {
            best = &other;
        }
    }
    if (best == nullptr) {
        return std::nullopt;
    }
    std::vector<double> ratios = ratios_within_rounds(one.rates(), best->rates());
    return ratios.empty() ? std::nullopt : std::optional{median(std::move(ratios))};
}

}  // namespace bench
