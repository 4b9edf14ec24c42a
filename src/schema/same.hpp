// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <aludel/model/table_definition.hpp>

#include "dialect/table_reader.hpp"

/// When two things say the same, whatever they are called.
namespace aludel::schema {

/// The tables with the names of their columns written as the wanted ones are, where the database takes both for one
/// name.
std::vector<table> spelled_like(std::span<const table> wanted, std::span<const table> tables);

bool same_expression(std::string_view left, std::string_view right);
std::string_view meaning_of(const column& of) noexcept;
bool same_column(const column& have, const column& want);
bool same_unique(const key_columns& have, const key_columns& want);
bool same_index(const key_columns& have, const key_columns& want);
bool same_foreign_key(const foreign_key& have, const foreign_key& want);
bool same_check(const check& have, const check& want);

}  // namespace aludel::schema
