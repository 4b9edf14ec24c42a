// SPDX-License-Identifier: BSL-1.0
#include <aludel/error.hpp>

#include <utility>

namespace aludel {
namespace {

failure_note& note_of_this_thread() noexcept {
    thread_local failure_note note;
    return note;
}

void take_note(error_class kind, const error_details& details) {
    failure_note& note = note_of_this_thread();
    note.kind = kind;
    note.sqlstate = details.sqlstate;
    note.native_code = details.native_code;
    ++note.number;
}

}  // namespace

error::error(const std::string& message, error_details details)
    : std::runtime_error{message}, details_{std::make_shared<const error_details>(std::move(details))} {}

stale_object::stale_object(const std::string& message, error_details details, std::size_t position, const void* object)
    : error{message, std::move(details)}, position_{position}, object_{object} {}

const failure_note& last_failure() noexcept {
    return note_of_this_thread();
}

std::string_view to_string(error_class kind) noexcept {
    switch (kind) {
    case error_class::connection_lost: return "connection_lost";
    case error_class::transaction_conflict: return "transaction_conflict";
    case error_class::unique_violation: return "unique_violation";
    case error_class::foreign_key_violation: return "foreign_key_violation";
    case error_class::not_null_violation: return "not_null_violation";
    case error_class::check_violation: return "check_violation";
    case error_class::constraint_violation: return "constraint_violation";
    case error_class::timeout: return "timeout";
    case error_class::cancelled: return "cancelled";
    case error_class::mapping_error: return "mapping_error";
    case error_class::usage_error: return "usage_error";
    case error_class::statement_error: break;
    }
    return "statement_error";
}

void throw_error(error_class kind, const std::string& message, error_details details) {
    take_note(kind, details);
    switch (kind) {
    case error_class::connection_lost: throw connection_lost{message, std::move(details)};
    case error_class::transaction_conflict: throw transaction_conflict{message, std::move(details)};
    case error_class::unique_violation: throw unique_violation{message, std::move(details)};
    case error_class::foreign_key_violation: throw foreign_key_violation{message, std::move(details)};
    case error_class::not_null_violation: throw not_null_violation{message, std::move(details)};
    case error_class::check_violation: throw check_violation{message, std::move(details)};
    case error_class::constraint_violation: throw constraint_violation{message, std::move(details)};
    case error_class::timeout: throw timeout{message, std::move(details)};
    case error_class::cancelled: throw cancelled{message, std::move(details)};
    case error_class::mapping_error: throw mapping_error{message, std::move(details)};
    case error_class::usage_error: throw usage_error{message, std::move(details)};
    case error_class::statement_error: break;
    }
    throw statement_error{message, std::move(details)};
}

}  // namespace aludel
