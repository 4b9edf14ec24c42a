// SPDX-License-Identifier: BSL-1.0
// A dialect as a third party would write it: one file of facts and spellings over a backend that SOCI has, without a
// native path. It runs on SQLite, but spells differently from the dialect that is built in wherever SQLite has a
// choice.
#include "registered_dialect.hpp"

// SOCI 4.0 includes <sqlite3.h> inside namespace sqlite_api, 4.1 only declares its sqlite3.
#include <soci/version.h>
#include <sqlite3.h>
#if SOCI_VERSION < 400100
namespace sqlite_api {
using ::sqlite3;
using ::sqlite3_destructor_type;
using ::sqlite3_int64;
using ::sqlite3_stmt;
}  // namespace sqlite_api
#endif
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <aludel/dialect/dialect.hpp>
#include <aludel/model/text_format.hpp>

namespace conformance {
namespace {

using aludel::error_class;

struct code_meaning {
    int extended_code;
    error_class kind;
};

constexpr code_meaning meanings[] = {
    {SQLITE_CONSTRAINT_UNIQUE, error_class::unique_violation},
    {SQLITE_CONSTRAINT_PRIMARYKEY, error_class::unique_violation},
    {SQLITE_CONSTRAINT_ROWID, error_class::unique_violation},
    {SQLITE_CONSTRAINT_FOREIGNKEY, error_class::foreign_key_violation},
    {SQLITE_CONSTRAINT_TRIGGER, error_class::foreign_key_violation},  // on delete restrict; there are no other triggers
    {SQLITE_CONSTRAINT_NOTNULL, error_class::not_null_violation},
    {SQLITE_CONSTRAINT_CHECK, error_class::check_violation},
    {SQLITE_BUSY_SNAPSHOT, error_class::transaction_conflict},
    {SQLITE_BUSY, error_class::timeout},
    {SQLITE_CANTOPEN, error_class::connection_lost},
    {SQLITE_MISMATCH, error_class::mapping_error},
};

error_class meaning_of(int extended_code) {
    for (const code_meaning& known : meanings) {
        if (known.extended_code == extended_code) {
            return known.kind;
        }
    }
    return error_class::statement_error;
}

::sqlite3* handle_of(soci::session& session) {
    return reinterpret_cast<::sqlite3*>(static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_);
}

/// "table.column" or a CHECK's name stands behind the colon of "… constraint failed: …".
void take_names(aludel::failure& explained, std::string_view said) {
    constexpr std::string_view marker = "constraint failed: ";
    const std::size_t at = said.find(marker);
    if (at == std::string_view::npos) {
        return;
    }
    const std::string_view named = said.substr(at + marker.size());
    const std::size_t dot = named.find('.');
    if (explained.kind != error_class::not_null_violation) {
        explained.details.constraint = named;
    } else if (dot != std::string_view::npos) {
        explained.details.table = named.substr(0, dot);
        explained.details.column = named.substr(dot + 1);
    }
}

class testlite_dialect final : public aludel::dialect {
public:
    [[nodiscard]] std::string_view name() const override { return "Testlite"; }

    aludel::connection_target target(aludel::connection_url& url) const override {
        return {soci::factory_sqlite3(), "dbname=" + url.database + " timeout=10"};
    }
    [[nodiscard]] std::vector<std::string_view> parameters() const override { return {}; }

    aludel::capabilities open(soci::session& session) const override {
        session << "pragma journal_mode = wal";
        session << "pragma synchronous = off";
        session << "pragma foreign_keys = on";
        session << "pragma case_sensitive_like = on";
        aludel::capabilities facts;
        facts.server = "Testlite 1";
        facts.syntax.upsert = aludel::upsert_syntax::on_conflict;
        facts.syntax.null_safe = aludel::null_safe_equality::is;
        facts.syntax.unlimited = "9223372036854775807";
        facts.stores_nan = false;
        facts.stores_negative_zero = false;  // real affinity keeps whole numbers as integers
        facts.earliest_date = aludel::text_format::days_from_civil({.year = 1, .month = 1, .day = 1});
        facts.latest_date = aludel::text_format::days_from_civil({.year = 9999, .month = 12, .day = 31});
        constexpr std::int64_t microseconds_per_day = 86'400'000'000;
        facts.earliest_timestamp = facts.earliest_date * microseconds_per_day;
        facts.latest_timestamp = (facts.latest_date + std::int64_t{1}) * microseconds_per_day - 1;
        facts.transactional_ddl = true;
        facts.foreign_keys_can_be_added = false;
        return facts;
    }

    aludel::failure explain(soci::session* session, const std::exception& thrown) const override {
        aludel::failure explained;
        if (session == nullptr || dynamic_cast<const soci::soci_error*>(&thrown) == nullptr) {
            explained.kind = session == nullptr ? error_class::connection_lost : error_class::statement_error;
            explained.message = thrown.what();
            return explained;
        }
        ::sqlite3* handle = handle_of(*session);
        const int code = ::sqlite3_extended_errcode(handle);
        explained.kind = meaning_of(code);
        explained.details.native_code = code;
        explained.message = "Testlite refused the statement, code " + std::to_string(code);
        take_names(explained, ::sqlite3_errmsg(handle));
        return explained;
    }

    [[nodiscard]] std::vector<std::string> begin_statements(const aludel::transaction_options&) const override {
        return {"begin exclusive"};
    }

    void append_identifier(std::string& sql, std::string_view name) const override {
        sql += '`';
        for (const char c : name) {
            sql += c == '`' ? "``" : std::string{c};
        }
        sql += '`';
    }
    void append_server_uuid(std::string& sql) const override { sql += "randomblob(16)"; }

    void append_column_type(std::string& sql, const aludel::capabilities&, const aludel::column_description& column,
                            aludel::column_use) const override {
        switch (column.kind) {
        case aludel::value_kind::boolean: sql += "tinyint"; return;
        case aludel::value_kind::int16: sql += "int2"; return;
        case aludel::value_kind::int32: sql += "mediumint"; return;
        case aludel::value_kind::int64: sql += "int8"; return;
        case aludel::value_kind::uint64: return;  // no type, no affinity: above 2^63 the generic path sends text
        case aludel::value_kind::float32: sql += "float"; return;
        case aludel::value_kind::float64: sql += "double precision"; return;
        case aludel::value_kind::bytes:
        case aludel::value_kind::uuid: sql += "blob"; return;
        case aludel::value_kind::date: sql += "char(10)"; return;
        case aludel::value_kind::timestamp: sql += "char(26)"; return;
        case aludel::value_kind::text:
        case aludel::value_kind::null: sql += "varchar"; return;
        }
    }
    bool append_integer_key(std::string& sql, const aludel::capabilities&,
                            const aludel::column_description&) const override {
        sql += "integer constraint counted primary key autoincrement not null";
        return true;
    }
    [[nodiscard]] std::string table_exists_query() const override {
        return "select sql from sqlite_master where name = :p1 and :p2 is null";
    }
};

}  // namespace

void register_testlite() {
    aludel::register_dialect("testlite", [] { return std::make_unique<testlite_dialect>(); });
}

}  // namespace conformance
