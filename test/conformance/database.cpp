// SPDX-License-Identifier: BSL-1.0
#include "database.hpp"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include <aludel/migrate/check.hpp>

namespace conformance {
namespace {

class memory_database final : public database {
public:
    [[nodiscard]] std::string url() const override { return "sqlite://:memory:"; }
};

/// A file in a temporary directory of its own.
class file_database final : public database {
public:
    file_database(std::string scheme, std::string parameters)
        : scheme_{std::move(scheme)}, parameters_{std::move(parameters)} {
        std::string pattern = (std::filesystem::temp_directory_path() / "aludel-conformance-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error{"cannot make a temporary directory like " + pattern};
        }
        directory_ = pattern;
    }
    ~file_database() override {
        std::error_code ignored;
        std::filesystem::remove_all(directory_, ignored);
    }
    [[nodiscard]] std::string url() const override {
        return scheme_ + "://" + "/" + (directory_ / "conformance.db").string() + parameters_;
    }

private:
    std::string scheme_;
    std::string parameters_;
    std::filesystem::path directory_;
};

/// A database on a server that others use at the same time.
class server_database final : public database {
public:
    server_database(std::string server_url, std::string authority)
        : server_{std::move(server_url)}, authority_{std::move(authority)}, name_{"conformance_" +
                                                                                  std::to_string(::getpid())} {
        run_on_server("create database " + name_);
    }
    ~server_database() override {
        try {
            run_on_server("drop database " + name_);
        } catch (const aludel::error&) {  // the server is stopped after the tests anyway
        }
    }
    [[nodiscard]] std::string url() const override {
        const std::size_t end = std::min(server_.find('?'), server_.size());
        const std::size_t path = std::min(server_.find('/', server_.find("://") + 3), end);
        return server_.substr(0, path) + '/' + name_ + server_.substr(end);
    }
    [[nodiscard]] std::string certificate_authority() const override { return authority_; }

private:
    void run_on_server(const std::string& sql) const {
        aludel::engine server{server_};
        aludel::session session = server.open_session();
        session.core().run(sql);
    }
    std::string server_;
    std::string authority_;
    std::string name_;
};

std::string variable_of(std::string_view name, std::string variable) {
    for (const char c : name) {
        variable += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    return variable;
}

std::unique_ptr<database> on_server(std::string_view name) {
    const std::string variable = variable_of(name, "ALUDEL_URL_");
    const char* server_url = std::getenv(variable.c_str());
    if (server_url == nullptr) {
        throw std::runtime_error{variable + " is not set; test/servers/with-servers sets it"};
    }
    const char* const authority = std::getenv(variable_of(name, "ALUDEL_CA_").c_str());
    return std::make_unique<server_database>(server_url, authority == nullptr ? "" : authority);
}

/// One run: the database outlives the engine on it.
struct run {
    std::unique_ptr<database> used;
    std::unique_ptr<aludel::engine> engine;
    aludel::capabilities facts;
};
run current;

/// Made when it is asked for: others may ask while static objects are made.
aludel::statement_handler& watcher() {
    static aludel::statement_handler told;
    return told;
}

}  // namespace

std::unique_ptr<database> database::named(std::string_view name) {
    if (name == "sqlite-memory") {
        return std::make_unique<memory_database>();
    }
    if (name == "sqlite-file") {
        return std::make_unique<file_database>("sqlite", "");
    }
    if (name == "sqlite-generic") {
        return std::make_unique<file_database>("sqlite", "?native_path=off");
    }
    if (name == "sqlite-registered") {
        return std::make_unique<file_database>("testlite", "");
    }
    constexpr std::array<std::string_view, 5> servers{"postgresql15", "postgresql18", "pgbouncer", "mariadb",
                                                      "mysql56"};
    if (std::find(servers.begin(), servers.end(), name) == servers.end()) {
        throw std::invalid_argument{"there is no database called " + std::string{name}};
    }
    return on_server(name);
}

void use_database(std::unique_ptr<database> used) {
    current.engine.reset();
    current.used = std::move(used);
    if (current.used) {
        current.engine =
            std::make_unique<aludel::engine>(current.used->url(), aludel::engine_options{.on_statement = watcher()});
        current.facts = current.engine->open_session().facts();
    }
}

void watch_statements(aludel::statement_handler told) {
    watcher() = std::move(told);
}

std::string url(std::string_view parameters) {
    std::string text = current.used->url();
    if (!parameters.empty()) {
        text += text.find('?') == std::string::npos ? '?' : '&';
        text += parameters;
    }
    return text;
}

std::string certificate_authority() {
    return current.used->certificate_authority();
}

aludel::engine& db() {
    return *current.engine;
}

const database_words& words() {
    static constexpr database_words of_postgresql{
        "select 1 from pg_sleep(10)",
        "select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b where a + b < 0",
        "select pg_backend_pid()", "select pg_terminate_backend({}::int, 5000)"};
    static constexpr database_words of_mysql{"select sleep(10)", "select benchmark(1000000000000, sha2('work', 512))",
                                             "select connection_id()", "kill {}"};
    // A database in the program's own memory has nothing that sleeps.
    static constexpr std::string_view counting =
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000000) select count(*) from n";
    static constexpr database_words of_sqlite{counting, counting, {}, {}};
    const std::string_view url = current.engine->url();
    return url.starts_with("postgres")   ? of_postgresql
           : url.starts_with("sqlite")   ? of_sqlite
           : url.starts_with("testlite") ? of_sqlite
                                         : of_mysql;
}

void kill_connection(std::int64_t number) {
    aludel::session other = db().open_session();
    std::string sql{words().kill};
    sql.replace(sql.find("{}"), 2, std::to_string(number));
    if (sql.starts_with("select")) {
        (void)other.query<std::tuple<bool>>(aludel::runtime_sql{sql});
        return;  // it waited by itself
    }
    other.core().run(sql);
    for (int tries = 0; tries < 500; ++tries) {
        if (other.query_one<std::int64_t>("select count(*) from information_schema.processlist where id = {}",
                                          number) == 0) {
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    throw std::runtime_error{"the server keeps the connection that was killed"};
}

const aludel::capabilities& facts() {
    return current.facts;
}

void expect_no_difference(aludel::engine& engine, std::span<const aludel::table_description* const> described) {
    static std::set<const aludel::table_description*> checked;
    std::vector<const aludel::table_description*> fresh;
    // InnoDB of MySQL 5.6 prints the names in foreign keys without doubling their quotes: they cannot be read back.
    const auto is_readable = [](const aludel::table_description* table) {
        return !facts().server.starts_with("MySQL 5.") || table->name.find('`') == std::string_view::npos;
    };
    for (const aludel::table_description* table : described) {
        if (is_readable(table) && &engine == current.engine.get() && facts().tells_tables &&
            checked.insert(table).second) {
            fresh.push_back(table);
        }
    }
    if (!fresh.empty()) {
        aludel::session session = engine.open_session();
        EXPECT_EQ(aludel::schema::to_string(aludel::migrate::check_tables(session.core(), fresh)), "");
    }
}

}  // namespace conformance
