// SPDX-License-Identifier: BSL-1.0
// In which order does remove_many take its keys?
#include <algorithm>
#include <random>
#include <vector>

#include "../../conformance/database.hpp"

namespace removal_order {

struct leaf {
    std::int64_t id{};
};
struct logged {
    std::int64_t number{};
    std::int64_t leaf = 0;
};
struct node {
    std::int64_t id{};
    std::optional<std::int64_t> parent;
};

}  // namespace removal_order

template <>
inline constexpr auto aludel::entity<removal_order::leaf> =
    aludel::table("order_leaves").generated<&removal_order::leaf::id>(aludel::key::given);
template <>
inline constexpr auto
    aludel::entity<removal_order::logged> = aludel::table("order_log").primary_key<&removal_order::logged::number>();
template <>
inline constexpr auto
    aludel::entity<removal_order::node> = aludel::table("order_nodes")
                                              .generated<&removal_order::node::id>(aludel::key::given)
                                              .foreign_key<&removal_order::node::parent, &removal_order::node::id>();

namespace removal_order {

TEST(removal_order, is_that_of_the_keys_over_all_lists_and_repeated_ones_count_once) {
    aludel::session session = conformance::session_with<leaf, logged>();
    aludel::repository<leaf> leaves{session};
    std::vector<leaf> rows;
    std::vector<std::int64_t> keys;
    for (std::int64_t id = -1'000; id < 1'500; ++id) {
        rows.push_back({id});
        keys.insert(keys.end(), id % 3 == 0 ? 2 : 1, id);
    }
    leaves.bulk_insert(rows);
    session.core().run("create trigger logs_leaves after delete on order_leaves for each row "
                       "insert into order_log (leaf) values (old.id)");
    std::shuffle(keys.begin(), keys.end(), std::mt19937{7});
    EXPECT_EQ(leaves.remove_many(keys), 2'500u);
    EXPECT_EQ(leaves.count(), 0u);
    const std::vector<logged> log =
        aludel::repository<logged>{session}.list(aludel::order_by(aludel::col<&logged::number>.asc()));
    EXPECT_EQ(log.size(), 2'500u);
    EXPECT_TRUE(std::is_sorted(log.begin(), log.end(),
                               [](const logged& one, const logged& other) { return one.leaf < other.leaf; }));
}

TEST(removal_order, from_list_to_list_is_the_given_one_where_the_table_refers_to_itself) {
    aludel::session session = conformance::session_with<node>();
    aludel::repository<node> nodes{session};
    std::vector<node> rows;
    for (std::int64_t id = 1; id <= 2'000; ++id) {
        rows.push_back({id, id > 1'000 ? std::optional{id - 1'000} : std::nullopt});
    }
    nodes.bulk_insert(rows);
    std::vector<std::int64_t> keys;
    for (std::int64_t id = 2'000; id > 0; --id) {
        keys.push_back(id);  // children first
    }
    EXPECT_EQ(nodes.remove_many(keys), 2'000u);
    EXPECT_EQ(nodes.count(), 0u);
}

}  // namespace removal_order
