// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <type_traits>
#include <vector>

#include <aludel/bulk/bulk_load.hpp>
#include <aludel/bulk/on_conflict.hpp>
#include <aludel/session/engine.hpp>

namespace aludel {

/// Deals the rows of one range out to several loads, each row to one of them.
class row_dealer {
public:
    row_dealer() = default;
    row_dealer(const row_dealer&) = delete;
    row_dealer& operator=(const row_dealer&) = delete;
    virtual ~row_dealer() = default;

    /// A source for one load, on whatever thread. Must not outlive the dealer.
    [[nodiscard]] virtual std::unique_ptr<row_source> source() = 0;
    /// How many rows there are in all; 0: not known.
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// Makes every source throw instead of giving further rows.
    void stop() noexcept {
        const std::lock_guard lock{mutex_};
        stopped_ = true;
    }

protected:
    /// Throws what ends a load whose sister failed.
    void require_going() const;
    std::mutex mutex_;
    bool stopped_ = false;
};

/// Rows are dealt by the thousand: by reference where the range's elements live, otherwise as objects.
template <class T, std::ranges::input_range Range>
class range_dealer final : public row_dealer {
    static constexpr std::size_t rows_at_once = 1000;
    static constexpr bool elements_live = std::ranges::forward_range<Range> &&
                                          std::is_lvalue_reference_v<std::ranges::range_reference_t<Range>> &&
                                          std::is_same_v<std::remove_cvref_t<std::ranges::range_reference_t<Range>>, T>;
    using dealt_rows = std::conditional_t<elements_live, std::vector<const T*>, std::vector<T>>;

    class dealt_source final : public row_source {
    public:
        explicit dealt_source(range_dealer& dealer) : dealer_{dealer} {}
        bool next(std::span<value_view> row, scratch& temporaries) override {
            if (next_ == rows_.size()) {
                dealer_.deal(rows_);
                next_ = 0;
                if (rows_.empty()) {
                    return false;
                }
            }
            const T* object = nullptr;
            if constexpr (elements_live) {
                const T* const ahead = rows_[std::min(next_ + detail::objects_ahead(sizeof(T)), rows_.size() - 1)];
                detail::prefetch_object(reinterpret_cast<std::uintptr_t>(ahead), sizeof(T));
                object = rows_[next_++];
            } else {
                object = &rows_[next_++];
            }
            detail::read_inlined(*object, row, temporaries);
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
        [[nodiscard]] std::uint64_t size() const override { return 0; }

    private:
        range_dealer& dealer_;
        dealt_rows rows_;
        std::size_t next_ = 0;
    };

public:
    explicit range_dealer(Range& range) : range_{range}, size_{detail::size_of(range)} {}
    [[nodiscard]] std::unique_ptr<row_source> source() override { return std::make_unique<dealt_source>(*this); }
    [[nodiscard]] std::uint64_t size() const override { return size_; }

private:
    void deal(dealt_rows& rows) {
        rows.clear();
        const std::lock_guard lock{mutex_};
        require_going();
        try {
            read(rows);
        } catch (...) {
            stopped_ = true;  // before another load can read on from where the range failed
            throw;
        }
    }
    void read(dealt_rows& rows) {
        if (!position_) {
            position_.emplace(std::ranges::begin(range_));
        }
        for (; rows.size() < rows_at_once && *position_ != std::ranges::end(range_); ++*position_) {
            if constexpr (elements_live) {
                rows.push_back(std::addressof(**position_));
            } else {
                rows.push_back(static_cast<T>(**position_));
            }
        }
    }
    Range& range_;
    std::uint64_t size_;
    std::optional<std::ranges::iterator_t<Range>> position_;
};

/// Loads what the dealer deals on as many connections as the options say. See bulk_insert.
bulk_result load_in_parallel(engine& db, const table_description& table, row_dealer& rows,
                             const conflict_policy& policy, const bulk_options& options);

/// Inserts every row of the range over `options.parallel` connections of the engine at once, the calling thread's among
/// them: fewer where the pool is smaller or its connections are in use, and one where the database takes one writer at
/// a time. Each connection has a transaction of its own, so this is not all or nothing: when one fails, the others are
/// rolled back as far as they have not ended, and the first error is thrown. The range is read once, by one thread at a
/// time and in its order, and never held as a whole; in which order rows arrive is not said.
template <std::ranges::input_range Range>
bulk_result bulk_insert(engine& db, Range&& rows, const bulk_options& options = {}) {
    range_dealer<std::ranges::range_value_t<Range>, std::remove_reference_t<Range>> dealer{rows};
    return load_in_parallel(db, table_of<std::ranges::range_value_t<Range>>, dealer, {}, options);
}
/// As above; the policy says what to do with rows whose named key is there already. Connections that meet at the same
/// rows may wait for each other; a transaction_conflict is thrown where the database finds that none of them can go on.
template <std::ranges::input_range Range>
bulk_result bulk_insert(engine& db, Range&& rows, const policy_for<std::ranges::range_value_t<Range>>& policy,
                        const bulk_options& options = {}) {
    range_dealer<std::ranges::range_value_t<Range>, std::remove_reference_t<Range>> dealer{rows};
    return load_in_parallel(db, table_of<std::ranges::range_value_t<Range>>, dealer, policy.policy, options);
}

}  // namespace aludel
