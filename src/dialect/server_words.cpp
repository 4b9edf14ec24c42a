// SPDX-License-Identifier: BSL-1.0
#include "server_words.hpp"

#include <algorithm>

namespace aludel {
namespace {

bool holds_parts(std::string_view sql, std::string_view name) {
    while (!name.empty()) {
        const std::string_view part = name.substr(0, name.find('.'));
        if (sql.find(part) == std::string_view::npos) {
            return false;
        }
        name.remove_prefix(std::min(part.size() + 1, name.size()));
    }
    return true;
}

}  // namespace

std::string without_unsaid_words(std::string_view message, std::string_view sql) {
    std::string shown;
    while (!message.empty()) {
        const std::size_t open = message.find_first_of("'\"`");
        std::size_t close = open == std::string_view::npos ? open : message.find(message[open], open + 1);
        if (close == std::string_view::npos) {
            return shown += message;
        }
        const std::string_view word = message.substr(open + 1, close - open - 1);
        const bool is_said = holds_parts(sql, word);
        close = is_said ? close : message.rfind(message[open]);
        shown += message.substr(0, open + 1);
        shown += is_said ? word : "…";
        shown += message[close];
        message.remove_prefix(close + 1);
    }
    return shown;
}

}  // namespace aludel
