// SPDX-License-Identifier: BSL-1.0
// In the place of Connector/C's own function, which it calls: what is bound is remembered. What LOAD DATA sends is not.
#include <dlfcn.h>

#include <algorithm>

#include <mysql.h>

#include "../watched_messages.hpp"

namespace {

bool is_text(enum_field_types type) {
    switch (type) {
    case MYSQL_TYPE_STRING:
    case MYSQL_TYPE_VAR_STRING:
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_BLOB:
    case MYSQL_TYPE_LONG_BLOB: return true;
    default: return false;
    }
}

void remember(const MYSQL_BIND& bound, unsigned rows) {
    if (bound.buffer == nullptr || !is_text(bound.buffer_type)) {
        return;
    }
    if (rows == 0) {
        watched::remember_value(bound.buffer, bound.length == nullptr ? bound.buffer_length : *bound.length);
        return;
    }
    const auto* const texts = static_cast<const void* const*>(bound.buffer);
    for (unsigned row = 0; bound.length != nullptr && row < rows; ++row) {
        if (bound.u.indicator == nullptr || bound.u.indicator[row] == STMT_INDICATOR_NONE) {
            watched::remember_value(texts[row], bound.length[row]);
        }
    }
}

}  // namespace

int STDCALL mysql_stmt_execute(MYSQL_STMT* statement) {
    static auto* const driver = reinterpret_cast<decltype(&mysql_stmt_execute)>(dlsym(RTLD_NEXT, "mysql_stmt_execute"));
    const MYSQL_BIND* const bound = statement->params;
    std::for_each(bound, bound == nullptr ? bound : bound + statement->param_count,
                  [statement](const MYSQL_BIND& each) { remember(each, statement->array_size); });
    return driver(statement);
}
