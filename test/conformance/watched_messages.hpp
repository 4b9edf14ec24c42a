// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Every aludel::error that is thrown in this process, caught or not, and the text of every statement that the engine
/// of the tests tells, is searched for secrets: passwords, and values that tests bind. What is found fails the test
/// that runs.
namespace watched {

/// From now on no message may hold this. What is shorter than five bytes is not looked for.
void watch_for(std::string secret);

/// Searches a text of the library's; `place` says which.
void look_through(std::string_view text, std::string_view place);

/// Sentences about what was found since the last call.
std::vector<std::string> take_findings();

}  // namespace watched
