// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <aludel/aludel.hpp>
#include <aludel/dialect/connection_url.hpp>

#include "documented_causes.hpp"
#include "private_server.hpp"

namespace causes {

struct item {
    std::int64_t id{};
    std::string text;
};

}  // namespace causes

template <>
inline constexpr auto aludel::entity<causes::item> = aludel::table("cause_items");

namespace causes {

/// What the tests run on: a server that this program has to itself, or SQLite files.
enum class family { sqlite, postgresql, mysql };

struct cause_run {
    family kind = family::sqlite;
    std::string column;  ///< of the page's table
    std::unique_ptr<faults::private_server> server;
    int starts = 1;
};

cause_run& this_run();

/// Each cause starts from an empty table of items.
class cause : public testing::Test {
protected:
    cause();

    /// The run's connection string with further parameters.
    [[nodiscard]] std::string url(std::string_view parameters = {}) const;
    /// The same with other parts; not on SQLite.
    [[nodiscard]] static aludel::connection_url parts() {
        return aludel::connection_url::parse(this_run().server->url());
    }
    static std::string text_of(const aludel::connection_url& parts, std::string_view parameters = {});
    static bool is(family kind) { return this_run().kind == kind; }

    /// Runs a statement as the server's administrator, whose privileges others lack.
    static void as_administrator(std::string_view sql);

    /// Runs what must fail for this cause, and compares the error with the page. Returns it for a closer look.
    template <class Work>
    aludel::error_details expect_cause(std::string_view name, Work work) {
        try {
            work();
        } catch (const aludel::error& thrown) {
            faults::expect_as_documented(name, this_run().column, thrown);
            said_ = thrown.what();
            return thrown.details();
        }
        ADD_FAILURE() << "nothing was thrown";
        return {};
    }
    /// A connection that cannot be made, and a place in the pool that it does not cost.
    void expect_refusal(std::string_view name, const std::string& refused_url);
    static void expect_usable(aludel::session& session);
    /// That engine makes new connections by itself.
    static void expect_recovers(aludel::engine& engine);
    void expect_said(std::string_view part) const { EXPECT_NE(said_.find(part), std::string::npos) << said_; }

    std::string said_;
    faults::temporary_directory directory_;
    std::string sqlite_url_ = "sqlite:///" + (directory_.path() / "causes.db").string();
    aludel::engine db_{url("pool_size=4&acquire_timeout=5000")};
};

}  // namespace causes
