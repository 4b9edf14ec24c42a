// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

/// This test program, started again as one of several that migrate the same database.
namespace migrating {

inline constexpr std::string_view child_argument = "--as-child";

/// sync URL FOLDER                 prints what it did
/// upgrade URL FOLDER STATEMENT    is killed behind that statement, counted from 1
/// downgrade URL FOLDER STATEMENT  the same on the way to base, or to a revision that is named behind
int run_as_child(int argc, char** argv);

struct child_end {
    bool was_killed = false;
    int status = 0;
    std::string output;
};

class child {
public:
    explicit child(std::vector<std::string> arguments);
    child(child&& from) noexcept;
    child& operator=(child&&) = delete;
    ~child();
    child_end wait();

private:
    pid_t process_ = 0;
    int output_ = -1;
};

}  // namespace migrating
