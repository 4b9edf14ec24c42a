// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <array>
#include <ostream>

#include "report.hpp"

namespace bench {
namespace {

using cells = std::array<std::string, 7>;

const cells headings{"method", "rows", "median s", "min-max s", "rows/s", "x best raw", "peak growth"};

cells cells_of(const measurement& one, const std::vector<measurement>& all) {
    const std::string rows = grouped(static_cast<double>(one.rows));
    if (one.failed()) {
        return {one.method, rows, "FAILED", one.failure, "", "", ""};
    }
    const std::optional<double> ratio = ratio_to_best_raw(one, all);
    return {one.method,
            rows,
            fixed(one.median_seconds(), 4),
            fixed(one.least_seconds(), 4) + "-" + fixed(one.most_seconds(), 4),
            grouped(one.rows_per_second()),
            ratio ? fixed(*ratio, 2) : "",
            one.peak_growth ? mebibytes(*one.peak_growth) : ""};
}

void write_line(std::ostream& out, const cells& line, const std::array<std::size_t, 7>& widths) {
    std::string text{"  "};
    text += line[0];
    text.append(widths[0] - line[0].size(), ' ');
    if (line[2] == "FAILED") {
        out << text << "  FAILED: " << line[3] << '\n';
        return;
    }
    for (std::size_t i = 1; i < line.size(); ++i) {
        text.append(2 + widths[i] - line[i].size(), ' ');
        text += line[i];
    }
    out << text << '\n';
}

}  // namespace

void write_table(std::ostream& out, const std::vector<measurement>& all) {
    std::vector<cells> lines{headings};
    for (const measurement& each : all) {
        lines.push_back(cells_of(each, all));
    }
    std::array<std::size_t, 7> widths{};
    for (const cells& line : lines) {
        const std::size_t aligned = line[2] == "FAILED" ? 1 : line.size();
        for (std::size_t i = 0; i < aligned; ++i) {
            widths[i] = std::max(widths[i], line[i].size());
        }
    }
    std::size_t next = 1;
    for (const auto& group : by_case(all)) {
        const measurement& first = *group.front();
        out << '\n' << first.database << ' ' << first.version << ", " << first.operation << ", " << first.shape << '\n';
        write_line(out, headings, widths);
        for (std::size_t i = 0; i < group.size(); ++i) {
            write_line(out, lines[next++], widths);
        }
    }
}

}  // namespace bench
