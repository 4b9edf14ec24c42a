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
    server_url wrong_password;
    wrong_password.password = password;
    server_url user;
    user.user = "nobody_known";
    user.password = password;
    server_url database;
    database.database = "no_such_database";
    server_url port;
    port.password = password;
    port.port = 1;
    server_url host;
    host.password = password;
    host.host = "no-such-host.invalid";
    const std::string socket = "mysql://u:" + std::string{password} + "@/x?unix_socket=%2Fnowhere%2Fserver.sock";
    return {{"a wrong password", wrong_password.text(), {wrong_password.address(), "user and the password"}},
            {"a user that is not there", user.text(), {user.address(), "nobody_known", "user and the password"}},
            {"a database that is not there", database.text(), {database.address(), "no_such_database", "create"}},
            {"a port where nobody listens", port.text(), {"127.0.0.1:1:", "the server runs"}},
            {"a host without an address", host.text("connect_timeout=3000"), {"no-such-host.invalid", "the host"}},
            {"a socket that is not there", socket, {"the socket /nowhere/server.sock"}}};
}

TEST(refused_connection, is_connection_lost_with_place_and_cure_and_without_the_password) {
    for (const refusal& each : refusals()) {
        SCOPED_TRACE(each.name);
        aludel::engine refused{each.url};
        const auto lost = thrown_by<aludel::connection_lost>([&] { (void)refused.open_session(); });
        EXPECT_FALSE(lost.connection_is_usable());
        EXPECT_NE(lost.native_code(), 0);
        expect_said(lost, {"cannot connect to "});
        for (const std::string& part : each.said) {
            expect_said(lost, {part});
        }
        expect_unsaid(lost, password);
        EXPECT_EQ(refused.url().find(password), std::string_view::npos) << refused.url();
    }
}

TEST(refused_connection, the_right_password_is_not_said_either) {
    server_url there;
    ASSERT_FALSE(there.password.empty());
    there.database = "no_such_database";
    aludel::engine refused{there.text()};
    expect_unsaid(thrown_by<aludel::connection_lost>([&] { (void)refused.open_session(); }), there.password);
}

TEST(refused_connection, uses_up_no_place_in_the_pool) {
    server_url nowhere;
    nowhere.port = 1;
    aludel::engine refused{nowhere.text("pool_size=1&acquire_timeout=500")};
    for (int round = 0; round < 3; ++round) {
        EXPECT_THROW((void)refused.open_session(), aludel::connection_lost);
    }
}

TEST(refused_connection, files_that_nobody_would_look_at_are_a_usage_error) {
    for (const std::string_view weak :
         {"sslrootcert=/x", "sslmode=prefer&sslrootcert=/x", "sslmode=disable&sslkey=/x"}) {
        const auto wrong = thrown_by<aludel::usage_error>([&] { aludel::engine{conformance::url(weak)}; });
        expect_said(wrong, {"sslmode=require", "verify-full"});
    }
    const auto wrong = thrown_by<aludel::usage_error>([] { aludel::engine{conformance::url("sslmode=verify-ca")}; });
    expect_said(wrong, {"sslrootcert"});
}

TEST(refused_connection, a_semicolon_that_would_be_read_as_another_setting_is_a_usage_error) {
    server_url there;
    there.host = "127.0.0.1%3Bssl-verify-server-cert=0";
    for (const std::string& odd : {there.text("sslmode=verify-full"),
                                   conformance::url("sslmode=verify-full&sslrootcert=/x%3Bssl-verify-server-cert=0")}) {
        expect_said(thrown_by<aludel::usage_error>([&] { aludel::engine{odd}; }), {"semicolon"});
    }
}

TEST(refused_connection, a_certificate_of_the_client_that_is_not_there_is_connection_lost) {
    aludel::engine own{conformance::url("sslmode=verify-full&sslcert=/nowhere.pem&sslkey=/nowhere.key")};
    EXPECT_THROW((void)own.open_session(), aludel::connection_lost);
}

TEST(refused_connection, two_hosts_are_a_usage_error_with_a_cure) {
    const auto wrong = thrown_by<aludel::usage_error>([] { aludel::engine{"mysql://user@one,two/shop"}; });
    expect_said(wrong, {"one host", "proxy"});
}

TEST(refused_connection, localhost_with_a_port_means_tcp) {
    server_url there;
    there.host = "localhost";
    aludel::engine own{there.text()};
    aludel::session session = own.open_session();
    EXPECT_EQ(session.query_one<unsigned>("select @@port"), there.port);
}

}  // namespace refused_connections
