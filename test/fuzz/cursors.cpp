// SPDX-License-Identifier: BSL-1.0
// Cursors of pages, as they are and with a right checksum on anything: refused, or a place in the order.
#include <algorithm>

#include <aludel/aludel.hpp>

#include "fuzzing.hpp"
#include "repository/keyset.hpp"
#include "servers.hpp"
#include "unit/repository/filter_structs.hpp"

namespace {

using aludel::col;
using aludel::value;
using aludel::detail::keyset_step;
using filtering::person;
using fuzzing::require;

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

aludel::sql::select_query ordered() {
    aludel::sql::select_query query{.table = &aludel::table_of<person>};
    query.order = {col<&person::nick>.asc().order,   col<&person::age>.desc().order,   col<&person::points>.asc().order,
                   col<&person::weight>.asc().order, col<&person::active>.asc().order, col<&person::code>.desc().order,
                   col<&person::born>.asc().order,   col<&person::seen>.asc().order,   col<&person::seal>.asc().order};
    query.limit = 20;
    return query;
}

std::string base64url(std::string_view bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        const std::size_t taken = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8 | (k < taken ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        }
        for (std::size_t k = 0; k <= taken; ++k) {
            text += digits[group >> (18 - 6 * k) & 0x3f];
        }
    }
    return text;
}

std::string bytes_in(std::string_view text) {
    std::string bytes;
    std::uint32_t waiting = 0;
    int bits = 0;
    for (const char c : text) {
        waiting = waiting << 6 | static_cast<std::uint32_t>(digits.find(c));
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(waiting >> bits & 0xff);
        }
    }
    return bytes;
}

std::string with_checksum(std::string bytes) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : bytes) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    auto folded = static_cast<std::uint32_t>(hash ^ (hash >> 32));
    for (int i = 0; i < 4; ++i, folded >>= 8) {
        bytes += static_cast<char>(folded & 0xff);
    }
    return bytes;
}

/// The form and the order's own mark, which every cursor of the order begins with.
std::string beginning(std::span<const keyset_step> steps) {
    const std::string empty = aludel::detail::cursor_of(aludel::table_of<person>, steps, {});
    return bytes_in(empty).substr(0, 5);
}

void check_values(const aludel::sql::select_query& query, std::span<const keyset_step> steps,
                  const std::vector<value>& values) {
    static const fuzzing::servers on;
    require(values.size() == steps.size(), "a cursor has a value for each column");
    const std::string made = aludel::detail::cursor_of(*query.table, steps, values);
    const std::vector<value> again = aludel::detail::values_of_cursor(made, *query.table, steps);
    for (std::size_t i = 0; i < values.size(); ++i) {
        require(same_value(again[i].view(), values[i].view()), "what a cursor holds is read back");
    }
    aludel::sql::select_query behind = query;
    aludel::syntax facts;
    facts.seeks_by_row_values = values.size() % 2 == 1;
    behind.where = aludel::detail::behind_any(steps, values, facts);
    require(fuzzing::text_is_free_of_values(on, behind), "the text has no values");
}

bool is_taken(std::string_view cursor, const aludel::sql::select_query& query, std::span<const keyset_step> steps) {
    return fuzzing::completes(
        [&] { check_values(query, steps, aludel::detail::values_of_cursor(cursor, *query.table, steps)); });
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const aludel::sql::select_query query = ordered();
    static const std::vector<keyset_step> steps = aludel::detail::keyset_of(query);
    static const std::string begins = beginning(steps);
    is_taken(fuzzing::text_of(data, size), query, steps);
    is_taken(base64url(with_checksum(begins + fuzzing::bytes_of(data, size))), query, steps);
    return 0;
}
