// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <iterator>
#include <type_traits>

namespace conformance {

/// The iterator of a range that is read once: it cannot be copied. The range has value(), advance() and is_at_end().
template <class Range, class Value>
class single_pass_iterator {
public:
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;
    explicit single_pass_iterator(Range& from) : from_{&from} {}
    single_pass_iterator(single_pass_iterator&&) = default;
    single_pass_iterator& operator=(single_pass_iterator&&) = default;
    decltype(auto) operator*() const { return from_->value(); }
    single_pass_iterator& operator++() {
        from_->advance();
        return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return from_->is_at_end(); }

private:
    Range* from_;
};

}  // namespace conformance
