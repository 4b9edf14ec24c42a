// SPDX-License-Identifier: BSL-1.0
#include "result_reader.hpp"

#include "values.hpp"

namespace aludel::postgresql {

void result_reader::describe(const PGresult* result) {
    columns_.clear();
    for (int i = 0; i < PQnfields(result); ++i) {
        const type_id type = PQftype(result, i);
        const bool is_binary = PQfformat(result, i) == 1;
        columns_.push_back(
            {is_binary ? binary_reader_for(type) : text_reader_for(type), is_binary && is_never_empty(type)});
    }
}

void result_reader::read(const PGresult* result, int row, std::size_t first_column, std::span<value_view> values,
                         scratch& temporaries) const {
    int index = static_cast<int>(first_column);
    const column* how = columns_.data() + first_column;
    for (value_view& value : values) {
        // Each of libpq's functions checks its arguments again, so it is not asked for what is known.
        const auto size = static_cast<std::size_t>(PQgetlength(result, row, index));
        if (size == 0 && (how->is_null_if_empty || PQgetisnull(result, row, index) != 0)) {
            value = value_view{};
        } else {
            value = how->read({PQgetvalue(result, row, index), size}, temporaries);
        }
        ++how;
        ++index;
    }
}

}  // namespace aludel::postgresql
