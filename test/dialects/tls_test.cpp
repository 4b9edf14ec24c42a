// SPDX-License-Identifier: BSL-1.0
// TLS, and what is refused for the lack of it. The servers' certificate is for "localhost", so 127.0.0.1 is a wrong
// name.
#include <cstdlib>

#include "expecting.hpp"
#include "server_url.hpp"
#include "tls_facts.hpp"

namespace tls {

using dialects::cipher_query;
using dialects::expect_said;
using dialects::expect_unsaid;
using dialects::thrown_by;

/// Skips where this run's server offers no TLS.
class tls : public testing::Test {
protected:
    void SetUp() override {
        if (conformance::certificate_authority().empty()) {
            GTEST_SKIP() << "the test server offers no TLS";
        }
        there.host = "localhost";
    }
    [[nodiscard]] std::string with(std::string_view mode, const std::string& file) const {
        return there.text("pool_size=1&sslmode=" + std::string{mode} + "&sslrootcert=" + file);
    }
    static std::string cipher_of(const std::string& url) {
        aludel::engine own{url};
        return own.open_session().query_one<std::string>(cipher_query);
    }
    static aludel::connection_lost refusal_of(const std::string& url) {
        aludel::engine own{url};
        return thrown_by<aludel::connection_lost>([&] { (void)own.open_session(); });
    }
    const std::string authority = conformance::certificate_authority();
    const std::string other_authority = authority.substr(0, authority.rfind('/') + 1) + "other-ca.pem";
    dialects::server_url there;
};

TEST_F(tls, is_not_used_where_it_is_disabled) {
    EXPECT_EQ(cipher_of(there.text("sslmode=disable")), "");
}

TEST_F(tls, is_used_where_the_server_offers_it_and_it_is_preferred) {
    EXPECT_NE(cipher_of(there.text("sslmode=prefer")), "");
}

TEST_F(tls, is_used_where_it_is_required) {
    EXPECT_NE(cipher_of(there.text("sslmode=require")), "");
}

TEST_F(tls, of_a_server_that_the_authority_signed_is_used) {
    EXPECT_NE(cipher_of(with("require", authority)), "");
    EXPECT_NE(cipher_of(with("verify-ca", authority)), "");
    EXPECT_NE(cipher_of(with("verify-full", authority)), "");
}

TEST_F(tls, of_a_server_that_another_authority_signed_is_refused) {
    for (const std::string_view mode : {"require", "verify-ca", "verify-full"}) {
        const aludel::connection_lost refused = refusal_of(with(mode, other_authority));
        EXPECT_FALSE(refused.is_retryable());
        EXPECT_FALSE(refused.connection_is_usable());
        expect_said(refused, {"certificate", "sslmode=", "sslrootcert"});
        if (!there.password.empty()) {
            expect_unsaid(refused, there.password);
        }
    }
}

TEST_F(tls, of_a_server_with_another_name_is_refused_where_the_name_is_looked_at) {
    there.host = "127.0.0.1";
    EXPECT_NE(cipher_of(with("verify-ca", authority)), "");
    expect_said(refusal_of(with("verify-full", authority)), {"certificate", "sslmode=verify-full", "names the host"});
}

TEST_F(tls, with_a_file_of_authorities_that_is_not_there_is_refused) {
    (void)refusal_of(with("verify-ca", "/nowhere/ca.pem"));
    (void)refusal_of(with("verify-full", "/nowhere/ca.pem"));
}

TEST_F(tls, brings_the_certificate_of_the_client) {
    const std::string folder = authority.substr(0, authority.rfind('/') + 1);
    const std::string client = "&sslcert=" + folder + "client.pem&sslkey=" + folder + "client.key";
    there.user = dialects::certified_user;
    for (const std::string& url : {with("verify-full", authority), there.text("sslmode=require")}) {
        aludel::engine own{url + client};
        aludel::session session = own.open_session();
        EXPECT_TRUE(dialects::brought_certificate(session));
    }
}

TEST_F(tls, carries_more_than_a_packet) {
    aludel::engine own{with("verify-full", authority)};
    aludel::session session = own.open_session();
    std::string text(100'000, 'x');
    EXPECT_EQ(session.query_one<std::string>("select {}", text), text);
}

TEST(sslmode, that_is_unknown_is_a_usage_error_that_lists_the_known_ones) {
    const auto wrong =
        thrown_by<aludel::usage_error>([] { aludel::engine{dialects::server_url{}.text("sslmode=mandatory")}; });
    expect_said(wrong, {"disable", "prefer", "require", "verify-ca", "verify-full"});
    EXPECT_THROW(aludel::engine{dialects::server_url{}.text("sslmode=")}, aludel::usage_error);
}

TEST(sslmode, that_asks_for_tls_refuses_a_server_without_it) {
    const std::string url = dialects::url_without_tls();
    if (url.empty()) {
        GTEST_SKIP() << "every test server of this kind that runs offers TLS";
    }
    for (const std::string_view mode : {"require", "verify-full"}) {
        aludel::engine own{url + "?sslmode=" + std::string{mode}};
        const auto refused = thrown_by<aludel::connection_lost>([&] { (void)own.open_session(); });
        expect_said(refused, {"sslmode=" + std::string{mode}, "TLS"});
    }
    aludel::engine content{url + "?sslmode=prefer"};
    EXPECT_EQ(content.open_session().query_one<int>("select 1"), 1);
}

}  // namespace tls
