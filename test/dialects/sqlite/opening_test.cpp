// SPDX-License-Identifier: BSL-1.0
// Files: every path works, and one that cannot be opened is told with its place and its cure.
#include <fstream>
#include <thread>

#include "../../conformance/database.hpp"
#include "../expecting.hpp"
#include "temporary_directory.hpp"

namespace openings {

namespace fs = std::filesystem;
using dialects::expect_said;
using dialects::thrown_by;

class opening : public testing::Test {
protected:
    void make_database(const std::string& name) {
        aludel::engine made{directory.url(name, "journal_mode=delete")};
        made.open_session().core().run("create table t (x integer)");
    }
    dialects::temporary_directory directory;
};

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        encoded += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return encoded;
}

TEST_F(opening, any_path_works_native_and_through_soci) {
    const std::vector<std::string> names{"blank and  two.db",
                                         "equals=sign.db",
                                         "quote'and\"quote.db",
                                         "question?mark&x=y.db",
                                         "hash#percent%20.db",
                                         "plus+semicolon;.db",
                                         "\xC3\xA9t\xC3\xA9 \xF0\x9F\x98\x80.db",
                                         "back\\slash.db",
                                         "new\nline.db",
                                         "timeout=1 readonly.db",
                                         "no suffix"};
    for (const std::string& name : names) {
        SCOPED_TRACE(name);
        for (const std::string_view path : {"native_path=on", "native_path=off"}) {
            aludel::engine engine{directory.url(percent_encoded(name), std::string{path})};
            aludel::session session = engine.open_session();
            session.core().run("create table if not exists t (x integer)");
            EXPECT_EQ(session.execute("insert into t values (1)"), 1u);
            EXPECT_TRUE(fs::exists(directory.file(name)));
        }
        aludel::engine again{directory.url(percent_encoded(name), "mode=ro")};
        EXPECT_EQ(again.open_session().query_one<int>("select count(*) from t"), 2);
    }
}

TEST_F(opening, of_what_cannot_be_opened_is_connection_lost_with_place_and_cure) {
    struct refusal {
        std::string_view name;
        std::string file;
        std::string parameters;
        std::string_view cure;
    };
    fs::create_directory(directory.file("a_directory"));
    std::ofstream{directory.file("junk.db")} << std::string(5'000, 'j');
    const std::vector<refusal> refusals{
        {"a missing directory", "nowhere/x.db", "", "create it first"},
        {"a directory", "a_directory", "", "name a file in it"},
        {"a missing file, to be read", "none.db", "mode=ro", "mode=rwc"},
        {"a missing file, to be written", "none.db", "mode=rw", "mode=rwc"},
        {"a file of another kind", "junk.db", "", "give another path"},
    };
    for (const refusal& each : refusals) {
        for (const std::string_view path : {"native_path=on", "native_path=off"}) {
            SCOPED_TRACE(std::string{each.name} + ", " + std::string{path});
            const std::string separator = each.parameters.empty() ? "" : "&";
            aludel::engine engine{directory.url(each.file, each.parameters + separator + std::string{path})};
            const auto lost = thrown_by<aludel::connection_lost>([&] { (void)engine.open_session(); });
            EXPECT_FALSE(lost.connection_is_usable());
            EXPECT_NE(lost.native_code(), 0);
            expect_said(lost, {directory.file(each.file).string(), each.cure});
            EXPECT_THROW((void)engine.open_session(), aludel::connection_lost);
        }
    }
    EXPECT_FALSE(fs::exists(directory.file("none.db")));
}

/// Lays root's rights down, if there are any: root may write every file.
class without_rights {
public:
    without_rights() {
        if (user_ == 0 && ::seteuid(nobody) != 0) {
            throw std::runtime_error{"cannot become another user"};
        }
    }
    without_rights(const without_rights&) = delete;
    without_rights& operator=(const without_rights&) = delete;
    ~without_rights() { EXPECT_EQ(::seteuid(user_), 0); }

private:
    static constexpr ::uid_t nobody = 65'534;
    ::uid_t user_ = ::geteuid();
};

TEST_F(opening, of_a_file_that_may_not_be_written_is_refused_unless_only_reading_is_meant) {
    constexpr fs::perms everyone_reads = fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
    constexpr fs::perms everyone_enters = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
    make_database("kept.db");
    fs::permissions(directory.file("kept.db"), everyone_reads);
    fs::permissions(directory.file(""), everyone_reads | everyone_enters);
    const without_rights scope;
    aludel::engine refused{directory.url("kept.db")};
    expect_said(thrown_by<aludel::connection_lost>([&] { (void)refused.open_session(); }), {"kept.db", "mode=ro"});
    aludel::engine absent{directory.url("absent.db")};
    expect_said(thrown_by<aludel::connection_lost>([&] { (void)absent.open_session(); }),
                {"absent.db", "write its directory"});
    aludel::engine reading{directory.url("kept.db", "mode=ro")};
    EXPECT_EQ(reading.open_session().query_one<int>("select count(*) from t"), 0);
}

TEST_F(opening, for_reading_refuses_changes_and_says_why) {
    make_database("read.db");
    aludel::engine engine{directory.url("read.db", "mode=ro")};
    aludel::session session = engine.open_session();
    EXPECT_EQ(session.query_one<int>("select count(*) from t"), 0);
    const auto failed = thrown_by<aludel::statement_error>([&] { session.execute("insert into t values (1)"); });
    expect_said(failed, {"mode=ro"});
    EXPECT_TRUE(failed.connection_is_usable());
    EXPECT_EQ(session.query_one<int>("select count(*) from t"), 0);
}

TEST_F(opening, for_writing_takes_a_file_that_is_there) {
    make_database("written.db");
    aludel::engine engine{directory.url("written.db", "mode=rw")};
    EXPECT_EQ(engine.open_session().execute("insert into t values (1)"), 1u);
}

TEST_F(opening, of_what_names_no_file_is_refused_with_the_right_spelling) {
    const std::vector<std::pair<std::string_view, std::string_view>> refusals{
        {"sqlite://app.db", "three slashes"},
        {"sqlite://user:s3cret@/app.db", "no users"},
        {"sqlite://:memory:/app.db", "in memory"},
        {"sqlite:///app%00.db", "NUL"},
    };
    for (const auto& [url, cure] : refusals) {
        SCOPED_TRACE(url);
        const auto failed = thrown_by<aludel::usage_error>([&] { aludel::engine{url}; });
        expect_said(failed, {cure});
        dialects::expect_unsaid(failed, "s3cret");
    }
}

TEST_F(opening, a_file_that_was_removed_is_noticed_by_the_next_change) {
    make_database("moved.db");
    aludel::engine engine{directory.url("moved.db", "journal_mode=delete&pool_size=1")};
    {
        aludel::session session = engine.open_session();
        EXPECT_EQ(session.query_one<int>("select count(*) from t"), 0);
        fs::rename(directory.file("moved.db"), directory.file("elsewhere.db"));
        const auto lost = thrown_by<aludel::connection_lost>([&] { session.execute("insert into t values (1)"); });
        EXPECT_FALSE(lost.connection_is_usable());
        expect_said(lost, {"moved or removed", "new session"});
    }
    fs::rename(directory.file("elsewhere.db"), directory.file("moved.db"));
    aludel::session next = engine.open_session();
    EXPECT_EQ(next.execute("insert into t values (1)"), 1u);
}

TEST_F(opening, at_once_by_many_makes_one_file_for_all) {
    for (int round = 0; round < 5; ++round) {
        aludel::engine engine{directory.url("race" + std::to_string(round) + ".db")};
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                aludel::session session = engine.open_session();
                session.core().run("create table if not exists t (x integer)");
                session.execute("insert into t values (1)");
            });
        }
        for (std::thread& each : threads) {
            each.join();
        }
        EXPECT_EQ(engine.open_session().query_one<int>("select count(*) from t"), 8);
    }
}

}  // namespace openings
