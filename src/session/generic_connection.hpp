// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <aludel/dialect/connection.hpp>

namespace soci {
class session;
}

namespace aludel {

class dialect;

/// The path for a dialect that brings none of its own: everything goes through SOCI's interface. Takes the dialect's
/// facts and changes those that SOCI changes. Session and dialect outlive it.
std::unique_ptr<connection> make_generic_connection(soci::session& session, const dialect& spoken, capabilities facts);

}  // namespace aludel
