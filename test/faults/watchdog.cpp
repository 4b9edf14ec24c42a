// SPDX-License-Identifier: BSL-1.0
#include "watchdog.hpp"

#include <cstdio>
#include <cstdlib>

namespace faults {

watchdog::watchdog(std::string watched, std::chrono::seconds longest)
    : watched_{std::move(watched)}, thread_{[this, longest] {
          watch(longest);
      }} {}

watchdog::~watchdog() {
    {
        const std::lock_guard lock{mutex_};
        over_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void watchdog::watch(std::chrono::seconds longest) {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, longest, [this] { return over_; })) {
        std::fprintf(stderr, "%s hangs: it is not over after %lld s\n", watched_.c_str(),
                     static_cast<long long>(longest.count()));
        std::abort();  // the private servers are told of it by the kernel
    }
}

}  // namespace faults
