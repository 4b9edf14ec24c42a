// SPDX-License-Identifier: BSL-1.0
#include "server_words.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace faults {
namespace {

class postgresql_words final : public server_words {
public:
    std::int64_t number_of(aludel::session& session) const override {
        return session.query_one<std::int64_t>("select pg_backend_pid()");
    }
    std::vector<std::int64_t> other_connections(aludel::session& session) const override {
        return session.query<std::int64_t>("select pid from pg_stat_activity where usename = current_user and "
                                           "datname = current_database() and pid <> pg_backend_pid()");
    }
    void kill(aludel::session& session, std::int64_t number) const override {
        (void)session.query<std::tuple<bool>>("select pg_terminate_backend({})", static_cast<std::int32_t>(number));
    }
};

class mysql_words final : public server_words {
public:
    std::int64_t number_of(aludel::session& session) const override {
        return session.query_one<std::int64_t>("select connection_id()");
    }
    std::vector<std::int64_t> other_connections(aludel::session& session) const override {
        return session.query<std::int64_t>("select id from information_schema.processlist where "
                                           "user = substring_index(current_user(), '@', 1) and db = database() and "
                                           "id <> connection_id()");
    }
    void kill(aludel::session& session, std::int64_t number) const override {
        try {
            session.core().run("kill " + std::to_string(number));
        } catch (const aludel::statement_error& failed) {
            if (failed.native_code() != 1094) {  // no such connection: it ended meanwhile
                throw;
            }
        }
    }
};

}  // namespace

std::unique_ptr<server_words> server_words::of_scheme(std::string_view scheme) {
    if (scheme == "postgresql") {
        return std::make_unique<postgresql_words>();
    }
    return std::make_unique<mysql_words>();
}

void server_words::await_end_of(std::int64_t number, aludel::session& session, std::chrono::seconds longest) const {
    const auto end = std::chrono::steady_clock::now() + longest;
    const auto is_there = [&] {
        const std::vector<std::int64_t> others = other_connections(session);
        return std::find(others.begin(), others.end(), number) != others.end();
    };
    while (is_there()) {
        if (std::chrono::steady_clock::now() > end) {
            throw std::runtime_error{"the server keeps a connection that is gone"};
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
}

}  // namespace faults
