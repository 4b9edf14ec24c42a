// SPDX-License-Identifier: BSL-1.0
#include "unit_of_work_snapshots.hpp"

#include <bit>
#include <cstring>

#include "bulk/key_bytes.hpp"

namespace aludel::detail {
namespace {

/// What a packed value holds beside its kind: its number, or the size of what follows.
std::uint64_t word_of(const value_view& value) {
    if (value.borrows()) {
        return value.bytes().size();
    }
    if (value.kind() == value_kind::float32 || value.kind() == value_kind::float64) {
        return std::bit_cast<std::uint64_t>(value.number());
    }
    return value.is_null() ? 0 : static_cast<std::uint64_t>(value.integer());
}

value_view borrowed(value_kind kind, const char* data, std::size_t size) {
    const auto* bytes = reinterpret_cast<const std::byte*>(data);
    switch (kind) {
    case value_kind::text: return value_view::of_text({data, size});
    case value_kind::uuid: return value_view::of_uuid(bytes);
    default: return value_view::of_bytes({bytes, size});
    }
}

value_view number(value_kind kind, std::uint64_t word) {
    const auto integer = static_cast<std::int64_t>(word);
    switch (kind) {
    case value_kind::boolean: return value_view::of_boolean(integer != 0);
    case value_kind::float32: return value_view::of_float32(static_cast<float>(std::bit_cast<double>(word)));
    case value_kind::float64: return value_view::of_float64(std::bit_cast<double>(word));
    case value_kind::date: return value_view::of_date(static_cast<std::int32_t>(integer));
    case value_kind::timestamp: return value_view::of_timestamp(integer);
    default: return integer_of(kind, integer);
    }
}

}  // namespace

void append_packed(std::string& packed, std::span<const value_view> row) {
    for (const value_view& value : row) {
        const std::uint64_t word = word_of(value);
        char head[2 + sizeof word];
        head[0] = static_cast<char>(value.kind());
        head[1] = static_cast<char>(value.declared_kind());
        std::memcpy(head + 2, &word, sizeof word);
        packed.append(head, sizeof head);
        if (value.borrows()) {
            packed.append(reinterpret_cast<const char*>(value.bytes().data()), value.bytes().size());
        }
    }
}

void unpack(std::string_view packed, std::span<value_view> row) {
    const char* next = packed.data();
    for (value_view& value : row) {
        const auto kind = static_cast<value_kind>(next[0]);
        const auto declared = static_cast<value_kind>(next[1]);
        std::uint64_t word = 0;
        std::memcpy(&word, next + 2, sizeof word);
        next += 2 + sizeof word;
        if (kind == value_kind::text || kind == value_kind::bytes || kind == value_kind::uuid) {
            value = borrowed(kind, next, word);
            next += word;
        } else {
            value = kind == value_kind::null ? value_view::null_of(declared) : number(kind, word);
        }
    }
}

std::vector<column_index> changed_columns(const table_description& table, std::span<const value_view> before,
                                          std::span<const value_view> now) {
    std::vector<column_index> changed;
    for (std::size_t i = 0; i < now.size(); ++i) {
        const column_description& column = table.columns[i];
        const bool is_kept = column.role == column_role::created_at || column.is_version || column.marks_removal ||
                             (column.role == column_role::updated_at && now[i].is_null());
        if (!is_kept && !same_value(before[i], now[i])) {
            changed.push_back(static_cast<column_index>(i));
        }
    }
    return changed;
}

std::string key_bytes(std::span<const value_view> row, std::span<const column_index> columns) {
    std::string bytes;
    for (const column_index column : columns) {
        if (row[column].is_null()) {
            return {};
        }
        append_key_bytes(bytes, row[column]);
    }
    return bytes;
}

}  // namespace aludel::detail
