// SPDX-License-Identifier: BSL-1.0
#include "connection.hpp"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include <poll.h>

#include <aludel/error.hpp>

#include "bulk_writer.hpp"
#include "errors.hpp"
#include "statement.hpp"
#include "values.hpp"

namespace aludel::postgresql {
namespace {

/// Statements to forget for which run() spends a round trip of its own; prepare() takes any number along for free.
constexpr std::size_t worth_a_round_trip = 32;
/// The same inside a transaction, where a DEALLOCATE ALL of the user's would make ours fail the transaction.
constexpr std::size_t worth_a_risk = 128;

/// libpq gives the connection up ("lost synchronization") over a description of parameters of more than 30 000 bytes,
/// four each: 18.4 does (ran), 15.20 no longer (ran).
constexpr std::size_t describable_parameters = 7'000;

/// Statements whose types are remembered; those of longer lists, and more of them, are asked for again.
constexpr std::size_t remembered_statements = 1'000;
constexpr std::size_t remembered_parameters = 1'000;

constexpr const char* make_guard = "savepoint aludel_prepare";
constexpr const char* go_back_to_guard = "rollback to savepoint aludel_prepare;";
constexpr const char* drop_guard = "release savepoint aludel_prepare";

bool is_success(ExecStatusType status) {
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

std::string deallocation(const std::string& name) {
    return "deallocate " + name;
}

std::size_t hash_of(std::string_view sql, std::span<const value_kind> kinds) {
    std::size_t hash = std::hash<std::string_view>{}(sql);
    for (const value_kind kind : kinds) {
        hash = hash * 31 + static_cast<std::size_t>(kind);
    }
    return hash;
}

bool is_describable(std::span<const type_id> parameter_types) {
    return parameter_types.size() <= describable_parameters;
}

bool has_only_known_types(const PGresult* described) {
    for (int i = 0; i < PQnfields(described); ++i) {
        if (!has_known_binary_form(PQftype(described, i))) {
            return false;
        }
    }
    return true;
}

}  // namespace

connection::connection(PGconn* native, const aludel::dialect& spell, const capabilities& facts, bool is_behind_pooler)
    : native_{native}, spell_{spell}, facts_{facts}, is_behind_pooler_{is_behind_pooler} {}

std::unique_ptr<aludel::statement> connection::prepare(std::string_view sql, std::span<const value_kind> kinds) {
    return std::make_unique<statement>(*this, sql, kinds);
}

void connection::run(std::string_view sql) {
    require_free();
    if (may_forget(worth_a_round_trip)) {
        std::string deallocations;
        for (const std::string& name : to_forget_) {
            deallocations += deallocation(name) + ';';
        }
        to_forget_.clear();
        const result_handle ignored = run_text(deallocations);
    }
    const result_handle result = run_text(std::string{sql});
    refuse_copy(result.get());
    require_success(result.get(), sql);
}

std::unique_ptr<bulk_writer> connection::open_bulk_writer(const bulk_plan& plan) {
    return make_bulk_writer(*this, plan);
}

bool connection::in_transaction() const noexcept {
    const PGTransactionStatusType status = PQtransactionStatus(native_);
    if (status == PQTRANS_ACTIVE && unfinished_ != nullptr) {
        return unfinished_inside_;
    }
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

bool connection::was_closed_by_server() noexcept {
    // A server says why before it closes, so that the end is behind what comes first; notices may come at any time.
    constexpr int most_reads = 3;
    for (int i = 0; i < most_reads && PQstatus(native_) == CONNECTION_OK; ++i) {
        pollfd waiting{PQsocket(native_), POLLIN, 0};
        if (::poll(&waiting, 1, 0) <= 0 || PQconsumeInput(native_) == 0) {
            break;
        }
    }
    return PQstatus(native_) != CONNECTION_OK;
}

bool connection::is_alive() noexcept {
    if (!occupied_by_.empty() || unfinished_ != nullptr) {
        return PQstatus(native_) == CONNECTION_OK;
    }
    const result_handle result{PQexec(native_, "")};
    return PQresultStatus(result.get()) == PGRES_EMPTY_QUERY;
}

session_reset connection::reset_session() {
    // DISCARD ALL without its DEALLOCATE ALL and DISCARD PLANS: postgresql.org/docs/15/sql-discard.html
    run("close all; set session authorization default; reset all; unlisten *; select pg_advisory_unlock_all(); "
        "discard temp; discard sequences");
    return session_reset::done;
}

void connection::leave_to_parent() noexcept {
    // PQfinish would send Terminate, postgresql.org/docs/15/protocol-flow.html.
    ::close(PQsocket(native_));
}

void connection::require_free() {
    if (unfinished_ != nullptr) {
        std::exchange(unfinished_, nullptr)->complete();
    }
    if (!occupied_by_.empty()) {
        throw usage_error{"the connection is busy with " + std::string{occupied_by_} +
                          "; end that first, or use another session"};
    }
}

void connection::require_success(const PGresult* result, std::string_view statement) const {
    if (!is_success(PQresultStatus(result))) {
        throw_result(native_, result, statement);
    }
}

bool connection::may_forget(std::size_t at_least) const noexcept {
    switch (PQtransactionStatus(native_)) {
    case PQTRANS_IDLE: return to_forget_.size() >= at_least;
    case PQTRANS_INTRANS: return to_forget_.size() >= worth_a_risk;
    default: return false;
    }
}

void connection::forget_later(server_statement statement) noexcept {
    if (!statement.name.empty() && !has_forgotten(statement)) {
        to_forget_.push_back(std::move(statement.name));
    }
}

void connection::note_forgotten_statements() noexcept {
    to_forget_.clear();
    ++epoch_;
}

const std::vector<type_id>* connection::types_known_for(std::string_view sql, std::span<const value_kind> kinds) const {
    const auto found = known_types_.find(hash_of(sql, kinds));
    return found == known_types_.end() || found->second.size() != kinds.size() ? nullptr : &found->second;
}

void connection::note_types(std::string_view sql, std::span<const value_kind> kinds, std::span<const type_id> types) {
    if (types.empty() || types.size() > remembered_parameters) {
        return;
    }
    if (known_types_.size() >= remembered_statements) {
        known_types_.clear();
    }
    known_types_.try_emplace(hash_of(sql, kinds), types.begin(), types.end());
}

bool connection::send(const server_statement& statement, const execution_parameters& parameters) {
    const int format = statement.binary_results ? 1 : 0;
    if (statement.name.empty()) {
        return PQsendQueryParams(native_, statement.sql.c_str(), parameters.count, statement.parameter_types.data(),
                                 parameters.values, parameters.lengths, parameters.formats, format) == 1;
    }
    return PQsendQueryPrepared(native_, statement.name.c_str(), parameters.count, parameters.values, parameters.lengths,
                               parameters.formats, format) == 1;
}

// PQexec keeps the last result. Where a connection breaks, that is libpq's own, and the server's code is in the one
// before it.
result_handle connection::answer() {
    result_handle kept;
    while (result_handle next{PQgetResult(native_)}) {
        const ExecStatusType status = PQresultStatus(next.get());
        if (kept == nullptr || is_success(PQresultStatus(kept.get()))) {
            kept = std::move(next);
        }
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            break;
        }
    }
    return kept;
}

result_handle connection::run(const server_statement& statement, const execution_parameters& parameters) {
    return send(statement, parameters) ? answer() : nullptr;
}

result_handle connection::run_text(const std::string& sql) {
    return PQsendQuery(native_, sql.c_str()) == 1 ? answer() : nullptr;
}

/// Behind a pooler that nobody told of, another client's statement must never be taken for this one: PostgreSQL's
/// number is the process's, a pooler's is made up for each client.
std::string connection::next_name() {
    return "aludel_" + std::to_string(static_cast<unsigned int>(PQbackendPID(native_))) + '_' +
           std::to_string(++statements_);
}

bool connection::send_command(const std::string& sql) {
    return PQsendQueryParams(native_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 1;
}

bool connection::send_prepare(const std::string& name, const std::string& sql, std::span<const type_id> parameter_types,
                              bool guarded) {
    bool sent = (!guarded || send_command(make_guard)) &&
                PQsendPrepare(native_, name.c_str(), sql.c_str(), static_cast<int>(parameter_types.size()),
                              parameter_types.data()) == 1 &&
                (!is_describable(parameter_types) || PQsendDescribePrepared(native_, name.c_str()) == 1) &&
                (!guarded || send_command(drop_guard));
    // Behind the prepare: should one fail (the user ran DISCARD ALL), the new statement is there all the same.
    for (const std::string& forgotten : to_forget_) {
        sent = sent && send_command(deallocation(forgotten));
    }
    to_forget_.clear();
    return sent && PQpipelineSync(native_) == 1;
}

std::vector<result_handle> connection::results_until_sync() {
    std::vector<result_handle> results;
    // Every command ends with a null. A connection that broke may still hold what the server said last.
    while (true) {
        result_handle result{PQgetResult(native_)};
        if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC ||
            (result == nullptr && PQstatus(native_) != CONNECTION_OK)) {
            break;
        }
        if (result != nullptr) {
            results.push_back(std::move(result));
        }
    }
    return results;
}

server_statement connection::prepare_on_server(const std::string& sql, std::span<const type_id> parameter_types) {
    require_free();
    std::vector<std::string> kept;
    if (!may_forget(1)) {
        kept.swap(to_forget_);
    }
    const bool guarded =
        PQtransactionStatus(native_) == PQTRANS_INTRANS &&
        std::find(parameter_types.begin(), parameter_types.end(), type::inferred) != parameter_types.end();
    server_statement made;
    (keeps_statements() ? made.name : made.sql) = keeps_statements() ? next_name() : sql;
    made.epoch = epoch_;
    std::vector<result_handle> results;
    if (PQenterPipelineMode(native_) == 1 && send_prepare(made.name, sql, parameter_types, guarded)) {
        results = results_until_sync();
    }
    PQexitPipelineMode(native_);
    if (guarded && PQtransactionStatus(native_) == PQTRANS_INERROR) {
        const result_handle ignored{PQexec(native_, (std::string{go_back_to_guard} + drop_guard).c_str())};
    }
    to_forget_.insert(to_forget_.end(), std::make_move_iterator(kept.begin()), std::make_move_iterator(kept.end()));
    const std::size_t last = (guarded ? 1 : 0) + (is_describable(parameter_types) ? 1 : 0);
    for (const result_handle& result : std::span{results}.first(std::min(results.size(), last + 1))) {
        require_success(result.get(), sql);
    }
    if (results.size() <= last) {
        throw_result(native_, nullptr, sql);
    }
    if (!is_describable(parameter_types)) {
        // As text, values and results are right whatever their types are.
        made.parameter_types.assign(parameter_types.begin(), parameter_types.end());
        made.binary_results = false;
        return made;
    }
    made.description = std::move(results[last]);
    const PGresult* const described = made.description.get();
    for (int i = 0; i < PQnparams(described); ++i) {
        made.parameter_types.push_back(PQparamtype(described, i));
    }
    made.binary_results = has_only_known_types(described);
    return made;
}

void connection::refuse_copy(const PGresult* result) const {
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COPY_IN && status != PGRES_COPY_OUT) {
        return;
    }
    if (status == PGRES_COPY_IN) {
        PQputCopyEnd(native_, "COPY is not run this way");
    }
    char* row = nullptr;
    while (status == PGRES_COPY_OUT && PQgetCopyData(native_, &row, 0) > 0) {
        PQfreemem(row);
    }
    while (const result_handle rest{PQgetResult(native_)}) {
    }
    throw usage_error{"COPY moves data outside of statements; use bulk_insert, or libpq on the connection that "
                      "session.soci() holds"};
}

}  // namespace aludel::postgresql
