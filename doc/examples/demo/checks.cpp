// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "steps.hpp"
#include "text_table.hpp"

namespace demo {
namespace {

using aludel::col;

/// How many of the objects are stored exactly as they are.
template <class Object>
std::uint64_t count_identical(const std::vector<Object>& objects, const std::vector<Object>& stored,
                              std::string Object::*key) {
    std::unordered_map<std::string, const Object*> by_key;
    for (const Object& row : stored) {
        by_key.emplace(row.*key, &row);
    }
    return static_cast<std::uint64_t>(std::count_if(objects.begin(), objects.end(), [&](const Object& object) {
        const auto found = by_key.find(object.*key);
        return found != by_key.end() && *found->second == object;
    }));
}

template <class Object>
void check_table(aludel::session& session, text_table& report, const std::vector<Object>& objects,
                 std::string Object::*key) {
    const std::vector<Object> stored = aludel::repository<Object>{session}.list();
    const std::uint64_t identical = count_identical(objects, stored, key);
    report.add_row({std::string{aludel::table_of<Object>.name}, grouped(objects.size()), grouped(stored.size()),
                    grouped(identical)});
    if (identical != objects.size()) {
        throw check_failed{fmt::format("{} of {} records are not in table {} as they are in the file",
                                       objects.size() - identical, objects.size(), aludel::table_of<Object>.name)};
    }
}

}  // namespace

void check_records(aludel::engine& db, const iso_codes& codes) {
    aludel::session session = db.open_session();
    text_table report{{{"table"},
                       {"records in the file", alignment::right},
                       {"rows in the table", alignment::right},
                       {"read back identical", alignment::right}}};
    check_table(session, report, codes.countries, &country::alpha_2);
    check_table(session, report, codes.subdivisions, &subdivision::code);
    check_table(session, report, codes.languages, &language::alpha_3);
    check_table(session, report, codes.currencies, &currency::alpha_3);
    report.print();
}

void check_parents(aludel::engine& db, const iso_codes& codes) {
    aludel::session session = db.open_session();
    aludel::repository<subdivision> subdivisions{session};
    const auto names_parent = col<&subdivision::parent>.is_not_null();
    text_table report{{{"parents of subdivisions"}, {"rows", alignment::right}}};
    report.add_row({"named in the file", grouped(subdivisions.count(names_parent))});
    report.add_row({"  by the whole code", grouped(subdivisions.count(col<&subdivision::parent>.contains("-")))});
    report.add_row({"  by the part after the dash",
                    grouped(subdivisions.count(names_parent && !col<&subdivision::parent>.contains("-")))});
    report.add_row({"resolved", grouped(subdivisions.count(col<&subdivision::parent_code>.is_not_null()))});
    report.add_row(
        {"unresolvable", grouped(subdivisions.count(names_parent && col<&subdivision::parent_code>.is_null()))});
    fmt::print("\n");
    report.print();
    for (const subdivision* each : codes.unresolvable) {
        fmt::print("  unresolvable: {} {}, whose parent is given as {}\n", each->code, each->name, *each->parent);
    }
}

}  // namespace demo
