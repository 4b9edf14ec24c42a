// SPDX-License-Identifier: BSL-1.0
#include "write_rows.hpp"

#include <algorithm>

#include "waiting_keys.hpp"
#include "writers.hpp"

namespace aludel {
namespace {

bulk_counts write_into(bulk_writer& writer, row_source& source, const bulk_plan& plan,
                       const insert_preparation* prepare) {
    const bool drops_repeated = plan.operation == bulk_operation::remove;
    scratch temporaries;
    waiting_keys keys{writer.takes_repeated_keys() ? std::span<const column_index>{} : plan.policy.key};
    std::vector<value_view> row(plan.table->columns.size());
    std::vector<value_view> sent(plan.columns.size());
    const bool sends_all = sent.size() == row.size() && std::is_sorted(plan.columns.begin(), plan.columns.end());
    while (source.next(row, temporaries)) {
        if (prepare != nullptr) {
            (*prepare)(row);
        }
        if (!keys.add(row)) {
            if (drops_repeated) {
                continue;
            }
            writer.flush();
            keys.clear();
            keys.add(row);
        }
        for (std::size_t i = 0; !sends_all && i < sent.size(); ++i) {
            sent[i] = row[plan.columns[i]];
        }
        if (writer.add(sends_all ? row : sent)) {
            keys.clear();
            temporaries.clear();
        }
    }
    return writer.finish();
}

}  // namespace

bulk_counts write_rows(session_core& session, row_source& source, const bulk_plan& plan,
                       const insert_preparation* prepare) {
    // An exception ends the writer first: it may occupy the connection, which the rollback needs.
    const std::unique_ptr<bulk_writer> writer = writer_for(session, plan);
    return write_into(*writer, source, plan, prepare);
}

}  // namespace aludel
