// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include <mysql.h>

#include <aludel/model/value_view.hpp>

namespace aludel::mysql {

/// The values of one column for a batch of rows, as array binding wants them: numbers packed; text, bytes and
/// MYSQL_TIME as pointers. Its memory stays where it is, so that it is bound once.
class column_array {
public:
    column_array(value_kind kind, std::size_t rows);

    /// Borrows text and bytes until the batch was sent.
    void put(std::size_t row, const value_view& value);
    /// The bytes that the value takes in the packet, at most.
    [[nodiscard]] std::size_t bytes_of(const value_view& value) const noexcept;
    [[nodiscard]] MYSQL_BIND bind() noexcept;

private:
    template <class Number>
    void put_number(std::size_t row, Number number);

    value_kind kind_;
    std::size_t width_;
    std::vector<char> indicators_;
    std::unique_ptr<std::byte[]> numbers_;
    std::vector<const void*> pointers_;
    std::vector<unsigned long> lengths_;
    std::vector<MYSQL_TIME> times_;
};

}  // namespace aludel::mysql
