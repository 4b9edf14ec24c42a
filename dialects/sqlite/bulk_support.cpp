// SPDX-License-Identifier: BSL-1.0
#include "bulk_support.hpp"

#include <algorithm>

#include <sqlite3.h>

#include "errors.hpp"
#include "rows_module.hpp"

namespace aludel::sqlite {
namespace {

constexpr std::size_t most_kept = 16;

void count_update(::sqlite3_context* context, int, ::sqlite3_value**) {
    ++*static_cast<std::uint64_t*>(::sqlite3_user_data(context));
    ::sqlite3_result_int(context, 1);
}

}  // namespace

bulk_support::bulk_support(::sqlite3* handle, sql::target target) : handle_{handle}, target_{target} {
    // Not deterministic, so it is asked for each row. A counter and not sqlite3_update_hook(): there is one hook a
    // connection, which may be the user's, and it is not called for tables WITHOUT ROWID.
    constexpr int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
    if (::sqlite3_create_function_v2(handle, "aludel_counted_update", 0, flags, &updated, count_update, nullptr,
                                     nullptr, nullptr) != SQLITE_OK) {
        throw_last_error(handle, counted_update);
    }
}

bulk_support::borrowed::~borrowed() {
    if (prepared_) {
        owner_->give_back(std::move(sql_), std::move(prepared_));
    }
}

bulk_support::borrowed bulk_support::prepare(std::string sql) {
    const auto known = std::find_if(kept_.begin(), kept_.end(), [&](const kept& each) { return each.sql == sql; });
    if (known == kept_.end()) {
        prepared_statement prepared = prepare_one(handle_, sql);
        return {*this, std::move(sql), std::move(prepared)};
    }
    borrowed again{*this, std::move(sql), std::move(known->prepared)};
    kept_.erase(known);
    return again;
}

void bulk_support::give_back(std::string sql, prepared_statement prepared) noexcept {
    ::sqlite3_reset(prepared.get());
    ::sqlite3_clear_bindings(prepared.get());  // what they borrow is gone
    try {
        kept_.push_front({std::move(sql), std::move(prepared)});
        if (kept_.size() > most_kept) {
            kept_.pop_back();
        }
    } catch (...) {  // no memory to keep it: it is prepared anew next time
    }
}

void bulk_support::provide_rows_table(std::size_t columns) {
    if (!widths_.contains(columns)) {
        register_rows_table(handle_, columns);
        widths_.insert(columns);
    }
}

bool bulk_support::step(const borrowed& statement) {
    const int result = ::sqlite3_step(statement.get());
    if (result == SQLITE_ROW) {
        return true;
    }
    if (result != SQLITE_DONE) {
        failure explained = explain_last_error(handle_, statement.sql());
        ::sqlite3_reset(statement.get());
        throw_error(explained.kind, explained.message, std::move(explained.details));
    }
    ::sqlite3_reset(statement.get());
    return false;
}

}  // namespace aludel::sqlite
