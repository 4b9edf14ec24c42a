// SPDX-License-Identifier: BSL-1.0
#include "../killing.hpp"

#include <thread>

#include "../../conformance/database.hpp"

namespace dialects {

std::int64_t connection_number(aludel::session& session) {
    return session.query_one<std::int64_t>("select pg_backend_pid()");
}

void kill_connection(std::int64_t number) {
    aludel::session other = conformance::db().open_session();
    other.query<std::tuple<bool>>("select pg_terminate_backend({})", static_cast<std::int32_t>(number));
    for (int tries = 0; tries < 500; ++tries) {
        if (other.query_one<std::int64_t>("select count(*) from pg_stat_activity where pid = {}", number) == 0) {
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    throw std::runtime_error{"the server keeps the connection that was terminated"};
}

}  // namespace dialects
