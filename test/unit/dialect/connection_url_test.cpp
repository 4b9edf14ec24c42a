// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/dialect/connection_url.hpp>
#include <aludel/error.hpp>

namespace {

using aludel::connection_url;

/// The sentence of the error, or an empty text if there is none.
std::string refusal_of(std::string_view text) {
    try {
        (void)connection_url::parse(text);
    } catch (const aludel::usage_error& refused) {
        return refused.what();
    }
    return {};
}

TEST(connection_url, is_taken_apart) {
    const auto url = connection_url::parse("postgresql://ann:secret@db.example:5433/shop?sslmode=require&pool_size=3");
    EXPECT_EQ(url.scheme, "postgresql");
    EXPECT_EQ(url.user, "ann");
    EXPECT_EQ(url.password, "secret");
    ASSERT_EQ(url.hosts.size(), 1u);
    EXPECT_EQ(url.hosts[0].host, "db.example");
    EXPECT_EQ(url.hosts[0].port, 5433);
    EXPECT_EQ(url.database, "shop");
    EXPECT_EQ(url.parameters, (std::map<std::string, std::string>{{"sslmode", "require"}, {"pool_size", "3"}}));
}

TEST(connection_url, may_leave_everything_out_but_the_scheme) {
    const auto url = connection_url::parse("mysql://");
    EXPECT_EQ(url.scheme, "mysql");
    EXPECT_TRUE(url.user.empty());
    EXPECT_TRUE(url.password.empty());
    EXPECT_TRUE(url.hosts.empty());
    EXPECT_TRUE(url.database.empty());
    EXPECT_TRUE(url.parameters.empty());
}

TEST(connection_url, has_a_scheme_in_lower_case) {
    EXPECT_EQ(connection_url::parse("PostgreSQL://h/d").scheme, "postgresql");
}

TEST(connection_url, is_percent_decoded_in_every_part) {
    const auto url = connection_url::parse("mysql://a%40b:p%3A%2f%25@%68ost/my%20shop%3F?na%6De=a%26b%3Dc");
    EXPECT_EQ(url.user, "a@b");
    EXPECT_EQ(url.password, "p:/%");
    ASSERT_EQ(url.hosts.size(), 1u);
    EXPECT_EQ(url.hosts[0].host, "host");
    EXPECT_EQ(url.database, "my shop?");
    EXPECT_EQ(url.parameters, (std::map<std::string, std::string>{{"name", "a&b=c"}}));
}

TEST(connection_url, takes_a_socket_folder_as_an_encoded_host) {
    EXPECT_EQ(connection_url::parse("postgresql://%2Fvar%2Frun/shop").hosts.at(0).host, "/var/run");
}

TEST(connection_url, keeps_a_plus_as_it_is) {
    EXPECT_EQ(connection_url::parse("mysql://u:a+b@h/d").password, "a+b");
}

TEST(connection_url, ends_the_user_at_the_last_at_sign) {
    const auto url = connection_url::parse("mysql://ann:p@ss@host/d");
    EXPECT_EQ(url.user, "ann");
    EXPECT_EQ(url.password, "p@ss");
    EXPECT_EQ(url.hosts.at(0).host, "host");
}

TEST(connection_url, tells_an_empty_password_from_none_by_nothing) {
    EXPECT_EQ(connection_url::parse("mysql://ann:@h/d").password, "");
    EXPECT_EQ(connection_url::parse("mysql://ann@h/d").password, "");
}

struct hosts_case {
    const char* name;
    const char* text;
    std::vector<std::pair<std::string, int>> hosts;
};
class hosts : public testing::TestWithParam<hosts_case> {};

TEST_P(hosts, are_read_with_their_ports) {
    std::vector<std::pair<std::string, int>> found;
    for (const auto& each : connection_url::parse(GetParam().text).hosts) {
        found.emplace_back(each.host, each.port);
    }
    EXPECT_EQ(found, GetParam().hosts);
}

INSTANTIATE_TEST_SUITE_P(
    connection_url, hosts,
    testing::Values(hosts_case{"without_port", "postgresql://h/d", {{"h", 0}}},
                    hosts_case{"with_port", "postgresql://h:1/d", {{"h", 1}}},
                    hosts_case{"greatest_port", "postgresql://h:65535/d", {{"h", 65535}}},
                    hosts_case{"ipv4", "postgresql://127.0.0.1:5432/d", {{"127.0.0.1", 5432}}},
                    hosts_case{"ipv6", "postgresql://[::1]/d", {{"::1", 0}}},
                    hosts_case{"ipv6_with_port", "postgresql://[fe80::1%25eth0]:5432/d", {{"fe80::1%eth0", 5432}}},
                    hosts_case{"several", "postgresql://a:1,b,c:3/d", {{"a", 1}, {"b", 0}, {"c", 3}}},
                    hosts_case{"several_ipv6", "postgresql://u@[::1]:1,[::2]:2/d", {{"::1", 1}, {"::2", 2}}},
                    hosts_case{"port_alone", "postgresql://:5433/d", {{"", 5433}}},
                    hosts_case{"none", "postgresql:///d", {}}),
    [](const auto& tested) { return std::string{tested.param.name}; });

struct file_case {
    const char* name;
    const char* text;
    const char* host;  ///< null: none
    const char* database;
    const char* shown;
};
class file_forms : public testing::TestWithParam<file_case> {};

TEST_P(file_forms, are_told_apart) {
    const auto url = connection_url::parse(GetParam().text);
    EXPECT_EQ(url.database, GetParam().database);
    if (GetParam().host == nullptr) {
        EXPECT_TRUE(url.hosts.empty());
    } else {
        ASSERT_EQ(url.hosts.size(), 1u);
        EXPECT_EQ(url.hosts[0].host, GetParam().host);
    }
    EXPECT_EQ(url.without_password(), GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(
    connection_url, file_forms,
    testing::Values(file_case{"relative", "sqlite:///relative.db", nullptr, "relative.db", "sqlite:///relative.db"},
                    file_case{"absolute", "sqlite:////absolute.db", nullptr, "/absolute.db", "sqlite:////absolute.db"},
                    file_case{"in_a_folder", "sqlite:///a/b.db", nullptr, "a/b.db", "sqlite:///a/b.db"},
                    file_case{"nothing", "sqlite://", nullptr, "", "sqlite://"},
                    file_case{"memory", "sqlite://:memory:", ":memory:", "", "sqlite://:memory:"},
                    file_case{"with_parameters", "sqlite:///a.db?mode=ro", nullptr, "a.db", "sqlite:///a.db"}),
    [](const auto& tested) { return std::string{tested.param.name}; });

struct refused_case {
    const char* name;
    const char* text;
    const char* words;
};
class refused : public testing::TestWithParam<refused_case> {};

TEST_P(refused, names_the_part_and_never_the_password) {
    const std::string sentence = refusal_of(GetParam().text);
    EXPECT_NE(sentence.find(GetParam().words), std::string::npos) << sentence;
    EXPECT_EQ(sentence.find("hunter2"), std::string::npos) << sentence;
}

INSTANTIATE_TEST_SUITE_P(
    connection_url, refused,
    testing::Values(refused_case{"no_scheme", "ann:hunter2@host/d", "scheme is missing"},
                    refused_case{"empty_scheme", "://ann:hunter2@host/d", "scheme is missing"},
                    refused_case{"half_an_escape_in_the_password", "mysql://ann:hunter2%4@host/d", "password has a %"},
                    refused_case{"an_escape_at_the_end", "mysql://ann:hunter2%@host/d", "password has a %"},
                    refused_case{"no_digits_in_the_user", "mysql://a%zz:hunter2@host/d", "user has a %"},
                    refused_case{"no_digits_in_the_database", "mysql://ann:hunter2@host/%", "database has a %"},
                    refused_case{"no_digits_in_a_parameter", "mysql://a:hunter2@h/d?x=%1", "parameter x has a %"},
                    refused_case{"nul", "mysql://ann:hunter2%00@host/d", "password holds a NUL"},
                    refused_case{"a_port_of_letters", "mysql://ann:hunter2@host:abc/d", "port is not a number"},
                    refused_case{"port_zero", "mysql://ann:hunter2@host:0/d", "port is not a number"},
                    refused_case{"a_port_too_large", "mysql://ann:hunter2@host:65536/d", "port is not a number"},
                    refused_case{"a_port_with_a_tail", "mysql://ann:hunter2@host:80x/d", "port is not a number"},
                    refused_case{"a_slash_in_the_password", "mysql://ann:hunter2/x@host/d", "must be written as %2F"},
                    refused_case{"a_question_mark_in_the_password", "mysql://ann:x?hunter2@host/d", "written as %3F"},
                    refused_case{"two_of_them_and_an_equals_sign", "mysql://ann:x?hunter2%=1@h",
                                 "port is not a number"},
                    refused_case{"an_open_bracket", "mysql://ann:hunter2@[::1/d", "does not close it"},
                    refused_case{"text_behind_a_bracket", "mysql://ann:hunter2@[::1]x/d", "behind the ]"},
                    refused_case{"ipv6_without_brackets", "mysql://ann:hunter2@::1/d", "in brackets"},
                    refused_case{"a_parameter_twice", "mysql://a:hunter2@h/d?x=1&x=2", "parameter x is given twice"}),
    [](const auto& tested) { return std::string{tested.param.name}; });

TEST(connection_url, is_shown_without_its_password_and_parameters) {
    const auto url = connection_url::parse("postgresql://ann:hunter2@a:1,[::1]:2/shop?sslpassword=hunter2");
    EXPECT_EQ(url.without_password(), "postgresql://ann@a:1,[::1]:2/shop");
}

TEST(parameters, are_gone_once_they_were_taken) {
    auto url = connection_url::parse("mysql://h/d?a=1&b=2");
    EXPECT_EQ(url.take("a"), "1");
    EXPECT_EQ(url.take("a", "otherwise"), "otherwise");
    EXPECT_EQ(url.parameters.size(), 1u);
}

TEST(parameters, are_read_as_flags) {
    for (const char* text : {"on", "TRUE", "1", "Yes"}) {
        auto url = connection_url::parse(std::string{"mysql://h/d?x="} + text);
        EXPECT_TRUE(url.take_flag("x", false)) << text;
    }
    for (const char* text : {"off", "False", "0", "no"}) {
        auto url = connection_url::parse(std::string{"mysql://h/d?x="} + text);
        EXPECT_FALSE(url.take_flag("x", true)) << text;
    }
    auto url = connection_url::parse("mysql://h/d?x=maybe");
    EXPECT_TRUE(url.take_flag("y", true));
    EXPECT_THROW((void)url.take_flag("x", true), aludel::usage_error);
}

TEST(parameters, are_read_as_whole_numbers) {
    auto url = connection_url::parse("mysql://h/d?a=18446744073709551615&b=-1&c=1x&d=18446744073709551616");
    EXPECT_EQ(url.take_number("a", 0), 18446744073709551615u);
    EXPECT_EQ(url.take_number("none", 7), 7u);
    for (const char* name : {"b", "c", "d"}) {
        EXPECT_THROW((void)url.take_number(name, 0), aludel::usage_error) << name;
    }
}

}  // namespace
