// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <aludel/model/table_definition.hpp>
#include <aludel/sql/syntax.hpp>

/// The statements about MariaDB's sequences; a sequence's name is given quoted and qualified.
/// mariadb.com/kb/en/sequence-overview
namespace aludel::mysql {

/// The greatest key that a sequence gives for a column of this kind.
std::int64_t greatest_key(value_kind keys) noexcept;

std::string create_sequence(std::string_view sequence, value_kind keys);
/// Lets it go on where it is.
std::string alter_sequence(std::string_view sequence, value_kind keys);
/// Lets it begin behind the greatest key in the column; the names are quoted.
std::string start_sequence(std::string_view sequence, value_kind keys, std::string_view table, std::string_view column);
/// It forgets the keys that it had ready.
std::string rename_sequence(std::string_view from, std::string_view to);
std::string drop_sequence(std::string_view sequence);

/// Moves a sequence behind the key :p1, unless it is there already.
std::string reservation(std::string_view sequence);
/// Whether the text is such a reservation whose parameter is spelled as a question mark.
bool is_reservation(std::string_view sql) noexcept;

/// Notes which of the columns have a sequence of their own: by its name, since the table does not speak of it.
void take_sequences(schema::table& printed, const syntax& facts, std::span<const schema::table_name> sequences);

}  // namespace aludel::mysql
