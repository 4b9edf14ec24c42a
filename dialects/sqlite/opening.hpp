// SPDX-License-Identifier: BSL-1.0
#pragma once

struct sqlite3;

namespace aludel::sqlite {

/// Sets a fresh connection up as its URI says. Throws the classified error.
void apply_settings(::sqlite3* handle);

}  // namespace aludel::sqlite
