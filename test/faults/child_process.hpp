// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace faults {

/// A program that runs beside the test and ends with it, whatever becomes of the test.
class child_process {
public:
    /// `environment` is added to the test's own: "NAME=value". Its output goes to `output`, or to the test's own where
    /// that is empty. Throws std::runtime_error when it cannot be started.
    explicit child_process(std::vector<std::string> command, std::vector<std::string> environment = {},
                           const std::string& output = {});
    child_process(const child_process&) = delete;
    child_process& operator=(const child_process&) = delete;
    /// Tells it to end (SIGTERM), waits, and kills it after 30 s.
    ~child_process();

    void send(int signal) const;
    /// Its status as waitpid() gives it, or nothing when it still runs at the end of that time.
    std::optional<int> wait(std::chrono::milliseconds longest);

private:
    ::pid_t id_;
    std::optional<int> status_;
};

}  // namespace faults
