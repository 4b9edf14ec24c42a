// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/aludel.hpp>

#include "database.hpp"

/// The structs that the tests of units of work use: they refer to each other in every way.
namespace work {

struct town {
    std::int64_t id{};
    std::string name;
};

struct coins {
    std::int64_t cents = 0;
};

struct person {
    aludel::uuid id = aludel::uuid_v7();
    std::string name;
    std::string email;
    std::optional<std::int32_t> age;
    coins purse;
    std::optional<std::int64_t> town_id;
    aludel::audit audit;
};

/// With a default, which the database fills in.
struct ticket {
    std::int64_t id{};
    std::string title;
    std::optional<std::string> state;
};

struct employee {
    std::int64_t id{};
    std::string name;
    std::optional<std::int64_t> boss_id;
};

/// As employees, with keys that the program makes.
struct folder {
    aludel::uuid id = aludel::uuid_v7();
    std::string name;
    std::optional<aludel::uuid> parent_id;
};

struct invoice {
    std::int32_t year = 0;
    std::int32_t number = 0;
    std::string text;
};
struct invoice_line {
    std::int64_t id{};
    std::int32_t invoice_year = 0;
    std::int32_t invoice_number = 0;
    std::string text;
};

/// Two tables in a circle that can be cut in one place.
struct team {
    std::int64_t id{};
    std::string name;
    std::optional<std::int64_t> captain_id;
};
struct player {
    std::int64_t id{};
    std::string name;
    std::int64_t team_id{};
};

/// A circle that cannot.
struct employer {
    std::int64_t id{};
    std::int64_t owner_id{};
};
struct owner {
    std::int64_t id{};
    std::int64_t employer_id{};
};

struct memo {
    std::int64_t id{};
    std::string text;
    aludel::soft_delete removal;
    aludel::audit audit;
};

struct account {
    std::int64_t id{};
    std::string holder;
    std::int64_t balance = 0;
    std::int32_t version = 0;
};

}  // namespace work

template <>
struct aludel::field_codec<work::coins> : aludel::codec_via<std::int64_t> {
    static std::int64_t to_stored(const work::coins& held) { return held.cents; }
    static work::coins from_stored(std::int64_t cents) { return {cents}; }
};
template <>
inline constexpr auto aludel::entity<work::town> = aludel::table("work_towns").unique<&work::town::name>();
template <>
inline constexpr auto aludel::entity<work::person> = aludel::table("work_people")
                                                         .unique<&work::person::email>()
                                                         .check("age_is_no_debt", "age >= 0")
                                                         .foreign_key<&work::person::town_id, &work::town::id>();
template <>
inline constexpr auto aludel::entity<work::ticket> = aludel::table("work_tickets")
                                                         .column_type<&work::ticket::state>("varchar(40)")
                                                         .default_value<&work::ticket::state>("'open'");
template <>
inline constexpr auto aludel::entity<work::employee> =
    aludel::table("work_employees").foreign_key<&work::employee::boss_id, &work::employee::id>();
template <>
inline constexpr auto aludel::entity<work::folder> =
    aludel::table("work_folders").foreign_key<&work::folder::parent_id, &work::folder::id>();
template <>
inline constexpr auto aludel::entity<work::invoice> =
    aludel::table("work_invoices").primary_key<&work::invoice::year, &work::invoice::number>();
template <>
inline constexpr auto aludel::entity<work::invoice_line> =
    aludel::table("work_invoice_lines")
        .foreign_key<&work::invoice_line::invoice_year, &work::invoice_line::invoice_number, &work::invoice::year,
                     &work::invoice::number>();
template <>
inline constexpr auto
    aludel::entity<work::team> = aludel::table("work_teams").foreign_key<&work::team::captain_id, &work::player::id>();
template <>
inline constexpr auto
    aludel::entity<work::player> = aludel::table("work_players").foreign_key<&work::player::team_id, &work::team::id>();
template <>
inline constexpr auto aludel::entity<work::employer> =
    aludel::table("work_employers").foreign_key<&work::employer::owner_id, &work::owner::id>();
template <>
inline constexpr auto aludel::entity<work::owner> =
    aludel::table("work_owners").foreign_key<&work::owner::employer_id, &work::employer::id>();
template <>
inline constexpr auto aludel::entity<work::memo> = aludel::table("work_memos");
template <>
inline constexpr auto aludel::entity<work::account> = aludel::table("work_accounts").version<&work::account::version>();

namespace work {

inline person called(const std::string& name, std::optional<std::int32_t> age = {}) {
    person made;
    made.name = name;
    made.email = name + "@example.com";
    made.age = age;
    return made;
}

/// An engine whose statements are counted, and a session on it beside the units of work.
class units_of_work : public testing::Test {
protected:
    template <class... Structs>
    void use_tables() {
        db.create_all<Structs...>();
        conformance::empty_tables<Structs...>(session);
        texts.clear();
    }
    template <class T>
    aludel::repository<T> stored() {
        return aludel::repository<T>{session};
    }
    template <class Call>
    int statements_of(Call call) {
        texts.clear();
        call();
        return static_cast<int>(texts.size());
    }
    /// Those that begin with these words.
    [[nodiscard]] int statements_with(std::string_view words) const {
        int found = 0;
        for (const std::string& each : texts) {
            found += each.starts_with(words) ? 1 : 0;
        }
        return found;
    }
    [[nodiscard]] std::string listed() const {
        std::string all;
        for (const std::string& each : texts) {
            all += each.substr(0, 200) + '\n';
        }
        return all;
    }

    std::vector<std::string> texts;
    aludel::engine db{conformance::url(), {.on_statement = [this](const aludel::statement_event& event) {
                          texts.emplace_back(event.sql);
                      }}};
    aludel::session session = db.open_session();
};

}  // namespace work
