// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include <aludel/aludel.hpp>

/// The structs of the how-to pages.
enum class state { open, paid, sent };

template <>
inline constexpr std::array aludel::enum_text<state> = {aludel::enum_name{state::open, "open"},
                                                        aludel::enum_name{state::paid, "paid"},
                                                        aludel::enum_name{state::sent, "sent"}};

struct customer {
    std::int64_t id{};
    std::string email;
    std::string name;
    std::optional<std::string> phone;
    aludel::audit audit;
};

template <>
inline constexpr auto aludel::entity<customer> = aludel::table("customers").unique<&customer::email>();

struct purchase {
    aludel::uuid id = aludel::uuid_v7();
    std::int64_t customer_id{};
    state status = state::open;
    double total = 0;
};

template <>
inline constexpr auto
    aludel::entity<purchase> = aludel::table("purchases")
                                   .index<&purchase::customer_id>()
                                   .foreign_key<&purchase::customer_id, &customer::id>(aludel::on_delete::cascade)
                                   .check("total_is_not_negative", "total >= 0");
