// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace aludel::migrate {

/// Part of a file in memory, which moves through it: as much as one record needs, and at least a block.
class file_window {
public:
    /// Throws usage_error when the file cannot be opened.
    explicit file_window(const std::string& path);

    [[nodiscard]] char* begin() noexcept { return bytes_.data() + begin_; }
    [[nodiscard]] char* end() noexcept { return bytes_.data() + end_; }
    /// Whether the file ends where the window does.
    [[nodiscard]] bool is_last() const noexcept { return is_last_; }
    /// Gives up what stands before `to`.
    void move_to(const char* to) noexcept { begin_ = static_cast<std::size_t>(to - bytes_.data()); }
    /// Reads on. All pointers are invalid then. Throws error when the file cannot be read.
    void widen();

private:
    struct closer {
        void operator()(std::FILE* open) const noexcept { std::fclose(open); }
    };

    std::string path_;
    std::unique_ptr<std::FILE, closer> file_;
    std::vector<char> bytes_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool is_last_ = false;
};

}  // namespace aludel::migrate
