// SPDX-License-Identifier: BSL-1.0
#include <ostream>

#include "report.hpp"

namespace bench {
namespace {

/// The texts here are names: what JSON wants escaped is a quote or a backslash at most, or a control character.
std::string quoted(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            made += '\\';
        }
        made += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return made + '"';
}

std::string list_of(const std::vector<double>& numbers) {
    std::string list;
    for (const double number : numbers) {
        list += (list.empty() ? "[" : ", ") + fixed(number, 9);
    }
    return list + ']';
}

void write_object(std::ostream& out, const measurement& one, const std::vector<measurement>& all) {
    const std::optional<double> ratio = ratio_to_best_raw(one, all);
    out << "  {\"database\": " << quoted(one.database) << ", \"version\": " << quoted(one.version)
        << ", \"operation\": " << quoted(one.operation) << ", \"shape\": " << quoted(one.shape)
        << ", \"method\": " << quoted(one.method) << ", \"rows\": " << one.rows
        << ", \"seconds_median\": " << fixed(one.median_seconds(), 9)
        << ", \"rows_per_second\": " << fixed(one.rows_per_second(), 1)
        << ", \"ratio_to_best_raw\": " << (ratio ? fixed(*ratio, 4) : "null")
        << ", \"peak_rss_growth\": " << (one.peak_growth ? std::to_string(*one.peak_growth) : "null")
        << ", \"seconds_min\": " << fixed(one.least_seconds(), 9)
        << ", \"seconds_max\": " << fixed(one.most_seconds(), 9) << ", \"seconds\": " << list_of(one.seconds) << '}';
}

}  // namespace

void write_json(std::ostream& out, const std::vector<measurement>& all) {
    out << "[\n";
    bool first = true;
    for (const measurement& each : all) {
        if (!each.failed()) {
            out << (first ? "" : ",\n");
            write_object(out, each, all);
            first = false;
        }
    }
    out << "\n]\n";
}

}  // namespace bench
