// SPDX-License-Identifier: BSL-1.0
#include "run.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "../reports/report.hpp"
#include "memory_comparison.hpp"
#include "progress.hpp"
#include "temporary_folder.hpp"
#include "workloads.hpp"

namespace bench {
namespace {

constexpr std::uint64_t usual_rows = 200'000;
constexpr std::uint64_t rows_without_url = 30'000;

void add_servers(std::vector<std::string>& urls) {
    for (const char* kind : {"POSTGRESQL15", "POSTGRESQL18", "MARIADB", "MYSQL56"}) {
        const std::string name{kind};
        if (const char* url = std::getenv(("ALUDEL_URL_" + name).c_str())) {
            urls.emplace_back(url);
        } else {
            const char* why = std::getenv(("ALUDEL_SKIP_" + name).c_str());
            std::cerr << "left out: " << name << ", " << (why == nullptr ? "it has no URL" : why) << '\n';
        }
    }
}

/// What the command line asks for, nothing left open.
struct plan {
    std::vector<std::string> urls;
    std::uint64_t rows;
    std::vector<std::string> shapes;
    std::vector<operation> operations;
};

plan plan_of(const options& options, const temporary_folder& folder) {
    plan made{options.urls, options.rows.value_or(options.urls.empty() ? rows_without_url : usual_rows), options.shapes,
              options.operations};
    if (options.with_servers) {
        made.rows = options.rows.value_or(usual_rows);
    }
    if (made.urls.empty()) {
        made.urls.push_back(folder.sqlite_url());
    }
    if (options.with_servers) {
        add_servers(made.urls);
    }
    if (made.shapes.empty()) {
        made.shapes.assign(all_shapes.begin(), all_shapes.end());
    }
    if (made.operations.empty()) {
        for (const named_operation& each : all_operations) {
            made.operations.push_back(each.operation);
        }
    }
    return made;
}

void label(std::vector<measurement>& measured, const database& target, operation of, std::string_view shape) {
    for (measurement& each : measured) {
        each.database = target.name();
        each.version = target.version();
        each.operation = name_of(of);
        each.shape = shape;
    }
}

void measure_shape(const plan& wanted, const options& options, database& target, const std::string& shape,
                   progress& steps, std::vector<measurement>& all) {
    if (const std::string reason = reason_to_leave_out(shape, target); !reason.empty()) {
        steps.skip(reason, wanted.operations.size());
        return;
    }
    const auto measured = open_workload(shape, target, wanted.rows, options.methods);
    for (const operation each : wanted.operations) {
        steps.begin(target.name() + ' ' + target.version() + ", " + std::string{name_of(each)} + ", " + shape);
        std::vector<measurement> results = measure(measured->tasks(each), options.repetitions);
        label(results, target, each, shape);
        steps.end(results);
        all.insert(all.end(), results.begin(), results.end());
    }
}

std::ofstream opened(const std::string& path) {
    std::ofstream file{path};
    if (!file) {
        throw wrong_usage{"cannot write to " + path};
    }
    return file;
}

/// Grouped as people read it: by database, then by operation.
void sort_by_case(std::vector<measurement>& all, const plan& wanted) {
    std::vector<std::string_view> order;
    for (const operation each : wanted.operations) {
        order.push_back(name_of(each));
    }
    const auto place = [&](const measurement& one) {
        return std::find(order.begin(), order.end(), one.operation);
    };
    for (auto first = all.begin(); first != all.end();) {
        const auto last = std::find_if(first, all.end(), [&](const measurement& one) {
            return one.database != first->database || one.version != first->version;
        });
        std::stable_sort(first, last, [&](const measurement& a, const measurement& b) { return place(a) < place(b); });
        first = last;
    }
}

void run_memory_comparison(const options& options, const plan& wanted) {
    constexpr std::uint64_t usual_stream = 10'000'000;
    const std::vector<std::string> shapes = options.shapes.empty() ? std::vector<std::string>{"mixed"} : options.shapes;
    for (const std::string& url : wanted.urls) {
        database target{url};
        for (const std::string& shape : shapes) {
            compare_memory(std::cout, target, shape, options.rows.value_or(usual_stream), options.repetitions);
        }
    }
}

}  // namespace

bool run(const options& options) {
    const temporary_folder folder;
    const plan wanted = plan_of(options, folder);
    if (options.memory) {
        run_memory_comparison(options, wanted);
        return true;
    }
    std::ofstream json;
    std::ofstream svg;
    if (!options.json_file.empty()) {
        json = opened(options.json_file);
    }
    if (!options.svg_file.empty()) {
        svg = opened(options.svg_file);
    }
    progress steps{wanted.urls.size() * wanted.shapes.size() * wanted.operations.size()};
    std::vector<measurement> all;
    for (const std::string& url : wanted.urls) {
        database target{url};
        for (const std::string& shape : wanted.shapes) {
            measure_shape(wanted, options, target, shape, steps, all);
        }
    }
    steps.finish();
    if (all.empty()) {
        throw wrong_usage{
            "nothing was measured: all shapes are left out, or no method has such a name and knows such an operation"};
    }
    sort_by_case(all, wanted);
    write_table(std::cout, all);
    if (json.is_open()) {
        write_json(json, all);
    }
    if (svg.is_open()) {
        write_svg(svg, all);
    }
    return std::none_of(all.begin(), all.end(), [](const measurement& one) { return one.failed(); });
}

}  // namespace bench
