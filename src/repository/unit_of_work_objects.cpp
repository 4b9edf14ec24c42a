// SPDX-License-Identifier: BSL-1.0
#include "unit_of_work_objects.hpp"

#include <bit>
#include <functional>

#include "unit_of_work_snapshots.hpp"

namespace aludel::detail {
namespace {

constexpr std::size_t places_of_first_block = 8;

std::size_t places_of(std::size_t block) {
    return places_of_first_block << block;
}

/// Places in the blocks before this one.
std::size_t places_before(std::size_t block) {
    return places_of(block) - places_of_first_block;
}

}  // namespace

object_store::~object_store() {
    shrink(0);
    for (std::byte* const block : blocks_) {
        ::operator delete (block, std::align_val_t{type_->alignment});
    }
}

void* object_store::next_place() {
    if (size_ == places_before(blocks_.size())) {
        blocks_.reserve(blocks_.size() + 1);
        blocks_.push_back(static_cast<std::byte*>(
            ::operator new (places_of(blocks_.size()) * type_->size, std::align_val_t{type_->alignment})));
    }
    return (*this)[size_];
}

void* object_store::operator[](std::size_t index) const noexcept {
    const auto block = static_cast<std::size_t>(std::bit_width(index / places_of_first_block + 1)) - 1;
    return blocks_[block] + (index - places_before(block)) * type_->size;
}

void* object_store::add_new() {
    void* const place = next_place();
    type_->make(place);
    ++size_;
    return place;
}

void* object_store::add_copy(const void* object) {
    void* const place = next_place();
    type_->copy(place, object);
    ++size_;
    return place;
}

void* object_store::add_moved(void* object) {
    void* const place = next_place();
    type_->move(place, object);
    ++size_;
    return place;
}

void object_store::shrink(std::size_t size) noexcept {
    while (size_ > size) {
        type_->destroy((*this)[--size_]);
    }
}

std::optional<std::size_t> object_store::index_of(const void* object) const noexcept {
    const auto* const wanted = static_cast<const std::byte*>(object);
    for (std::size_t block = 0; block < blocks_.size(); ++block) {
        const std::byte* const begin = blocks_[block];
        if (std::greater_equal<>{}(wanted, begin) && std::less<>{}(wanted, begin + places_of(block) * type_->size)) {
            const std::size_t index = places_before(block) + static_cast<std::size_t>(wanted - begin) / type_->size;
            return index < size_ ? std::optional{index} : std::nullopt;
        }
    }
    return std::nullopt;
}

std::size_t tracked_objects::add(void* moved) {
    tracked_.push_back({object_state::added});
    try {
        store_.add_moved(moved);
    } catch (...) {
        tracked_.pop_back();
        throw;
    }
    return tracked_.size() - 1;
}

std::size_t tracked_objects::add_stored(void* moved) {
    const std::size_t index = add(moved);
    tracked_[index].state = object_state::gone;  // until all is done
    settle(index);
    return index;
}

std::optional<std::size_t> tracked_objects::find(const std::string& key) {
    for (; !not_indexed_.empty(); not_indexed_.pop_back()) {
        const object_state state = tracked_[not_indexed_.back()].state;
        if (state == object_state::stored || state == object_state::removed) {
            by_key_.insert_or_assign(stored_key(not_indexed_.back()), not_indexed_.back());
        }
    }
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? std::nullopt : std::optional{found->second};
}

std::span<const value_view> tracked_objects::as_inserted(std::size_t index) {
    row_.resize(table().columns.size());
    temporaries_.clear();
    read(index, row_, temporaries_);
    prepare_(row_);
    return row_;
}

void tracked_objects::read_stored(std::size_t index, std::span<value_view> row) const {
    unpack(tracked_[index].snapshot, row);
}

std::string tracked_objects::stored_key(std::size_t index) {
    row_.resize(table().columns.size());
    read_stored(index, row_);
    return key_bytes(row_, table().primary_key);
}

void tracked_objects::settle(std::size_t index) {
    row_.resize(table().columns.size());
    temporaries_.clear();
    read(index, row_, temporaries_);
    note_stored(index, row_);
    tracked_object& object = tracked_[index];
    if (object.state != object_state::stored) {
        not_indexed_.push_back(index);
    }
    object.state = object_state::stored;
}

void tracked_objects::note_stored(std::size_t index, std::span<const value_view> row) {
    std::string packed;
    append_packed(packed, row);  // which may borrow from what it replaces
    tracked_[index].snapshot = std::move(packed);
}

void tracked_objects::forget(std::size_t index) {
    tracked_object& object = tracked_[index];
    if (object.state == object_state::stored || object.state == object_state::removed) {
        const std::string key = stored_key(index);
        if (find(key) == index) {
            by_key_.erase(key);
        }
    }
    object.state = object_state::gone;
}

void tracked_objects::forget_links() noexcept {
    links.clear();
    for (tracked_object& object : tracked_) {
        object.first_link = 0;  // of those that were given up
    }
}

void tracked_objects::index_again() {
    by_key_.clear();
    not_indexed_.clear();
    for (std::size_t i = 0; i < tracked_.size(); ++i) {
        if (tracked_[i].state == object_state::stored || tracked_[i].state == object_state::removed) {
            not_indexed_.push_back(i);
        }
    }
}

}  // namespace aludel::detail
