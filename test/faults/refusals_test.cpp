// SPDX-License-Identifier: BSL-1.0
// Connections that do not come about, and those that the server takes away: always connection_lost, and an engine that
// goes on when the cause is gone.
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "cause.hpp"
#include "server_words.hpp"

namespace causes {

constexpr ::uid_t nobody = 65534;

/// Root may write everything: it looks at files as somebody else for a while.
class without_root {
public:
    without_root() {
        if (::geteuid() == 0) {
            EXPECT_EQ(::seteuid(nobody), 0);
        }
    }
    without_root(const without_root&) = delete;
    without_root& operator=(const without_root&) = delete;
    ~without_root() {
        if (::getuid() == 0) {
            EXPECT_EQ(::seteuid(0), 0);
        }
    }
};

#define SKIP_WITHOUT_SERVER()                                                                                          \
    if (is(family::sqlite)) {                                                                                          \
        GTEST_SKIP() << "SQLite has no server";                                                                        \
    }

TEST_F(cause, an_unknown_host) {
    SKIP_WITHOUT_SERVER();
    aludel::connection_url nowhere = parts();
    nowhere.hosts.front().host = "no-such-host.invalid";
    expect_refusal("an unknown host", text_of(nowhere, "pool_size=1&connect_timeout=3000"));
}

TEST_F(cause, a_port_where_nobody_listens) {
    SKIP_WITHOUT_SERVER();
    aludel::connection_url closed = parts();
    closed.hosts.front().port = 1;
    expect_refusal("a closed port", text_of(closed, "pool_size=1"));
}

TEST_F(cause, a_database_that_is_not_there) {
    aludel::connection_url missing = aludel::connection_url::parse(url());
    missing.database = is(family::sqlite) ? (directory_.path() / "no/such/folder/x.db").string() : "no_such_database";
    expect_refusal("an unknown database", text_of(missing, "pool_size=1"));
}

TEST_F(cause, a_wrong_password) {
    SKIP_WITHOUT_SERVER();
    aludel::connection_url wrong = parts();
    if (is(family::postgresql)) {
        const std::filesystem::path rules = this_run().server->data() / "pg_hba.conf";
        std::ostringstream before;
        before << std::ifstream{rules}.rdbuf();
        std::ofstream{rules} << "host all guarded 127.0.0.1/32 scram-sha-256\n" << before.str();
        as_administrator("create role guarded login password 'right'");
        as_administrator("select pg_reload_conf()");
        wrong.user = "guarded";
    }
    wrong.password = "wrong-one";
    for (int tries = 0; tries < 100 && is(family::postgresql); ++tries) {  // until the rules are read
        try {
            aludel::engine guarded{text_of(wrong)};
            (void)guarded.open_session();
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        } catch (const aludel::connection_lost&) {
            break;
        }
    }
    expect_refusal("a wrong password", text_of(wrong, "pool_size=1"));
    EXPECT_EQ(said_.find("wrong-one"), std::string::npos) << said_;
}

TEST_F(cause, a_server_at_its_connection_limit) {
    SKIP_WITHOUT_SERVER();
    if (is(family::mysql)) {
        as_administrator("set global max_connections = 10");
    }
    {
        aludel::engine many{url("pool_size=40&acquire_timeout=5000")};
        std::vector<aludel::session> open;
        (void)expect_cause("a server at its connection limit", [&] {
            while (open.size() < 40) {
                open.push_back(many.open_session());
            }
        });
        ASSERT_FALSE(open.empty());
        expect_usable(open.front());
        open.clear();
        expect_recovers(many);
    }
    if (is(family::mysql)) {
        as_administrator("set global max_connections = 200");
    }
}

TEST_F(cause, a_users_connection_limit) {
    SKIP_WITHOUT_SERVER();
    aludel::connection_url limited = parts();
    limited.user = "limited";
    if (is(family::postgresql)) {
        as_administrator("create role limited login connection limit 1");
    } else {
        as_administrator("grant select on aludel.* to 'limited'@'127.0.0.1' identified by '" + limited.password +
                         "' with max_user_connections 1");
    }
    aludel::engine own{text_of(limited, "pool_size=2")};
    aludel::session first = own.open_session();
    (void)expect_cause("a server at its connection limit", [&] { (void)own.open_session(); });
    EXPECT_EQ(first.query_one<int>("select 1"), 1);
}

TEST_F(cause, a_file_that_may_not_be_written) {
    if (!is(family::sqlite)) {
        GTEST_SKIP() << "a server's files are its own";
    }
    const std::filesystem::path file = directory_.path() / "causes.db";
    { aludel::session last = db_.open_session(); }
    std::filesystem::path copy = directory_.path() / "copy.db";
    std::filesystem::copy_file(file, copy);
    ::chmod(copy.c_str(), 0444);
    const without_root scope;
    expect_refusal("a file that may not be written", "sqlite:///" + copy.string() + "?pool_size=1");
}

TEST_F(cause, a_file_that_is_no_database) {
    if (!is(family::sqlite)) {
        GTEST_SKIP() << "a server's files are its own";
    }
    const std::filesystem::path file = directory_.path() / "letter.db";
    std::ofstream{file} << std::string(10'000, 'x');
    expect_refusal("a file that is no database", "sqlite:///" + file.string() + "?pool_size=1");
}

TEST_F(cause, a_connection_that_is_killed) {
    SKIP_WITHOUT_SERVER();
    const auto words = faults::server_words::of_scheme(parts().scheme);
    aludel::session victim = db_.open_session();
    aludel::session killer = db_.open_session();
    const std::int64_t number = words->number_of(victim);
    words->kill(killer, number);
    words->await_end_of(number, killer, std::chrono::seconds{30});
    for (int tries = 0; tries < 2; ++tries) {
        (void)expect_cause("a connection that an administrator ended", [&] { expect_usable(victim); });
    }
    expect_usable(killer);
}

TEST_F(cause, a_server_that_is_shut_down) {
    SKIP_WITHOUT_SERVER();
    faults::private_server& server = *this_run().server;
    aludel::session session = db_.open_session();
    if (is(family::postgresql)) {  // first "smart": who is there may stay, and nobody else gets in
        server.send(SIGTERM);
        std::this_thread::sleep_for(std::chrono::milliseconds{500});
        expect_refusal("a server that is shutting down", url("pool_size=1"));
        expect_usable(session);
    }
    server.shut_down();
    const auto lost = expect_cause("a server that was shut down", [&] {
        while (true) {
            (void)session.query_one<int>("select 1");
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
    });
    EXPECT_FALSE(lost.connection_is_usable);
    server.wait_for_start(++this_run().starts);
    expect_recovers(db_);
}

TEST_F(cause, a_server_that_crashed) {
    SKIP_WITHOUT_SERVER();
    aludel::session session = db_.open_session();
    aludel::transaction scope{session};
    aludel::repository<item>{session}.add({0, "in the dark"});
    this_run().server->crash();
    (void)expect_cause("a server that crashed", [&] {
        while (true) {
            (void)session.query_one<int>("select 1");
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
    });
    this_run().server->wait_for_start(++this_run().starts);
    expect_recovers(db_);
    aludel::session next = db_.open_session();
    EXPECT_EQ(aludel::repository<item>{next}.count(), 1u);  // what expect_recovers() added
}

}  // namespace causes
