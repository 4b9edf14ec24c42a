// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

#include <boost/pfr/core.hpp>

/// The names of a struct's fields, taken from the compiler's own spelling of a field's address. Boost.PFR has had
/// names itself since 1.84 (`get_name`), by the same technique; Debian 12 ships 1.81.
namespace aludel::detail {

template <class Struct>
struct never_defined {
    const Struct value;
};

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif

/// Only its fields' addresses are used, and only while compiling: the linker would complain otherwise.
template <class Struct>
extern const never_defined<Struct> example_of;

/// clang before 17 takes no address of a member as a template argument, but takes it inside an aggregate.
template <class Pointer>
struct address_box {
    Pointer address;
};
template <class Pointer>
address_box(Pointer) -> address_box<Pointer>;

template <class Struct, std::size_t Index>
consteval auto field_address() {
    return std::addressof(boost::pfr::get<Index>(example_of<Struct>.value));
}

template <class Struct, address_box Address>
consteval std::string_view spelling_of_address() {
    return __PRETTY_FUNCTION__;
}

consteval std::string_view last_identifier(std::string_view spelling) {
    // gcc: "…{(& example_of<S>.….S::name)}; …]"   clang: "…{&example_of.value.name}]"
    const auto identifier = [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    std::size_t end = spelling.rfind('}');
    while (end > 0 && !identifier(spelling[end - 1])) {
        --end;
    }
    std::size_t begin = end;
    while (begin > 0 && identifier(spelling[begin - 1])) {
        --begin;
    }
    return spelling.substr(begin, end - begin);
}

template <class Struct, std::size_t Index>
inline constexpr auto field_name_characters = [] {
    constexpr std::string_view name =
        last_identifier(spelling_of_address<Struct, address_box{field_address<Struct, Index>()}>());
    std::array<char, name.size()> characters{};
    for (std::size_t i = 0; i < name.size(); ++i) {
        characters[i] = name[i];
    }
    return characters;
}();

/// The name of a field as the struct declares it. Lives as long as the program.
template <class Struct, std::size_t Index>
inline constexpr std::string_view field_name{field_name_characters<Struct, Index>.data(),
                                             field_name_characters<Struct, Index>.size()};

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

struct probe_struct {
    int probe_field;
};
static_assert(field_name<probe_struct, 0> == "probe_field", "aludel cannot read field names from this compiler");

}  // namespace aludel::detail
