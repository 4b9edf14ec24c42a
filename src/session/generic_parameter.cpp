// SPDX-License-Identifier: BSL-1.0
#include "generic_parameter.hpp"

#include <cmath>
#include <limits>

#include <aludel/error.hpp>
#include <aludel/model/text_format.hpp>

namespace aludel {
namespace {

constexpr std::uint64_t greatest_signed = std::numeric_limits<std::int64_t>::max();

[[noreturn]] void refuse(std::size_t position, std::string_view what, std::string_view sql) {
    error_details details;
    details.statement = sql;
    throw mapping_error{"parameter " + std::to_string(position) + " is " + std::string{what}, std::move(details)};
}

// SOCI 4.0.3 has no blobs for MySQL; for PostgreSQL it makes large objects of them, and cannot cut those.
[[noreturn]] void refuse_bytes() {
    throw mapping_error{"SOCI has no way to send bytes to this database; use a dialect with a native path, or text "
                        "fields"};
}

exchange_form form_of_kind(value_kind kind) noexcept {
    switch (kind) {
    case value_kind::boolean:
    case value_kind::int16:
    case value_kind::int32:
    case value_kind::int64:
    case value_kind::uint64: return exchange_form::integer;
    case value_kind::float32:
    case value_kind::float64: return exchange_form::number;
    case value_kind::bytes:
    case value_kind::uuid: return exchange_form::bytes;
    default: return exchange_form::text;
    }
}

void refuse_number(const capabilities& facts, std::size_t position, double number, std::string_view sql) {
    if (std::isnan(number) && !facts.stores_nan) {
        refuse(position, "NaN, which " + facts.server + " cannot store; leave the value empty instead", sql);
    }
    if (std::isinf(number) && !facts.stores_infinity) {
        refuse(position, "infinite, which " + facts.server + " cannot store; leave the value empty instead", sql);
    }
}

}  // namespace

exchange_form form_of(const value_view& value) noexcept {
    if (value.kind() == value_kind::uint64 && value.unsigned_integer() > greatest_signed) {
        return exchange_form::text;  // SOCI hands it to SQLite as a negative number
    }
    return form_of_kind(value.declared_kind());
}

void refuse_what_would_change(const capabilities& facts, std::size_t position, const value_view& value,
                              std::string_view sql) {
    switch (value.kind()) {
    case value_kind::float32:
    case value_kind::float64: return refuse_number(facts, position, value.number(), sql);
    case value_kind::text:
        if (!facts.stores_nul_in_text && value.text().find('\0') != std::string_view::npos) {
            refuse(position, "text with a NUL character, which SOCI may cut; send bytes", sql);
        }
        return;
    case value_kind::date:
        if (value.integer() < facts.earliest_date || value.integer() > facts.latest_date) {
            refuse(position, "a date out of the range of " + facts.server, sql);
        }
        return;
    case value_kind::timestamp:
        if (value.integer() < facts.earliest_timestamp || value.integer() > facts.latest_timestamp) {
            refuse(position, "a time out of the range of " + facts.server, sql);
        }
        return;
    default: return;
    }
}

generic_parameter::generic_parameter(soci::session& session, exchange_form form) : form_{form} {
    if (form_ != exchange_form::bytes) {
        return;
    }
    try {
        bytes_ = std::make_unique<soci::blob>(session);
    } catch (const soci::soci_error&) {
        refuse_bytes();
    }
}

void generic_parameter::bind_to(soci::statement& statement) {
    // By position, not by name: a name is looked up among all others.
    switch (form_) {
    case exchange_form::integer: statement.exchange(soci::use(integer_, indicator_)); break;
    case exchange_form::number: statement.exchange(soci::use(number_, indicator_)); break;
    case exchange_form::text: statement.exchange(soci::use(text_, indicator_)); break;
    case exchange_form::bytes: statement.exchange(soci::use(*bytes_, indicator_)); break;
    }
}

void generic_parameter::set(const value_view& value) {
    indicator_ = value.is_null() ? soci::i_null : soci::i_ok;
    if (value.is_null()) {
        return;
    }
    switch (form_) {
    case exchange_form::integer:
        integer_ =
            value.kind() == value_kind::uint64 ? static_cast<long long>(value.unsigned_integer()) : value.integer();
        break;
    case exchange_form::number: number_ = value.number(); break;
    case exchange_form::text: set_text(value); break;
    case exchange_form::bytes: set_bytes(value); break;
    }
}

void generic_parameter::set_text(const value_view& value) {
    text_.clear();
    switch (value.kind()) {
    case value_kind::date: text_format::append_date(text_, static_cast<std::int32_t>(value.integer())); break;
    case value_kind::timestamp: text_format::append_timestamp(text_, value.integer()); break;
    case value_kind::uint64:  // above 2^63 only, and those have nineteen or twenty digits
        text_ = std::to_string(value.unsigned_integer());
        text_.insert(0, std::numeric_limits<std::uint64_t>::digits10 + 1 - text_.size(), '0');
        break;
    default: text_ = value.text(); break;
    }
}

void generic_parameter::set_bytes(const value_view& value) {
    const auto bytes = value.bytes();
    try {
        // Also for a blob without bytes: one that was never touched is bound as NULL on SQLite (seen on SOCI 4.0.3).
        bytes_->trim(0);
        if (!bytes.empty()) {
            bytes_->append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        }
    } catch (const soci::soci_error&) {
        refuse_bytes();
    }
}

}  // namespace aludel
