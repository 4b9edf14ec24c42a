// SPDX-License-Identifier: BSL-1.0
// Dates, times and UUIDs as text: those that drivers hand over, and those that SQLite stores.
#include <aludel/model/text_format.hpp>
#include <aludel/types/uuid.hpp>

#include "dialects/sqlite/limits.hpp"
#include "dialects/sqlite/stored_text.hpp"
#include "fuzzing.hpp"

namespace {

using aludel::decode_error;
using fuzzing::require;
namespace text_format = aludel::text_format;
namespace sqlite = aludel::sqlite;

void check_date(std::int32_t days) {
    std::string text;
    text_format::append_date(text, days);
    std::int32_t again = 0;
    require(text_format::parse_date(text, again) == decode_error::none && again == days, "a date is read back");
    require(text_format::days_from_civil(text_format::civil_from_days(days)) == days, "the calendar goes both ways");
    if (days >= sqlite::earliest_date && days <= sqlite::latest_date) {
        sqlite::stored_text stored;
        const std::string_view written{stored.characters, sqlite::write_date(stored, days)};
        require(written == text, "SQLite's form is the same");
        require(sqlite::read_date(written, again) && again == days, "a stored date is read back");
    }
}

void check_timestamp(std::int64_t microseconds) {
    std::string text;
    text_format::append_timestamp(text, microseconds);
    std::int64_t again = 0;
    require(text_format::parse_timestamp(text, again) == decode_error::none && again == microseconds,
            "a time is read back");
    require(text_format::microseconds_from_civil(text_format::civil_from_microseconds(microseconds)) == microseconds,
            "fields of a time go both ways");
    if (microseconds >= sqlite::earliest_timestamp && microseconds <= sqlite::latest_timestamp) {
        sqlite::stored_text stored;
        const std::string_view written{stored.characters, sqlite::write_timestamp(stored, microseconds)};
        require(written == text, "SQLite's form is the same");
        require(sqlite::read_timestamp(written, again) && again == microseconds, "a stored time is read back");
    }
}

void check_uuid(std::string_view text) {
    const std::optional<aludel::uuid> id = aludel::uuid::parse(text);
    require(!id || aludel::uuid::parse(to_string(*id)) == id, "a UUID is read back");
    require(fuzzing::completes([&] { (void)aludel::uuid::from_text(text); }) == id.has_value(),
            "both ways to read a UUID agree");
}

void check_text(std::string_view text) {
    std::int32_t days = 0;
    std::int32_t stored_days = 0;
    const bool is_date = text_format::parse_date(text, days) == decode_error::none;
    if (is_date) {
        check_date(days);
    }
    require(!sqlite::read_date(text, stored_days) || (is_date && stored_days == days), "both read the same date");
    std::int64_t microseconds = 0;
    std::int64_t stored = 0;
    const bool is_time = text_format::parse_timestamp(text, microseconds) == decode_error::none;
    if (is_time) {
        check_timestamp(microseconds);
    }
    require(!sqlite::read_timestamp(text, stored) || (is_time && stored == microseconds), "both read the same time");
    check_uuid(text);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    check_text(fuzzing::text_of(data, size));
    const std::string bytes = fuzzing::bytes_of(data, size);
    fuzzing::reader numbers{bytes};
    check_timestamp(numbers.take_number<std::int64_t>());
    check_date(numbers.take_number<std::int32_t>());
    sqlite::stored_text stored;
    const auto number = numbers.take_number<std::uint64_t>();
    const std::string_view written{stored.characters, sqlite::write_unsigned(stored, number)};
    require(std::stoull(std::string{written}) == number, "an unsigned number is read back");
    return 0;
}
