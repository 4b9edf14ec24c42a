// SPDX-License-Identifier: BSL-1.0
#include "random_bytes.hpp"

#include <array>
#include <atomic>
#include <bit>
#include <cassert>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <new>
#include <system_error>

#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

namespace aludel {
namespace {

// 256 bytes is the most that getentropy gives, and gives whole: no short reads, no EINTR (getrandom(2)).
void take_entropy(std::span<std::byte> wanted) {
    if (::getentropy(wanted.data(), wanted.size()) != 0) {
        throw std::system_error{errno, std::system_category(),
                                "aludel: the operating system has no randomness to give"};
    }
}

using process_mark = std::atomic<std::uint64_t>;

/// A number that is zero again in every child, also that of a bare clone(), which pthread_atfork does not see: Linux
/// 4.14, madvise(2). Null where there is no such memory. Asking for the process's id each time costs a system call.
process_mark* mark_that_children_lose() {
#ifdef MADV_WIPEONFORK
    const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    void* const page = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page != MAP_FAILED && ::madvise(page, size, MADV_WIPEONFORK) == 0) {
        return new (page) process_mark{0};
    }
#endif
    return nullptr;
}

/// What no other process has that shares memory with this one or copied it.
std::uint64_t present_process() {
    static process_mark* const mark = mark_that_children_lose();
    if (mark == nullptr) {
        return static_cast<std::uint64_t>(::getpid());
    }
    std::uint64_t number = mark->load(std::memory_order_relaxed);
    if (number == 0) {
        std::uint64_t fresh = 0;
        take_entropy(std::as_writable_bytes(std::span{&fresh, 1}));
        fresh |= 1;
        number = mark->compare_exchange_strong(number, fresh, std::memory_order_relaxed) ? fresh : number;
    }
    return number;
}

/// One thread's stock of random bytes; none is handed out twice.
class entropy {
public:
    void fill(std::span<std::byte> wanted) {
        // A child of fork() has a copy of the stock and must not use it too.
        if (const std::uint64_t process = present_process();
            stock_.size() - used_ < wanted.size() || owner_ != process) {
            take_entropy(stock_);
            used_ = 0;
            owner_ = process;
        }
        std::memcpy(wanted.data(), stock_.data() + used_, wanted.size());
        used_ += wanted.size();
    }

private:
    std::array<std::byte, most_random_bytes> stock_{};
    std::size_t used_ = stock_.size();
    std::uint64_t owner_ = 0;
};

}  // namespace

void fill_with_random_bytes(std::span<std::byte> wanted) {
    assert(wanted.size() <= most_random_bytes);
    static constinit thread_local entropy own;
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
