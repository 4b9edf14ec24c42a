// SPDX-License-Identifier: BSL-1.0
#include <aludel/session/engine.hpp>

#include "dialects/mysql/server_facts.hpp"
#include "golden.hpp"

namespace golden {
namespace {

/// As the dialect's open() finds them; the test `facts` compares them with those of a server.
aludel::capabilities postgresql_facts() {
    aludel::capabilities facts;
    facts.server = "PostgreSQL 15";
    facts.syntax.placeholders = aludel::placeholder_style::dollar_number;
    facts.syntax.upsert = aludel::upsert_syntax::on_conflict;
    facts.syntax.null_safe = aludel::null_safe_equality::is_not_distinct_from;
    facts.syntax.insert_returning = true;
    facts.syntax.update_returning = true;
    facts.syntax.delete_returning = true;
    facts.syntax.nulls_sort_last = true;
    facts.syntax.orders_nulls = true;
    facts.syntax.integers_keep_their_width = true;
    facts.syntax.seeks_by_row_values = true;
    facts.syntax.locks_rows = true;
    facts.syntax.skips_locked = true;
    facts.syntax.max_parameters = 65'535;
    facts.prepares_by_type = true;
    facts.error_aborts_transaction = true;
    facts.repeated_key_breaks_upsert = true;
    facts.transactional_ddl = true;
    facts.has_schemas = true;
    return facts;
}

/// The one database that is always there to be asked.
aludel::capabilities sqlite_facts() {
    aludel::engine db{"sqlite://"};
    return db.open_session().facts();
}

aludel::capabilities mysql_facts(std::string_view version) {
    constexpr std::size_t max_packet = 16u << 20;
    return aludel::mysql::facts_of(aludel::mysql::server_version::parse(version), max_packet, 1);
}

std::vector<server> make_servers() {
    std::vector<server> made;
    made.push_back({"PostgreSQL 15", aludel::dialect_for("postgresql"), postgresql_facts()});
    made.push_back({"SQLite", aludel::dialect_for("sqlite"), sqlite_facts()});
    made.push_back({"MariaDB 10.11", aludel::dialect_for("mariadb"), mysql_facts("10.11.6-MariaDB")});
    made.push_back({"MySQL 5.6", aludel::dialect_for("mysql"), mysql_facts("5.6.24")});
    return made;
}

}  // namespace

const std::vector<server>& servers() {
    static const std::vector<server> all = make_servers();
    return all;
}

}  // namespace golden
