// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace aludel {

/// A server's message without what may be a value: quoted words that the statement's text does not hold. A name with
/// points in it is held by a text that holds its parts. What follows such a word is left out up to the last quote of
/// its kind, since a value may hold quotes of its own.
std::string without_unsaid_words(std::string_view message, std::string_view sql);

}  // namespace aludel
