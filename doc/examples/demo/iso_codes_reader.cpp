// SPDX-License-Identifier: BSL-1.0
#include "iso_codes_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>
#include <stdexcept>
#include <unordered_set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace demo {
namespace {

/// One JSON object of which every member must be taken.
class record {
public:
    record(const nlohmann::json& members, std::string place) : members_{members}, place_{std::move(place)} {}

    std::string text(const char* name) {
        std::optional<std::string> found = optional_text(name);
        if (!found) {
            throw std::runtime_error{fmt::format("{} has no \"{}\"", place_, name)};
        }
        return *std::move(found);
    }
    std::optional<std::string> optional_text(const char* name) {
        taken_.insert(name);
        const auto found = members_.find(name);
        if (found == members_.end()) {
            return std::nullopt;
        }
        return found->get<std::string>();
    }
    template <class Enum>
    Enum listed(const char* name) {
        const std::string stored = text(name);
        for (const auto& [value, text] : aludel::enum_text<Enum>) {
            if (text == stored) {
                return value;
            }
        }
        throw std::runtime_error{fmt::format("{} has the unknown {} \"{}\"", place_, name, stored)};
    }
    void require_all_taken() const {
        for (const auto& [name, value] : members_.items()) {
            if (!taken_.contains(name)) {
                throw std::runtime_error{fmt::format("{} has the member \"{}\", which no column takes", place_, name)};
            }
        }
    }

private:
    const nlohmann::json& members_;
    std::string place_;
    std::set<std::string> taken_;
};

/// The objects of DIRECTORY/iso_STANDARD.json, each made from a record.
template <class Object, class Make>
std::vector<Object> read_objects(const std::string& directory, const std::string& standard, Make make) {
    const std::string path = directory + "/iso_" + standard + ".json";
    std::ifstream file{path};
    if (!file) {
        throw std::runtime_error{fmt::format("{}: {}; the files come with Debian's package iso-codes, and --iso-codes "
                                             "names another directory",
                                             path, std::strerror(errno))};
    }
    try {
        const nlohmann::json document = nlohmann::json::parse(file);
        std::vector<Object> objects;
        for (const nlohmann::json& members : document.at(standard)) {
            record read{members, fmt::format("{}: record {}", path, objects.size() + 1)};
            objects.push_back(make(read));
            read.require_all_taken();
        }
        return objects;
    } catch (const nlohmann::json::exception& problem) {
        throw std::runtime_error{fmt::format("{}: {}", path, problem.what())};
    }
}

country make_country(record& from) {
    return {.alpha_2 = from.text("alpha_2"),
            .alpha_3 = from.text("alpha_3"),
            .numeric = from.text("numeric"),
            .name = from.text("name"),
            .official_name = from.optional_text("official_name"),
            .common_name = from.optional_text("common_name"),
            .flag = from.text("flag")};
}

subdivision make_subdivision(record& from) {
    const std::string code = from.text("code");
    return {.code = code,
            .country = code.substr(0, code.find('-')),
            .name = from.text("name"),
            .type = from.text("type"),
            .parent = from.optional_text("parent"),
            .parent_code = std::nullopt};
}

language make_language(record& from) {
    return {.alpha_3 = from.text("alpha_3"),
            .alpha_2 = from.optional_text("alpha_2"),
            .bibliographic = from.optional_text("bibliographic"),
            .name = from.text("name"),
            .inverted_name = from.optional_text("inverted_name"),
            .common_name = from.optional_text("common_name"),
            .scope = from.listed<language_scope>("scope"),
            .type = from.listed<language_type>("type")};
}

currency make_currency(record& from) {
    return {.alpha_3 = from.text("alpha_3"), .numeric = from.text("numeric"), .name = from.text("name")};
}

/// Finds the subdivision that each `parent` means, where there is one.
void resolve_parents(std::vector<subdivision>& subdivisions) {
    std::unordered_set<std::string> codes;
    for (const subdivision& each : subdivisions) {
        codes.insert(each.code);
    }
    for (subdivision& each : subdivisions) {
        if (!each.parent) {
            continue;
        }
        const bool is_whole_code = each.parent->find('-') != std::string::npos;
        const std::string code = is_whole_code ? *each.parent : each.country + '-' + *each.parent;
        if (code != each.code && codes.contains(code)) {
            each.parent_code = code;
        }
    }
}

/// Sorts parents before their children, which a foreign key that is checked row by row needs. Subdivisions that are
/// each other's parents in a circle cannot be sorted: they lose their parent_code.
void sort_parents_first(std::vector<subdivision>& subdivisions) {
    std::unordered_set<std::string> placed;
    auto next = subdivisions.begin();
    while (next != subdivisions.end()) {
        // Not the stable one: clang 19 calls what libstdc++ 12 uses inside deprecated.
        const auto rest = std::partition(next, subdivisions.end(), [&](const subdivision& each) {
            return !each.parent_code || placed.contains(*each.parent_code);
        });
        if (rest == next) {
            std::for_each(next, subdivisions.end(), [](subdivision& each) { each.parent_code.reset(); });
            return;
        }
        std::for_each(next, rest, [&](const subdivision& each) { placed.insert(each.code); });
        next = rest;
    }
}

}  // namespace

iso_codes read_iso_codes(const std::string& directory) {
    iso_codes read{.countries = read_objects<country>(directory, "3166-1", make_country),
                   .subdivisions = read_objects<subdivision>(directory, "3166-2", make_subdivision),
                   .languages = read_objects<language>(directory, "639-3", make_language),
                   .currencies = read_objects<currency>(directory, "4217", make_currency),
                   .unresolvable = {}};
    resolve_parents(read.subdivisions);
    sort_parents_first(read.subdivisions);
    for (const subdivision& each : read.subdivisions) {
        if (each.parent && !each.parent_code) {
            read.unresolvable.push_back(&each);
        }
    }
    return read;
}

}  // namespace demo
