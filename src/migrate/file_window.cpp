// SPDX-License-Identifier: BSL-1.0
#include "file_window.hpp"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <aludel/error.hpp>

namespace aludel::migrate {
namespace {

constexpr std::size_t block = 256u << 10;

std::string system_message() {
    return std::generic_category().message(errno);
}

}  // namespace

file_window::file_window(const std::string& path) : path_{path}, file_{std::fopen(path.c_str(), "rb")}, bytes_(block) {
    if (!file_) {
        throw usage_error{path + ": it cannot be opened: " + system_message()};
    }
    std::setbuf(file_.get(), nullptr);  // blocks are large enough by themselves
}

void file_window::widen() {
    std::memmove(bytes_.data(), begin(), end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    if (bytes_.size() - end_ < block / 2) {
        bytes_.resize(bytes_.size() * 2);
    }
    const std::size_t room = bytes_.size() - end_;
    const std::size_t read = std::fread(end(), 1, room, file_.get());
    if (std::ferror(file_.get()) != 0) {
        throw error{path_ + ": it cannot be read: " + system_message()};
    }
    end_ += read;
    is_last_ = read < room;
}

}  // namespace aludel::migrate
