// SPDX-License-Identifier: BSL-1.0
// What log_to writes: each event at its level, without values and passwords.
#include <sstream>

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <aludel/log/spdlog.hpp>

#include "people.hpp"

namespace logs {

using namespace people;

class logs : public testing::Test {
protected:
    logs() {
        logger->set_level(spdlog::level::debug);
        logger->set_pattern("[%l] %v");
    }
    aludel::engine_options logging(aludel::log_settings settings = {}, aludel::engine_options options = {}) {
        aludel::log_to(options, logger, settings);
        return options;
    }
    /// The lines that begin with the level and hold the text.
    std::size_t lines_with(std::string_view level, std::string_view text) {
        std::istringstream written{stream.str()};
        std::size_t count = 0;
        for (std::string line; std::getline(written, line);) {
            count += line.starts_with("[" + std::string{level} + "]") && line.find(text) != std::string::npos ? 1 : 0;
        }
        return count;
    }
    void forget() { stream.str({}); }

    std::ostringstream stream;
    std::shared_ptr<spdlog::logger> logger =
        std::make_shared<spdlog::logger>("aludel", std::make_shared<spdlog::sinks::ostream_sink_mt>(stream));
};

TEST_F(logs, tell_statements_connections_and_failures_at_their_levels) {
    {
        aludel::engine own{conformance::url("pool_size=1"), logging()};
        aludel::session session = conformance::session_with<city, person>(own);
        forget();
        aludel::repository<person> persons{session};
        persons.add(called("5ecret"));
        EXPECT_GE(lines_with("debug", "insert into"), 1u) << stream.str();
        EXPECT_THROW(persons.add(called("5ecret")), aludel::unique_violation);
        EXPECT_GE(lines_with("error", "(unique_violation, "), 1u) << stream.str();
        EXPECT_EQ(persons.where(aludel::col<&person::name> == "5ecret").count(), 1u);
        EXPECT_EQ(stream.str().find("5ecret"), std::string::npos) << stream.str();
        forget();
    }
    EXPECT_EQ(lines_with("info", "connection closed (engine_ended)"), 1u) << stream.str();
}

TEST_F(logs, tell_slow_statements_as_warnings) {
    aludel::engine own{conformance::url("slow_statement=1"), logging({.statements = false})};
    aludel::session session = conformance::session_with<city, person>(own);
    std::vector<person> many;
    for (int i = 0; i < 20'000; ++i) {
        many.push_back(called(std::to_string(i)));
    }
    aludel::repository<person> persons{session};
    persons.bulk_insert(many);
    session.execute("update people set age = 1");
    EXPECT_GE(lines_with("warning", "slow: "), 1u) << stream.str();
    EXPECT_EQ(lines_with("debug", ""), 0u) << stream.str();
    persons.remove_all();
}

TEST_F(logs, tell_a_refused_connection_as_an_error_without_its_password) {
    const std::string url =
        conformance::words().number.empty()  // no server
            ? "sqlite:////no/such/folder/anywhere.db"
            : conformance::url().substr(0, conformance::url().find(':')) + "://somebody:5ecret@127.0.0.1:1/nothing";
    aludel::engine own{url, logging()};
    EXPECT_THROW((void)own.open_session(), aludel::error);
    EXPECT_EQ(lines_with("error", "connection refused after"), 1u) << stream.str();
    EXPECT_EQ(stream.str().find("5ecret"), std::string::npos) << stream.str();
}

TEST_F(logs, leave_out_the_end_of_long_statements) {
    aludel::engine own{conformance::url("pool_size=1"), logging({.longest_text = 20})};
    aludel::session session = own.open_session();
    forget();
    const std::string sql = "select '" + std::string(11, 'x') + "é" + std::string(50, 'y') + "'";
    (void)session.query<std::string>(aludel::runtime_sql{sql});
    EXPECT_EQ(lines_with("debug", "select '" + std::string(11, 'x') + " …"), 1u) << stream.str();
    EXPECT_EQ(lines_with("debug", "y"), 0u) << stream.str();
}

TEST_F(logs, go_beside_what_the_options_told_before) {
    int statements = 0;
    int connections = 0;
    aludel::engine own{conformance::url("pool_size=1"),
                       logging({}, {.on_statement =
                                        [&](const auto&) {
                                            ++statements;
                                            throw std::runtime_error{"whoever watches fails"};
                                        },
                                    .on_connection =
                                        [&](const auto&) {
                                            ++connections;
                                        }})};
    aludel::session session = own.open_session();
    (void)session.query_one<int>("select 1");
    EXPECT_EQ(statements, 1);
    EXPECT_EQ(connections, 1);
    EXPECT_EQ(lines_with("debug", "select 1"), 1u) << stream.str();
    EXPECT_EQ(lines_with("info", "connection opened in"), 1u) << stream.str();
}

}  // namespace logs
