// SPDX-License-Identifier: BSL-1.0
#include "result_reader.hpp"

#include <aludel/error.hpp>

#include "values.hpp"
#include "wire.hpp"

namespace aludel::postgresql {
namespace {

[[noreturn, gnu::cold]] void refuse_row() {
    throw connection_lost{"the server sent a row that ends before its fields do; it is no PostgreSQL, or something "
                          "between here and there changes what it sends",
                          {.connection_is_usable = false}};
}

/// Takes a field's length from the front; so many bytes follow. -1: NULL.
std::int32_t take_size(std::string_view& fields) {
    if (fields.size() < sizeof(std::int32_t)) [[unlikely]] {
        refuse_row();
    }
    const auto size = load<std::int32_t>(fields.data());
    fields.remove_prefix(sizeof size);
    if (size > 0 && static_cast<std::size_t>(size) > fields.size()) [[unlikely]] {
        refuse_row();
    }
    return size;
}

}  // namespace

void result_reader::describe(const PGresult* result, bool is_binary) {
    columns_.clear();
    for (int i = 0; i < PQnfields(result); ++i) {
        const type_id type = PQftype(result, i);
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

void result_reader::read(std::string_view fields, std::span<value_view> values, scratch& temporaries) const {
    const column* how = columns_.data();
    for (value_view& value : values) {
        const std::int32_t size = take_size(fields);
        if (size < 0) {
            value = value_view{};
        } else {
            value = how->read(fields.substr(0, static_cast<std::size_t>(size)), temporaries);
            fields.remove_prefix(static_cast<std::size_t>(size));
        }
        ++how;
    }
}

}  // namespace aludel::postgresql
