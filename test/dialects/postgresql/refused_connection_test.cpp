// SPDX-License-Identifier: BSL-1.0
// What is said when no connection comes about: the class, the place and the cure, and never the password.
#include "../expecting.hpp"
#include "../server_url.hpp"

namespace refused_connections {

using dialects::expect_said;
using dialects::expect_unsaid;
using dialects::server_url;
using dialects::thrown_by;

constexpr std::string_view password = "s3cret-word";

struct refusal {
    std::string_view name;
    std::string url;
    std::vector<std::string> said;
};

std::vector<refusal> refusals() {
    server_url user;
    user.user = "nobody_known";
    server_url database;
    database.database = "no_such_database";
    server_url port;
    port.port = 1;
    server_url host;
    host.host = "no-such-host.invalid";
    server_url encrypted;
    for (server_url* each : {&user, &database, &port, &host, &encrypted}) {
        each->password = password;
    }
    return {{"a user that is not there", user.text(), {"nobody_known", std::to_string(user.port)}},
            {"a database that is not there", database.text(), {"no_such_database", std::to_string(user.port)}},
            {"a port where nobody listens", port.text(), {port.host, "port 1 ", "refused", "running"}},
            {"a host without an address", host.text("connect_timeout=3000"), {"no-such-host.invalid"}},
            {"a certificate that nobody known signed",
             encrypted.text("sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt"),
             {"certificate", "sslmode=verify-full", "sslrootcert"}},
            {"one host after the other",
             "postgresql://a:" + std::string{password} + "@127.0.0.1:1,127.0.0.1:2/x",
             {"port 1 ", "port 2 "}}};
}

TEST(refused_connection, is_connection_lost_with_place_and_cure_and_without_the_password) {
    for (const refusal& each : refusals()) {
        SCOPED_TRACE(each.name);
        aludel::engine refused{each.url};
        const auto lost = thrown_by<aludel::connection_lost>([&] { (void)refused.open_session(); });
        EXPECT_FALSE(lost.connection_is_usable());
        expect_said(lost, {"cannot connect to PostgreSQL: ", "check the connection string"});
        for (const std::string& part : each.said) {
            expect_said(lost, {part});
        }
        expect_unsaid(lost, password);
        expect_unsaid(lost, "is gone");
        expect_unsaid(lost, "\n");
        EXPECT_EQ(refused.url().find(password), std::string_view::npos) << refused.url();
    }
}

TEST(refused_connection, uses_up_no_place_in_the_pool) {
    server_url nowhere;
    nowhere.port = 1;
    aludel::engine refused{nowhere.text("pool_size=1&acquire_timeout=500")};
    for (int round = 0; round < 3; ++round) {
        EXPECT_THROW((void)refused.open_session(), aludel::connection_lost);
    }
}

TEST(refused_connection, a_parameter_that_libpq_lacks_is_named_and_what_is_ours_is_refused) {
    for (const std::string_view name : {"no_such_keyword", "client_encoding", "replication"}) {
        const auto wrong =
            thrown_by<aludel::usage_error>([&] { aludel::engine{conformance::url(std::string{name} + "=1")}; });
        expect_said(wrong, {name, "sslmode", "pool_size"});
    }
}

TEST(refused_connection, of_several_hosts_the_one_that_listens_is_taken) {
    const server_url there;
    aludel::engine own{there.given.scheme + "://" + there.user + "@127.0.0.1:1," + there.address() + '/' +
                       there.database + "?application_name=of%20two"};
    aludel::session session = own.open_session();
    EXPECT_EQ(session.query_one<std::string>("select current_setting('application_name')"), "of two");
}

}  // namespace refused_connections
