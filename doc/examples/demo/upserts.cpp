// SPDX-License-Identifier: BSL-1.0
#include <chrono>

#include <fmt/format.h>

#include "rate.hpp"
#include "steps.hpp"
#include "text_table.hpp"

namespace demo {
namespace {

using aludel::on_conflict;

/// Upserts tables one after the other and keeps their counts.
class upsert_report {
public:
    explicit upsert_report(aludel::session& session) : session_{session} {}

    template <class Object>
    void upsert(const std::vector<Object>& objects, const aludel::policy_for<Object>& policy) {
        const auto started = std::chrono::steady_clock::now();
        const aludel::bulk_result result = aludel::repository<Object>{session_}.bulk_insert(objects, policy);
        const auto elapsed = std::chrono::steady_clock::now() - started;
        total_.inserted += result.inserted;
        total_.updated += result.updated;
        table_.add_row({std::string{aludel::table_of<Object>.name}, grouped(result.rows), grouped(result.inserted),
                        grouped(result.updated), grouped(result.skipped),
                        grouped(rows_per_second(result.rows, elapsed))});
    }
    [[nodiscard]] const text_table& table() const { return table_; }
    [[nodiscard]] upsert_counts total() const { return total_; }

private:
    aludel::session& session_;
    upsert_counts total_;
    text_table table_{{{"table"},
                       {"rows", alignment::right},
                       {"inserted", alignment::right},
                       {"updated", alignment::right},
                       {"skipped", alignment::right},
                       {"rows/s", alignment::right}}};
};

}  // namespace

void create_tables(aludel::engine& db) {
    db.create_all<country, subdivision, language, currency>();
}

upsert_counts upsert(aludel::engine& db, const iso_codes& codes) {
    return db.transaction([&codes](aludel::session& session) {
        upsert_report report{session};
        report.upsert(codes.countries, on_conflict<&country::alpha_2>.do_update());
        report.upsert(codes.subdivisions, on_conflict<&subdivision::code>.do_update());
        report.upsert(codes.languages, on_conflict<&language::alpha_3>.do_update());
        report.upsert(codes.currencies, on_conflict<&currency::alpha_3>.do_update());
        report.table().print();
        return report.total();
    });
}

}  // namespace demo
