// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "shapes.hpp"

namespace bench {

/// The row with the key `number` + 1, the same on every call and every machine.
template <class Row>
Row made_row(std::uint64_t number);
template <>
narrow made_row<narrow>(std::uint64_t number);
template <>
mixed made_row<mixed>(std::uint64_t number);
template <>
sequenced made_row<sequenced>(std::uint64_t number);
template <>
keyed made_row<keyed>(std::uint64_t number);
template <>
text made_row<text>(std::uint64_t number);
template <>
wide made_row<wide>(std::uint64_t number);

/// The first packages that apt-cache knows, at most `limit`; none where there is no apt-cache.
std::vector<package> packages(std::uint64_t limit);

template <class Row>
std::vector<Row> made_rows(std::uint64_t count) {
    std::vector<Row> rows(count);
    std::uint64_t number = 0;
    std::generate(rows.begin(), rows.end(), [&number] { return made_row<Row>(number++); });
    return rows;
}
template <>
inline std::vector<package> made_rows<package>(std::uint64_t count) {
    return packages(count);
}

/// How many rows of a shape stand for `rows` of the usual size: wide ones and long texts weigh ten times as much.
template <class Row>
constexpr std::uint64_t rows_of_shape(std::uint64_t rows) {
    return rows;
}
template <>
constexpr std::uint64_t rows_of_shape<text>(std::uint64_t rows) {
    return std::max<std::uint64_t>(rows / 10, 1);
}
template <>
constexpr std::uint64_t rows_of_shape<wide>(std::uint64_t rows) {
    return std::max<std::uint64_t>(rows / 10, 1);
}

}  // namespace bench
