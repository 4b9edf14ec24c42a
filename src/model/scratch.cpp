// SPDX-License-Identifier: BSL-1.0
#include <aludel/model/scratch.hpp>

#include <algorithm>
#include <cstring>

namespace aludel {
namespace {

constexpr std::size_t smallest_block = std::size_t{64} << 10;
constexpr std::size_t largest_regular_block = std::size_t{1} << 20;

/// Each block is twice the last one up to a megabyte; a value that is larger gets a block of its own size.
std::size_t next_block_size(std::size_t last, std::size_t wanted) {
    return std::max(wanted, std::clamp(last * 2, smallest_block, largest_regular_block));
}

}  // namespace

std::byte* scratch::allocate(std::size_t size) {
    if (blocks_.empty() || blocks_[current_].size - used_ < size) {
        const std::size_t next = blocks_.empty() ? 0 : current_ + 1;
        const auto first_free = blocks_.begin() + static_cast<std::ptrdiff_t>(next);
        auto found = std::find_if(first_free, blocks_.end(), [&](const block& free) { return free.size >= size; });
        if (found == blocks_.end()) {
            const std::size_t new_size = next_block_size(blocks_.empty() ? 0 : blocks_.back().size, size);
            blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(new_size), new_size});
            found = blocks_.end() - 1;
        }
        std::iter_swap(blocks_.begin() + static_cast<std::ptrdiff_t>(next), found);
        current_ = next;
        used_ = 0;
    }
    std::byte* const place = blocks_[current_].data.get() + used_;
    used_ += size;
    return place;
}

std::span<const std::byte> scratch::keep(std::span<const std::byte> bytes) {
    // Never null, not even for no bytes: sqlite3_bind_text takes a null pointer for NULL.
    std::byte* const copy = allocate(bytes.size());
    if (!bytes.empty()) {
        std::memcpy(copy, bytes.data(), bytes.size());
    }
    return {copy, bytes.size()};
}

std::string_view scratch::keep(std::string_view text) {
    const std::span<const std::byte> copy = keep(std::as_bytes(std::span{text}));
    return {reinterpret_cast<const char*>(copy.data()), copy.size()};
}

value_view scratch::keep(const value_view& view) {
    switch (view.kind()) {
    case value_kind::text: return value_view::of_text(keep(view.text()));
    case value_kind::bytes: return value_view::of_bytes(keep(view.bytes()));
    case value_kind::uuid: return value_view::of_uuid(keep(view.bytes()).data());
    default: return view;
    }
}

void scratch::clear() noexcept {
    current_ = 0;
    used_ = 0;
}

}  // namespace aludel
