// SPDX-License-Identifier: BSL-1.0
#include <aludel/repository/relations.hpp>

#include <unordered_map>
#include <unordered_set>

#include "bulk/key_bytes.hpp"
#include "row_values.hpp"

namespace aludel::detail {
namespace {

/// Calls `use` with the place of each object whose key has no NULL in it, and the key's values.
void for_each_key(const keyed_objects& objects, function_ref<void(std::size_t, std::span<const value_view>)> use) {
    std::vector<value_view> key(objects.columns.size());
    for (std::size_t i = 0; i < objects.count; ++i) {
        const void* object = static_cast<const std::byte*>(objects.first) + i * objects.distance;
        scratch temporaries;
        const std::vector<value_view> row = row_of(*objects.table, object, temporaries);
        bool is_complete = true;
        for (std::size_t part = 0; part < key.size(); ++part) {
            key[part] = row[objects.columns[part]];
            is_complete = is_complete && !key[part].is_null();
        }
        if (is_complete) {
            use(i, key);
        }
    }
}

std::string bytes_of(std::span<const value_view> key) {
    std::string bytes;
    for (const value_view& part : key) {
        append_key_bytes(bytes, part);
    }
    return bytes;
}

}  // namespace

expression keys_are_equal(const table_description& table, std::span<const column_index> columns,
                          const table_description& referred, std::span<const column_index> referred_columns) {
    expression all;
    for (std::size_t part = 0; part < columns.size(); ++part) {
        add_condition(all, compare(column_operand({&table, columns[part]}), comparison::equal,
                                   column_operand({&referred, referred_columns[part]})));
    }
    return all;
}

std::optional<expression> rows_of_keys(const keyed_objects& given, const table_description& table,
                                       std::span<const column_index> columns) {
    std::vector<std::vector<value>> lists(columns.size());
    std::vector<std::unordered_set<std::string>> known(columns.size());
    for_each_key(given, [&](std::size_t, std::span<const value_view> key) {
        for (std::size_t part = 0; part < key.size(); ++part) {
            if (known[part].insert(bytes_of(key.subspan(part, 1))).second) {
                lists[part].emplace_back(key[part]);
            }
        }
    });
    if (lists.front().empty()) {
        return std::nullopt;
    }
    expression all;
    for (std::size_t part = 0; part < columns.size(); ++part) {
        add_condition(all, membership(column_reference{&table, columns[part]}, true, std::move(lists[part])));
    }
    return all;
}

void match_objects(const keyed_objects& given, const keyed_objects& found,
                   function_ref<void(std::size_t, std::size_t, bool)> use) {
    std::unordered_map<std::string, std::vector<std::size_t>> places;
    for_each_key(given, [&places](std::size_t place, std::span<const value_view> key) {
        places[bytes_of(key)].push_back(place);
    });
    for_each_key(found, [&](std::size_t place, std::span<const value_view> key) {
        const auto belongs = places.find(bytes_of(key));
        if (belongs == places.end()) {
            return;
        }
        for (const std::size_t owner : belongs->second) {
            use(owner, place, &owner == &belongs->second.back());
        }
    });
}

}  // namespace aludel::detail
