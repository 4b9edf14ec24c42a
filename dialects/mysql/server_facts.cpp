// SPDX-License-Identifier: BSL-1.0
#include "server_facts.hpp"

#include <aludel/model/text_format.hpp>

namespace aludel::mysql {
namespace {

/// The number at the start of `text`, which is moved behind it and the dot that follows.
unsigned take_number(std::string_view& text) noexcept {
    unsigned number = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        number = number * 10 + static_cast<unsigned>(text.front() - '0');
        text.remove_prefix(1);
    }
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
    }
    return number;
}

bool has_unpadded_collation(server_version server) noexcept {
    // utf8mb4_nopad_bin: MariaDB 10.2, mariadb.com/kb/en/supported-character-sets-and-collations
    // utf8mb4_0900_bin: MySQL 8.0.17, dev.mysql.com/doc/relnotes/mysql/8.0/en/news-8-0-17.html
    return server.at_least(10'02'00, 8'00'17);
}

/// Engines that keep no log: dialects/mysql/README.md has what they gain. From 5.7 on InnoDB's own temporary tables
/// have no redo log (dev.mysql.com/doc/refman/5.7/en/innodb-temporary-tablespace.html), and MyISAM may be switched off
/// (disabled_storage_engines).
std::string temporary_table_options(server_version server) {
    if (server.is_mariadb) {
        return " engine=aria transactional=0";
    }
    return server.at_least(never, 5'07'00) ? "" : " engine=myisam";
}

/// For column types of the user's, which need not say it.
std::string text_options(server_version server) {
    return " default charset=utf8mb4 collate=" + std::string{collation_by_bytes(server)};
}

aludel::syntax syntax_of(server_version server) {
    aludel::syntax facts;
    facts.placeholders = placeholder_style::question_mark;
    facts.upsert = upsert_syntax::on_duplicate_key;
    facts.joined_update = joined_update::join;
    // Without the word TEMPORARY a DROP TABLE commits, dev.mysql.com/doc/refman/8.0/en/implicit-commit.html
    facts.temporary_table.drop = "drop temporary table ";
    facts.temporary_table.options = temporary_table_options(server) + text_options(server);
    // A binary collation wins over others, dev.mysql.com/doc/refman/8.0/en/charset-collation-coercibility.html
    facts.temporary_table.copies_key_types = true;
    // A join trusts the statistics of the other table, which are old when it grew in the same transaction:
    // MariaDB 10.11 then goes through both (10 000 rows of an upsert: 4.5 s instead of 0.02 s). So a list is looked up
    // by its index, and staged rows are read first. "create index" behind the table would commit,
    // dev.mysql.com/doc/refman/8.0/en/implicit-commit.html.
    facts.temporary_table.key = "key";
    facts.temporary_table.join = " straight_join ";
    // From 1000 on MariaDB makes a subquery of a list (in_predicate_conversion_threshold),
    // mariadb.com/kb/en/conversion-of-big-in-predicates-into-subqueries
    facts.longest_list = 900;
    // SOCI connects with CLIENT_FOUND_ROWS: then ON DUPLICATE KEY UPDATE counts an inserted row 1, a changed one 2 and
    // an unchanged one 1, dev.mysql.com/doc/refman/8.0/en/insert-on-duplicate.html; seen on MariaDB 10.11, MySQL 5.6.
    facts.upsert_rows = upsert_row_count::counts_updates_twice;
    facts.null_safe = null_safe_equality::spaceship;
    // mariadb.com/kb/en/insertreturning (10.5.0), mariadb.com/kb/en/delete (10.0.5); UPDATE has none; MySQL has none.
    facts.insert_returning = server.at_least(10'05'00, never);
    facts.delete_returning = server.at_least(10'00'05, never);
    facts.update_returning = false;
    // CREATE SEQUENCE came with 10.3, mariadb.com/kb/en/create-sequence; keys come back from one by RETURNING only.
    facts.separate_sequences = facts.insert_returning;
    facts.locks_rows = true;
    facts.sorts_known_nulls = true;  // seen: "Using filesort" by MariaDB 10.11 and MySQL 5.6
    // mariadb.com/kb/en/select (10.6.0), dev.mysql.com/doc/refman/8.0/en/innodb-locking-reads.html (8.0.1)
    facts.skips_locked = server.at_least(10'06'00, 8'00'01);
    facts.skips_locked_since = "MariaDB has since 10.6 and MySQL since 8.0.1";
    // Error 1093, dev.mysql.com/doc/refman/8.0/en/update.html; MariaDB reads it since 10.3.2 in some cases only.
    facts.reads_what_it_changes = false;
    facts.assigns_in_turn = true;
    facts.integer_division = " div ";  // "/" of integers is a decimal
    facts.max_parameters = 65'535;     // two bytes in the answer to COM_STMT_PREPARE
    facts.max_identifier_length = 64;
    facts.unlimited = "18446744073709551615";  // as dev.mysql.com/doc/refman/8.0/en/select.html spells it
    facts.empty_insert = "() values ()";
    facts.reset_duplicates = "set @aludel_duplicates = 0";
    facts.read_duplicates = "select cast(@aludel_duplicates as unsigned)";
    return facts;
}

void limit_times(capabilities& facts) {
    // The manuals promise years 1000 to 9999 and say that earlier ones "might work"; years from 1 on were stored and
    // read back on MariaDB 10.11 and MySQL 5.6.24.
    facts.earliest_date = text_format::days_from_civil({.year = 1, .month = 1, .day = 1});
    facts.latest_date = text_format::days_from_civil({.year = 9999, .month = 12, .day = 31});
    constexpr std::int64_t microseconds_per_day = 86'400'000'000;
    facts.earliest_timestamp = facts.earliest_date * microseconds_per_day;
    facts.latest_timestamp = (facts.latest_date + std::int64_t{1}) * microseconds_per_day - 1;
}

}  // namespace

server_version server_version::parse(std::string_view text) noexcept {
    server_version version;
    version.is_mariadb = text.find("MariaDB") != std::string_view::npos;
    const std::size_t digit = text.find_first_of("0123456789");
    text.remove_prefix(digit == std::string_view::npos ? text.size() : digit);
    version.number = take_number(text) * 10'000;
    version.number += take_number(text) * 100;
    version.number += take_number(text);
    return version;
}

std::string server_version::name() const {
    return (is_mariadb ? "MariaDB " : "MySQL ") + std::to_string(number / 10'000) + '.' +
           std::to_string(number / 100 % 100) + '.' + std::to_string(number % 100);
}

capabilities facts_of(server_version server, std::size_t max_packet, std::uint64_t key_step) {
    capabilities facts;
    facts.server = server.name();
    facts.syntax = syntax_of(server);
    facts.stores_nan = false;                         // no NaN and no infinity in FLOAT and DOUBLE,
    facts.stores_infinity = false;                    // dev.mysql.com/doc/refman/8.0/en/floating-point-types.html
    facts.stores_negative_zero = !server.is_mariadb;  // seen: MariaDB 10.11 stores 0.0, MySQL 5.6 stores -0.0
    facts.stores_nul_in_text = true;
    limit_times(facts);
    facts.pads_text_when_comparing = !has_unpadded_collation(server);
    // A packet also holds a few bytes for each value beside the values themselves.
    facts.max_statement_bytes = max_packet - max_packet / 8;
    // An INSERT whose rows can be counted beforehand reserves its keys at once, whatever innodb_autoinc_lock_mode is:
    // dev.mysql.com/doc/refman/8.0/en/innodb-auto-increment-handling.html, "simple inserts"
    facts.generated_key_step = key_step;
    facts.generated_key_is_told = true;
    facts.ends_statements = true;  // KILL QUERY
    facts.transactional_ddl = false;
    facts.enforces_checks = server.at_least(10'02'01, 8'00'16);
    facts.has_schemas = true;  // a schema is a database
    facts.tells_tables = true;
    facts.table_change = table_change::modify_column;
    // mariadb.com/kb/en/alter-table (10.5.2), dev.mysql.com/doc/relnotes/mysql/8.0/en/news-8-0-3.html
    facts.renames_columns = server.at_least(10'05'02, 8'00'03);
    facts.renames_name_the_schema = true;
    // dev.mysql.com/doc/refman/8.0/en/create-table-foreign-keys.html
    facts.no_action_waits = false;
    facts.indexes_foreign_keys = true;
    facts.default_expressions = server.at_least(10'02'01, 8'00'13);
    return facts;
}

std::string_view collation_by_bytes(server_version server) noexcept {
    if (!has_unpadded_collation(server)) {
        return "utf8mb4_bin";
    }
    return server.is_mariadb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
}

bool takes_times_as_text(server_version server) noexcept {
    // Seen on MySQL 5.6.24; MySQL 8 was not tried, but gives such parameters six digits when it prepares (its
    // sql/item.cc, Item_param::propagate_type). MariaDB 10.11 keeps the fraction.
    return !server.at_least(0, 8'00'22);
}

unsigned longest_key_text(server_version server) noexcept {
    // 767 bytes of a column in an index, at four bytes a character, where tables are not row_format=dynamic by
    // default: before MySQL 5.7.9 and MariaDB 10.2.2; 3072 bytes afterwards.
    return server.at_least(10'02'02, 5'07'09) ? 255 : 191;
}

}  // namespace aludel::mysql
