// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "postgresql_connection.hpp"
#include "postgresql_table.hpp"
#include "postgresql_wire.hpp"

namespace bench::postgresql {

/// Fills a row from a result in binary format.
template <class Row>
void read_row(Row& row, const PGresult* from, int number) {
    for_each_index<Row>([&](auto i) {
        using field = field_type<Row, i>;
        auto& to = boost::pfr::get<i>(row);
        constexpr int column = static_cast<int>(i.value);
        if constexpr (is_optional<field>) {
            if (PQgetisnull(from, number, column) != 0) {
                to.reset();
                return;
            }
        }
        constexpr bool is_sized = wire<field>::type == wire<std::string>::type;
        const int size = is_sized ? PQgetlength(from, number, column) : 0;
        wire<field>::read(to, PQgetvalue(from, number, column), static_cast<std::size_t>(size));
    });
}

/// Fills a row from a row of COPY … TO STDOUT (FORMAT binary), behind its number of fields.
template <class Row>
void read_copied_row(Row& row, const char* from) {
    for_each_index<Row>([&](auto i) {
        using field = field_type<Row, i>;
        auto& to = boost::pfr::get<i>(row);
        const auto size = get<std::int32_t>(from);
        from += sizeof size;
        if constexpr (is_optional<field>) {
            if (size < 0) {
                to.reset();
                return;
            }
        }
        wire<field>::read(to, from, static_cast<std::size_t>(size));
        from += size;
    });
}

}  // namespace bench::postgresql
