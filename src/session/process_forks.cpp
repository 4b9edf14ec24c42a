// SPDX-License-Identifier: BSL-1.0
#include "process_forks.hpp"

#include <atomic>

#if __has_include(<pthread.h>)
#include <pthread.h>
#endif

namespace aludel {
namespace {

std::atomic<std::uint64_t> forks{0};

#if __has_include(<pthread.h>)
void count_fork() {
    forks.fetch_add(1, std::memory_order_relaxed);
}

[[maybe_unused]] const int counts_forks = pthread_atfork(nullptr, nullptr, &count_fork);
#endif

}  // namespace

std::uint64_t forks_so_far() noexcept {
    return forks.load(std::memory_order_relaxed);
}

}  // namespace aludel
