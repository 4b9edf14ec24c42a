// SPDX-License-Identifier: BSL-1.0
#include "parameters.hpp"

#include <bit>
#include <charconv>
#include <limits>

#include <aludel/error.hpp>

#include "values.hpp"
#include "wire.hpp"

namespace aludel::postgresql {
namespace {

std::string parameter_name(std::size_t index) {
    return "parameter " + std::to_string(index + 1) + ": ";
}

bool is_float(value_kind kind) {
    return kind == value_kind::float32 || kind == value_kind::float64;
}

/// Whether the value can travel as a parameter that was prepared as `declared`.
bool is_compatible(value_kind declared, const value_view& value) {
    const bool integers = declared >= value_kind::int16 && declared <= value_kind::int64 && value.is_signed_integer();
    return value.kind() == declared || integers || (is_float(declared) && is_float(value.kind()));
}

bool fits_int4(std::int64_t number) {
    return number >= std::numeric_limits<std::int32_t>::min() && number <= std::numeric_limits<std::int32_t>::max();
}

/// Why the value cannot be sent, or empty.
std::string_view problem_of(value_kind declared, const value_view& value) {
    if (parameter_type(declared) == type::int4 && !fits_int4(value.integer())) {
        return "the number needs more than the 32 bits that its kind has; declare it as a 64-bit integer";
    }
    return storage_problem(value);
}

void require_kind(value_kind declared, const value_view& value, std::size_t index) {
    if (!is_compatible(declared, value)) {
        throw usage_error{parameter_name(index) + "the statement was prepared for " + std::string{name_of(declared)} +
                          ", but is given " + std::string{name_of(value.kind())} +
                          "; prepare it again for the new kinds"};
    }
}

/// Stores a fixed-size value in network order and returns its size.
std::size_t store_fixed(char* to, value_kind declared, const value_view& value) {
    switch (declared) {
    case value_kind::boolean: *to = static_cast<char>(value.boolean()); return 1;
    case value_kind::int16:
    case value_kind::int32: store(to, static_cast<std::int32_t>(value.integer())); return 4;
    case value_kind::int64: store(to, value.integer()); return 8;
    case value_kind::float32: store(to, std::bit_cast<std::int32_t>(static_cast<float>(value.number()))); return 4;
    case value_kind::float64: store(to, std::bit_cast<std::int64_t>(value.number())); return 8;
    case value_kind::date: store(to, static_cast<std::int32_t>(value.integer() - days_from_1970_to_2000)); return 4;
    case value_kind::timestamp: store(to, value.integer() - microseconds_from_1970_to_2000); return 8;
    default: return 0;
    }
}

}  // namespace

void parameter_list::set(std::size_t index, const char* data, std::size_t size, bool binary) {
    // libpq takes a null pointer for NULL, and an empty span may have one.
    pointers_[index] = data == nullptr ? "" : data;
    lengths_[index] = static_cast<int>(size);
    formats_[index] = binary ? 1 : 0;
}

/// libpq measures text by its NUL. `texts_` was reserved for all of them: it does not move.
void parameter_list::set_terminated(std::size_t index, std::string_view text) {
    const std::size_t begin = texts_.size();
    texts_.append(text);
    texts_ += '\0';
    set(index, texts_.data() + begin, text.size(), false);
}

void parameter_list::set_value(std::size_t index, value_kind declared, type_id type, const value_view& value) {
    char* const to = slots_[index].data();
    switch (declared) {
    case value_kind::text:
        if (is_text_in_binary(type)) {
            set(index, value.text().data(), value.text().size(), true);
        } else {
            set_terminated(index, value.text());
        }
        return;
    case value_kind::bytes:
    case value_kind::uuid:
        set(index, reinterpret_cast<const char*>(value.bytes().data()), value.bytes().size(), true);
        return;
    case value_kind::uint64: {
        char* const end = std::to_chars(to, to + sizeof(slot) - 1, value.unsigned_integer()).ptr;
        *end = '\0';
        set(index, to, static_cast<std::size_t>(end - to), false);
        return;
    }
    default: set(index, to, store_fixed(to, declared, value), true); return;
    }
}

void parameter_list::assign(std::span<const value_kind> kinds, std::span<const type_id> types,
                            std::span<const value_view> values) {
    if (values.size() != kinds.size() || values.size() != types.size()) {
        throw usage_error{"the statement has " + std::to_string(types.size()) + " parameters, was prepared for " +
                          std::to_string(kinds.size()) + " and is given " + std::to_string(values.size())};
    }
    pointers_.assign(values.size(), nullptr);
    lengths_.assign(values.size(), 0);
    formats_.assign(values.size(), 0);
    slots_.resize(values.size());
    texts_.clear();
    std::size_t text_size = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].is_null()) {
            continue;
        }
        require_kind(kinds[i], values[i], i);
        if (const std::string_view problem = problem_of(kinds[i], values[i]); !problem.empty()) {
            throw mapping_error{parameter_name(i) + std::string{problem}};
        }
        text_size += values[i].kind() == value_kind::text ? values[i].text().size() + 1 : 0;
    }
    texts_.reserve(text_size);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i].is_null()) {
            set_value(i, kinds[i], types[i], values[i]);
        }
    }
}

}  // namespace aludel::postgresql
