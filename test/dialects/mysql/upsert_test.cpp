// SPDX-License-Identifier: BSL-1.0
// ON DUPLICATE KEY UPDATE fires for any unique key; an upsert keeps to the one that it names. And: which bulk writer.
#include <ranges>

#include "../../conformance/database.hpp"
#include "../expecting.hpp"

namespace upserts {

using aludel::on_conflict;
using dialects::expect_said;
using dialects::thrown_by;

struct member {
    std::int64_t id{};
    std::string email;
    std::string phone;
    std::int32_t visits = 0;
    bool operator==(const member&) const = default;
};

}  // namespace upserts

template <>
inline constexpr auto aludel::entity<upserts::member> =
    aludel::table("upsert_members").unique<&upserts::member::email>().unique<&upserts::member::phone>();

namespace upserts {

class upsert : public testing::Test {
protected:
    upsert() { members.bulk_insert(std::vector<member>{{1, "ann@x", "1", 1}, {2, "bob@x", "2", 1}}); }
    std::vector<member> stored() { return members.list(aludel::order_by(aludel::col<&member::id>.asc())); }

    aludel::session session = conformance::session_with<member>();
    aludel::repository<member> members{session};
    const aludel::policy_for<member> update = on_conflict<&member::email>.do_update();
    const aludel::policy_for<member> nothing = on_conflict<&member::email>.do_nothing();
};

struct conflict {
    std::string_view name;
    member row;
};

const std::vector<conflict>& conflicts() {
    static const std::vector<conflict> all{
        {"the phone of another row, a new email", {0, "new@x", "2", 9}},
        {"the phone of another row, a known email", {0, "ann@x", "2", 9}},
        {"the key of another row, a new email", {1, "new@x", "3", 9}},
    };
    return all;
}

TEST_F(upsert, another_key_than_the_named_one_is_a_unique_violation_of_every_call) {
    const auto before = stored();
    for (const conflict& each : conflicts()) {
        SCOPED_TRACE(each.name);
        const std::vector<member> batch{{0, "fine@x", "7", 1}, each.row};
        EXPECT_THROW(members.upsert(each.row, on_conflict<&member::email>), aludel::unique_violation);
        EXPECT_THROW(members.upsert_many(batch, on_conflict<&member::email>), aludel::unique_violation);
        EXPECT_THROW(members.bulk_insert(batch, update), aludel::unique_violation);
        EXPECT_EQ(stored(), before);
    }
}

TEST_F(upsert, error_1242_is_told_as_what_it_means) {
    const auto failed = thrown_by<aludel::unique_violation>([&] {
        members.bulk_insert(std::vector<member>{{0, "new@x", "2", 9}}, update);
    });
    EXPECT_EQ(failed.native_code(), 1242);
    expect_said(failed, {"another unique key"});
    EXPECT_TRUE(failed.connection_is_usable());
}

TEST_F(upsert, error_1242_of_ones_own_statement_stays_what_it_is) {
    const auto failed =
        thrown_by<aludel::statement_error>([&] { (void)session.query<int>("select (select id from upsert_members)"); });
    EXPECT_EQ(failed.native_code(), 1242);
}

TEST_F(upsert, counts_are_the_same_by_array_binding_and_by_many_rows_of_values) {
    std::vector<member> rows;
    for (int i = 0; i < 5'000; ++i) {
        rows.push_back({0, "mail " + std::to_string(i), "phone " + std::to_string(i), 1});
    }
    const auto first = members.bulk_insert(rows, update);
    EXPECT_EQ(first.inserted, 5'000u);
    for (std::size_t i = 0; i < rows.size(); i += 2) {
        rows[i].visits = 2;
    }
    rows.push_back({0, "mail new", "phone new", 1});
    const auto second = members.bulk_insert(rows, update);
    EXPECT_EQ(second.inserted, 1u);
    EXPECT_EQ(second.updated, 2'500u);
    EXPECT_EQ(second.skipped, 2'500u);
    const auto third = members.bulk_insert(rows, nothing);
    EXPECT_EQ(third.inserted, 0u);
    EXPECT_EQ(third.skipped, 5'001u);
}

TEST_F(upsert, a_row_that_is_left_alone_behind_a_full_array_is_counted_like_others) {
    constexpr std::int64_t rows_of_an_array = 4'000;
    std::vector<member> rows;
    for (std::int64_t i = 0; i < rows_of_an_array; ++i) {
        rows.push_back({10 + i, "mail " + std::to_string(i), "phone " + std::to_string(i), 1});
    }
    EXPECT_EQ(members.bulk_insert(rows, update).inserted, 4'000u);
    rows.push_back({9'000, "alone", "phone alone", 1});
    const auto made = members.bulk_insert(rows, update);
    EXPECT_EQ(std::tuple(made.inserted, made.updated, made.skipped), std::tuple(1u, 0u, 4'000u));
    rows.back().visits = 2;
    const auto changed = members.bulk_insert(rows, update);
    EXPECT_EQ(std::tuple(changed.inserted, changed.updated, changed.skipped), std::tuple(0u, 1u, 4'000u));
    const auto left = members.bulk_insert(rows, update);
    EXPECT_EQ(std::tuple(left.inserted, left.updated, left.skipped), std::tuple(0u, 0u, 4'001u));
    EXPECT_EQ(members.bulk_insert(rows, nothing).skipped, 4'001u);
    rows.back().phone = "phone 7";  // another row's
    EXPECT_THROW(members.bulk_insert(rows, update), aludel::unique_violation);
    EXPECT_EQ(members.get(9'000).visits, 2);
}

TEST_F(upsert, a_key_that_is_repeated_in_an_array_and_behind_it_is_taken_in_turn_and_counted_so) {
    const std::vector<member> repeated{
        {3, "cy@x", "3", 1}, {3, "cy@x", "3", 2}, {3, "cy@x", "3", 3}, {3, "cy@x", "3", 3}};
    const auto counts = members.bulk_insert(repeated, update);
    EXPECT_EQ(std::tuple(counts.inserted, counts.updated, counts.skipped), std::tuple(1u, 2u, 1u));
    EXPECT_EQ(members.get(3).visits, 3);
    std::vector<member> rows;
    for (std::int64_t i = 0; i < 4'000; ++i) {
        rows.push_back({10 + i, "mail " + std::to_string(i), "phone " + std::to_string(i), 1});
    }
    rows.push_back(rows.front());
    rows.back().visits = 9;
    const auto more = members.bulk_insert(rows, update);
    EXPECT_EQ(std::tuple(more.inserted, more.updated, more.skipped), std::tuple(4'000u, 1u, 0u));
    EXPECT_EQ(members.get(10).visits, 9);
}

TEST_F(upsert, a_row_that_is_left_alone_may_ask_for_its_key) {
    std::vector<member> rows;
    for (std::int64_t i = 0; i < 4'001; ++i) {
        rows.push_back({0, "mail " + std::to_string(i), "phone " + std::to_string(i), 1});
    }
    EXPECT_EQ(members.bulk_insert(rows, update).inserted, 4'001u);
    EXPECT_EQ(members.count(), 4'003u);
}

TEST_F(upsert, rows_of_a_load_may_come_from_another_one_that_ends_alone_too) {
    const auto rows = std::views::iota(0, 4'001) | std::views::transform([this](int i) {
                          const std::string number = std::to_string(i);
                          if (i % 2'000 == 0) {
                              const std::vector<member> other{{50'000 + i, "inner " + number, "inner " + number, 1}};
                              EXPECT_EQ(members.bulk_insert(other, update).inserted, 1u);
                              EXPECT_EQ(members.bulk_insert(other, update).skipped, 1u);
                          }
                          return member{1'000 + i, "mail " + number, "phone " + number, 1};
                      });
    EXPECT_EQ(members.bulk_insert(rows, update).inserted, 4'001u);
    EXPECT_EQ(members.count(), 4'006u);
}

TEST_F(upsert, a_row_alone_prepares_no_statement_for_arrays_of_rows) {
    const auto prepared_so_far = [this] {
        using status = std::tuple<std::string, std::string>;
        return std::stoll(std::get<1>(session.query_one<status>("show session status like 'Com_stmt_prepare'")));
    };
    prepared_so_far();  // prepares its own
    const auto before = prepared_so_far();
    members.bulk_insert(std::vector<member>{{3, "cy@x", "3", 1}}, update);
    EXPECT_EQ(prepared_so_far() - before, 1);
}

TEST_F(upsert, single_rows_are_counted_like_others) {
    EXPECT_EQ(members.bulk_insert(std::vector<member>{{3, "cy@x", "3", 1}}, update).inserted, 1u);
    EXPECT_EQ(members.bulk_insert(std::vector<member>{{3, "cy@x", "3", 1}}, update).skipped, 1u);
    EXPECT_EQ(members.bulk_insert(std::vector<member>{{3, "cy@x", "3", 2}}, update).updated, 1u);
    EXPECT_EQ(members.bulk_insert(std::vector<member>{{3, "cy@x", "3", 3}}, nothing).skipped, 1u);
    EXPECT_EQ(members.get(3).visits, 2);
}

TEST_F(upsert, counts_do_not_depend_on_the_language_of_the_servers_messages) {
    session.execute("set lc_messages = 'de_DE'");
    EXPECT_EQ(session.query_one<std::string>("select @@lc_messages"), "de_DE");
    const std::vector<member> rows{{1, "ann@x", "1", 1}, {2, "bob@x", "2", 5}, {3, "cy@x", "3", 1}};
    const auto counts = members.bulk_insert(rows, update);
    session.execute("set lc_messages = default");
    EXPECT_EQ(std::tuple(counts.inserted, counts.updated, counts.skipped), std::tuple(1u, 1u, 1u));
}

TEST_F(upsert, the_dialects_own_bulk_writer_is_there_for_every_policy) {
    const aludel::table_description& table = aludel::table_of<member>;
    for (const auto& policy : {aludel::conflict_policy{}, update.policy, nothing.policy}) {
        EXPECT_NE(session.core().open_bulk_writer({.table = &table, .columns = {0, 1, 2, 3}, .policy = policy}),
                  nullptr);
    }
}

TEST_F(upsert, a_failed_array_leaves_the_prepared_statements_of_the_session_usable) {
    const auto before = stored();
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(stored(), before);
        EXPECT_THROW(members.bulk_insert(std::vector<member>{{0, "new@x", "8", 1}, {0, "ann@x", "9", 1}}),
                     aludel::unique_violation);
    }
    EXPECT_EQ(members.bulk_insert(std::vector<member>{{0, "new@x", "8", 1}}).inserted, 1u);
}

}  // namespace upserts
