// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>

#include <aludel/session/session_core.hpp>

namespace aludel {

/// The compiled half of a stream: an open execution, and where each field's column stands in its rows.
class stream_core {
public:
    /// `shape` borrows only from static data.
    stream_core(execution running, const result_shape& shape);
    /// Writes the next row into `object`; false behind the last one.
    bool next(void* object);

private:
    execution running_;
    result_shape shape_;
    column_order order_;
};

/// A range of objects read one by one: constant memory however many there are. The session runs nothing else until
/// the stream is at its end or destroyed, and must outlive it. Read once.
template <class T>
class row_stream {
public:
    class iterator {
    public:
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        iterator() = default;
        explicit iterator(row_stream* stream) : stream_{stream} {}
        T& operator*() const { return stream_->current_; }
        T* operator->() const { return &stream_->current_; }
        iterator& operator++() {
            stream_->advance();
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const { return !stream_->open_; }

    private:
        row_stream* stream_ = nullptr;
    };

    explicit row_stream(execution running) : row_stream{std::move(running), detail::shape_of<T>()} {}
    row_stream(execution running, const result_shape& shape)
        : core_{std::make_unique<stream_core>(std::move(running), shape)} {}

    /// Where the stream is: reads the first row the first time.
    iterator begin() {
        if (!begun_) {
            begun_ = true;
            advance();
        }
        return iterator{this};
    }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    void advance() {
        if constexpr (!detail::is_filled_by_rows<T>()) {
            current_ = T{};  // what has no column; else text keeps its memory from row to row
        }
        open_ = core_->next(&current_);
        if (!open_) {
            core_.reset();
        }
    }
    std::unique_ptr<stream_core> core_;
    T current_{};
    bool begun_ = false;
    bool open_ = false;
};

}  // namespace aludel
