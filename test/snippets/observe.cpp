// SPDX-License-Identifier: BSL-1.0
#include <map>

#include "check.hpp"
#include "shop.hpp"

int main(int argc, char** argv) {
    std::map<std::string, int> failures;
    int slow_statements = 0;
    int lost_connections = 0;

    aludel::engine_options options;
    options.slow_statement = std::chrono::milliseconds{200};
    options.on_statement = [&](const aludel::statement_event& event) {
        if (event.failed && event.error) {
            failures[std::string{aludel::to_string(*event.error)}] += 1;  // "unique_violation"
        }
        slow_statements += event.slow ? 1 : 0;
    };
    options.on_connection = [&](const aludel::connection_event& event) {
        lost_connections += event.change == aludel::connection_change::lost ? 1 : 0;
    };

    aludel::engine db{url_from(argc, argv), options};
    db.drop_all<customer, purchase>();
    db.create_all<customer, purchase>();
    aludel::session session = db.open_session();
    aludel::repository<customer> customers{session};
    customers.add({.email = "ada@example.com", .name = "Ada"});
    try {
        customers.add({.email = "ada@example.com", .name = "Another Ada"});
    } catch (const aludel::unique_violation&) {  // expected
    }
    check(failures == std::map<std::string, int>{{"unique_violation", 1}} && lost_connections == 0);

    aludel::pool_statistics seen = db.statistics();
    bool is_busy = seen.waiting > 0 || seen.in_use == db.pool_size();
    std::chrono::duration<double> waited = seen.wait_time;  // in seconds, all waits together
    check(!is_busy && waited.count() == 0 && seen.in_use == 1);
    return 0;
}
