// SPDX-License-Identifier: BSL-1.0
#include "load_data.hpp"

#include <algorithm>

#include <aludel/error.hpp>

#include "errors.hpp"
#include "file_request.hpp"

namespace aludel::mysql {
namespace {

constexpr unsigned int not_allowed = 1148;             // ER_NOT_ALLOWED_COMMAND, by the server's local_infile
constexpr unsigned int not_allowed_in_mysql_8 = 3948;  // ER_CLIENT_LOCAL_FILES_DISABLED

/// Whether an INSERT does no more with the column's values than store them. A declared type may take a text
/// otherwise than a number.
bool is_plain(const column_description& column) {
    return column.generated != key::server_uuid && column.default_expression.empty() && column.declared_type.empty();
}

/// In front of the file's end the server's reader loses bytes of a broken multi-byte character, without a word (MySQL
/// 5.6, sql_load.cc, READ_INFO::read_field): no value that may have such must stand there.
bool ends_in_digits(const bulk_plan& plan) {
    switch (plan.table->columns[plan.columns.back()].kind) {
    case value_kind::null:
    case value_kind::text:
    case value_kind::bytes:
    case value_kind::uuid: return false;
    default: return true;
    }
}

bool ends_more_than_the_statement(error_class kind) {
    return kind == error_class::connection_lost || kind == error_class::transaction_conflict ||
           kind == error_class::timeout;
}

}  // namespace

bool load_data::suits(const bulk_target& target) {
    const bulk_plan& plan = target.plan;
    return target.connection.chosen_bulk_path() != bulk_path::values && !target.connection.refuses_load_data() &&
           std::all_of(plan.columns.begin(), plan.columns.end(),
                       [&](column_index column) { return is_plain(plan.table->columns[column]); });
}

/// Separators as hexadecimal literals mean the same in every SQL mode.
load_data::load_data(const bulk_target& target, const std::string& table, const std::string& columns)
    : to_{target}, end_{ends_in_digits(target.plan) ? row_end::none : row_end::digit},
      sql_{"load data local infile 'aludel' into table " + table +
           " character set utf8mb4 fields terminated by 0x09 escaped by 0x5C lines terminated by 0x0A (" + columns +
           (end_ == row_end::none ? ")" : ", @aludel_end)")} {}

std::optional<std::uint64_t> load_data::send(std::span<const value_view> values, rows_giver more) const {
    to_.connection.require_idle(sql_);
    MYSQL* const handle = to_.connection.handle();
    const std::size_t width = to_.plan.columns.size();
    statement_watch watch{to_.connection.watcher(), statement_kind::bulk, sql_};
    std::uint64_t rows = values.size() / width;
    const auto counted = [&] {
        watch.pause();
        const std::span<const value_view> given = more();
        watch.resume();
        rows += given.size() / width;
        return given;
    };
    const auto query_alone = [&] {
        const wire::occupation busy{to_.connection};
        return mysql_real_query(handle, sql_.data(), sql_.size()) == 0;
    };
    row_text text{values, width, end_, counted};
    const file_from_memory file{handle, text, to_.connection.sends_files()};
    if (query_alone()) {
        const bool is_whole = mysql_affected_rows(handle) == rows && mysql_warning_count(handle) == 0;
        watch.end(rows);
        return is_whole ? std::optional{rows} : std::nullopt;
    }
    if (text.thrown) {
        refresh_status(handle);
        std::rethrow_exception(text.thrown);
    }
    const unsigned int number = mysql_errno(handle);
    const failure found = explain_error_of(handle, sql_);
    if (ends_more_than_the_statement(found.kind)) {
        throw_error(found.kind, found.message, found.details);
    }
    if (number == not_allowed || number == not_allowed_in_mysql_8) {
        to_.connection.refuse_load_data();
    }
    return std::nullopt;
}

}  // namespace aludel::mysql
