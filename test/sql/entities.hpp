// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <aludel/model/reflect.hpp>
#include <aludel/types/audit.hpp>
#include <aludel/types/uuid.hpp>

/// The structs that the statements are about.
namespace shop {

struct city {
    std::int64_t id{};
    std::string name;
};

struct user {
    aludel::uuid id{};
    std::string name;
    std::string email;
    bool is_active = true;
    std::optional<int> age;
    std::optional<std::int64_t> city_id;
    aludel::audit audit;
};

/// A key of two columns, and nothing else to update but one.
struct membership {
    std::int64_t user_id{};
    std::int64_t group_id{};
    std::string role;
};

/// A key from a sequence, where the server has those beside tables.
struct invoice {
    std::int32_t id{};
    std::string customer;
};
/// What cities become when their key comes from one.
struct city_from_sequence {
    std::int64_t id{};
    std::string name;
};
struct town_from_sequence {
    std::int64_t id{};
    std::string name;
};

/// Names that are words of SQL, or have quotes in them.
struct order {
    std::int64_t id{};
    std::string select;
    int quoted = 0;
};

/// Columns that the database fills.
struct ticket {
    aludel::uuid id{};
    std::optional<std::string> status;
    std::optional<int> priority;
    std::optional<aludel::timestamp> opened;
};

}  // namespace shop

template <>
inline constexpr auto
    aludel::entity<shop::user> = aludel::table("users")
                                     .unique<&shop::user::email>()
                                     .index<&shop::user::name>()
                                     .check("users_age", "age >= 0")
                                     .foreign_key<&shop::user::city_id, &shop::city::id>(aludel::on_delete::set_null);

template <>
inline constexpr auto aludel::entity<shop::membership> =
    aludel::table("membership").primary_key<&shop::membership::user_id, &shop::membership::group_id>();

template <>
inline constexpr auto aludel::entity<shop::city_from_sequence> =
    aludel::table("city").generated<&shop::city_from_sequence::id>(aludel::key::sequence);
template <>
inline constexpr auto aludel::entity<shop::town_from_sequence> =
    aludel::table("town").generated<&shop::town_from_sequence::id>(aludel::key::sequence);
template <>
inline constexpr auto
    aludel::entity<shop::invoice> = aludel::table("invoice").generated<&shop::invoice::id>(aludel::key::sequence);

template <>
inline constexpr auto
    aludel::entity<shop::order> = aludel::table("order").column<&shop::order::quoted>("a \"quoted\" `name`");

template <>
inline constexpr auto aludel::entity<shop::ticket> = aludel::table("ticket")
                                                         .generated<&shop::ticket::id>(aludel::key::server_uuid)
                                                         .default_value<&shop::ticket::status>("'open'")
                                                         .default_value<&shop::ticket::priority>("3")
                                                         .default_value<&shop::ticket::opened>("current_timestamp");
