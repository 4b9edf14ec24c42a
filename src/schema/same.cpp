// SPDX-License-Identifier: BSL-1.0
#include "schema/same.hpp"

#include <algorithm>

#include "sql/tokens.hpp"

namespace aludel::schema {

bool same_expression(std::string_view left, std::string_view right) {
    return left == right || sql::canonical_expression(left) == sql::canonical_expression(right);
}

std::string_view meaning_of(const column& of) noexcept {
    return of.meaning.empty() ? of.type : of.meaning;
}

bool same_column(const column& have, const column& want) {
    return meaning_of(have) == meaning_of(want) && have.nullable == want.nullable && have.counted == want.counted &&
           have.counted_apart == want.counted_apart &&
           same_expression(have.default_expression, want.default_expression);
}

bool same_unique(const key_columns& have, const key_columns& want) {
    return have.columns.size() == want.columns.size() &&
           std::is_permutation(have.columns.begin(), have.columns.end(), want.columns.begin());
}

bool same_index(const key_columns& have, const key_columns& want) {
    return have.columns == want.columns;
}

bool same_foreign_key(const foreign_key& have, const foreign_key& want) {
    return have.columns == want.columns && same_table(have.referenced, want.referenced) &&
           have.referenced_columns == want.referenced_columns && have.on_delete == want.on_delete &&
           have.on_update == want.on_update;
}

bool same_check(const check& have, const check& want) {
    return same_expression(have.expression, want.expression);
}

}  // namespace aludel::schema
