// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace aludel {

/// What the database told about a failure, beside the class of the error. Empty or zero: it did not say.
struct error_details {
    std::string sqlstate{};    ///< five characters, as in the SQL standard
    int native_code = 0;       ///< MySQL's error number, SQLite's extended result code
    std::string constraint{};  ///< the violated constraint or unique key
    std::string table{};
    std::string column{};
    std::string statement{};  ///< the text with placeholders, never the values
    bool connection_is_usable = true;
    bool outcome_is_unknown = false;
};

/// The root of every exception that aludel throws. Messages hold names and cures, never values or passwords.
class error : public std::runtime_error {
public:
    explicit error(const std::string& message, error_details details = {});

    /// Whether the same transaction may succeed when it is run again.
    [[nodiscard]] virtual bool is_retryable() const noexcept { return false; }
    /// Whether the session can go on; if not, its connection is replaced when it goes back to the pool.
    [[nodiscard]] bool connection_is_usable() const noexcept { return details_->connection_is_usable; }
    /// Whether the connection broke after a commit, or a statement outside a transaction, was sent and before it was
    /// answered: what it was to change is wholly there or wholly not. Ask the database in a new session before it is
    /// run again. False: nothing was kept.
    [[nodiscard]] bool outcome_is_unknown() const noexcept { return details_->outcome_is_unknown; }
    [[nodiscard]] const std::string& sqlstate() const noexcept { return details_->sqlstate; }
    [[nodiscard]] int native_code() const noexcept { return details_->native_code; }
    [[nodiscard]] const std::string& constraint() const noexcept { return details_->constraint; }
    [[nodiscard]] const std::string& table() const noexcept { return details_->table; }
    [[nodiscard]] const std::string& column() const noexcept { return details_->column; }
    [[nodiscard]] const std::string& statement() const noexcept { return details_->statement; }
    [[nodiscard]] const error_details& details() const noexcept { return *details_; }

private:
    std::shared_ptr<const error_details> details_;  // shared: copying an exception must not throw
};

/// The connection broke or could not be made. Open a new session; the engine reconnects.
class connection_lost : public error {
public:
    using error::error;
};

/// A serialization failure or a deadlock: the transaction was rolled back and may be run again.
class transaction_conflict : public error {
public:
    using error::error;
    [[nodiscard]] bool is_retryable() const noexcept override { return true; }
};

/// The data breaks a rule of the schema: something to tell the user.
class constraint_violation : public error {
public:
    using error::error;
};
class unique_violation : public constraint_violation {
public:
    using constraint_violation::constraint_violation;
};
class foreign_key_violation : public constraint_violation {
public:
    using constraint_violation::constraint_violation;
};
class not_null_violation : public constraint_violation {
public:
    using constraint_violation::constraint_violation;
};
class check_violation : public constraint_violation {
public:
    using constraint_violation::constraint_violation;
};

/// No row where one was asked for.
class not_found : public error {
public:
    using error::error;
};
/// More rows than the one asked for.
class multiple_results : public error {
public:
    using error::error;
};
/// A row was to be written whose version is no longer the one that was read: somebody else changed or removed it in
/// between. table() and column() name its table and key; read the object again.
class stale_object : public error {
public:
    using error::error;
    stale_object(const std::string& message, error_details details, std::size_t position, const void* object);

    /// Where the object stands in the range that update_many() was given, or among those of its type in the order in
    /// which a unit of work began to track them; from 0. 0 as well for the only object that update() was given.
    [[nodiscard]] std::size_t position() const noexcept { return position_; }
    /// Whether it is this object, which a unit of work tracks.
    template <class T>
    [[nodiscard]] bool is_about(const T& object) const noexcept {
        return object_ == &object;
    }

private:
    std::size_t position_ = 0;
    const void* object_ = nullptr;  // only to be compared
};
/// A wait ended: for a connection, a lock or a statement.
class timeout : public error {
public:
    using error::error;
};
/// A statement was ended by cancel(). The session can go on.
class cancelled : public error {
public:
    using error::error;
};
/// A value and a field or column do not fit: fix the struct or the schema.
class mapping_error : public error {
public:
    using error::error;
};
/// aludel was called in a way that cannot work: fix the program.
class usage_error : public error {
public:
    using error::error;
};
/// The database refused the statement for a reason of its own: syntax, missing table, privileges.
class statement_error : public error {
public:
    using error::error;
};

/// How a database's failure is classified; each names the exception of the same name.
enum class error_class {
    connection_lost,
    transaction_conflict,
    unique_violation,
    foreign_key_violation,
    not_null_violation,
    check_violation,
    constraint_violation,
    timeout,
    cancelled,
    mapping_error,
    usage_error,
    statement_error,
};

/// The name of the class: "unique_violation".
std::string_view to_string(error_class kind) noexcept;

/// Throws the exception that `kind` names.
[[noreturn]] void throw_error(error_class kind, const std::string& message, error_details details);

/// What throw_error threw last, for those who learn in a destructor only that something failed.
struct failure_note {
    error_class kind = error_class::statement_error;
    std::string sqlstate{};
    int native_code = 0;
    std::uint64_t number = 0;  ///< counts this thread's failures; 0: there was none
};
/// Of the calling thread.
const failure_note& last_failure() noexcept;

}  // namespace aludel
