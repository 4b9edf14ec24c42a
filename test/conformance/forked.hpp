// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <exception>
#include <string>

namespace conformance {

/// Runs it in a child process, which then ends without destroying anything. What it returns, or the message of what it
/// throws, comes back.
template <class Work>
std::string in_child_process(Work work) {
    int ends[2] = {-1, -1};
    if (pipe(ends) != 0) {
        return "no pipe";
    }
    const pid_t child = fork();
    if (child == 0) {
        std::string said;
        try {
            said = work();
        } catch (const std::exception& thrown) {
            said = thrown.what();
        }
        const bool is_said = write(ends[1], said.data(), said.size()) == static_cast<ssize_t>(said.size());
        _exit(is_said ? 0 : 1);
    }
    close(ends[1]);
    std::string heard;
    char bytes[256];
    for (ssize_t count = 0; (count = read(ends[0], bytes, sizeof bytes)) > 0;) {
        heard.append(bytes, static_cast<std::size_t>(count));
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return status == 0 ? heard : "the child process ended with status " + std::to_string(status);
}

}  // namespace conformance
