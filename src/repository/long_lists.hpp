// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <vector>

#include <aludel/session/session_core.hpp>
#include <aludel/sql/expression.hpp>

#include "bulk/temporary_table.hpp"

namespace aludel {

/// A condition whose lists of values fit the server: lists that would take more parameters than a statement has are
/// put into temporary tables, which live as long as this object.
class long_lists {
public:
    long_lists(session_core& session, const expression& wanted);
    long_lists(const long_lists&) = delete;
    long_lists& operator=(const long_lists&) = delete;

    [[nodiscard]] const expression& condition() const noexcept { return tables_.empty() ? *wanted_ : replaced_; }

private:
    void replace_in(expression& tree);
    void put_into_table(expression& membership);

    session_core* session_;
    const expression* wanted_;
    expression replaced_;
    std::vector<std::unique_ptr<temporary_table>> tables_;
};

}  // namespace aludel
