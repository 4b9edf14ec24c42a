// SPDX-License-Identifier: BSL-1.0
#include "key_remover.hpp"

#include <algorithm>

#include <aludel/sql/statements.hpp>

namespace aludel {
key_remover::key_remover(session_core& session, bulk_plan plan)
    : session_{session}, plan_{std::move(plan)}, keys_per_statement_{std::min(session.facts().syntax.longest_list,
                                                                              session.facts().syntax.max_parameters)} {
    keys_.reserve(keys_per_statement_);
}

bool key_remover::add(std::span<const value_view> row) {
    keys_.push_back(plan_.rows_stay_valid ? row[0] : kept_.keep(row[0]));
    if (keys_.size() == keys_per_statement_) {
        flush();
    }
    return keys_.empty();
}

void key_remover::flush() {
    if (keys_.empty()) {
        return;
    }
    const bool is_full = keys_.size() == keys_per_statement_;
    if (is_full && full_statement_.empty()) {
        full_statement_ = statement_for(keys_per_statement_);
    }
    if (full_statement_.empty()) {
        counts_.removed += session_.change(statement_for(keys_.size()), keys_);
    } else {
        keys_.resize(keys_per_statement_, keys_.back());  // a key that is named again does no harm; preparing costs
        counts_.removed += session_.change(full_statement_, keys_);
    }
    keys_.clear();
    kept_.clear();
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
