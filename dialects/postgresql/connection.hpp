// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/dialect/dialect.hpp>

#include "libpq.hpp"
#include "types.hpp"

namespace aludel::postgresql {

/// A statement that the server keeps under a name.
struct server_statement {
    std::string name;
    std::vector<type_id> parameter_types;  ///< as the server inferred them
    result_handle description{};           ///< of its result: the columns' names and types
    bool binary_results = true;            ///< every column's type has a binary form that we read
    std::uint64_t epoch = 0;               ///< how often the server had forgotten all statements before
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
    connection(PGconn* native, const aludel::dialect& spell, const capabilities& facts);

    [[nodiscard]] const capabilities& facts() const noexcept override { return facts_; }
    std::unique_ptr<aludel::statement> prepare(std::string_view sql, std::span<const value_kind> kinds) override;
    void run(std::string_view sql) override;
    std::unique_ptr<bulk_writer> open_bulk_writer(const bulk_plan& plan) override;
    [[nodiscard]] bool in_transaction() const noexcept override;
    [[nodiscard]] bool transaction_is_aborted() const noexcept override {
        return PQtransactionStatus(native_) == PQTRANS_INERROR;
    }
    [[nodiscard]] bool is_alive() noexcept override;

    [[nodiscard]] PGconn* native() const noexcept { return native_; }
    [[nodiscard]] const aludel::dialect& spell() const noexcept { return spell_; }

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
    [[nodiscard]] bool send_command(const std::string& sql);
    [[nodiscard]] std::vector<result_handle> results_until_sync();

    PGconn* native_;
    const aludel::dialect& spell_;
    capabilities facts_;
    std::string_view occupied_by_;
    unfinished_work* unfinished_ = nullptr;
    bool unfinished_inside_ = false;
    std::vector<std::string> to_forget_;
    std::uint64_t statements_ = 0;
    std::uint64_t epoch_ = 0;
};

}  // namespace aludel::postgresql
