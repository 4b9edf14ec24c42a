// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace aludel {

/// How many forks lie between this process and the one that first asked: another number than before means that this is
/// a child process. Costs a load, unlike getpid(), which is a system call since glibc 2.25, so that each statement can
/// ask. Not seen are processes made behind the C library's back, by the system call itself.
std::uint64_t forks_so_far() noexcept;

}  // namespace aludel
