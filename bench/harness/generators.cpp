// SPDX-License-Identifier: BSL-1.0
#include "generators.hpp"

#include <chrono>
#include <string_view>

#include <boost/pfr.hpp>

#include "row_values.hpp"

namespace bench {
namespace {

constexpr std::string_view words[] = {"quartz",   "ether",    "vapour", "mercury", "naïve",   "retort",
                                      "salt",     "crucible", "Žofie",  "alembic", "sulphur", "日本",
                                      "tincture", "brass",    "façade", "ember"};
constexpr std::size_t body_bytes = 2048;

/// Words that the bits choose, four bits each.
std::string sentence(std::uint64_t bits, std::size_t count) {
    std::string made;
    made.reserve(count * 10);
    for (std::size_t i = 0; i < count; ++i, bits >>= 4) {
        made += words[bits & 15];
        made += ' ';
    }
    made.pop_back();
    return made;
}

aludel::timestamp moment(std::uint64_t bits) {
    constexpr std::uint64_t thirty_years = 30ull * 365 * 24 * 3600 * 1'000'000;
    constexpr std::int64_t year_2000 = 946'684'800'000'000;
    return aludel::timestamp{std::chrono::microseconds{year_2000 + static_cast<std::int64_t>(bits % thirty_years)}};
}

void make(std::int64_t& field, std::uint64_t bits) {
    field = static_cast<std::int64_t>(bits) >> (bits & 31);
}
void make(std::int32_t& field, std::uint64_t bits) {
    field = static_cast<std::int32_t>(bits >> 34);
}
void make(double& field, std::uint64_t bits) {
    field = static_cast<double>(bits % 100'000'000) / 100;
}
void make(bool& field, std::uint64_t bits) {
    field = (bits & 1) != 0;
}
void make(aludel::timestamp& field, std::uint64_t bits) {
    field = moment(bits);
}
void make(std::string& field, std::uint64_t bits) {
    field = sentence(bits, 1 + (bits >> 62));
}
template <class T>
void make(std::optional<T>& field, std::uint64_t bits) {
    if ((bits >> 32) % 4 != 0) {
        make(field.emplace(), bits);
    }
}

std::int64_t key_of(std::uint64_t number) {
    return static_cast<std::int64_t>(number) + 1;
}

template <aludel::key made_by>
mixed_row<made_by> made_mixed_row(std::uint64_t number) {
    const std::uint64_t bits = mixed_bits(number);
    mixed_row<made_by> row;
    row.id = key_of(number);
    row.name = sentence(bits, 2);
    if (number % 3 != 0) {
        row.note = sentence(bits >> 8, 2 + bits % 4);
    }
    make(row.price, bits);
    if (number % 5 != 0) {
        make(row.quantity.emplace(), bits);
    }
    make(row.active, bits);
    row.changed = moment(mixed_bits(bits));
    return row;
}

}  // namespace

template <>
narrow made_row<narrow>(std::uint64_t number) {
    narrow row;
    row.id = key_of(number);
    make(row.amount, mixed_bits(number));
    return row;
}

template <>
mixed made_row<mixed>(std::uint64_t number) {
    return made_mixed_row<aludel::key::integer>(number);
}

template <>
sequenced made_row<sequenced>(std::uint64_t number) {
    return made_mixed_row<aludel::key::sequence>(number);
}

template <>
keyed made_row<keyed>(std::uint64_t number) {
    return made_mixed_row<aludel::key::given>(number);
}

template <>
text made_row<text>(std::uint64_t number) {
    text row;
    row.id = key_of(number);
    row.body.reserve(body_bytes + 128);
    for (std::uint64_t bits = mixed_bits(number); row.body.size() < body_bytes; bits = mixed_bits(bits)) {
        row.body += sentence(bits, 12);
        row.body += '\n';
    }
    return row;
}

template <>
wide made_row<wide>(std::uint64_t number) {
    wide row;
    boost::pfr::for_each_field(row,
                               [&](auto& field, std::size_t column) { make(field, mixed_bits(number * 64 + column)); });
    row.id = key_of(number);
    return row;
}

}  // namespace bench
