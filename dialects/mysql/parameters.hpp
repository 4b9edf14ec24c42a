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

/// Why no server of the family can store the value, as the end of a sentence, or null.
const char* why_not_storable(const value_view& value, const capabilities& facts) noexcept;

/// The values of one execution, bound where they lie: text and bytes are not copied.
class parameter_binds {
public:
    /// `times_as_text`: timestamps travel as text, see takes_times_as_text.
    parameter_binds(std::size_t count, bool times_as_text);

    /// Binds one value per placeholder; returns about how many bytes they take in the packet. The values must live
    /// until the statement was executed.
    std::size_t bind(std::span<const value_view> values);
    [[nodiscard]] std::size_t size() const noexcept { return binds_.size(); }
    [[nodiscard]] MYSQL_BIND* data() noexcept { return binds_.data(); }

private:
    union scalar {
        std::int8_t tiny;
        std::int16_t small;
        std::int32_t medium;
        std::int64_t large;
        float single;
        double twice;
    };

    void bind_scalar(MYSQL_BIND& to, scalar& slot, const value_view& value);
    void bind_time(std::size_t index, const value_view& value);
    void bind_time_text(std::size_t index, const value_view& value);

    std::vector<MYSQL_BIND> binds_;
    std::vector<scalar> scalars_;
    std::vector<MYSQL_TIME> times_;        ///< as many as binds, as soon as there is one
    std::vector<std::string> time_texts_;  ///< likewise
    bool times_as_text_;
};

}  // namespace aludel::mysql
