// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

#include "postgresql_connection.hpp"
#include "postgresql_table.hpp"
#include "postgresql_wire.hpp"

// An array in binary form (array_recv, src/backend/utils/adt/arrayfuncs.c):
//     int32 dimensions = 1, int32 has NULLs, uint32 element type, int32 elements, int32 lower bound = 1, elements

namespace bench::postgresql {

inline constexpr std::size_t array_header_size = 20;

inline char* put_array_header(char* to, bool has_nulls, unsigned type, std::size_t elements) {
    to = put(to, std::int32_t{1});
    to = put(to, std::int32_t{has_nulls});
    to = put(to, type);
    to = put(to, static_cast<std::int32_t>(elements));
    return put(to, std::int32_t{1});
}

/// Rows as one array per column, from column `First` on.
template <class Row, std::size_t First = 0>
class column_arrays {
public:
    static constexpr std::size_t columns = field_count<Row> - First;

    static std::array<Oid, columns> types() {
        std::array<Oid, columns> found{};
        for_each_index<Row, First>([&](auto i) { found[i - First] = wire<field_type<Row, i>>::array_type; });
        return found;
    }

    /// Column by column, each in one pass for its size and one for its bytes. Valid until the next call.
    parameters of(std::span<const Row> rows) {
        parameters given;
        for_each_index<Row, First>([&](auto i) {
            using form = wire<field_type<Row, i>>;
            std::size_t room = array_header_size;
            bool has_nulls = false;
            for (const Row& row : rows) {
                room += form::room(boost::pfr::get<i>(row));
                has_nulls = has_nulls || is_null(boost::pfr::get<i>(row));
            }
            std::vector<char>& bytes = bytes_[i - First];
            if (bytes.size() < room) {
                bytes.resize(room);
            }
            char* to = put_array_header(bytes.data(), has_nulls, form::type, rows.size());
            for (const Row& row : rows) {
                to = form::write(to, boost::pfr::get<i>(row));
            }
            given.add(bytes.data(), room);
        });
        return given;
    }

private:
    std::array<std::vector<char>, columns> bytes_;
};

/// `(select unnest($1) as "a", unnest($2) as "b", …) as given`: in the select list and not behind FROM, where the
/// server would write each array into a table of its own first.
template <class Row, std::size_t First = 0>
std::string unnested() {
    return "(select " +
           joined<Row>(First,
                       [](const std::string& name, std::size_t i) {
                           return "unnest($" + std::to_string(i - First + 1) + ") as " + name;
                       }) +
           ") as given";
}

/// Cuts rows into batches of so many bytes at most, about, and so many rows.
template <class Row, class Use>
void in_batches(std::span<const Row> rows, std::size_t batch, const Use& use) {
    for (; !rows.empty(); rows = rows.subspan(std::min(batch, rows.size()))) {
        use(rows.first(std::min(batch, rows.size())));
    }
}

}  // namespace bench::postgresql
