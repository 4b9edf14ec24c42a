// SPDX-License-Identifier: BSL-1.0
#include <aludel/session/session_core.hpp>

#include <algorithm>
#include <utility>

#include "connection_pool.hpp"
#include "execution_state.hpp"
#include "failing.hpp"
#include "running_work.hpp"
#include "transaction_callbacks.hpp"

namespace aludel {
namespace {

constexpr std::string_view statement_savepoint = "aludel_statement";

/// Where servers prepare by type, a statement's name holds its parameters' kinds, too.
void append_kinds(std::string& name, std::span<const value_view> parameters) {
    name += '\0';
    for (const value_view& parameter : parameters) {
        name += static_cast<char>('a' + static_cast<int>(parameter.declared_kind()));
    }
}

template <class Action>
struct at_end {
    explicit at_end(Action given) : action{std::move(given)} {}
    at_end(const at_end&) = delete;
    at_end& operator=(const at_end&) = delete;
    ~at_end() { action(); }
    Action action;
};

}  // namespace

session_core::session_core(std::shared_ptr<connection_pool> pool, std::unique_ptr<pooled_connection> leased)
    : pool_{std::move(pool)}, leased_{std::move(leased)}, limit_{pool_->options().statement_timeout} {}

session_core::~session_core() {
    if (!open_.empty()) {
        rollback(open_.front().number);
    }
    if (leased_->work && !leased_->is_inherited()) {
        leased_->work->end_lease();
    }
    pool_->give_back(std::move(leased_));
}

const capabilities& session_core::facts() const noexcept {
    return leased_->link->facts();
}

const aludel::dialect& session_core::dialect() const noexcept {
    return pool_->dialect();
}

sql::target session_core::target() const noexcept {
    return {pool_->dialect(), facts().syntax};
}

soci::session& session_core::soci() {
    require_no_stream();
    return *leased_->raw;
}

void session_core::require_no_stream() const {
    if (leased_->is_inherited()) {
        throw usage_error{
            "this session belongs to the parent of this process; open one on an engine of the child's own"};
    }
    if (streaming_) {
        throw usage_error{"this session is reading a stream; read it to its end or destroy it first, or use another "
                          "session for the statements in between"};
    }
}

void session_core::note(const error& failed) noexcept {
    leased_->broken = leased_->broken || !failed.connection_is_usable();
    conflicted_ = conflicted_ || failed.is_retryable();
}

/// The statement's state from the cache, or a new one in which it is not prepared yet.
std::unique_ptr<execution_state> session_core::state_for(const statement_source& sql,
                                                         std::span<const value_view> parameters) {
    std::string_view name = sql.name(name_);
    if (facts().prepares_by_type) {
        if (sql.is_text()) {
            name_.assign(name);
        }
        append_kinds(name_, parameters);
        name = name_;
    }
    std::unique_ptr<execution_state> state = leased_->statements.take(name);
    if (!state) {
        state = std::make_unique<execution_state>();
        state->name = name;
        state->sql = sql.text();
    }
    return state;
}

void session_core::prepare(execution_state& state, std::span<const value_view> parameters) {
    std::vector<value_kind> declared;
    for (const value_view& parameter : parameters) {
        declared.push_back(parameter.declared_kind());
    }
    state.prepared = leased_->link->prepare(state.sql, declared);
}

execution session_core::start(const statement_source& sql, std::span<const value_view> parameters, fetch mode,
                              std::span<const value_kind> kinds) {
    require_no_stream();
    require_transaction();
    execution running{state_for(sql, parameters)};
    execution_state& state = *running.state_;
    state.begin(*this, mode, watcher());
    if (mode != fetch::buffered) {
        parameters = state.keep(parameters);
    }
    try {
        state.work = begin_work(may_end::yes);
        if (!state.prepared) {
            prepare(state, parameters);
        }
        state.prepared->expect(kinds);
        state.is_sent = true;
        state.prepared->execute(parameters, mode);
        if (state.work != nullptr) {
            state.begin_rows();
        }
    } catch (const error& failed) {
        state.fail(failed);
    }
    state.row.resize(state.prepared->column_count());
    streaming_ = mode != fetch::buffered;
    return running;
}

std::uint64_t session_core::change(const statement_source& sql, std::span<const value_view> parameters) {
    std::uint64_t generated_key = 0;
    return insert(sql, parameters, generated_key);
}

std::uint64_t session_core::insert(const statement_source& sql, std::span<const value_view> parameters,
                                   std::uint64_t& generated_key) {
    std::uint64_t affected = 0;
    guarded([&] {
        execution running = start(sql, parameters);
        while (running.next()) {
        }
        affected = running.affected_rows();
        generated_key = running.generated_key();
    });
    return affected;
}

void session_core::query(const statement_source& sql, std::span<const value_view> parameters,
                         std::span<const value_kind> kinds, function_ref<bool(std::span<const value_view>)> use) {
    const execution running = start(sql, parameters, fetch::buffered, kinds);
    execution_state& state = *running.state_;
    while (state.next() && use(state.row)) {
    }
}

void session_core::guarded_query(const statement_source& sql, std::span<const value_view> parameters,
                                 std::span<const value_kind> kinds,
                                 function_ref<bool(std::span<const value_view>)> use) {
    guarded([&] { query(sql, parameters, kinds, use); });
}

void session_core::list(const statement_source& sql, std::span<const value_view> parameters,
                        const table_description& table, object_sink sink) {
    const execution running = start(sql, parameters, fetch::buffered, table.kinds);
    sink.reserve(sink.container, running.known_rows());
    execution_state& state = *running.state_;
    while (state.next()) {
        write_object(table, sink.append(sink.container), state.row);
    }
}

void session_core::query_objects(const statement_source& sql, std::span<const value_view> parameters,
                                 const result_shape& shape, object_sink sink) {
    guarded([&] {
        execution running = [&] {
            runs_users_text_ = true;
            const at_end composed_again{[this] {
                runs_users_text_ = false;
            }};
            return start(sql, parameters, fetch::buffered, shape.kinds);
        }();
        column_order order{shape, running};
        sink.reserve(sink.container, running.known_rows());
        execution_state& state = *running.state_;
        while (state.next()) {
            write_shaped(shape, sink.append(sink.container), order.of(state.row),
                         [&state](std::size_t column) { return state.prepared->column_name(column); });
        }
    });
}

void session_core::run(std::string_view sql) {
    require_no_stream();
    require_transaction();
    statement_watch watch{watcher(), statement_kind::plain, sql};
    guarded([&] { run_on_link(sql, may_end::yes, request_of(sql, stands_alone(), fetch::buffered, true)); });
    watch.end(0);
}

void session_core::tidy_up(std::string_view sql) noexcept {
    if (streaming_ || leased_->broken || leased_->is_inherited()) {
        return;
    }
    try {
        statement_watch watch{watcher(), statement_kind::plain, sql};
        guarded([&] { run_on_link(sql, may_end::no, request::preparation); });
        watch.end(0);
    } catch (...) {  // nobody needs to hear of it
    }
}

/// Begins or ends a transaction or a savepoint.
void session_core::control(std::string_view sql, may_end how, request sent) {
    statement_watch watch{watcher(), statement_kind::transaction, sql};
    run_on_link(sql, how, sent);
    watch.end(0);
}

void session_core::run_on_link(std::string_view sql, may_end how, request sent) {
    running_work* const work = begin_work(how);
    const at_end ended{[&] {
        end_work(work);
    }};
    try {
        leased_->link->run(sql);
        if (work != nullptr && work->ended_by() != ending::none && only_reads(sql)) {
            throw_ended(*work, {.statement = std::string{sql}});
        }
    } catch (const error& failed) {
        fail(failed, sent);
    }
}

const statement_handler* session_core::watcher() const noexcept {
    return leased_->link->watcher();
}

void session_core::guarded(function_ref<void()> work) {
    require_no_stream();
    const bool needs_savepoint = facts().error_aborts_transaction && leased_->link->in_transaction();
    try {
        if (needs_savepoint) {
            control("savepoint " + std::string{statement_savepoint}, may_end::no);
        }
        work();
        if (needs_savepoint && leased_->link->in_transaction()) {  // the work may have been a commit in plain SQL
            control("release savepoint " + std::string{statement_savepoint}, may_end::no);
        }
    } catch (const error& failed) {
        note(failed);
        undo_statement(needs_savepoint);
        throw;
    } catch (...) {  // a codec or a function of the user's
        undo_statement(needs_savepoint);
        throw;
    }
}

void session_core::undo_statement(bool has_savepoint) noexcept {
    if (!has_savepoint || leased_->broken) {
        return;
    }
    try {
        control("rollback to savepoint " + std::string{statement_savepoint}, may_end::no);
        control("release savepoint " + std::string{statement_savepoint}, may_end::no);
    } catch (...) {  // the first error is the one to report
    }
}

void session_core::discard_connection() noexcept {
    leased_->is_to_be_closed = true;
}

void session_core::forget_statements_on(std::string_view name) noexcept {
    leased_->statements.forget_those_with(name);
}

std::unique_ptr<bulk_writer> session_core::open_bulk_writer(const bulk_plan& plan) {
    require_no_stream();
    return leased_->link->open_bulk_writer(plan);
}

}  // namespace aludel
