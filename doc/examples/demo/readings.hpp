// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <aludel/aludel.hpp>

namespace demo {

/// Seven columns of mixed types, as somebody's sensors might send them.
struct reading {
    std::int64_t id{};
    std::string sensor;
    std::optional<std::string> remark;
    double value{};
    bool is_valid{};
    aludel::timestamp taken_at{};
    std::int32_t battery{};
};

/// The same reading for the same number, everywhere.
reading make_reading(std::int64_t number);

/// Adds up readings, whatever their order; every bit of every field counts but those of the key.
class checksum {
public:
    void add(const reading& object);
    [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::uint64_t sum() const noexcept { return sum_; }
    bool operator==(const checksum&) const = default;

private:
    std::uint64_t rows_ = 0;
    std::uint64_t sum_ = 0;
};

}  // namespace demo

template <>
inline constexpr auto aludel::entity<demo::reading> = aludel::table("generated_readings");
