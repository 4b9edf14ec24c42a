// SPDX-License-Identifier: BSL-1.0
#include "same_class.hpp"

namespace aludel::migrate {
namespace {

template <class Error>
void throw_if_is(const error& caught, const std::string& message) {
    if (dynamic_cast<const Error*>(&caught) != nullptr) {
        throw Error{message, caught.details()};
    }
}

}  // namespace

void throw_same_class(const error& caught, const std::string& message) {
    throw_if_is<connection_lost>(caught, message);
    throw_if_is<transaction_conflict>(caught, message);
    throw_if_is<unique_violation>(caught, message);
    throw_if_is<foreign_key_violation>(caught, message);
    throw_if_is<not_null_violation>(caught, message);
    throw_if_is<check_violation>(caught, message);
    throw_if_is<constraint_violation>(caught, message);  // behind those that are kinds of it
    throw_if_is<timeout>(caught, message);
    throw_if_is<cancelled>(caught, message);
    throw_if_is<mapping_error>(caught, message);
    throw_if_is<usage_error>(caught, message);
    throw_if_is<statement_error>(caught, message);
    throw error{message, caught.details()};
}

}  // namespace aludel::migrate
