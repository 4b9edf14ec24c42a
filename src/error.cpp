// SPDX-License-Identifier: BSL-1.0
#include <aludel/error.hpp>

namespace aludel {

error::error(const std::string& message, error_details details)
    : std::runtime_error{message}, details_{std::make_shared<const error_details>(std::move(details))} {}

void throw_error(error_class kind, const std::string& message, error_details details) {
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
