// SPDX-License-Identifier: BSL-1.0
#include <aludel/model/table_description.hpp>

#include <algorithm>
#include <cassert>

#include <aludel/error.hpp>
#include <aludel/model/enum_text.hpp>

namespace aludel {
namespace {

/// "user::name", "user::audit.created_at"
std::string field_of(const table_description& table, const column_description& column) {
    std::string field{table.type_name};
    field += "::";
    if (!column.parent.empty()) {
        field.append(column.parent).append(".");
    }
    return field.append(column.field);
}

std::string misfit_message(const std::string& place, const std::string& field, value_kind kind, decode_error reason) {
    const std::string column = "column \"" + place + "\" ";
    const std::string kind_name{name_of(kind)};
    switch (reason) {
    case decode_error::is_null:
        return column + "is NULL, but the field " + field + " is not an optional; make it std::optional<…>";
    case decode_error::wrong_kind:
        return column + "holds a kind of value that the field " + field + " (" + kind_name +
               ") cannot be read from; give the field a type that fits the column, or the column a type that fits "
               "the field";
    case decode_error::out_of_range:
        // The only text with a range is an enum's.
        return column + "holds a value that the field " + field + " cannot hold; " +
               (kind == value_kind::text ? "list it in the enum's aludel::enum_text or correct the row"
                                         : "use a wider type or correct the row");
    case decode_error::malformed:
        // Text that is no text comes from a codec of the user's.
        return column + "holds a value that is not " +
               (kind == value_kind::text ? "of the form" : "a " + kind_name + ", the kind") + " that the field " +
               field + " needs; correct the row, or read the column into a std::string";
    case decode_error::none: break;
    }
    return column + "does not fit the field " + field;
}

/// Reads the object once more: the first column that gets no value is the one that cannot be sent.
std::size_t column_that_fails(const table_description& table, const void* object) {
    std::vector<value_view> row(table.columns.size(), value_view::kept());
    scratch temporaries;
    try {
        table.read_row(object, row, temporaries);
    } catch (...) {
        return static_cast<std::size_t>(std::ranges::find_if(row, &value_view::is_kept) - row.begin());
    }
    return row.size();
}

}  // namespace

void read_object(const table_description& table, const void* object, std::span<value_view> row, scratch& temporaries) {
    assert(row.size() == table.columns.size());
    try {
        table.read_row(object, row, temporaries);
    } catch (const mapping_error& failed) {
        const std::size_t column = column_that_fails(table, object);
        if (column == row.size() || !failed.column().empty()) {
            throw;
        }
        throw_refused(table, column, failed);
    }
}

void throw_refused(const table_description& table, std::size_t column, const mapping_error& failed) {
    error_details details;
    details.table = table.name;
    details.column = table.columns[column].name;
    throw mapping_error{"column \"" + place_of(table, column) + "\": " + failed.what(), std::move(details)};
}

void throw_misfit(const table_description& table, row_misfit misfit) {
    const column_description& column = table.columns[misfit.column];
    error_details details;
    details.table = table.name;
    details.column = column.name;
    throw mapping_error{
        misfit_message(place_of(table, misfit.column), field_of(table, column), column.kind, misfit.reason),
        std::move(details)};
}

void throw_unlisted_enum() {
    throw mapping_error{"a field holds an enum value that is not listed in the enum's aludel::enum_text; list every "
                        "value that is stored, or drop the specialisation to store the enum as a number"};
}

const column_description* generated_column(const table_description& table) noexcept {
    const auto found = std::ranges::find_if(
        table.columns, [](const column_description& column) { return column.generated != key::given; });
    return found == table.columns.end() ? nullptr : &*found;
}

const column_description* find_column(const table_description& table, std::string_view name) noexcept {
    const auto found = std::ranges::find(table.columns, name, &column_description::name);
    return found == table.columns.end() ? nullptr : &*found;
}

std::string place_of(const table_description& table, std::size_t column) {
    return std::string{table.name}.append(".").append(table.columns[column].name);
}

bool is_key_column(const table_description& table, std::size_t column) noexcept {
    return std::ranges::find(table.primary_key, column) != table.primary_key.end();
}

}  // namespace aludel
