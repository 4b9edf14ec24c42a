// SPDX-License-Identifier: BSL-1.0
// PostgreSQL's binary and text formats: fields of results, rows of COPY, and the values that COPY and arrays send.
#include <algorithm>
#include <array>
#include <vector>

#include "dialects/postgresql/libpq.hpp"
#include "dialects/postgresql/result_reader.hpp"
#include "dialects/postgresql/values.hpp"
#include "dialects/postgresql/wire.hpp"
#include "fuzzing.hpp"

namespace {

using aludel::value_kind;
using aludel::value_view;
using fuzzing::require;
using namespace aludel::postgresql;

constexpr std::array types{type::boolean, type::bytea,      type::one_char, type::name,   type::int8,
                           type::int2,    type::int4,       type::text,     type::oid,    type::json,
                           type::float4,  type::float8,     type::unknown,  type::bpchar, type::varchar,
                           type::date,    type::timestamp,  type::uuid,     type::jsonb,  type::numeric,
                           type::void_,   type::timestamptz};

/// What is read of a value that was written for COPY must be the value.
void check_written(const value_view& value) {
    if (value.is_null()) {
        return;
    }
    const type_id form = natural_form(value.kind()).element;
    std::vector<char> room(room_for(value));
    const char* const end = element_writer_for(form)(room.data(), value);
    require((end == nullptr) == !storage_problem(value).empty(), "what PostgreSQL cannot store is refused");
    if (end == nullptr) {
        require(!element_problem(value).empty(), "a refusal says why");
        return;
    }
    require(end <= room.data() + room.size(), "a value fits into its room");
    const auto size = load<std::int32_t>(room.data());
    require(size == end - room.data() - 4, "the length is that of the bytes");
    aludel::scratch temporaries;
    const value_view again = binary_reader_for(form)({room.data() + 4, static_cast<std::size_t>(size)}, temporaries);
    if (value.kind() == value_kind::uint64) {
        require(again.text() == std::to_string(value.unsigned_integer()), "a uint64 is read as its digits");
    } else {
        require(same_value(again, value), "what was written is read back");
    }
}

/// A number of many thousand digits takes a millisecond, and says no more than a shorter one; but for the corpus'.
bool takes_long(std::string_view bytes) {
    const bool is_short = bytes.size() <= 10;
    return !is_short && (load<std::int16_t>(bytes.data() + 2) > 100 || load<std::uint16_t>(bytes.data() + 6) > 400);
}

void check_field(std::string_view bytes) {
    for (const type_id each : types) {
        if (each == type::numeric && takes_long(bytes)) {
            continue;
        }
        aludel::scratch temporaries;
        fuzzing::completes([&] {
            const value_view read = binary_reader_for(each)(bytes, temporaries);
            fuzzing::look_at(read);
            check_written(read);
        });
        fuzzing::completes([&] { fuzzing::look_at(text_reader_for(each)(bytes, temporaries)); });
    }
}

result_handle result_of_all_types() {
    result_handle result{PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK)};
    std::vector<PGresAttDesc> columns(types.size());
    static char name[] = "x";
    for (std::size_t i = 0; i < types.size(); ++i) {
        columns[i] = {};
        columns[i].name = name;
        columns[i].typid = types[i];
        columns[i].format = 1;
    }
    require(PQsetResultAttrs(result.get(), static_cast<int>(columns.size()), columns.data()) != 0,
            "libpq takes columns");
    return result;
}

void check_copied_row(std::string_view fields) {
    static const result_handle described = result_of_all_types();
    result_reader reader;
    reader.describe(described.get(), true);
    std::array<value_view, types.size()> row{};
    aludel::scratch temporaries;
    fuzzing::completes([&] {
        reader.read(fields, row, temporaries);
        std::for_each(row.begin(), row.end(), &fuzzing::look_at);
    });
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Each of them in memory of its own size, so that AddressSanitizer sees a look behind its end.
    const std::string bytes = fuzzing::bytes_of(data, size);
    const std::vector<char> exact{bytes.begin(), bytes.end()};
    check_field({exact.data(), exact.size()});
    check_copied_row({exact.data(), exact.size()});
    fuzzing::reader values{bytes};
    check_written(values.take_value());
    return 0;
}
