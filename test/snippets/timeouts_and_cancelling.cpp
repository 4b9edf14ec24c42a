// SPDX-License-Identifier: BSL-1.0
#include "check.hpp"

#include <thread>

#include <aludel/aludel.hpp>

using namespace std::chrono_literals;

struct order {
    std::int64_t id{};
    std::string text;
};

template <>
inline constexpr auto aludel::entity<order> = aludel::table("limited_orders");

int main(int argc, char** argv) {
    const std::string url = url_from(argc, argv);

    aludel::engine db{url, {.connect_timeout = 5s, .statement_timeout = 30s}};

    db.drop_all<order>();
    db.create_all<order>();
    aludel::session session = db.open_session();
    aludel::repository<order> orders{session};

    session.set_statement_timeout(10s);

    {
        aludel::statement_timeout limit{session, 500ms};
        check(orders.count() == 0);
    }

    try {
        orders.add({.text = "tea"});
    } catch (const aludel::timeout&) {
        // It was not done, and the session goes on.
    }
    check(orders.count() == 1);

    aludel::canceller stop = session.canceller();
    std::thread other{[stop] {
        stop.cancel();
    }};
    try {
        (void)orders.list();
    } catch (const aludel::cancelled&) {
        // The session goes on here, too.
    }
    other.join();

    try {
        db.transaction([](aludel::session& work) { aludel::repository<order>{work}.add({.text = "coffee"}); });
    } catch (const aludel::connection_lost& lost) {
        if (lost.outcome_is_unknown()) {
            // Look whether the order is there before it is given again.
        }
    }
    check(orders.count() == 2);
    return 0;
}
