// SPDX-License-Identifier: BSL-1.0
#include "time_text.hpp"

#include <charconv>
#include <cstdint>
#include <limits>

#include <aludel/error.hpp>
#include <aludel/model/text_format.hpp>

namespace aludel::postgresql {
namespace {

/// Takes what it reads off the front of a text; what is missing makes it fail, for good.
class reader {
public:
    explicit reader(std::string_view text) noexcept : rest_{text} {}

    std::int32_t number() noexcept {
        std::int32_t value = 0;
        const auto [end, problem] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        failed_ = failed_ || problem != std::errc{} || rest_.front() == '-';
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }
    bool takes(std::string_view wanted) noexcept {
        const bool is_there = rest_.starts_with(wanted);
        rest_.remove_prefix(is_there ? wanted.size() : 0);
        return is_there;
    }
    void require(std::string_view wanted) noexcept { failed_ = !takes(wanted) || failed_; }
    /// Of what stands behind the point: ".5" is 500 000.
    std::int32_t microseconds() noexcept {
        std::int32_t value = 0;
        int digits = 0;
        for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9' && digits < 6; ++digits) {
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        for (; digits < 6; ++digits) {
            value *= 10;
        }
        return value;
    }
    [[nodiscard]] bool is_done() const noexcept { return !failed_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool failed_ = false;
};

/// The year of the latest date that PostgreSQL has.
constexpr std::int32_t last_year = 5'874'897;

struct day {
    std::int32_t year, month, number;

    [[nodiscard]] bool is_possible() const noexcept {
        return year >= 1 && year <= last_year && month >= 1 && month <= 12 && number >= 1 && number <= 31;
    }

    /// In days since 1970. There is no year 0: 1 BC comes before 1.
    [[nodiscard]] std::int32_t since_1970(bool before_christ) const noexcept {
        return text_format::days_from_civil({.year = before_christ ? 1 - year : year,
                                             .month = static_cast<std::uint8_t>(month),
                                             .day = static_cast<std::uint8_t>(number)});
    }
};

day read_day(reader& from) noexcept {
    day read{};
    read.year = from.number();
    from.require("-");
    read.month = from.number();
    from.require("-");
    read.number = from.number();
    return read;
}

/// "12:34:56" or less of it, in seconds.
std::int64_t read_seconds(reader& from) noexcept {
    std::int64_t seconds = std::int64_t{from.number()} * 3600;
    if (from.takes(":")) {
        seconds += std::int64_t{from.number()} * 60;
    }
    if (from.takes(":")) {
        seconds += from.number();
    }
    return seconds;
}

std::int64_t to_microseconds(std::int64_t seconds, std::int32_t fraction) {
    constexpr std::int64_t last = std::numeric_limits<std::int64_t>::max();
    if (seconds > last / 1'000'000 || (seconds == last / 1'000'000 && fraction > last % 1'000'000)) {
        throw mapping_error{"a timestamp is behind the year 294247, the last one that microseconds since 1970 in 64 "
                            "bits can tell; select it as text"};
    }
    return seconds * 1'000'000 + fraction;
}

}  // namespace

value_view decode_date_text(std::string_view text) {
    reader from{text};
    const day read = read_day(from);
    const bool before_christ = from.takes(" BC");
    const bool is_date = from.is_done() && read.is_possible();
    return is_date ? value_view::of_date(read.since_1970(before_christ)) : value_view::of_text(text);
}

value_view decode_timestamp_text(std::string_view text) {
    reader from{text};
    const day read = read_day(from);
    from.require(" ");
    std::int64_t seconds = read_seconds(from);
    const std::int32_t fraction = from.takes(".") ? from.microseconds() : 0;
    if (from.takes("+")) {
        seconds -= read_seconds(from);
    } else if (from.takes("-")) {
        seconds += read_seconds(from);
    }
    const bool before_christ = from.takes(" BC");
    if (!from.is_done() || !read.is_possible()) {
        return value_view::of_text(text);
    }
    return value_view::of_timestamp(
        to_microseconds(std::int64_t{read.since_1970(before_christ)} * 86'400 + seconds, fraction));
}

}  // namespace aludel::postgresql
