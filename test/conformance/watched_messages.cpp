// SPDX-License-Identifier: BSL-1.0
#include "watched_messages.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <mutex>
#include <typeinfo>
#include <unordered_map>

#include <gtest/gtest.h>

#include <aludel/dialect/connection_url.hpp>

#include "database.hpp"

namespace watched {
namespace {

struct state {
    std::mutex mutex;
    // What tests bind and connect with. Their names of tables and columns hold none of these.
    std::vector<std::string> secrets{"s3cret",    "5ecret",      "pa55word",
                                     "hunter2",   "never shown", "@example.com",
                                     "or 1=1 --", "or '1'='1",   "drop table injection_canary"};
    std::unordered_map<std::string, std::vector<std::string>> values;  ///< by their first bytes
    std::vector<std::string> findings;
};

constexpr std::size_t least_size = 8;
constexpr std::size_t kept_size = 64;
constexpr std::size_t most_values = 200'000;

bool is_told_apart(std::string_view value) {
    const bool is_name = value.starts_with('"') && value.ends_with('"');
    return !is_name && value.size() >= least_size && std::any_of(value.begin(), value.end(), [](char c) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return !is_plain && std::string_view{" ._-"}.find(c) == std::string_view::npos;
    });
}

/// The first value that the text holds, or nothing.
std::string_view value_in(std::string_view text, const state& known) {
    for (std::size_t at = 0; at + least_size <= text.size() && !known.values.empty(); ++at) {
        const auto alike = known.values.find(std::string{text.substr(at, least_size)});
        if (alike == known.values.end()) {
            continue;
        }
        for (const std::string& value : alike->second) {
            if (text.substr(at).starts_with(value)) {
                return value;
            }
        }
    }
    return {};
}

/// Never destroyed: errors may be thrown to the very end.
state& shared() {
    static state* const made = new state;
    return *made;
}

void look_through_error(const aludel::error& thrown) {
    const aludel::error_details& details = thrown.details();
    look_through(thrown.what(), "the message of an error");
    look_through(details.statement, "the statement of an error");
    look_through(details.constraint, "the constraint of an error");
    look_through(details.table, "the table of an error");
    look_through(details.column, "the column of an error");
}

class failing_on_findings final : public testing::EmptyTestEventListener {
    void OnTestStart(const testing::TestInfo&) override {
        forget_values();
        if (!told_password_) {
            watch_for(aludel::connection_url::parse(conformance::url()).password);
            told_password_ = true;
        }
    }
    void OnTestEnd(const testing::TestInfo&) override {
        for (const std::string& finding : take_findings()) {
            ADD_FAILURE() << finding;
        }
    }

    bool told_password_ = false;
};

[[maybe_unused]] const bool is_listening = [] {
    testing::UnitTest::GetInstance()->listeners().Append(new failing_on_findings);
    conformance::watch_statements([](const aludel::statement_event& event) { look_through(event.sql, "a statement"); });
    return true;
}();

}  // namespace

void watch_for(std::string secret) {
    const std::lock_guard lock{shared().mutex};
    if (secret.size() >= 5) {
        shared().secrets.push_back(std::move(secret));
    }
}

void forget_values() {
    const std::lock_guard lock{shared().mutex};
    shared().values.clear();
}

void remember_value(const void* bytes, std::size_t size) {
    const std::string_view value{static_cast<const char*>(bytes), bytes == nullptr ? 0 : std::min(size, kept_size)};
    if (!is_told_apart(value)) {
        return;
    }
    const std::lock_guard lock{shared().mutex};
    if (shared().values.size() < most_values) {
        std::vector<std::string>& alike = shared().values[std::string{value.substr(0, least_size)}];
        if (alike.size() < 100 && std::find(alike.begin(), alike.end(), value) == alike.end()) {
            alike.emplace_back(value);
        }
    }
}

void look_through(std::string_view text, std::string_view place) {
    const std::lock_guard lock{shared().mutex};
    const auto found = [&](std::string_view secret) {
        shared().findings.push_back(std::string{place} + " holds \"" + std::string{secret} +
                                    "\": " + std::string{text.substr(0, 1'000)});
    };
    if (const std::string_view value = value_in(text, shared()); !value.empty()) {
        found(value);
    }
    for (const std::string& secret : shared().secrets) {
        if (text.find(secret) != std::string_view::npos) {
            shared().findings.push_back(std::string{place} + " holds \"" + secret +
                                        "\": " + std::string{text.substr(0, 1'000)});
        }
    }
}

std::vector<std::string> take_findings() {
    const std::lock_guard lock{shared().mutex};
    return std::exchange(shared().findings, {});
}

namespace {

using throw_function = void (*)(void*, std::type_info*, void (*)(void*));

/// What is thrown as an aludel::error, or null.
const aludel::error* error_in(void* thrown, const std::type_info* type) {
    return typeid(aludel::error).__do_catch(type, &thrown, 1) ? static_cast<const aludel::error*>(thrown) : nullptr;
}

}  // namespace
}  // namespace watched

// By its name for the linker only: compilers declare it themselves, and not alike.
extern "C" [[noreturn]] void throw_watched(void* thrown, std::type_info* type,
                                           void (*destroy)(void*)) asm("__cxa_throw");

/// In the place of the C++ runtime's, which it calls: a program's own definition comes first when a library's symbols
/// are resolved, and so errors are seen where they are thrown, whoever catches them.
void throw_watched(void* thrown, std::type_info* type, void (*destroy)(void*)) {
    static const auto runtime = reinterpret_cast<watched::throw_function>(dlsym(RTLD_NEXT, "__cxa_throw"));
    if (const aludel::error* const error = watched::error_in(thrown, type)) {
        watched::look_through_error(*error);
    }
    runtime(thrown, type, destroy);
    __builtin_unreachable();
}
