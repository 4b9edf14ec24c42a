// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <mysql.h>

#include <aludel/dialect/capabilities.hpp>
#include <aludel/model/value_view.hpp>

namespace aludel::mysql {

/// How values of a kind travel in the binary protocol. A NULL travels as the kind it stands in for, because MySQL 8
/// prepares a statement anew when a parameter's type changes.
enum_field_types wire_type(value_kind kind) noexcept;

/// A date or timestamp as the driver wants it.
MYSQL_TIME split_time(const value_view& value) noexcept;

/// Why no server of the family can store a number with a fraction or a time, as the end of a sentence, or null.
const char* why_number_or_time_not_storable(const value_view& value, const capabilities& facts) noexcept;

/// The same for any value; only those can be out of range.
inline const char* why_not_storable(const value_view& value, const capabilities& facts) noexcept {
    switch (value.kind()) {
    case value_kind::float32:
    case value_kind::float64:
    case value_kind::date:
    case value_kind::timestamp: return why_number_or_time_not_storable(value, facts);
    default: return nullptr;
    }
}

/// The values of one execution, bound where they lie: text and bytes are not copied.
class parameter_binds {
public:
    /// `times_as_text`: timestamps travel as text, see takes_times_as_text.
    parameter_binds(std::size_t count, bool times_as_text);

    /// Takes one value per placeholder; returns about how many bytes they take in the packet. The values must live
    /// until the statement was executed.
    std::size_t take(std::span<const value_view> values);
    /// Binds what was taken. Returns false when the driver refuses.
    bool bind_to(MYSQL_STMT* statement);
    /// To be said before the statement is closed: what was taken will be bound to another one.
    void forget_statement() noexcept;
    [[nodiscard]] std::size_t size() const noexcept { return binds_.size(); }

private:
    union scalar {
        std::int8_t tiny;
        std::int16_t small;
        std::int32_t medium;
        std::int64_t large;
        float single;
        double twice;
    };

    void set_type(MYSQL_BIND& to, const value_view& value);
    void bind_scalar(MYSQL_BIND& to, scalar& slot, const value_view& value);
    void bind_time(MYSQL_BIND& to, std::size_t index, const value_view& value);
    void bind_time_text(MYSQL_BIND& to, std::size_t index, const value_view& value);

    /// Where the values are noted: once bound, in the driver's own copy (mariadb_stmt.h shows it). Binding anew would
    /// copy 112 bytes a value, and send every type again.
    [[nodiscard]] MYSQL_BIND* binds() noexcept { return bound_ == nullptr ? binds_.data() : bound_->params; }

    std::vector<MYSQL_BIND> binds_;
    MYSQL_STMT* bound_ = nullptr;
    bool types_changed_ = false;
    std::vector<scalar> scalars_;
    std::vector<MYSQL_TIME> times_;        ///< as many as binds, as soon as there is one
    std::vector<std::string> time_texts_;  ///< likewise
    bool times_as_text_;
};

}  // namespace aludel::mysql
