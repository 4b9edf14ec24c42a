// SPDX-License-Identifier: BSL-1.0
#include "migration_lock.hpp"

#include <algorithm>
#include <thread>

#include <aludel/error.hpp>
#include <aludel/session/statement_timeout.hpp>

namespace aludel::migrate {
namespace {

/// The only value of a query, as a number; some databases answer with a boolean.
bool says_yes(session& session, const std::string& query) {
    bool yes = false;
    session.core().query(query, {}, {}, [&yes](std::span<const value_view> row) {
        yes = !row[0].is_null() && row[0].integer() != 0;
        return false;
    });
    return yes;
}

/// Whether the session has no lock any more: what ends with its connection is given back, too. The answer may be no, as
/// in MySQL once a step has chosen another database, after which the lock is named.
bool gives_back(session& session, const std::string& unlock) noexcept {
    try {
        return says_yes(session, unlock);
    } catch (const error& failed) {
        return !failed.connection_is_usable();
    } catch (...) {
        return false;
    }
}

}  // namespace

void wait_for_lock(session& session, const std::string& query, std::chrono::milliseconds longest) {
    const auto begun = std::chrono::steady_clock::now();
    std::chrono::milliseconds pause{10};
    while (!says_yes(session, query)) {
        if (std::chrono::steady_clock::now() - begun > longest) {
            throw timeout{"another program has been migrating this database for " + std::to_string(longest.count()) +
                          " ms; wait for it to end, or raise lock_timeout"};
        }
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds{500});
    }
}

bool session_lock::can_be_held(session_core& session) {
    // What a pooler would give to others with the server's connection is no lock.
    const bool is_kept = session.facts().keeps_session_state || !session.facts().transactional_ddl;
    return is_kept && !session.dialect().migrating().lock_session.empty();
}

session_lock::session_lock(session& session, std::chrono::milliseconds longest) : session_{&session} {
    if (can_be_held(session.core())) {
        const migration_ways ways = session.core().dialect().migrating();
        wait_for_lock(session, ways.lock_session, longest);
        unlock_ = ways.unlock_session;
    }
}

session_lock::~session_lock() {
    if (is_held() && !gives_back(*session_, unlock_)) {
        // It was cancelled, or took longer than a statement may: the connection would go back to the pool with the
        // lock.
        const statement_timeout unlimited{*session_, std::chrono::milliseconds{0}};
        if (!gives_back(*session_, unlock_)) {  // it ends with its connection
            session_->core().discard_connection();
        }
    }
}

}  // namespace aludel::migrate
