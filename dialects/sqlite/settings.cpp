// SPDX-License-Identifier: BSL-1.0
#include "settings.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <span>

#include <sqlite3.h>

#include <aludel/error.hpp>

namespace aludel::sqlite {
namespace {

constexpr std::string_view switch_values[] = {"on", "off", "true", "false", "yes", "no", "1", "0"};
constexpr std::string_view journal_modes[] = {"wal", "delete", "truncate", "persist", "memory", "off"};
constexpr std::string_view synchronous_values[] = {"off", "normal", "full", "extra", "0", "1", "2", "3"};
constexpr std::string_view open_modes[] = {"rwc", "rw", "ro"};

/// A setting, its default and the words it can have; without words it is a whole number.
struct setting {
    const char* name;
    std::string_view otherwise;
    std::span<const std::string_view> words;
    std::int64_t least;
    std::int64_t greatest;
};

constexpr std::int64_t int_max = std::numeric_limits<int>::max();
constexpr setting settings[] = {{"mode", "rwc", open_modes, 0, 0},
                                {"foreign_keys", "on", switch_values, 0, 0},
                                {"journal_mode", "wal", journal_modes, 0, 0},
                                {"synchronous", "normal", synchronous_values, 0, 0},
                                {"busy_timeout", "5000", {}, 0, int_max},
                                {"cache_size", "-2000", {}, -int_max, int_max}};

bool is_number_in(std::string_view text, std::int64_t least, std::int64_t greatest) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc{} && end == text.data() + text.size() && number >= least && number <= greatest;
}

/// The value as a pragma takes it. Values go into the text of pragmas, so nothing else gets through.
std::string checked(const setting& known, std::string given) {
    std::transform(given.begin(), given.end(), given.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (known.words.empty()) {
        if (is_number_in(given, known.least, known.greatest)) {
            return given;
        }
        throw usage_error{std::string{"the connection string's parameter "} + known.name +
                          " is not a whole number from " + std::to_string(known.least) + " to " +
                          std::to_string(known.greatest)};
    }
    if (std::find(known.words.begin(), known.words.end(), given) != known.words.end()) {
        return given;
    }
    std::string listed;
    for (const std::string_view word : known.words) {
        listed += (listed.empty() ? "" : ", ") + std::string{word};
    }
    throw usage_error{std::string{"the connection string's parameter "} + known.name + " must be one of: " + listed};
}

}  // namespace

std::vector<std::string_view> setting_names() {
    std::vector<std::string_view> names;
    for (const setting& known : settings) {
        names.emplace_back(known.name);
    }
    return names;
}

void take_settings(connection_url& url, std::string& uri) {
    for (const setting& known : settings) {
        if (url.parameters.contains(known.name)) {
            uri += uri.find('?') == std::string::npos ? '?' : '&';
            uri += known.name;
            uri += '=' + checked(known, url.take(known.name));
        }
    }
}

const char* given_setting(::sqlite3* handle, const char* name) {
    return ::sqlite3_uri_parameter(::sqlite3_db_filename(handle, "main"), name);
}

std::string setting_of(::sqlite3* handle, const char* name) {
    const auto known = std::find_if(std::begin(settings), std::end(settings),
                                    [name](const setting& each) { return std::string_view{each.name} == name; });
    const char* given = given_setting(handle, name);
    return given == nullptr ? std::string{known->otherwise} : checked(*known, given);
}

}  // namespace aludel::sqlite
