// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <aludel/aludel.hpp>

namespace conformance {

/// The database that a run is about, made for it and removed behind it.
class database {
public:
    /// Throws std::invalid_argument for a name that is not known, std::runtime_error for a server that is not there.
    static std::unique_ptr<database> named(std::string_view name);

    database() = default;
    database(const database&) = delete;
    database& operator=(const database&) = delete;
    virtual ~database() = default;

    [[nodiscard]] virtual std::string url() const = 0;
    [[nodiscard]] virtual std::string certificate_authority() const { return {}; }
};

/// Makes the database that the following functions speak of; null takes it away.
void use_database(std::unique_ptr<database> used);

/// Its connection string, with further parameters: "pool_size=1". A database in memory belongs to one engine: there
/// every other engine finds an empty one.
std::string url(std::string_view parameters = {});

/// The file of the authority that signed the server's certificate; empty where the server offers no TLS.
std::string certificate_authority();

/// The engine that the tests share.
aludel::engine& db();

/// The engine that the tests share, if it is made later, tells its statements to this, too.
void watch_statements(aludel::statement_handler told);

/// What the database can do, on the path that is tested.
const aludel::capabilities& facts();

/// What plain SQL says in each database's own words.
struct database_words {
    std::string_view sleep;   ///< a query of one number, which takes ten seconds
    std::string_view work;    ///< the same, busy all the time
    std::string_view number;  ///< a query for the connection's own number; empty: there is no server
    std::string_view kill;    ///< a query or a statement; {} is that number
};
const database_words& words();

/// Ends that connection from another session, as an administrator would, and waits until the server has let go of it.
void kill_connection(std::int64_t number);

/// Once for each table of the shared engine: it was just created, so it is as its struct describes it.
void expect_no_difference(aludel::engine& engine, std::span<const aludel::table_description* const> described);

/// Removes the rows of these tables, from the last to the first, so that children follow their parents.
template <class First, class... Rest>
void empty_tables(aludel::session& session) {
    if constexpr (sizeof...(Rest) > 0) {
        empty_tables<Rest...>(session);
    }
    aludel::table_of<First>.primary_key.empty()
        ? void(session.execute(aludel::runtime_sql{"delete from " + std::string{aludel::table_of<First>.name}}))
        : void(aludel::repository<First>{session}.remove_all());
}

/// A session on the engine, with the tables of these structs, which are empty. Parents first.
template <class... Structs>
aludel::session session_with(aludel::engine& engine = db()) {
    engine.create_all<Structs...>();
    static constexpr const aludel::table_description* described[] = {&aludel::table_of<Structs>...};
    expect_no_difference(engine, described);
    aludel::session session = engine.open_session();
    empty_tables<Structs...>(session);
    return session;
}

}  // namespace conformance
