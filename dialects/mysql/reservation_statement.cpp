// SPDX-License-Identifier: BSL-1.0
#include "reservation_statement.hpp"

#include <aludel/error.hpp>

#include "connection.hpp"
#include "sql/key_sequence.hpp"

namespace aludel::mysql {

void reserve_behind(wire& connection, std::string_view sql, std::int64_t greatest) {
    connection.require_idle(sql);
    const std::size_t parameter = sql.rfind('?');
    std::string sent{sql.substr(0, parameter)};
    sent.append(std::to_string(greatest)).append(sql.substr(parameter + 1));
    run_on(connection.handle(), sent, sql);
}

void reservation_statement::execute(std::span<const value_view> parameters, fetch) {
    sql::brought_keys brought;
    if (parameters.size() == 1 && sql::is_integer(parameters.front().kind())) {
        brought.note(parameters.front());
    }
    if (brought.greatest() == 0) {
        throw usage_error{"a sequence is moved behind one positive integer that it can reach", {.statement = sql_}};
    }
    reserve_behind(wire_, sql_, brought.greatest());
}

}  // namespace aludel::mysql
