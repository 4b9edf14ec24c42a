// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <aludel/error.hpp>

namespace dialects {

/// Runs what must fail, and returns the error for a closer look.
template <class Error, class Work>
Error thrown_by(Work work) {
    try {
        work();
    } catch (const Error& failed) {
        return failed;
    } catch (const std::exception& other) {
        ADD_FAILURE() << "another class: " << other.what();
        return Error{"another class"};
    }
    ADD_FAILURE() << "nothing was thrown";
    return Error{"nothing"};
}

inline void expect_said(const aludel::error& failed, std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) {
        EXPECT_NE(std::string_view{failed.what()}.find(part), std::string_view::npos)
            << part << " in: " << failed.what();
    }
}

inline void expect_unsaid(const aludel::error& failed, std::string_view value) {
    EXPECT_EQ(std::string_view{failed.what()}.find(value), std::string_view::npos) << failed.what();
    EXPECT_EQ(failed.statement().find(value), std::string::npos) << failed.statement();
}

}  // namespace dialects
