// SPDX-License-Identifier: BSL-1.0
#include "workloads.hpp"

#include "generators.hpp"
#include "methods.hpp"

namespace bench {
namespace {

bool is_wanted(std::string_view name, const method_filter& parts) {
    bool any_wanted = false;
    bool is_named = false;
    for (const std::string_view part : parts) {
        if (part.starts_with('-')) {
            if (name.find(part.substr(1)) != std::string_view::npos) {
                return false;
            }
            continue;
        }
        any_wanted = true;
        is_named = is_named || name.find(part) != std::string_view::npos;
    }
    return is_named || !any_wanted;
}

template <class Row>
std::unique_ptr<any_workload> open(database& target, std::uint64_t rows, const method_filter& wanted) {
    std::vector<Row> made = made_rows<Row>(rows_of_shape<Row>(rows));
    target.make_table<Row>();  // some methods prepare their statements at once
    methods<Row> all = methods_for<Row>(target);
    std::erase_if(all, [&wanted](const auto& method) { return !is_wanted(method->name(), wanted); });
    return std::make_unique<workload<Row>>(target, std::move(made), std::move(all));
}

}  // namespace

std::string reason_to_leave_out(std::string_view shape, const database& target) {
    if (shape == "package" && made_rows<package>(1).empty()) {
        return "package is left out: apt-cache knows no packages here";
    }
    if (shape == "sequenced" && !target.counts_beside_tables()) {
        return "sequenced is left out: " + target.name() + " would make the table of mixed";
    }
    return {};
}

std::unique_ptr<any_workload> open_workload(std::string_view shape, database& target, std::uint64_t rows,
                                            const method_filter& wanted) {
    if (shape == "narrow") {
        return open<narrow>(target, rows, wanted);
    }
    if (shape == "mixed") {
        return open<mixed>(target, rows, wanted);
    }
    if (shape == "sequenced") {
        return open<sequenced>(target, rows, wanted);
    }
    if (shape == "keyed") {
        return open<keyed>(target, rows, wanted);
    }
    if (shape == "text") {
        return open<text>(target, rows, wanted);
    }
    if (shape == "wide") {
        return open<wide>(target, rows, wanted);
    }
    return open<package>(target, rows, wanted);
}

}  // namespace bench
