// SPDX-License-Identifier: BSL-1.0
// How many statements a call takes, counted by on_statement: each of them may be a journey to the server and back.
#include <gtest/gtest.h>

#include "database.hpp"

namespace statement_counts {

using aludel::col;
using aludel::match;
using aludel::on_conflict;

struct shop {
    std::int64_t id{};
    std::string name;
};
struct product {
    std::int64_t id{};
    std::string code;
    std::string name;
    std::int32_t stock = 0;
    std::int64_t shop_id{};
    aludel::audit audit;
};

}  // namespace statement_counts

template <>
inline constexpr auto aludel::entity<statement_counts::shop> = aludel::table("count_shops");
template <>
inline constexpr auto aludel::entity<statement_counts::product> =
    aludel::table("count_products")
        .unique<&statement_counts::product::code>()
        .foreign_key<&statement_counts::product::shop_id, &statement_counts::shop::id>(aludel::on_delete::cascade);

namespace statement_counts {

class statement_counts : public testing::Test {
protected:
    statement_counts() {
        shops.add_many(std::vector<shop>{{1, "one"}, {2, "two"}});
        products.add_many(std::vector<product>{made(1), made(2), made(3)});
    }

    static product made(int number, int stock = 1) {
        const std::string text = std::to_string(number);
        return {0, "code " + text, "name " + text, stock, number % 2 + 1, {}};
    }
    template <class Call>
    int statements_of(Call call) {
        texts.clear();
        call();
        return static_cast<int>(texts.size());
    }
    [[nodiscard]] std::string listed() const {
        std::string all;
        for (const std::string& each : texts) {
            all += each.substr(0, 100) + '\n';
        }
        return all;
    }

    std::vector<std::string> texts;
    aludel::engine watched{conformance::url(), {.on_statement = [this](const aludel::statement_event& event) {
                               texts.emplace_back(event.sql);
                           }}};
    aludel::session session = conformance::session_with<shop, product>(watched);
    aludel::repository<shop> shops{session};
    aludel::repository<product> products{session};
};

TEST_F(statement_counts, load_children_is_one_statement) {
    const std::vector<shop> all = shops.list();
    EXPECT_EQ(statements_of([&] { (void)aludel::load_children<&product::shop_id>(session, all); }), 1) << listed();
}

TEST_F(statement_counts, list_and_count_is_at_most_two) {
    const aludel::limit_offset page{2, 0};
    const aludel::limit_offset behind{2, 100};
    EXPECT_LE(statements_of([&] { (void)products.list_and_count(page); }), 2) << listed();
    EXPECT_LE(statements_of([&] { (void)products.list_and_count(behind); }), 2) << listed();
}

TEST_F(statement_counts, get_or_create_is_at_most_three) {
    EXPECT_EQ(statements_of([&] { EXPECT_FALSE(products.get_or_create(made(1), match<&product::code>).created); }), 1)
        << listed();
    EXPECT_LE(statements_of([&] { EXPECT_TRUE(products.get_or_create(made(4), match<&product::code>).created); }), 3)
        << listed();
}

TEST_F(statement_counts, an_upsert_of_ten_thousand_rows_is_at_most_twenty) {
    constexpr int rows = 10'000;
    if (conformance::facts().syntax.max_parameters < 10 * rows / 20) {
        GTEST_SKIP() << "a statement takes " << conformance::facts().syntax.max_parameters << " parameters at most";
    }
    std::vector<product> many;
    for (int i = 0; i < rows; ++i) {
        many.push_back(made(i, 7));
    }
    EXPECT_LE(statements_of([&] { products.upsert_many(many, on_conflict<&product::code>); }), 20) << listed();
    EXPECT_LE(statements_of([&] { products.upsert_many(many, on_conflict<&product::code>); }), 20) << listed();
    EXPECT_EQ(products.count(col<&product::stock> == 7), static_cast<std::uint64_t>(rows));
}

}  // namespace statement_counts
