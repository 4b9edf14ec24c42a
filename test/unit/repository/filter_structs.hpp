// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <stdexcept>
#include <string>

#include <aludel/aludel.hpp>

/// A struct with a field of every type that the outside may ask for.
namespace filtering {

enum class state { open, paid };
enum class grade : std::uint8_t { low, high };

/// Own text, whose codec refuses by an exception that is not aludel's.
struct handle {
    std::string text;
};

struct person {
    std::int64_t id{};
    std::string name;
    std::optional<std::string> nick;
    std::optional<std::int16_t> age;
    std::uint64_t points{};
    double weight{};
    bool active{};
    state status{};
    grade rank{};
    aludel::uuid code;
    std::chrono::year_month_day born{std::chrono::year{2000} / 1 / 1};
    aludel::timestamp seen{};
    handle account{"@"};
    std::vector<std::byte> seal;
    std::string secret;
    aludel::audit audit;
};

}  // namespace filtering

template <>
inline constexpr std::array aludel::enum_text<filtering::state> = {aludel::enum_name{filtering::state::open, "open"},
                                                                   aludel::enum_name{filtering::state::paid, "paid"}};

template <>
struct aludel::field_codec<filtering::handle> : aludel::codec_via<std::string> {
    static std::string to_stored(const filtering::handle& field) { return field.text; }
    static filtering::handle from_stored(const std::string& stored) {
        if (!stored.starts_with('@')) {
            throw std::invalid_argument{"no handle"};
        }
        return {stored};
    }
};

template <>
inline constexpr auto aludel::entity<filtering::person> = aludel::table("filtered_people");

namespace filtering {

inline aludel::filter_set<person> person_filters() {
    aludel::filter_set<person> filters;
    filters.allow<&person::name>({.name = "who"})
        .allow<&person::nick>()
        .allow<&person::age>()
        .allow<&person::points>({.name = "score"})
        .allow<&person::weight>()
        .allow<&person::active>()
        .allow<&person::status>()
        .allow<&person::rank>()
        .allow<&person::code>()
        .allow<&person::born>()
        .allow<&person::seen>()
        .allow<&person::account>()
        .allow<&person::audit, &aludel::audit::created_at>()
        .sort_by<&person::name>()
        .sort_by<&person::age>()
        .sort_by<&person::points>()
        .search_in<&person::name, &person::nick>()
        .ignore("lang");
    return filters;
}

}  // namespace filtering
