// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>

namespace aludel::postgresql {

/// Bytes that grow at the end. Room is made for many values at once, and then written without a check for each.
class byte_buffer {
public:
    /// Where to write the next bytes, at most `room` of them. The pointers that were given before are void.
    char* room_for(std::size_t room) {
        if (room > capacity_ - size_) {
            grow(room);
        }
        return bytes_.get() + size_;
    }
    /// What was written behind room_for() up to here is kept.
    void keep_until(const char* end) noexcept { size_ = static_cast<std::size_t>(end - bytes_.get()); }

    [[nodiscard]] char* data() noexcept { return bytes_.get(); }
    [[nodiscard]] const char* data() const noexcept { return bytes_.get(); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    void clear() noexcept { size_ = 0; }

private:
    void grow(std::size_t room) {
        const std::size_t capacity = std::max(size_ + room, capacity_ + capacity_ / 2);
        std::unique_ptr<char[]> larger{new char[capacity]};
        if (size_ > 0) {
            std::memcpy(larger.get(), bytes_.get(), size_);
        }
        bytes_ = std::move(larger);
        capacity_ = capacity;
    }

    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace aludel::postgresql
