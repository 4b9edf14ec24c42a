// SPDX-License-Identifier: BSL-1.0
#include "failing.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "connection_pool.hpp"
#include "running_work.hpp"
#include "statement_text.hpp"

namespace aludel {
namespace {

std::string limit_of(const running_work& work) {
    return "its limit of " + std::to_string(work.limit().count()) + " ms";
}

/// Why the wire was cut.
std::string reason_of(ending why, const running_work& work) {
    const std::string asked = why == ending::cancelled ? "cancel()" : limit_of(work);
    return "the database did not answer within five seconds behind " + asked + ", so the connection was cut: ";
}

std::string consequence_of(request sent, bool is_unknown, bool in_transaction) {
    if (is_unknown && sent == request::commit) {
        return "; the commit was sent and its answer did not come, so the outcome is unknown: the transaction is there "
               "as "
               "a whole or not at all, look for it before you run it again";
    }
    if (is_unknown) {
        return "; the statement was sent and its answer did not come, so the outcome is unknown: what it changes is "
               "there "
               "as a whole or not at all, look for it before you run it again";
    }
    return in_transaction ? "; the transaction was rolled back" : "";
}

}  // namespace

bool only_reads(std::string_view sql) {
    // PostgreSQL's DO runs a block of statements, and its EXPLAIN ANALYZE the one that it explains.
    constexpr std::array<std::string_view, 4> readers = {"select", "values", "show", "table"};
    return std::find(readers.begin(), readers.end(), statement_text::first_word(sql)) != readers.end();
}

request request_of(std::string_view sql, bool alone, fetch mode, bool is_users_text) {
    const std::string word = statement_text::first_word(sql);
    if (word == "commit" || word == "end") {
        return request::commit;
    }
    const bool may_change = is_users_text || !only_reads(sql);
    const bool keeps_nothing = !alone || mode == fetch::streamed_read || word == "begin" || word == "start" ||
                               word == "rollback" || word == "set" || !may_change;
    return keeps_nothing ? request::preparation : request::statement;
}

void throw_ended(const running_work& work, error_details details, std::string_view and_besides) {
    if (work.ended_by() == ending::cancelled) {
        throw_error(error_class::cancelled, "ended by cancel()" + std::string{and_besides}, std::move(details));
    }
    throw_error(error_class::timeout,
                "ended at " + limit_of(work) +
                    "; find out what it waits for, or give it more time by statement_timeout in the engine's options, "
                    "session.set_statement_timeout() or aludel::statement_timeout" +
                    std::string{and_besides},
                std::move(details));
}

/// Passes the error on that is being handled: as it is, or as what is known here makes of it.
void session_core::fail(const error& failed, request sent) {
    const bool was_broken = leased_->broken;
    note(failed);
    if (dynamic_cast<const connection_lost*>(&failed) != nullptr && (!was_broken || failed.outcome_is_unknown())) {
        fail_lost(failed, was_broken ? request::preparation : sent);
    }
    const running_work* const work = leased_->work.get();
    if (work != nullptr && work->ended_by() != ending::none && dynamic_cast<const timeout*>(&failed) != nullptr) {
        const bool is_gone = !open_.empty() && !leased_->link->in_transaction();
        throw_ended(*work, failed.details(), is_gone ? "; the database rolled the transaction back with it" : "");
    }
    throw;
}

void session_core::fail_lost(const error& failed, request sent) {
    error_details details = failed.details();
    // The dialect knows whether an answer was lost, and only here is known to what.
    details.outcome_is_unknown = details.outcome_is_unknown && sent != request::preparation;
    const running_work* const work = leased_->work.get();
    const ending why = work == nullptr || !work->was_cut() ? ending::none : work->ended_by();
    const std::string message = (why == ending::none ? "" : reason_of(why, *work)) + failed.what() +
                                consequence_of(sent, details.outcome_is_unknown, !open_.empty());
    throw_error(error_class::connection_lost, message, std::move(details));
}

}  // namespace aludel
