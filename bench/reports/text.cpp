// SPDX-License-Identifier: BSL-1.0
#include <cmath>
#include <cstdio>

#include "report.hpp"

namespace bench {

std::string fixed(double number, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, number);
    return text;
}

std::string grouped(double number) {
    std::string digits = fixed(std::floor(number), 0);
    for (std::size_t end = digits.size(); end > 3; end -= 3) {
        digits.insert(end - 3, 1, ' ');
    }
    return digits;
}

std::string mebibytes(std::uint64_t bytes) {
    return fixed(static_cast<double>(bytes) / (1 << 20), 1) + " MiB";
}

std::vector<std::vector<const measurement*>> by_case(const std::vector<measurement>& all) {
    std::vector<std::vector<const measurement*>> cases;
    for (const measurement& each : all) {
        const measurement* const last = cases.empty() ? nullptr : cases.back().front();
        if (last == nullptr || last->database != each.database || last->version != each.version ||
            last->operation != each.operation || last->shape != each.shape) {
            cases.emplace_back();
        }
        cases.back().push_back(&each);
    }
    return cases;
}

}  // namespace bench
