// SPDX-License-Identifier: BSL-1.0
#include "migration_lock.hpp"

#include <algorithm>
#include <thread>

#include <aludel/error.hpp>

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

std::vector<std::string> texts_of(session& session, std::string_view query) {
    std::vector<std::string> texts;
    session.core().query(query, {}, {}, [&texts](std::span<const value_view> row) {
        texts.emplace_back(row[0].text());
        return true;
    });
    return texts;
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

session_lock::session_lock(session& session, std::chrono::milliseconds longest) : session_{&session} {
    const migration_ways ways = session.core().dialect().migrating();
    if (!ways.lock_session.empty()) {
        wait_for_lock(session, ways.lock_session, longest);
        unlock_ = ways.unlock_session;
    }
}

session_lock::~session_lock() {
    try {
        if (!unlock_.empty()) {
            (void)says_yes(*session_, unlock_);
        }
    } catch (...) {  // then the connection is gone, and the lock with it
    }
}

unenforced_foreign_keys::unenforced_foreign_keys(session& session)
    : session_{&session}, guard_{session.core().dialect().guard_of_rebuild()} {
    if (guard_.is_on.empty() || texts_of(session, guard_.is_on) != std::vector<std::string>{"1"}) {
        return;
    }
    broken_before_ = texts_of(session, guard_.broken);
    session.core().run(guard_.suspend);
    switched_off_ = true;
}

unenforced_foreign_keys::~unenforced_foreign_keys() {
    try {
        if (switched_off_) {
            session_->core().run(guard_.resume);
        }
    } catch (...) {  // then the connection is gone
    }
}

void unenforced_foreign_keys::require_unbroken() {
    if (!switched_off_) {
        return;
    }
    for (const std::string& table : texts_of(*session_, guard_.broken)) {
        if (std::find(broken_before_.begin(), broken_before_.end(), table) == broken_before_.end()) {
            throw foreign_key_violation{"rows of the table " + table +
                                            " would refer to rows that are not there; let a data step remove them or "
                                            "give them what they refer to",
                                        {.table = table}};
        }
    }
}

}  // namespace aludel::migrate
