// SPDX-License-Identifier: BSL-1.0
#include "upsert_counts.hpp"

#include <charconv>
#include <vector>

#include <aludel/error.hpp>

#include "connection.hpp"
#include "spellings.hpp"

namespace aludel::mysql {
namespace {

/// Of "Records: 3  Duplicates: 2  Warnings: 0", whose words are in the language of the session.
std::vector<std::uint64_t> numbers_in(std::string_view text) {
    std::vector<std::uint64_t> numbers;
    for (std::size_t at = text.find_first_of("0123456789"); at != std::string_view::npos;
         at = text.find_first_of("0123456789", at)) {
        std::uint64_t number = 0;
        at = static_cast<std::size_t>(std::from_chars(text.data() + at, text.data() + text.size(), number).ptr -
                                      text.data());
        numbers.push_back(number);
    }
    return numbers;
}

}  // namespace

std::string conflict_clause(const bulk_target& target, std::string_view counter) {
    std::string sql;
    if (target.plan.policy.action != conflict_action::fail) {
        sql += " on duplicate key update ";
        append_assignments(sql, target.spell, *target.plan.table, target.plan.policy, counter);
    }
    return sql;
}

bulk_counts counts_of(std::uint64_t rows, std::uint64_t affected, std::uint64_t duplicates) {
    const std::uint64_t updated = affected - rows;
    return {.inserted = rows - duplicates, .updated = updated, .skipped = duplicates - updated, .removed = 0};
}

std::uint64_t told_duplicates(MYSQL* handle, std::uint64_t rows, std::string_view sql) {
    const char* const told = mysql_info(handle);
    const std::vector<std::uint64_t> numbers = numbers_in(told == nullptr ? "" : told);
    if (numbers.size() < 2 || numbers[0] != rows || numbers[1] > rows) {
        throw statement_error{"the server does not tell how many of " + std::to_string(rows) +
                                  " rows were there already (it says '" + (told == nullptr ? "" : told) +
                                  "'); bulk_path=values in the connection string counts them in another way",
                              {.statement = std::string{sql}}};
    }
    return numbers[1];
}

duplicate_counter::duplicate_counter(wire& connection, const conflict_policy& policy)
    : wire_{connection}, number_{connection.take_writer_number()}, is_needed_{policy.action != conflict_action::fail} {
    if (is_needed_) {
        run_watched(wire_, statement_kind::plain, "set " + variable() + " = 0");
    }
}

std::string duplicate_counter::clause(const bulk_target& target) const {
    return conflict_clause(target, variable());
}

bulk_counts duplicate_counter::counts(std::uint64_t rows, std::uint64_t affected) const {
    if (!is_needed_) {
        return {.inserted = rows, .updated = 0, .skipped = 0, .removed = 0};
    }
    return counts_of(rows, affected, read());
}

std::uint64_t duplicate_counter::read() const {
    return read_numbers_watched(wire_, "select cast(" + variable() + " as unsigned)").front();
}

}  // namespace aludel::mysql
