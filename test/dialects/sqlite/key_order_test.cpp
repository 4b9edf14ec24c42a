// SPDX-License-Identifier: BSL-1.0
// Updates and removals of many rows are taken in the order of their keys only where nobody could tell.
#include <algorithm>
#include <random>

#include "../../conformance/database.hpp"
#include "../expecting.hpp"
#include "temporary_directory.hpp"

namespace sqlite_order {

struct node {
    std::int64_t id{};
    std::optional<std::int64_t> parent;
    std::int64_t rank = 0;
};
struct part {
    std::string maker;
    double number = 0;
    std::string note;
};

}  // namespace sqlite_order

template <>
inline constexpr auto aludel::entity<sqlite_order::node> = aludel::table("ordered_nodes");
template <>
inline constexpr auto aludel::entity<sqlite_order::part> =
    aludel::table("ordered_parts").primary_key<&sqlite_order::part::maker, &sqlite_order::part::number>();

namespace sqlite_order {

constexpr int many = 2'000;

std::vector<node> nodes() {
    std::vector<node> made;
    for (int i = 1; i <= many; ++i) {
        made.push_back({i, {}, i});
    }
    return made;
}

template <class T>
void shuffle(std::vector<T>& rows) {
    std::shuffle(rows.begin(), rows.end(), std::mt19937{7});
}

class sqlite_order : public testing::Test {
protected:
    void create_nodes(const std::string& rank, const std::string& parent) {
        session.core().run("drop table if exists ordered_nodes");
        session.core().run("create table ordered_nodes (id integer primary key, parent integer " + parent +
                           ", rank integer not null " + rank + ")");
        table.bulk_insert(nodes());
    }

    dialects::temporary_directory directory;
    aludel::engine engine{directory.url("order.db")};
    aludel::session session = engine.open_session();
    aludel::repository<node> table{session};
};

TEST_F(sqlite_order, scattered_updates_reach_their_rows_and_the_last_of_a_key_stays) {
    create_nodes("", "");
    auto rows = nodes();
    for (node& row : rows) {
        row.rank = -row.id;
    }
    shuffle(rows);
    for (int i = 0; i < many / 2; ++i) {
        rows.push_back({rows[static_cast<std::size_t>(i)].id, {}, 5});
    }
    table.update_many(rows);
    EXPECT_EQ(table.count(aludel::col<&node::rank> == 5), many / 2u);
    EXPECT_EQ(session.query_one<int>("select count(*) from ordered_nodes where rank = -id"), many / 2);
}

TEST_F(sqlite_order, scattered_removals_are_counted_once_each) {
    create_nodes("", "");
    std::vector<std::int64_t> keys;
    for (int i = 1; i <= many + 100; i += 2) {
        keys.push_back(i);
        keys.push_back(i);
    }
    shuffle(keys);
    EXPECT_EQ(table.remove_many(keys), many / 2u);
    EXPECT_EQ(session.query_one<int>("select count(*) from ordered_nodes where id % 2 = 1"), 0);
}

TEST_F(sqlite_order, a_unique_value_passes_from_row_to_row_in_the_order_given) {
    create_nodes("unique", "");
    auto rows = nodes();
    std::reverse(rows.begin(), rows.end());
    for (node& row : rows) {
        ++row.rank;  // the greatest first: else each would meet the next one's
    }
    table.update_many(rows);
    EXPECT_EQ(session.query_one<int>("select count(*) from ordered_nodes where rank = id + 1"), many);
}

TEST_F(sqlite_order, triggers_see_the_rows_in_the_order_given) {
    create_nodes("", "");
    session.core().run("create table ordered_log (id integer)");
    session.core().run("create trigger logs_nodes after update on ordered_nodes begin "
                       "insert into ordered_log values (new.id); end");
    auto rows = nodes();
    std::reverse(rows.begin(), rows.end());
    for (node& row : rows) {
        row.rank = 0;
    }
    table.update_many(rows);
    EXPECT_EQ(session.query_one<int>("select count(*) from ordered_log where id = 2001 - rowid"), many);
}

TEST_F(sqlite_order, children_are_removed_before_parents_that_would_take_them_along) {
    for (const char* reaction : {"on delete cascade", "on delete restrict", ""}) {
        SCOPED_TRACE(reaction);
        create_nodes("", std::string{"references ordered_nodes (id) "} + reaction);
        session.core().run("update ordered_nodes set parent = id - 1 where id > 1");
        std::vector<std::int64_t> keys;
        for (std::int64_t key = many; key > 0; --key) {
            keys.push_back(key);
        }
        EXPECT_EQ(table.remove_many(keys), static_cast<std::uint64_t>(many));
        EXPECT_EQ(table.count(), 0u);
    }
}

TEST_F(sqlite_order, keys_of_several_columns_are_ordered_as_they_are_stored) {
    engine.create_all<part>();
    aludel::repository<part> parts{session};
    std::vector<part> rows;
    for (int i = 0; i < many; ++i) {
        rows.push_back({"maker of parts " + std::to_string(i % 7), i % 2 == 0 ? -i / 4.0 : i / 4.0, "old"});
    }
    rows.push_back({"", 0.0, "old"});
    parts.bulk_insert(rows);
    for (part& row : rows) {
        row.note = row.maker + std::to_string(row.number);
    }
    shuffle(rows);
    parts.update_many(rows);
    for (const part& row : parts.list()) {
        ASSERT_EQ(row.note, row.maker + std::to_string(row.number));
    }
}

TEST_F(sqlite_order, a_row_that_is_absent_ends_the_update_of_all) {
    create_nodes("", "");
    auto rows = nodes();
    for (node& row : rows) {
        row.rank = 0;
    }
    rows[many / 2].id = many + 1;
    shuffle(rows);
    EXPECT_THROW(table.update_many(rows), aludel::not_found);
    EXPECT_EQ(table.count(aludel::col<&node::rank> == 0), 0u);
}

}  // namespace sqlite_order
