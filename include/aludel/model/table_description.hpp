// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <aludel/model/scratch.hpp>
#include <aludel/model/value_view.hpp>

namespace aludel {

class mapping_error;

/// A column's place in its table, from zero, in the order of the fields.
using column_index = std::uint16_t;

/// Who makes a key that the object does not bring.
enum class key {
    given,        ///< nobody: the object brings it
    integer,      ///< the database counts; a zero in the object asks for it
    server_uuid,  ///< the database makes a UUID; a nil UUID in the object asks for it
    /// The database counts, apart from the table where it can (syntax::separate_sequences): sessions that insert at
    /// once do not wait for each other's counting. Elsewhere it is key::integer.
    sequence,
};

/// Columns that the library keeps up to date. A NULL in such a column of a row means "you decide".
enum class column_role : std::uint8_t { plain, created_at, updated_at };

/// One column as the program sees it. All text lives as long as the program.
struct column_description {
    std::string_view name{};
    std::string_view field{};   ///< as the struct spells it: "created_at"
    std::string_view parent{};  ///< the member that holds the field, for a nested struct: "audit"; else empty
    value_kind kind = value_kind::null;
    bool nullable = false;
    key generated = key::given;
    bool has_user_codec = false;    ///< reading it runs code of the user's, which may throw
    bool is_integer_field = false;  ///< the field itself is an integer: not an enum, not stored by a codec
    bool is_verbatim = false;       ///< a std::string or a vector of bytes: what comes back is what was sent
    column_role role = column_role::plain;
    bool marks_removal = false;             ///< holds when the row was removed, and NULL while it is there
    bool is_version = false;                ///< counts the changes of its row
    std::uint32_t max_length = 0;           ///< characters of the longest text that can come; 0: no limit known
    std::string_view declared_type{};       ///< DDL type given by `.column_type`; empty: the dialect's choice
    std::string_view default_expression{};  ///< SQL given by `.default_value`; an empty optional asks for it
};

/// Whether the database counts the column's values.
constexpr bool is_counted(const column_description& column) noexcept {
    return column.generated == key::integer || column.generated == key::sequence;
}

/// What happens to referring rows when the row they refer to is removed or gets another key.
enum class referential_action : std::uint8_t { no_action, restrict, cascade, set_null, set_default };

struct table_description;

struct foreign_key_description {
    std::span<const column_index> columns;
    const table_description& (*referenced_table)();
    std::span<const column_index> referenced_columns;
    referential_action on_delete = referential_action::no_action;
    referential_action on_update = referential_action::no_action;
};

struct check_description {
    std::string_view name;
    std::string_view expression;
};

/// Why a value did not fit its field.
enum class decode_error : std::uint8_t {
    none,
    is_null,       ///< NULL, and the field is not an optional
    wrong_kind,    ///< text where a number is needed, and the like
    out_of_range,  ///< a number that the field's type cannot hold, or an enum value that is not listed
    malformed,     ///< text that is not a date, a time, a UUID
};

/// Where reading a row into an object stopped, if it did.
struct row_misfit {
    column_index column = 0;
    decode_error reason = decode_error::none;
};

/// Everything compiled code knows of a mapped struct. One exists per struct: `table_of<T>`.
struct table_description {
    std::string_view name;
    std::string_view schema;     ///< empty: the connection's default
    std::string_view type_name;  ///< the struct, for messages
    std::span<const column_description> columns;
    std::span<const value_kind> kinds{};  ///< of the columns
    std::span<const column_index> primary_key;
    std::span<const std::span<const column_index>> uniques;
    std::span<const std::span<const column_index>> indexes;
    std::span<const foreign_key_description> foreign_keys;
    std::span<const check_description> checks;

    /// Fills one view per column from an object. The views borrow from the object and the scratch.
    void (*read_row)(const void* object, std::span<value_view> row, scratch& temporaries) = nullptr;
    /// Fills an object from one view per column; the fields of views that say kept() stay as they are.
    row_misfit (*write_row)(void* object, std::span<const value_view> row) = nullptr;
};

/// Fills `row` from `object`; the views borrow from both the object and the scratch. An error of a value's is thrown
/// naming table and column.
void read_object(const table_description& table, const void* object, std::span<value_view> row, scratch& temporaries);

/// Throws the error of a value that cannot be sent, naming the table and the column that it was meant for.
[[noreturn]] void throw_refused(const table_description& table, std::size_t column, const mapping_error& failed);

/// Throws the mapping_error for a value that does not fit.
[[noreturn]] void throw_misfit(const table_description& table, row_misfit misfit);

/// Fills `object` from `row`. Throws mapping_error naming table, column, field and cure.
inline void write_object(const table_description& table, void* object, std::span<const value_view> row) {
    assert(row.size() == table.columns.size());
    const row_misfit misfit = table.write_row(object, row);
    if (misfit.reason != decode_error::none) [[unlikely]] {
        throw_misfit(table, misfit);
    }
}

/// The column whose value the database makes when the key is left empty, or null.
const column_description* generated_column(const table_description& table) noexcept;

/// The column that says when a row was removed, in a table whose rows are marked and not deleted.
constexpr std::optional<column_index> removal_mark(const table_description& table) noexcept {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].marks_removal) {
            return static_cast<column_index>(i);
        }
    }
    return std::nullopt;
}

/// The column that counts the changes of a row.
constexpr std::optional<column_index> version_column(const table_description& table) noexcept {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].is_version) {
            return static_cast<column_index>(i);
        }
    }
    return std::nullopt;
}

/// The column with that name, or null.
const column_description* find_column(const table_description& table, std::string_view name) noexcept;

/// "users.name", as messages spell a column.
std::string place_of(const table_description& table, std::size_t column);

/// Whether the column is part of the primary key.
bool is_key_column(const table_description& table, std::size_t column) noexcept;

}  // namespace aludel
