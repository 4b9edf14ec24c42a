// SPDX-License-Identifier: BSL-1.0
#include "reservation_statement.hpp"

#include "connection.hpp"

namespace aludel::mysql {

void reserve_behind(wire& connection, std::string_view sql, std::int64_t greatest) {
    connection.require_idle(sql);
    const std::size_t parameter = sql.rfind('?');
    std::string sent{sql.substr(0, parameter)};
    sent.append(std::to_string(greatest)).append(sql.substr(parameter + 1));
    run_on(connection.handle(), sent, sql);
}

void reservation_statement::execute(std::span<const value_view> parameters, fetch) {
    reserve_behind(wire_, sql_, parameters.front().integer());
}

}  // namespace aludel::mysql
