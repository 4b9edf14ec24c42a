// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <aludel/dialect/dialect.hpp>

#include "libpq.hpp"
#include "types.hpp"

namespace aludel::postgresql {

/// A statement that the server keeps under a name, or, without a name, one whose text goes along with each execution.
struct server_statement {
    std::string name;
    std::string sql;                       ///< where it has no name
    std::vector<type_id> parameter_types;  ///< as the server inferred them
    result_handle description{};           ///< of its result: the columns' names and types
    bool binary_results = true;            ///< every column's type has a binary form that we read
    std::uint64_t epoch = 0;               ///< how often the server had forgotten all statements before

    [[nodiscard]] bool is_prepared() const noexcept { return !name.empty() || !sql.empty(); }
};

/// Of an execution, as libpq takes them.
struct execution_parameters {
    int count = 0;
    const char* const* values = nullptr;
    const int* lengths = nullptr;
    const int* formats = nullptr;
};

/// What was sent to the server while its answer was not waited for.
class unfinished_work {
public:
    virtual void complete() = 0;

protected:
    ~unfinished_work() = default;
};

/// One libpq connection. At most one statement or COPY occupies it beyond a call.
class connection final : public aludel::connection {
public:
    connection(PGconn* native, const aludel::dialect& spell, const capabilities& facts, bool is_behind_pooler);

    [[nodiscard]] const capabilities& facts() const noexcept override { return facts_; }
    std::unique_ptr<aludel::statement> prepare(std::string_view sql, std::span<const value_kind> kinds) override;
    void run(std::string_view sql) override;
    std::unique_ptr<bulk_writer> open_bulk_writer(const bulk_plan& plan) override;
    [[nodiscard]] bool in_transaction() const noexcept override;
    [[nodiscard]] bool transaction_is_aborted() const noexcept override {
        return PQtransactionStatus(native_) == PQTRANS_INERROR;
    }
    [[nodiscard]] bool was_closed_by_server() noexcept override;
    [[nodiscard]] bool is_alive() noexcept override;
    session_reset reset_session() override;
    void leave_to_parent() noexcept override;

    [[nodiscard]] PGconn* native() const noexcept { return native_; }
    [[nodiscard]] const aludel::dialect& spell() const noexcept { return spell_; }

    /// Whether the server has a statement that was prepared here when it is executed.
    [[nodiscard]] bool keeps_statements() const noexcept { return facts_.keeps_session_state; }
    /// Whether something stands between the client and the server.
    [[nodiscard]] bool is_behind_pooler() const noexcept { return is_behind_pooler_; }
    /// The types with which a statement was sent before, of which the server inferred what was left open; null where it
    /// never was.
    [[nodiscard]] const std::vector<type_id>* types_known_for(std::string_view sql,
                                                              std::span<const value_kind> kinds) const;
    void note_types(std::string_view sql, std::span<const value_kind> kinds, std::span<const type_id> types);

    /// Sends an execution, whose answers are to be taken; false where libpq says why not.
    [[nodiscard]] bool send(const server_statement& statement, const execution_parameters& parameters);
    /// Executes, and takes the whole answer.
    [[nodiscard]] result_handle run(const server_statement& statement, const execution_parameters& parameters);
    /// Executes one statement or several, without parameters, and takes the whole answer, up to a COPY that begins.
    [[nodiscard]] result_handle run_text(const std::string& sql);

    /// Prepares and describes in one round trip. Where the server is to infer parameters' types, a failure leaves an
    /// open transaction as it was: the caller may try again with types.
    server_statement prepare_on_server(const std::string& sql, std::span<const type_id> parameter_types);
    /// Has the server forget a statement, together with a later call: a destructor must not wait, nor can it while a
    /// failed transaction is open.
    void forget_later(server_statement statement) noexcept;
    /// DISCARD ALL or DEALLOCATE ALL: none of the statements prepared so far is there any more.
    void note_forgotten_statements() noexcept;
    [[nodiscard]] bool has_forgotten(const server_statement& statement) const noexcept {
        return statement.epoch != epoch_;
    }

    /// Completes unfinished work. Throws usage_error while a streamed result or a COPY is under way: libpq would throw
    /// its rows away unasked.
    void require_free();
    /// Whoever uses the connection next has the work completed first. `inside`: it was sent inside a transaction, which
    /// the connection itself does not know until then.
    void leave_unfinished(unfinished_work& work, bool inside) noexcept {
        unfinished_ = &work;
        unfinished_inside_ = inside;
    }
    void forget_unfinished(const unfinished_work& work) noexcept {
        unfinished_ = unfinished_ == &work ? nullptr : unfinished_;
    }
    void occupy(std::string_view by) noexcept { occupied_by_ = by; }
    void release() noexcept { occupied_by_ = {}; }

    /// Throws where the result is a failure. `statement` is for the error's details.
    void require_success(const PGresult* result, std::string_view statement) const;
    /// Throws usage_error where the result says that a COPY began, and ends that COPY.
    void refuse_copy(const PGresult* result) const;

private:
    [[nodiscard]] bool may_forget(std::size_t at_least) const noexcept;
    [[nodiscard]] bool send_prepare(const std::string& name, const std::string& sql,
                                    std::span<const type_id> parameter_types, bool guarded);
    [[nodiscard]] std::string next_name();
    [[nodiscard]] bool send_command(const std::string& sql);
    [[nodiscard]] std::vector<result_handle> results_until_sync();
    /// The first failure of what was sent, or its last result.
    [[nodiscard]] result_handle answer();

    PGconn* native_;
    const aludel::dialect& spell_;
    capabilities facts_;
    bool is_behind_pooler_;
    std::string_view occupied_by_;
    unfinished_work* unfinished_ = nullptr;
    bool unfinished_inside_ = false;
    std::vector<std::string> to_forget_;
    std::unordered_map<std::size_t, std::vector<type_id>> known_types_;  // by the hash of text and kinds
    std::uint64_t statements_ = 0;
    std::uint64_t epoch_ = 0;
};

}  // namespace aludel::postgresql
