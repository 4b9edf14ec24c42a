// SPDX-License-Identifier: BSL-1.0
#include "engine_parameters.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace aludel {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view engine_parameters[] = {
    "pool_size",   "acquire_timeout", "connect_timeout", "statement_timeout", "statement_cache", "application_name",
    "native_path", "health_check",    "max_lifetime",    "max_idle_time",     "reset",           "slow_statement"};

constexpr std::pair<std::string_view, health_check> health_checks[] = {
    {"off", health_check::off}, {"on_error", health_check::on_error}, {"always", health_check::always}};

constexpr std::pair<std::string_view, reset_policy> reset_policies[] = {{"transaction", reset_policy::transaction},
                                                                        {"everything", reset_policy::everything}};

bool knows(const dialect& spoken, std::string_view parameter) {
    const std::vector<std::string_view> known = spoken.parameters();
    return std::find(known.begin(), known.end(), parameter) != known.end();
}

void take_milliseconds(connection_url& url, const char* name, milliseconds& option) {
    const auto most = static_cast<std::uint64_t>(milliseconds::max().count());
    option = milliseconds{std::min(most, url.take_number(name, static_cast<std::uint64_t>(option.count())))};
}

template <class Choice>
void take_choice(connection_url& url, const char* name, std::span<const std::pair<std::string_view, Choice>> choices,
                 Choice& option) {
    if (!url.parameters.contains(name)) {
        return;
    }
    const std::string word = url.take(name);
    std::string known;
    for (const auto& [spelling, choice] : choices) {
        if (word == spelling) {
            option = choice;
            return;
        }
        known += (known.empty() ? "" : ", ") + std::string{spelling};
    }
    throw usage_error{"the connection string's parameter " + std::string{name} + " is none of: " + known};
}

}  // namespace

void take_options(connection_url& url, const dialect& spoken, engine_options& options) {
    options.pool_size = std::max<std::size_t>(1, url.take_number("pool_size", options.pool_size));
    options.statement_cache = url.take_number("statement_cache", options.statement_cache);
    options.native_path = url.take_flag("native_path", options.native_path);
    take_milliseconds(url, "acquire_timeout", options.acquire_timeout);
    take_milliseconds(url, "connect_timeout", options.connect_timeout);
    take_milliseconds(url, "statement_timeout", options.statement_timeout);
    take_milliseconds(url, "max_lifetime", options.max_lifetime);
    take_milliseconds(url, "max_idle_time", options.max_idle_time);
    take_milliseconds(url, "slow_statement", options.slow_statement);
    options.max_idle_time = std::min(options.max_idle_time, longest_wait);
    options.slow_statement = std::min(options.slow_statement, longest_wait);
    take_choice<health_check>(url, "health_check", health_checks, options.health_check);
    take_choice<reset_policy>(url, "reset", reset_policies, options.reset);
    options.application_name = url.take("application_name", options.application_name);
    if (knows(spoken, "connect_timeout")) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(std::min(options.connect_timeout, longest_wait));
        url.parameters["connect_timeout"] = std::to_string(seconds.count());
    }
    if (knows(spoken, "statement_cache")) {
        url.parameters["statement_cache"] = std::to_string(options.statement_cache);
    }
    if (knows(spoken, "application_name") && !options.application_name.empty()) {
        url.parameters["application_name"] = options.application_name;
    }
}

void refuse_unknown_parameters(const connection_url& url, const dialect& spoken) {
    if (url.parameters.empty()) {
        return;
    }
    std::string known;
    for (const std::string_view name : engine_parameters) {
        known += (known.empty() ? "" : ", ") + std::string{name};
    }
    for (const std::string_view name : spoken.parameters()) {
        known +=
            std::find(std::begin(engine_parameters), std::end(engine_parameters), name) == std::end(engine_parameters)
                ? ", " + std::string{name}
                : "";
    }
    throw usage_error{"unknown parameter \"" + url.parameters.begin()->first +
                      "\" in the connection string; known are: " + known};
}

}  // namespace aludel
