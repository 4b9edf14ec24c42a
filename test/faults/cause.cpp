// SPDX-License-Identifier: BSL-1.0
#include "cause.hpp"

#include <iostream>

namespace causes {
namespace {

cause_run run;

}  // namespace

cause_run& this_run() {
    return run;
}

cause::cause() {
    db_.create_all<item>();
    aludel::session session = db_.open_session();
    (void)aludel::repository<item>{session}.remove_all();
}

std::string cause::url(std::string_view parameters) const {
    return text_of(aludel::connection_url::parse(is(family::sqlite) ? sqlite_url_ : run.server->url()), parameters);
}

std::string cause::text_of(const aludel::connection_url& parts, std::string_view parameters) {
    std::string text = parts.scheme + "://";
    if (!parts.hosts.empty()) {
        text += parts.user + (parts.password.empty() ? "" : ":" + parts.password) + '@' + parts.hosts.front().host +
                ':' + std::to_string(parts.hosts.front().port);
    }
    return text + '/' + parts.database + (parameters.empty() ? "" : "?") + std::string{parameters};
}

void cause::as_administrator(std::string_view sql) {
    aludel::engine own{run.server->administrator_url()};
    own.open_session().core().run(sql);
}

void cause::expect_refusal(std::string_view name, const std::string& refused_url) {
    aludel::engine refused{refused_url};
    for (int tries = 0; tries < 2; ++tries) {
        (void)expect_cause(name, [&] { (void)refused.open_session(); });
    }
}

void cause::expect_usable(aludel::session& session) {
    aludel::repository<item> items{session};
    const item added = items.add({0, "behind the failure"});
    EXPECT_EQ(items.get(added.id).text, "behind the failure");
}

void cause::expect_recovers(aludel::engine& engine) {
    aludel::session session = engine.open_session();
    expect_usable(session);
}

}  // namespace causes

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    if (argc != 2) {
        std::cerr << "usage: " << argv[0] << " [gtest flags] sqlite|postgresql15|mariadb|mysql56\n";
        return 2;
    }
    const std::string database = argv[1];
    causes::cause_run& run = causes::this_run();
    if (database == "sqlite") {
        run.column = "SQLite";
    } else {
        const bool is_postgresql = database.starts_with("postgresql");
        run.kind = is_postgresql ? causes::family::postgresql : causes::family::mysql;
        run.column = is_postgresql ? "PostgreSQL" : "MySQL, MariaDB";
        run.server = std::make_unique<faults::private_server>(database, is_postgresql ? "-c max_connections=20" : "");
    }
    const int status = RUN_ALL_TESTS();
    run.server.reset();
    return status;
}
