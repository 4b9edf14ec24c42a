// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/aludel.hpp>

/// The records of the package iso-codes as structs. Each member of its JSON objects is a field of the same name, so
/// that nothing is lost; only subdivision::country and parent_code are derived.
namespace demo {

/// ISO 3166-1.
struct country {
    std::string alpha_2;
    std::string alpha_3;
    std::string numeric;  ///< text: "004" is not 4
    std::string name;
    std::optional<std::string> official_name;
    std::optional<std::string> common_name;
    std::string flag;

    bool operator==(const country&) const = default;
};

/// ISO 3166-2.
struct subdivision {
    std::string code;
    std::string country;  ///< the part of the code before the dash
    std::string name;
    std::string type;
    std::optional<std::string> parent;       ///< as the file has it: a full code, or only the part after the dash
    std::optional<std::string> parent_code;  ///< the code of the subdivision that `parent` means

    bool operator==(const subdivision&) const = default;
};

enum class language_scope { individual, macrolanguage, special };
enum class language_type { ancient, constructed, extinct, historical, living, special };

/// ISO 639-3.
struct language {
    std::string alpha_3;
    std::optional<std::string> alpha_2;
    std::optional<std::string> bibliographic;
    std::string name;
    std::optional<std::string> inverted_name;
    std::optional<std::string> common_name;
    language_scope scope{};
    language_type type{};

    bool operator==(const language&) const = default;
};

/// ISO 4217.
struct currency {
    std::string alpha_3;
    std::string numeric;
    std::string name;

    bool operator==(const currency&) const = default;
};

struct iso_codes {
    std::vector<country> countries;
    std::vector<subdivision> subdivisions;  ///< parents before their children
    std::vector<language> languages;
    std::vector<currency> currencies;
    std::vector<const subdivision*> unresolvable;  ///< name a parent that is not there
};

}  // namespace demo

template <>
inline constexpr std::array aludel::enum_text<demo::language_scope> = {
    aludel::enum_name{demo::language_scope::individual, "I"},
    aludel::enum_name{demo::language_scope::macrolanguage, "M"},
    aludel::enum_name{demo::language_scope::special, "S"},
};

template <>
inline constexpr std::array aludel::enum_text<demo::language_type> = {
    aludel::enum_name{demo::language_type::ancient, "A"}, aludel::enum_name{demo::language_type::constructed, "C"},
    aludel::enum_name{demo::language_type::extinct, "E"}, aludel::enum_name{demo::language_type::historical, "H"},
    aludel::enum_name{demo::language_type::living, "L"},  aludel::enum_name{demo::language_type::special, "S"},
};

template <>
inline constexpr auto aludel::entity<demo::country> =
    aludel::table("countries").primary_key<&demo::country::alpha_2>().unique<&demo::country::alpha_3>();

template <>
inline constexpr auto
    aludel::entity<demo::subdivision> = aludel::table("subdivisions")
                                            .primary_key<&demo::subdivision::code>()
                                            .index<&demo::subdivision::country>()
                                            .index<&demo::subdivision::parent_code>()
                                            .foreign_key<&demo::subdivision::country, &demo::country::alpha_2>()
                                            .foreign_key<&demo::subdivision::parent_code, &demo::subdivision::code>();

template <>
inline constexpr auto aludel::entity<demo::language> = aludel::table("languages")
                                                           .primary_key<&demo::language::alpha_3>()
                                                           .unique<&demo::language::alpha_2>()
                                                           .index<&demo::language::name>();

template <>
inline constexpr auto aludel::entity<demo::currency> =
    aludel::table("currencies").primary_key<&demo::currency::alpha_3>().unique<&demo::currency::numeric>();
