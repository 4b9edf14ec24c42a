// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Every aludel::error that is thrown in this process, caught or not, and the text of every statement that the engine
/// of the tests tells, is searched for secrets: passwords, words that tests put into values, and all text that was
/// handed to a database's client since the test began. What is found fails the test that runs.
namespace watched {

/// From now on no message may hold this. What is shorter than five bytes is not looked for.
void watch_for(std::string secret);

/// From now to the end of the test no message may hold this, which a database's client was handed as a value. Only what
/// cannot be taken for a name or for plain words is looked for: eight bytes at least, with a character among them that
/// is no letter, digit, space, point, hyphen or underscore, and that does not stand in double quotes, as names do that
/// are values to a server's catalog.
void remember_value(const void* bytes, std::size_t size);
/// What was handed to a client so far may stand in messages.
void forget_values();

/// Searches a text of the library's; `place` says which.
void look_through(std::string_view text, std::string_view place);

/// Sentences about what was found since the last call.
std::vector<std::string> take_findings();

}  // namespace watched
