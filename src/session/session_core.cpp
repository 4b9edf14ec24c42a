// SPDX-License-Identifier: BSL-1.0
#include <aludel/session/session_core.hpp>

#include <algorithm>
#include <utility>

#include <aludel/session/transaction.hpp>

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

/// What was committed stays, and what was rolled back is gone, whatever is thrown about it.
void call_and_forget(const std::function<void()>& call) noexcept {
    try {
        call();
    } catch (...) {  // as documented
    }
}

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

/// A server may end a transaction by itself. What follows must not run as if nothing had happened: each statement
/// would then stand alone, and be kept.
void session_core::require_transaction() const {
    if (open_.empty() || leased_->link->in_transaction()) {
        return;
    }
    // The break may have come behind the last answer, where the statement itself had no need to notice.
    leased_->broken = leased_->broken || leased_->link->was_closed_by_server();
    if (leased_->broken) {
        throw connection_lost{
            "the connection of this transaction is gone, and the server rolled it back; leave it, and "
            "open a new session",
            {.connection_is_usable = false}};
    }
    if (conflicted_) {
        throw transaction_conflict{
            "the server rolled this transaction back after a conflict; leave it, and run it again"};
    }
    throw usage_error{
        "the server ended this transaction by itself, as some do when they run DDL (which commits) or after "
        "an error such as a full disk or a statement that was ended in its middle; leave it, and run DDL outside "
        "transactions on " +
        facts().server};
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

/// Where one session writes at a time, a thread that has another one in its transaction waits for itself.
void session_core::begin_outermost(const transaction_options& options) {
    const bool writes_alone = facts().one_writer && options.access == access::read_write;
    try {
        const std::vector<std::string> statements = dialect().begin_statements(options);
        // Ended between two of them, the first one would be of another transaction.
        const may_end how = statements.size() > 1 ? may_end::no : may_end::yes;
        for (const std::string& sql : statements) {
            control(sql, how);
        }
    } catch (const timeout& waited) {
        if (writes_alone && pool_->is_written_by_this_thread()) {
            throw timeout{std::string{waited.what()} +
                              "; it is this thread that writes, in a transaction of another session: use that session, "
                              "in which a further transaction is a savepoint",
                          waited.details()};
        }
        throw;
    }
    if (writes_alone) {
        pool_->note_writer(*this);
    }
}

std::uint64_t session_core::begin(const transaction_options& options) {
    require_no_stream();
    level begun{++transactions_, {}};
    try {
        require_transaction();
        if (open_.empty() && !leased_->link->in_transaction()) {
            conflicted_ = false;
            begin_outermost(options);
        } else {
            if (options.isolation != isolation::standard || options.access != access::read_write) {
                throw usage_error{"a transaction inside another is a savepoint and has no isolation level or access "
                                  "mode of its own; give them to the outermost one"};
            }
            begun.savepoint = "aludel_" + std::to_string(open_.size());
            control("savepoint " + begun.savepoint, may_end::no);
        }
    } catch (const error& failed) {
        note(failed);
        throw;
    }
    open_.push_back(std::move(begun));
    return transactions_;
}

void session_core::commit(std::uint64_t number) {
    require_no_stream();
    if (open_.empty() || open_.back().number != number) {
        throw usage_error{"this transaction cannot be committed: one that was begun inside it is still open, or it is "
                          "over already"};
    }
    // Whether that kept or undid what was done, as DDL or a full disk does, nobody says.
    const bool was_ended_by_server = !leased_->link->in_transaction() && !conflicted_ && !leased_->broken;
    try {
        require_transaction();
        require_not_aborted();
        const std::string& savepoint = open_.back().savepoint;
        if (savepoint.empty()) {
            require_open_wire();
            control("commit", may_end::no, request::commit);
        } else {
            control("release savepoint " + savepoint, may_end::no);
        }
    } catch (const error& failed) {
        note(failed);
        if ((failed.outcome_is_unknown() || was_ended_by_server) && callbacks_) {
            callbacks_->clear();
        }
        rollback(number);  // a commit that the server refused leaves some servers' transactions open
        throw;
    } catch (...) {  // no memory for what was to be sent
        rollback(number);
        throw;
    }
    open_.pop_back();
    end_level(open_.size() + 1, true);
}

/// What is known to be broken before the commit is sent is known to be rolled back.
void session_core::require_open_wire() const {
    if (!leased_->broken && leased_->link->was_closed_by_server()) {
        throw connection_lost{
            "the connection broke before the commit was sent, so the transaction was rolled back; open "
            "a new session, and run it again",
            {.connection_is_usable = false}};
    }
}

/// Some servers answer a commit by rolling back, and do not call it an error.
void session_core::require_not_aborted() const {
    if (!leased_->link->transaction_is_aborted()) {
        return;
    }
    if (conflicted_) {
        throw transaction_conflict{"the transaction met a conflict and cannot be committed; run it again"};
    }
    throw statement_error{"the transaction cannot be committed: a statement in it failed and aborted it, and its error "
                          "was not passed on; everything was rolled back"};
}

void session_core::rollback(std::uint64_t number) noexcept {
    const auto found =
        std::find_if(open_.begin(), open_.end(), [number](const level& begun) { return begun.number == number; });
    if (found == open_.end()) {
        return;
    }
    const std::string savepoint = std::move(found->savepoint);
    open_.erase(found, open_.end());
    if (leased_->is_inherited()) {
        return;  // it is for the parent to end it
    }
    roll_back_to(savepoint);
    end_level(open_.size() + 1, false);
}

void session_core::roll_back_to(const std::string& savepoint) noexcept {
    try {
        if (!savepoint.empty()) {
            control("rollback to savepoint " + savepoint, may_end::no);
            control("release savepoint " + savepoint, may_end::no);
        } else if (leased_->link->in_transaction()) {
            control("rollback", may_end::no);
        }
    } catch (const error& failed) {
        note(failed);
        // A savepoint is gone when the server rolled the whole transaction back by itself, as after a deadlock.
        leased_->broken = leased_->broken || savepoint.empty();
    } catch (...) {
        leased_->broken = true;
    }
}

/// The level in which a callback is registered; 0: none is open.
std::size_t session_core::depth_of(std::uint64_t number) const {
    const bool was_begun_elsewhere = open_.empty() ? leased_->link->in_transaction() : !open_.front().savepoint.empty();
    if (was_begun_elsewhere) {
        throw usage_error{"this transaction was begun in plain SQL, and aludel does not see its end; begin it by "
                          "aludel::transaction"};
    }
    if (number == 0) {
        return open_.size();
    }
    const auto found =
        std::find_if(open_.begin(), open_.end(), [number](const level& begun) { return begun.number == number; });
    if (found == open_.end()) {
        throw usage_error{"this transaction is over: there is nothing to wait for"};
    }
    return static_cast<std::size_t>(found - open_.begin()) + 1;
}

void session_core::after_commit(std::function<void()> call, std::uint64_t number) {
    const std::size_t depth = depth_of(number);
    if (depth == 0) {
        call_and_forget(call);
        return;
    }
    callbacks_ = callbacks_ ? std::move(callbacks_) : std::make_unique<transaction_callbacks>();
    callbacks_->after_commit(depth, std::move(call));
}

void session_core::after_rollback(std::function<void()> call, std::uint64_t number) {
    const std::size_t depth = depth_of(number);
    if (depth == 0) {
        return;
    }
    callbacks_ = callbacks_ ? std::move(callbacks_) : std::make_unique<transaction_callbacks>();
    callbacks_->after_rollback(depth, std::move(call));
}

/// The transaction at this depth is over.
void session_core::end_level(std::size_t depth, bool committed) noexcept {
    if (depth == 1) {
        pool_->note_end_of_writer(*this);
    }
    if (!callbacks_ || callbacks_->empty()) {
        return;
    }
    if (depth > 1) {
        committed ? callbacks_->keep(depth) : callbacks_->undo(depth);
        return;
    }
    try {
        for (const std::function<void()>& call : callbacks_->take(committed)) {
            call_and_forget(call);
        }
    } catch (...) {  // no memory for the list
    }
}

void session_core::atomically(function_ref<void()> work) {
    transaction scope{*this};
    try {
        work();
    } catch (const error& failed) {
        fail(failed, request::preparation);  // bulk writers talk to the connection themselves
    }
    scope.commit();
}

void session_core::forget_statements_on(std::string_view name) noexcept {
    leased_->statements.forget_those_with(name);
}

std::unique_ptr<bulk_writer> session_core::open_bulk_writer(const bulk_plan& plan) {
    require_no_stream();
    return leased_->link->open_bulk_writer(plan);
}

}  // namespace aludel
