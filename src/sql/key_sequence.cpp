// SPDX-License-Identifier: BSL-1.0
#include "sql/key_sequence.hpp"

#include "model/conventional_name.hpp"

namespace aludel::sql {

const column_description* counted_column(const table_description& table) noexcept {
    const column_description* const generated = generated_column(table);
    return generated != nullptr && is_counted(*generated) ? generated : nullptr;
}

bool comes_from_sequence(const syntax& facts, const column_description& column) noexcept {
    return facts.separate_sequences && column.generated == key::sequence;
}

schema::table_name sequence_of(const syntax& facts, const schema::table_name& table, std::string_view column) {
    const std::string columns[] = {std::string{column}};
    return {table.schema, conventional_name("sq", table.name, columns, facts.max_identifier_length)};
}

schema::table_name sequence_of(const syntax& facts, const table_description& table, const column_description& column) {
    return sequence_of(facts, {std::string{table.schema}, std::string{table.name}}, column.name);
}

std::string quoted_name(const spelling& spell, const schema::table_name& name) {
    std::string quoted;
    if (!name.schema.empty()) {
        spell.append_identifier(quoted, name.schema);
        quoted += '.';
    }
    spell.append_identifier(quoted, name.name);
    return quoted;
}

}  // namespace aludel::sql
