// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <ostream>

#include "report.hpp"

namespace bench {
namespace {

constexpr std::size_t columns = 3;
constexpr int panel_width = 400;
constexpr int margin = 16;
constexpr int heading_height = 40;
constexpr int title_height = 24;
constexpr int bar_step = 18;
constexpr int bar_height = 12;
constexpr int label_width = 136;
constexpr int longest_bar = 140;

const char* const style = R"(<style>
text { font: 11px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
.heading { font-size: 16px; font-weight: 600 }
.title { font-size: 12px; font-weight: 600 }
.faint { fill: #59636e }
.strong { font-weight: 600 }
.paper { fill: #ffffff }
.aludel { fill: #bc4c00 }
.raw { fill: #6e7781 }
.library { fill: #b6c2cd }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.faint { fill: #9198a1 }
.paper { fill: #0d1117 }
.aludel { fill: #f0883e }
.raw { fill: #8b949e }
.library { fill: #484f58 }
}
</style>
)";

/// One database, operation and shape, without what failed.
using panel = std::vector<const measurement*>;

struct section {
    std::string heading;
    std::vector<std::vector<panel>> lines;
};

std::string escaped(std::string_view text) {
    std::string made;
    for (const char c : text) {
        switch (c) {
        case '&': made += "&amp;"; break;
        case '<': made += "&lt;"; break;
        case '>': made += "&gt;"; break;
        default: made += c;
        }
    }
    return made;
}

bool has_several_shapes(const std::vector<measurement>& all) {
    return std::any_of(all.begin(), all.end(),
                       [&](const measurement& each) { return each.shape != all.front().shape; });
}

/// Whether the panel goes on in the line: with several shapes each operation begins one.
bool continues(const std::vector<panel>& line, const panel& next, bool operations_begin_lines) {
    return line.size() < columns &&
           (!operations_begin_lines || line.front().front()->operation == next.front()->operation);
}

std::vector<section> sections_of(const std::vector<measurement>& all) {
    const bool operations_begin_lines = has_several_shapes(all);
    std::vector<section> made;
    for (panel each : by_case(all)) {
        std::erase_if(each, [](const measurement* one) { return one->failed(); });
        if (each.empty()) {
            continue;
        }
        std::string heading = each.front()->database + ' ' + each.front()->version;
        if (made.empty() || made.back().heading != heading) {
            made.push_back({std::move(heading), {}});
        }
        auto& lines = made.back().lines;
        if (lines.empty() || !continues(lines.back(), each, operations_begin_lines)) {
            lines.emplace_back();
        }
        lines.back().push_back(std::move(each));
    }
    return made;
}

int height_of(const std::vector<panel>& line) {
    std::size_t most_bars = 0;
    for (const panel& each : line) {
        most_bars = std::max(most_bars, each.size());
    }
    return title_height + static_cast<int>(most_bars) * bar_step + margin;
}

const char* class_of(method_kind kind) {
    switch (kind) {
    case method_kind::aludel: return "aludel";
    case method_kind::raw: return "raw";
    case method_kind::library: return "library";
    }
    return "";
}

/// "2.54 M/s"
std::string short_rate(double rate) {
    if (rate >= 1e6) {
        return fixed(rate / 1e6, 2) + " M/s";
    }
    return rate >= 1e3 ? fixed(rate / 1e3, 1) + " k/s" : fixed(rate, 0) + " /s";
}

void write_text(std::ostream& out, int x, int y, const char* look, std::string_view text, const char* more = "") {
    out << "<text x=\"" << x << "\" y=\"" << y << "\" class=\"" << look << "\"" << more << '>' << escaped(text)
        << "</text>\n";
}

void write_bar(std::ostream& out, int x, int y, const measurement& one, double fastest,
               const std::vector<measurement>& all) {
    const int length = std::max(1, static_cast<int>(one.rows_per_second() / fastest * longest_bar));
    const char* const look = one.kind == method_kind::aludel ? "strong" : "";
    write_text(out, x + label_width - 8, y + bar_height - 2, look, one.method, " text-anchor=\"end\"");
    out << "<rect x=\"" << x + label_width << "\" y=\"" << y << "\" width=\"" << length << "\" height=\"" << bar_height
        << "\" rx=\"2\" class=\"" << class_of(one.kind) << "\"/>\n";
    const std::optional<double> ratio = ratio_to_best_raw(one, all);
    std::string figures = short_rate(one.rows_per_second());
    if (ratio) {
        figures += ", " + fixed(*ratio, 2) + "x";
    }
    write_text(out, x + label_width + length + 6, y + bar_height - 2, look, figures);
}

void write_panel(std::ostream& out, int x, int y, const panel& bars, const std::vector<measurement>& all) {
    double fastest = 0;
    for (const measurement* each : bars) {
        fastest = std::max(fastest, each->rows_per_second());
    }
    write_text(out, x, y + 14, "title", bars.front()->operation + ", " + bars.front()->shape);
    y += title_height;
    for (const measurement* each : bars) {
        write_bar(out, x, y, *each, fastest, all);
        y += bar_step;
    }
}

void write_section(std::ostream& out, int y, const section& one, const std::vector<measurement>& all) {
    write_text(out, margin, y + 24, "heading", one.heading);
    y += heading_height;
    for (const std::vector<panel>& line : one.lines) {
        int x = margin;
        for (const panel& each : line) {
            write_panel(out, x, y, each, all);
            x += panel_width;
        }
        y += height_of(line);
    }
}

int height_of(const section& one) {
    int height = heading_height;
    for (const std::vector<panel>& line : one.lines) {
        height += height_of(line);
    }
    return height;
}

}  // namespace

void write_svg(std::ostream& out, const std::vector<measurement>& all) {
    const std::vector<section> sections = sections_of(all);
    int height = 2 * margin + title_height;
    for (const section& each : sections) {
        height += height_of(each);
    }
    const int width = 2 * margin + static_cast<int>(columns) * panel_width;
    out << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << width << "\" height=\"" << height
        << "\" viewBox=\"0 0 " << width << ' ' << height << "\" role=\"img\">\n<title>aludel: rows per second</title>\n"
        << style << "<rect width=\"100%\" height=\"100%\" class=\"paper\"/>\n";
    write_text(out, margin, margin + 12, "faint",
               "Rows per second, medians; x: times the fastest program written against the database's C API");
    int y = margin + title_height;
    for (const section& each : sections) {
        write_section(out, y, each, all);
        y += height_of(each);
    }
    out << "</svg>\n";
}

}  // namespace bench
