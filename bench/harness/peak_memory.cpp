// SPDX-License-Identifier: BSL-1.0
#include "peak_memory.hpp"

#include <fstream>
#include <string>

#include <malloc.h>

namespace bench {
namespace {

/// A line such as "VmRSS:     1234 kB", in bytes.
std::optional<std::uint64_t> line_of_status(const std::string& name) {
    std::ifstream status{"/proc/self/status"};
    for (std::string word; status >> word;) {
        std::uint64_t kilobytes = 0;
        if (word == name && status >> kilobytes) {
            return kilobytes * 1024;
        }
    }
    return std::nullopt;
}

}  // namespace

peak_memory::peak_memory() {
    malloc_trim(0);  // what was freed but kept would be used without a trace
    std::ofstream reset{"/proc/self/clear_refs"};
    reset << "5" << std::flush;  // VmHWM becomes VmRSS: Linux 4.0, proc_pid_clear_refs(5)
    if (reset) {
        before_ = line_of_status("VmRSS:");
    }
}

std::optional<std::uint64_t> peak_memory::growth() const {
    const std::optional<std::uint64_t> peak = line_of_status("VmHWM:");
    if (!before_ || !peak) {
        return std::nullopt;
    }
    return *peak > *before_ ? *peak - *before_ : 0;
}

}  // namespace bench
