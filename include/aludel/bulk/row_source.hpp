// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <type_traits>

#include <aludel/bulk/prefetch.hpp>
#include <aludel/model/reflect.hpp>

namespace aludel {

/// Rows of any range: where the type of the range ends and compiled code begins.
class row_source {
public:
    row_source() = default;
    row_source(const row_source&) = delete;
    row_source& operator=(const row_source&) = delete;
    virtual ~row_source() = default;

    /// Fills one view per column from the next object; false behind the last one, however often it is asked there.
    virtual bool next(std::span<value_view> row, scratch& temporaries) = 0;
    /// As next() for several rows of `width` values each, one behind the other: as many as there is room for, or fewer
    /// where that is easier. There is room for one at least. Returns how many; none behind the last one.
    virtual std::size_t next_rows(std::span<value_view> room, std::size_t width, scratch& temporaries) {
        return next(room.first(width), temporaries) ? 1 : 0;
    }
    /// Whether what a row borrows stays valid while later rows are read.
    [[nodiscard]] virtual bool rows_stay_valid() const noexcept = 0;
    /// Whether rows stay valid, and reading one runs nothing of the program's but the codecs of its fields, so that it
    /// can be read while a statement runs.
    [[nodiscard]] virtual bool is_memory() const noexcept { return false; }
    /// How many rows there are; 0: not known.
    [[nodiscard]] virtual std::uint64_t size() const = 0;
};

namespace detail {

/// As read_object, inlined: what cannot be sent is read a second time, for the error that names its column.
template <class T>
void read_inlined(const T& object, std::span<value_view> row, scratch& temporaries) {
    try {
        table_of<T>.read_row(&object, row, temporaries);
    } catch (const mapping_error&) {
        read_object(table_of<T>, &object, row, temporaries);
        throw;
    }
}

/// next_rows() of a source whose rows stay valid: as many as there is room for.
template <class Source>
std::size_t fill_with_rows(Source& source, std::span<value_view> room, std::size_t width, scratch& temporaries) {
    std::size_t rows = 0;
    while (room.size() >= width && source.next(room.first(width), temporaries)) {
        room = room.subspan(width);
        ++rows;
    }
    return rows;
}

/// How many elements a range says it has, before the first one is read: some count those that are left. 0: it does not.
template <class Range>
std::uint64_t size_of(Range& range) {
    if constexpr (std::ranges::sized_range<Range>) {
        return static_cast<std::uint64_t>(std::ranges::size(range));
    } else {
        return 0;
    }
}

}  // namespace detail

/// Reads a range once, from its beginning to its end.
template <class T, std::ranges::input_range Range>
class range_source final : public row_source {
    using reference = std::ranges::range_reference_t<Range>;
    static_assert(std::is_convertible_v<reference, const T&>,
                  "aludel: the range's elements are not objects of the repository's struct");
    /// Whether elements are objects of T that live somewhere, and are not made or converted when they are read.
    static constexpr bool refers_to_objects =
        std::is_lvalue_reference_v<reference> && std::is_same_v<std::remove_cvref_t<reference>, T>;
    /// Elements that a forward range refers to live as long as the range; others as long as the iterator stays.
    static constexpr bool elements_live = std::ranges::forward_range<Range> && refers_to_objects;
    static constexpr bool is_contiguous = elements_live && std::ranges::contiguous_range<Range>;

public:
    explicit range_source(Range& range) : range_{range}, size_{detail::size_of(range)} {}

    bool next(std::span<value_view> row, scratch& temporaries) override {
        if (!position_) {
            position_.emplace(std::ranges::begin(range_));
        } else if (!is_at_end_) {
            ++*position_;
        }
        is_at_end_ = *position_ == std::ranges::end(range_);
        if (is_at_end_) {
            return false;
        }
        if constexpr (is_contiguous) {
            detail::prefetch_behind(std::to_address(*position_), sizeof(T));
        }
        if constexpr (refers_to_objects) {
            detail::read_inlined<T>(**position_, row, temporaries);
        } else {
            current_.emplace(static_cast<T>(**position_));
            detail::read_inlined(*current_, row, temporaries);
        }
        return true;
    }
    std::size_t next_rows(std::span<value_view> room, std::size_t width, scratch& temporaries) override {
        if constexpr (elements_live) {
            return detail::fill_with_rows(*this, room, width, temporaries);
        } else {
            return row_source::next_rows(room, width, temporaries);
        }
    }
    [[nodiscard]] bool rows_stay_valid() const noexcept override { return elements_live; }
    [[nodiscard]] bool is_memory() const noexcept override { return is_contiguous; }
    [[nodiscard]] std::uint64_t size() const override { return size_; }

private:
    Range& range_;
    std::uint64_t size_;
    std::optional<std::ranges::iterator_t<Range>> position_;
    bool is_at_end_ = false;
    std::optional<T> current_;
};

}  // namespace aludel
