// SPDX-License-Identifier: BSL-1.0
#include "writers.hpp"

#include "key_remover.hpp"
#include "split_writer.hpp"
#include "staged_writer.hpp"
#include "values_writer.hpp"

namespace aludel {

std::unique_ptr<bulk_writer> open_writer(session_core& session, const bulk_plan& plan) {
    if (auto native = session.open_bulk_writer(plan)) {
        return native;
    }
    const bool is_plain_insert =
        plan.operation == bulk_operation::insert && (plan.policy.action == conflict_action::fail || !plan.on_stored);
    if (is_plain_insert) {
        return std::make_unique<values_writer>(session, plan);
    }
    if (plan.operation == bulk_operation::remove && plan.policy.key.size() == 1) {
        return std::make_unique<key_remover>(session, plan);
    }
    return std::make_unique<staged_writer>(session, plan);
}

std::unique_ptr<bulk_writer> writer_for(session_core& session, const bulk_plan& plan) {
    return session.watched([&]() -> std::unique_ptr<bulk_writer> {
        if (!finds_rows_by_made_key(session, plan)) {
            return open_writer(session, plan);
        }
        if (sends_counted_key(plan)) {
            return std::make_unique<split_writer>(session, plan);
        }
        bulk_plan of_new_rows = plan;
        of_new_rows.policy = {};
        return open_writer(session, of_new_rows);
    });
}

}  // namespace aludel
