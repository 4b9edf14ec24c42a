// SPDX-License-Identifier: BSL-1.0
#include "unenforced_foreign_keys.hpp"

#include <algorithm>

#include <aludel/error.hpp>

namespace aludel::schema {
namespace {

std::vector<std::string> texts_of(session_core& session, std::string_view query) {
    std::vector<std::string> texts;
    session.query(query, {}, {}, [&texts](std::span<const value_view> row) {
        texts.emplace_back(row[0].text());
        return true;
    });
    return texts;
}

}  // namespace

unenforced_foreign_keys::unenforced_foreign_keys(session_core& session)
    : session_{session}, guard_{session.dialect().guard_of_rebuild()} {
    if (guard_.is_on.empty() || texts_of(session, guard_.is_on) != std::vector<std::string>{"1"}) {
        return;
    }
    broken_before_ = texts_of(session, guard_.broken);
    session.run(guard_.suspend);
    switched_off_ = true;
}

unenforced_foreign_keys::~unenforced_foreign_keys() {
    try {
        if (switched_off_) {
            session_.run(guard_.resume);
        }
    } catch (...) {  // then the connection is gone
    }
}

void unenforced_foreign_keys::require_unbroken() {
    if (!switched_off_) {
        return;
    }
    for (const std::string& table : texts_of(session_, guard_.broken)) {
        if (std::find(broken_before_.begin(), broken_before_.end(), table) == broken_before_.end()) {
            throw foreign_key_violation{"rows of the table " + table +
                                            " would refer to rows that are not there; let a data step remove them or "
                                            "give them what they refer to",
                                        {.table = table}};
        }
    }
}

}  // namespace aludel::schema
