// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/model/value_view.hpp>

namespace aludel {

/// One SQL value that owns its text or bytes: what conditions and patches hold.
class value {
public:
    value() = default;
    /// Copies what the view borrows.
    explicit value(const value_view& view)
        : view_{view}, owned_{view.borrows()
                                  ? std::string{reinterpret_cast<const char*>(view.bytes().data()), view.bytes().size()}
                                  : std::string{}} {}

    [[nodiscard]] bool is_null() const noexcept { return view_.is_null(); }
    [[nodiscard]] value_kind kind() const noexcept { return view_.kind(); }
    /// Borrows from this object.
    [[nodiscard]] value_view view() const noexcept {
        switch (view_.kind()) {
        case value_kind::text: return value_view::of_text(owned_);
        case value_kind::bytes: return value_view::of_bytes(std::as_bytes(std::span{owned_}));
        case value_kind::uuid: return value_view::of_uuid(reinterpret_cast<const std::byte*>(owned_.data()));
        default: return view_;
        }
    }

private:
    value_view view_;
    std::string owned_;
};

}  // namespace aludel
