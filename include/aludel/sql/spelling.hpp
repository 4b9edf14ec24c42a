// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <aludel/model/table_description.hpp>
#include <aludel/sql/conflict_policy.hpp>
#include <aludel/sql/expression.hpp>

namespace aludel {

/// How a database spells what the writers say. Every function appends to `sql`. The defaults are standard SQL.
class spelling {
public:
    virtual ~spelling() = default;

    /// The name in quotes, quotes inside it doubled. Throws usage_error for a name with a NUL character, at which
    /// drivers would cut the statement.
    virtual void append_identifier(std::string& sql, std::string_view name) const;

    /// The value of a generated key column in VALUES: `placeholder` holds the key, or NULL to ask for one.
    virtual void append_generated_key_value(std::string& sql, const table_description& table,
                                            const column_description& column, std::string_view placeholder) const;

    /// An expression that takes the next key out of a sequence, which is given quoted and qualified. For
    /// syntax::separate_sequences.
    virtual void append_next_key(std::string& sql, std::string_view sequence) const;

    /// An expression that makes a random UUID on the server, in the column type that UUIDs have there.
    virtual void append_server_uuid(std::string& sql) const;

    /// The row that was to be inserted, inside the update branch of an upsert: excluded."x".
    virtual void append_proposed_value(std::string& sql, std::string_view column) const;

    /// For upsert_syntax::on_duplicate_key: the assignments behind "on duplicate key update", all of them.
    virtual void append_duplicate_assignments(std::string& sql, const table_description& table,
                                              const conflict_policy& policy) const;

    /// `left like pattern`, sensitive to case, with '!' as the escape; `pattern` is a placeholder.
    virtual void append_like(std::string& sql, std::string_view left, std::string_view pattern) const;

    /// A function of one operand, which travels as `of`. Averages are floating; lengths are in characters.
    virtual void append_function(std::string& sql, sql_function function, value_kind of,
                                 std::string_view operand) const;
};

/// The name between two of these quotes, each one inside it doubled. Throws usage_error as append_identifier does.
void append_quoted(std::string& sql, std::string_view name, char quote);

/// Quoted and qualified: "schema"."table".
void append_table_name(std::string& sql, const spelling& spell, const table_description& table);

}  // namespace aludel
