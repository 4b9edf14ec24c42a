// SPDX-License-Identifier: BSL-1.0
#include "watched_messages.hpp"

#include <dlfcn.h>

#include <mutex>
#include <typeinfo>

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
    std::vector<std::string> findings;
};

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

void look_through(std::string_view text, std::string_view place) {
    const std::lock_guard lock{shared().mutex};
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
