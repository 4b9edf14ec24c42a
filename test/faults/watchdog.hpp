// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace faults {

/// Ends the process with a failure if it is not destroyed in time: what hangs cannot fail by itself.
class watchdog {
public:
    watchdog(std::string watched, std::chrono::seconds longest);
    watchdog(const watchdog&) = delete;
    watchdog& operator=(const watchdog&) = delete;
    ~watchdog();

private:
    void watch(std::chrono::seconds longest);

    std::string watched_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool over_ = false;
    std::thread thread_;
};

}  // namespace faults
