// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>

#include <soci/soci.h>

#include <aludel/dialect/capabilities.hpp>
#include <aludel/model/value_view.hpp>

namespace aludel {

/// What a value becomes for SOCI, which has no more types than these that keep values whole.
enum class exchange_form { integer, number, text, bytes };

/// The form for a value; a NULL takes that of the kind it stands in for.
exchange_form form_of(const value_view& value) noexcept;

/// Throws mapping_error for a value that the database, or SOCI on the way to it, would change.
void refuse_what_would_change(const capabilities& facts, std::size_t position, const value_view& value,
                              std::string_view sql);

/// The memory that a SOCI statement is bound to for one parameter. It never moves: SOCI keeps its address.
class generic_parameter {
public:
    /// Throws mapping_error where SOCI has no bytes for the database.
    generic_parameter(soci::session& session, exchange_form form);
    generic_parameter(const generic_parameter&) = delete;
    generic_parameter& operator=(const generic_parameter&) = delete;

    [[nodiscard]] exchange_form form() const noexcept { return form_; }
    void bind_to(soci::statement& statement);
    /// Takes a value of this form, or NULL.
    void set(const value_view& value);

private:
    void set_text(const value_view& value);
    void set_bytes(const value_view& value);

    exchange_form form_;
    soci::indicator indicator_ = soci::i_null;
    long long integer_ = 0;
    double number_ = 0;
    std::string text_;
    std::unique_ptr<soci::blob> bytes_;
};

}  // namespace aludel
