// SPDX-License-Identifier: BSL-1.0
#include <aludel/types/timestamp.hpp>

namespace aludel {

timestamp now() {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

}  // namespace aludel
