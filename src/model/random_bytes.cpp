// SPDX-License-Identifier: BSL-1.0
#include "random_bytes.hpp"

#include <array>
#include <bit>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <sys/random.h>
#include <unistd.h>

namespace aludel {
namespace {

/// One thread's stock of random bytes; none is handed out twice.
class entropy {
public:
    void fill(std::span<std::byte> wanted) {
        // A child of fork() has a copy of the stock and must not use it too. The id is asked for each time: a handler
        // by pthread_atfork does not see a bare clone().
        if (stock_.size() - used_ < wanted.size() || owner_ != ::getpid()) {
            refill();
        }
        std::memcpy(wanted.data(), stock_.data() + used_, wanted.size());
        used_ += wanted.size();
    }

private:
    void refill() {
        // 256 bytes is the most that getentropy gives, and gives whole: no short reads, no EINTR (getrandom(2)).
        if (::getentropy(stock_.data(), stock_.size()) != 0) {
            throw std::system_error{errno, std::system_category(),
                                    "aludel: the operating system has no randomness to give"};
        }
        used_ = 0;
        owner_ = ::getpid();
    }

    std::array<std::byte, most_random_bytes> stock_;
    std::size_t used_ = stock_.size();
    ::pid_t owner_ = 0;
};

}  // namespace

void fill_with_random_bytes(std::span<std::byte> wanted) {
    assert(wanted.size() <= most_random_bytes);
    static thread_local entropy own;
    own.fill(wanted);
}

std::string random_text(std::size_t length, std::string_view alphabet) {
    assert(!alphabet.empty() && alphabet.size() <= 256);
    // Numbers beyond the alphabet are thrown away: a remainder would favour its first characters.
    const auto mask = static_cast<unsigned char>(std::bit_ceil(alphabet.size()) - 1);
    std::string text;
    text.reserve(length);
    std::array<std::byte, 32> bytes;
    while (text.size() < length) {
        fill_with_random_bytes(bytes);
        for (const std::byte byte : bytes) {
            const std::size_t picked = std::to_integer<unsigned char>(byte) & mask;
            if (picked < alphabet.size() && text.size() < length) {
                text += alphabet[picked];
            }
        }
    }
    return text;
}

}  // namespace aludel
