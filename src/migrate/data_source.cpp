// SPDX-License-Identifier: BSL-1.0
#include "data_source.hpp"

#include <algorithm>

#include <aludel/bulk/bulk_load.hpp>
#include <aludel/error.hpp>
#include <aludel/sql/statements.hpp>

#include "model/column_places.hpp"

namespace aludel::migrate {
namespace {

constexpr std::uint64_t rows_between_reports = 10'000;

std::string names_of(const table_description& table) {
    std::string names;
    for (const column_description& column : table.columns) {
        names += (names.empty() ? "" : ", ") + std::string{column.name};
    }
    return names;
}

std::string example_of(value_kind kind) {
    switch (kind) {
    case value_kind::boolean: return "true or false";
    case value_kind::int16:
    case value_kind::int32:
    case value_kind::int64:
    case value_kind::uint64: return "a whole number, such as 42";
    case value_kind::float32:
    case value_kind::float64: return "a number, such as 1.5";
    case value_kind::bytes: return "an even number of hexadecimal digits, such as 00ff";
    case value_kind::date: return "a date, such as 2026-11-20";
    case value_kind::timestamp: return "a time in UTC, such as 2026-11-20 08:30:00.000000";
    case value_kind::uuid: return "a UUID of 32 hexadecimal digits";
    case value_kind::null:
    case value_kind::text: break;
    }
    return "a text in quotes";
}

}  // namespace

data_source::data_source(std::unique_ptr<data_reader> reader, const table_description& table, const capabilities& facts,
                         const progress& on_progress)
    : reader_{std::move(reader)}, table_{table},
      on_progress_{on_progress}, columns_{table.columns.begin(), table.columns.end()}, as_stored_{table},
      rooms_(table.columns.size()) {
    as_stored_.columns = columns_;
    match_columns();
    choose_sent(facts);
}

void data_source::match_columns() {
    for (const std::string& name : reader_->columns()) {
        const column_description* column = find_column(table_, name);
        if (column == nullptr) {
            reader_->fail("the table " + std::string{table_.name} + " has no column \"" + name + "\"; it has " +
                          names_of(table_));
        }
        const column_index place = index_in(table_, *column);
        if (contains(places_, place)) {
            reader_->fail("the column \"" + name + "\" is there twice; leave one out");
        }
        places_.push_back(place);
        columns_[place].default_expression = {};
    }
}

void data_source::choose_sent(const capabilities& facts) {
    const value_view now = sql::present_time();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const column_description& column = columns_[i];
        const bool is_read = std::find(places_.begin(), places_.end(), i) != places_.end();
        const bool is_time = column.role != column_role::plain;
        absent_.push_back(is_time ? now : value_view::null_of(column.kind));
        const bool can_be_asked = insert_preparation::asks_database(column, absent_.back());
        if (!is_read && !is_time && !column.nullable && !can_be_asked && !reader_->columns().empty()) {
            reader_->fail("the column \"" + std::string{column.name} +
                          "\" is missing, which may not be NULL and has "
                          "no default; add it");
        }
        const bool is_uuid = column.generated == key::server_uuid;  // which loads ask for as they go
        if (is_read || is_time || (can_be_asked && !table_has_default(facts, column) && !is_uuid)) {
            sent_.push_back(static_cast<column_index>(i));
        }
    }
}

bool data_source::next(std::span<value_view> row, scratch&) {
    if (!reader_->next()) {
        report();
        return false;
    }
    ++rows_;
    std::copy(absent_.begin(), absent_.end(), row.begin());
    const std::span<const file_value> values = reader_->values();
    for (std::size_t i = 0; i < values.size(); ++i) {
        const column_index place = places_[i];
        const column_description& column = columns_[place];
        if (!values[i].is_null) {
            const bool is_text = !is_bare(column.kind);
            const decode_error wrong = is_text && !values[i].is_quoted && reader_->quotes_text()
                                           ? decode_error::wrong_kind
                                           : read_value(column.kind, values[i], rooms_[place], row[place]);
            if (wrong != decode_error::none) {
                fail_value(place, values[i], wrong);
            }
        } else if (!column.nullable) {
            fail_value(place, values[i], decode_error::is_null);
        }
    }
    if (rows_ % rows_between_reports == 0) {
        report();
    }
    return true;
}

void data_source::report() const {
    if (on_progress_) {
        on_progress_({table_.name, rows_});
    }
}

void data_source::fail_value(std::size_t column, const file_value& value, decode_error wrong) const {
    const std::string place = "column \"" + std::string{table_.columns[column].name} + "\": ";
    const value_kind kind = table_.columns[column].kind;
    if (wrong == decode_error::is_null) {
        const bool could_be_empty = kind == value_kind::text && !value.is_quoted;
        reader_->fail(place + "it is NULL, which it may not be" +
                      (could_be_empty ? "; an empty text is written as \"\"" : "; give it a value"));
    }
    if (wrong == decode_error::out_of_range) {
        reader_->fail(place + "the value is out of the range of a " + std::string{name_of(kind)} + "; correct it");
    }
    reader_->fail(place + "it should be " + example_of(kind));
}

}  // namespace aludel::migrate
