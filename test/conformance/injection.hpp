// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "database.hpp"

/// Text that attacks, and the table that must not be touched by it.
namespace injection {

struct payload {
    const char* name;
    std::string text;
    bool is_utf8 = true;
};

/// Everything that has meaning in SQL, in a driver's text, in a pattern or in a file of values.
const std::vector<payload>& payloads();

/// Those that a name on a server can be: short, and without NUL.
std::vector<payload> short_payloads();

/// Whether every database takes the text as it is: UTF-8, and without NUL where that cannot be stored.
bool must_be_taken(const aludel::session& session, const payload& attack);

/// A table beside the one that is attacked.
struct canary {
    std::int64_t id{};
    std::string text;
};

/// What is attacked.
struct note {
    std::int64_t id{};
    std::string text;
    std::optional<std::string> more;
    std::int32_t code = 0;
    bool operator==(const note&) const = default;
};
using notes_t = aludel::repository<note>;

void set_canary(aludel::session& session);
/// Whether it is as it was set.
bool canary_lives(aludel::session& session);

/// Runs the call. False if it threw one of the errors that say what is wrong with a value or a statement; anything else
/// fails the test.
template <class Call>
bool is_taken(Call call) {
    try {
        call();
        return true;
    } catch (const aludel::mapping_error&) {
        return false;
    } catch (const aludel::statement_error&) {
        return false;
    } catch (const aludel::usage_error&) {
        return false;
    }
}

}  // namespace injection

template <>
inline constexpr auto aludel::entity<injection::canary> = aludel::table("injection_canary");
template <>
inline constexpr auto
    aludel::entity<injection::note> = aludel::table("injection_notes").unique<&injection::note::code>();
