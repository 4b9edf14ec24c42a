// SPDX-License-Identifier: BSL-1.0
#include "numeric.hpp"

#include <algorithm>
#include <array>

#include "wire.hpp"

// numeric = int16 count, int16 weight, uint16 sign, uint16 scale, count × int16 digit
// A digit counts 0 to 9999; the first one stands for 10000^weight. `scale` decimal digits follow the point in text.
// numeric_send and numeric_recv in src/backend/utils/adt/numeric.c, PostgreSQL 15; ±infinity since 14.

namespace aludel::postgresql {
namespace {

constexpr std::size_t header_size = 8;
constexpr std::uint16_t sign_negative = 0x4000;
constexpr std::uint16_t sign_nan = 0xc000;
constexpr std::uint16_t sign_infinity = 0xd000;
constexpr std::uint16_t sign_negative_infinity = 0xf000;

void append_four_digits(std::string& text, std::int32_t number) {
    for (std::int32_t power = 1000; power > 0; power /= 10) {
        text += static_cast<char>('0' + number / power % 10);
    }
}

/// The digits of a numeric by their power of 10000; 0 where none is stored.
class digit_row {
public:
    explicit digit_row(std::string_view bytes)
        : digits_{bytes.substr(header_size)}, count_{load<std::int16_t>(bytes.data())}, weight_{load<std::int16_t>(
                                                                                            bytes.data() + 2)} {}

    [[nodiscard]] std::int32_t weight() const { return weight_; }
    [[nodiscard]] std::int32_t at(std::int32_t power) const {
        const std::int32_t index = weight_ - power;
        return index < 0 || index >= count_ ? 0
                                            : load<std::int16_t>(digits_.data() + 2 * static_cast<std::size_t>(index));
    }

private:
    std::string_view digits_;
    std::int32_t count_;
    std::int32_t weight_;
};

void append_whole_part(std::string& text, const digit_row& digits) {
    const std::size_t begin = text.size();
    for (std::int32_t power = digits.weight(); power >= 0; --power) {
        append_four_digits(text, digits.at(power));
    }
    const std::size_t first = std::min(text.find_first_not_of('0', begin), text.size());
    text.erase(begin, first - begin);
    if (text.size() == begin) {
        text += '0';
    }
}

void append_fraction(std::string& text, const digit_row& digits, std::size_t scale) {
    text += '.';
    const std::size_t begin = text.size();
    for (std::int32_t power = -1; text.size() - begin < scale; --power) {
        append_four_digits(text, digits.at(power));
    }
    text.resize(begin + scale);
}

}  // namespace

char* store_numeric(char* to, std::uint64_t number) noexcept {
    std::array<std::int16_t, 5> digits{};
    std::size_t count = 0;
    for (; number != 0; number /= 10'000) {
        digits[count++] = static_cast<std::int16_t>(number % 10'000);
    }
    to = store(to, static_cast<std::int16_t>(count));
    to = store(to, static_cast<std::int16_t>(count == 0 ? 0 : count - 1));
    to = store(to, std::int16_t{0});  // positive
    to = store(to, std::int16_t{0});  // no decimal places
    while (count > 0) {
        to = store(to, digits[--count]);
    }
    return to;
}

bool is_numeric(std::string_view bytes) noexcept {
    if (bytes.size() < header_size) {
        return false;
    }
    const auto count = load<std::int16_t>(bytes.data());
    if (count < 0 || bytes.size() != header_size + sizeof(std::int16_t) * static_cast<std::size_t>(count)) {
        return false;
    }
    for (std::size_t at = header_size; at < bytes.size(); at += sizeof(std::int16_t)) {
        const auto digit = load<std::int16_t>(bytes.data() + at);
        if (digit < 0 || digit > 9999) {
            return false;
        }
    }
    return true;
}

void append_numeric_text(std::string& text, std::string_view bytes) {
    const auto sign = load<std::uint16_t>(bytes.data() + 4);
    switch (sign) {
    case sign_nan: text += "NaN"; return;
    case sign_infinity: text += "Infinity"; return;
    case sign_negative_infinity: text += "-Infinity"; return;
    default: break;
    }
    text += sign == sign_negative ? "-" : "";
    const digit_row digits{bytes};
    append_whole_part(text, digits);
    if (const auto scale = load<std::uint16_t>(bytes.data() + 6); scale > 0) {
        append_fraction(text, digits, scale);
    }
}

}  // namespace aludel::postgresql
