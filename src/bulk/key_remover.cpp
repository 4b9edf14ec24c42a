// SPDX-License-Identifier: BSL-1.0
#include "key_remover.hpp"

#include <algorithm>

#include <aludel/sql/statements.hpp>

#include "model/value_order.hpp"

namespace aludel {
namespace {

constexpr std::size_t most_waiting_bytes = std::size_t{16} << 20;  // 700 000 numbers

bool refers_to_itself(const table_description& table) {
    return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const foreign_key_description& each) {
        const table_description& referenced = each.referenced_table();
        return referenced.name == table.name && referenced.schema == table.schema;
    });
}

}  // namespace

key_remover::key_remover(session_core& session, bulk_plan plan)
    : session_{session}, plan_{std::move(plan)}, keys_per_statement_{std::min(session.facts().syntax.longest_list,
                                                                              session.facts().syntax.max_parameters)},
      order_is_free_{!refers_to_itself(*plan_.table)} {
    keys_.reserve(std::min<std::uint64_t>(plan_.expected_rows, most_waiting_bytes / sizeof(value_view) + 1));
}

bool key_remover::add(std::span<const value_view> row) {
    const value_view key = plan_.rows_stay_valid ? row[0] : kept_.keep(row[0]);
    keys_.push_back(key);
    waiting_bytes_ += sizeof key + (key.borrows() ? key.bytes().size() : 0);
    if (waiting_bytes_ >= most_waiting_bytes) {
        flush();
    }
    return keys_.empty();
}

void key_remover::flush() {
    if (order_is_free_) {
        std::sort(keys_.begin(), keys_.end(),
                  [](const value_view& left, const value_view& right) { return order_of(left, right) < 0; });
    }
    for (std::span<const value_view> left = keys_; !left.empty();) {
        const std::span<const value_view> next = left.first(std::min(left.size(), keys_per_statement_));
        send(next);
        left = left.subspan(next.size());
    }
    keys_.clear();
    kept_.clear();
    waiting_bytes_ = 0;
}

void key_remover::send(std::span<const value_view> keys) {
    const bool is_full = keys.size() == keys_per_statement_;
    if (is_full && full_statement_.empty()) {
        full_statement_ = statement_for(keys_per_statement_);
    }
    if (full_statement_.empty()) {
        counts_.removed += session_.change(statement_for(keys.size()), keys);
    } else if (is_full) {
        counts_.removed += session_.change(full_statement_, keys);
    } else {
        std::vector<value_view> filled{keys.begin(), keys.end()};
        filled.resize(keys_per_statement_, keys.back());  // a key that is named again does no harm; preparing costs
        counts_.removed += session_.change(full_statement_, filled);
    }
}

bulk_counts key_remover::finish() {
    flush();
    return counts_;
}

std::string key_remover::statement_for(std::size_t keys) const {
    std::string sql = "delete from ";
    append_table_name(sql, session_.dialect(), *plan_.table);
    sql += " where ";
    session_.dialect().append_identifier(sql, plan_.table->columns[plan_.policy.key[0]].name);
    sql += " in (";
    for (std::size_t i = 0; i < keys; ++i) {
        sql += i == 0 ? "" : ", ";
        sql::append_placeholder(sql, session_.facts().syntax, i + 1);
    }
    return sql + ')';
}

}  // namespace aludel
