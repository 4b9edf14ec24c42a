// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace aludel {

enum class placeholder_style : std::uint8_t {
    question_mark,  ///< ?
    dollar_number,  ///< $1
    colon_name,     ///< :p1, which is what SOCI reads
};

enum class upsert_syntax : std::uint8_t {
    none,
    on_conflict,       ///< insert … on conflict (key) do …
    on_duplicate_key,  ///< insert … on duplicate key update …, which fires for any key
};

/// How "equal, and NULL equals NULL" is written.
enum class null_safe_equality : std::uint8_t {
    is_not_distinct_from,
    is,
    spaceship,  ///< <=>
};

/// How the row count of an upsert statement is to be read.
enum class upsert_row_count : std::uint8_t {
    changed_rows,          ///< rows inserted and rows really updated
    counts_updates_twice,  ///< each row once, and each really updated row once more
};

/// How an update takes its values from the rows of another table.
enum class joined_update : std::uint8_t {
    standard,     ///< update t set a = (select …) where … in (select …), which every database has
    from_clause,  ///< update t set a = s.a from s where …
    join,         ///< update t join s on … set t.a = s.a; and delete t from t join s on …
};

/// How temporary tables are made, joined and dropped.
struct temporary_table_syntax {
    std::string options;               ///< behind the columns of a create temporary table
    std::string drop = "drop table ";  ///< what stands in front of the name
    /// What begins an index inside of "create temporary table". Empty: joins with such a table are fast without.
    std::string key;
    std::string join = " join ";  ///< an inner join that reads its left table first, if the server has one
    /// Between columns of two collations the server chooses one, whatever the index has: text of a temporary table
    /// copies its type from the column that it is compared with, by create … select.
    bool copies_key_types = false;
};

/// What the statement writer must know of a server: the facts that change a statement's text.
struct syntax {
    placeholder_style placeholders = placeholder_style::question_mark;
    upsert_syntax upsert = upsert_syntax::none;
    upsert_row_count upsert_rows = upsert_row_count::changed_rows;
    null_safe_equality null_safe = null_safe_equality::is_not_distinct_from;
    aludel::joined_update joined_update = joined_update::standard;
    bool insert_returning = false;
    bool update_returning = false;
    bool delete_returning = false;
    bool locks_rows = false;    ///< select … for update
    bool skips_locked = false;  ///< … skip locked, … nowait
    /// Which versions have these, for the refusal of those that do not; empty: no version does.
    std::string skips_locked_since;
    std::size_t max_parameters = 999;
    std::size_t max_identifier_length = 63;  ///< bytes
    bool seeks_by_row_values = false;        ///< (a, b) > (?, ?) reads an index from there on
    bool sorts_known_nulls = false;          ///< order by a, b where a is null: no index is read in that order
    bool nulls_sort_last = false;            ///< as if NULL were greater than every value
    bool orders_nulls = false;               ///< order by … nulls first, … nulls last
    bool reads_what_it_changes = true;       ///< an update's subqueries may ask the table that it changes
    bool assigns_in_turn = false;            ///< an update's later assignments see what earlier ones made
    /// Keys of key::sequence come from sequences that stand beside the tables, which know nothing of them: inserts say
    /// where the key comes from.
    bool separate_sequences = false;
    bool integers_keep_their_width = false;  ///< what is computed of 32-bit integers has 32 bits
    std::string integer_division = " / ";    ///< between integers, without the fraction
    /// What stands for "no limit" where an offset needs a limit; empty: an offset may stand alone.
    std::string unlimited;
    /// Insert without any column: "default values", "() values ()".
    std::string empty_insert = "default values";
    /// Statements that set a counter of matched duplicates to zero and read it (on_duplicate_key only).
    std::string reset_duplicates;
    std::string read_duplicates;
    temporary_table_syntax temporary_table;
    /// Keys in one list behind `in` of a removal; longer ones are cut.
    std::size_t longest_list = 1000;
};

}  // namespace aludel
