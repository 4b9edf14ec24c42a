// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bulk_writer.hpp"

namespace aludel::mysql {

/// The conflict clause to stand behind an INSERT; empty for a plain one. Counts the duplicates that it matches in the
/// session variable `counter` if there is one.
std::string conflict_clause(const bulk_target& target, std::string_view counter = {});

/// What became of `rows` rows of which the server counted `affected`: a changed row twice and every other one once (see
/// syntax::upsert_rows). `duplicates` of them were there.
bulk_counts counts_of(std::uint64_t rows, std::uint64_t affected, std::uint64_t duplicates);

/// How many of the `rows` rows that the last statement brought were there, as the server tells behind an INSERT of more
/// than one row of VALUES, array binding included (under CLIENT_FOUND_ROWS; mysql_insert in sql_insert.cc, seen with
/// MariaDB 10.11; INSERT … SELECT tells only how many changed). Throws statement_error if it does not.
std::uint64_t told_duplicates(MYSQL* handle, std::uint64_t rows, std::string_view sql);

/// The session variable in which a load counts the duplicates that it matched, since loads may run inside each other:
/// a row source may load other rows. Numbers are used again, because a variable lives as long as the connection.
class duplicate_counter {
public:
    /// Counts from zero if the policy may find duplicates.
    duplicate_counter(wire& connection, const conflict_policy& policy);
    duplicate_counter(const duplicate_counter&) = delete;
    duplicate_counter& operator=(const duplicate_counter&) = delete;
    ~duplicate_counter() { wire_.give_back_writer_number(number_); }

    /// The conflict clause that counts, to stand behind an INSERT; empty for a plain one.
    [[nodiscard]] std::string clause(const bulk_target& target) const;
    /// What became of `rows` rows of which the server counted `affected`.
    [[nodiscard]] bulk_counts counts(std::uint64_t rows, std::uint64_t affected) const;
    /// The number of duplicates so far.
    [[nodiscard]] std::uint64_t read() const;

private:
    [[nodiscard]] std::string variable() const { return "@aludel_bulk_duplicates_" + std::to_string(number_); }

    wire& wire_;
    std::size_t number_;
    bool is_needed_;
};

}  // namespace aludel::mysql
