// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <span>
#include <vector>

#include <mysql.h>

#include <aludel/model/value_view.hpp>

namespace aludel::mysql {

/// One row in the binary protocol, where it lies in the driver's memory: nothing is copied, so nothing is bound and no
/// buffer has to guess how long a LONGTEXT is.
/// dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html
class result_row {
public:
    /// Learns the columns of a result.
    void describe(std::span<const MYSQL_FIELD> fields);

    /// The driver's callback for each column of a row (STMT_ATTR_CB_RESULT): notes where the value begins and moves
    /// `position` behind it. `position` is null for a NULL.
    static void note_column(void* row, unsigned int column, unsigned char** position);

    /// Copies the row out of the driver's memory, which it shares with whatever comes off the wire next.
    void keep();

    /// One view per column; what they borrow lives as long as the driver's row, or until the next keep().
    void read(std::span<value_view> row);

private:
    struct column {
        enum_field_types type = MYSQL_TYPE_NULL;
        bool is_unsigned = false;
        bool is_binary = false;
        std::size_t fixed_width = 0;           ///< 0: the length stands in front of the value
        const unsigned char* value = nullptr;  ///< null: NULL
        std::size_t size = 0;
        std::array<char, 32> text{};  ///< a time of day, or a date that is none, as text
    };

    static value_view read_column(column& column);
    static value_view read_integer(const column& column);
    static value_view read_moment(column& column);
    static value_view read_time(column& column);

    std::vector<column> columns_;
    std::vector<unsigned char> kept_;
};

}  // namespace aludel::mysql
