// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <aludel/dialect/statement.hpp>
#include <aludel/error.hpp>
#include <aludel/session/session_core.hpp>

namespace aludel {

class running_work;

/// Whether the text is known to change nothing, so that it may be said to have failed although the database says that
/// it came to its end. What functions a SELECT of the user's calls is not known.
bool only_reads(std::string_view sql);

/// What a statement of the program's is, if its answer is lost; `alone`: no transaction is open.
request request_of(std::string_view sql, bool alone, fetch mode, bool is_users_text);

/// Throws timeout or cancelled, as `work` was ended.
[[noreturn]] void throw_ended(const running_work& work, error_details details, std::string_view and_besides = {});

}  // namespace aludel
