// SPDX-License-Identifier: BSL-1.0
// A SELECT without parameters that had many rows goes through COPY when it runs again, and nothing else changes.
#include <gtest/gtest.h>

#include "../../conformance/database.hpp"
#include "../expecting.hpp"

namespace copied_results {

struct sample {
    std::int64_t id{};
    std::optional<std::string> name;
    std::optional<double> value;
    std::vector<std::byte> bytes;
    std::uint64_t big = 0;
    aludel::uuid unique{};
    aludel::timestamp moment{};
    std::optional<bool> flag;
    bool operator==(const sample&) const = default;
};

}  // namespace copied_results

template <>
inline constexpr auto aludel::entity<copied_results::sample> = aludel::table("copied_samples");

namespace copied_results {

constexpr int many = 12'000;

class copied_result : public testing::Test {
protected:
    copied_result() {
        conformance::db().drop_all<sample>();
        conformance::db().create_all<sample>();
        for (int i = 0; i < many; ++i) {
            sample row;
            row.id = i + 1;
            row.name = i % 3 == 0 ? std::nullopt : std::optional{std::string(static_cast<std::size_t>(i % 40), 'x')};
            row.value = i % 4 == 0 ? std::nullopt : std::optional{i / 3.0};
            row.bytes.assign(static_cast<std::size_t>(i % 3), std::byte{7});
            row.big = ~std::uint64_t{0} - static_cast<std::uint64_t>(i);
            row.moment = aludel::timestamp{std::chrono::microseconds{i * 1'000'003LL}};
            row.flag = i % 5 == 0 ? std::nullopt : std::optional{i % 2 == 0};
            rows.push_back(row);
        }
        table.bulk_insert(rows);
    }
    /// What the server sees this session run once the first row is here.
    std::string seen_while_reading(const std::string& sql) {
        const std::int64_t number = session.query_one<std::int64_t>("select pg_backend_pid()");
        std::string seen;
        std::size_t rows_read = 0;
        session.core().query(sql, {}, {}, [&](std::span<const aludel::value_view>) {
            if (rows_read++ == 0) {
                seen = conformance::db().open_session().query_one<std::string>(
                    "select query from pg_stat_activity where pid = {}", number);
            }
            return true;
        });
        EXPECT_EQ(rows_read, static_cast<std::size_t>(many));
        return seen;
    }
    aludel::session session = conformance::db().open_session();
    aludel::repository<sample> table{session};
    std::vector<sample> rows;
};

TEST_F(copied_result, holds_the_same_rows_as_one_that_is_not) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(table.list(), rows);
        aludel::transaction scope{session.core()};
        EXPECT_EQ(table.list(), rows);
        scope.commit();
    }
}

TEST_F(copied_result, is_for_what_had_many_rows) {
    const std::string sql = "select id, name from copied_samples -- all of them";
    EXPECT_EQ(seen_while_reading(sql), sql);
    EXPECT_NE(seen_while_reading(sql).find("; copy (" + sql + "\n) to stdout"), std::string::npos);
    const std::string two = "select id, ';' from copied_samples";
    EXPECT_EQ(seen_while_reading(two), two);
    EXPECT_EQ(seen_while_reading(two), two) << "what may be two statements is left as it is";
}

TEST_F(copied_result, lets_other_statements_run_between_its_rows) {
    const std::string sql = "select id from copied_samples order by id";
    for (int time = 0; time < 4; ++time) {
        std::optional<aludel::transaction> scope;
        if (time >= 2) {
            scope.emplace(session.core());
        }
        std::int64_t next = 1;
        session.core().query(sql, {}, {}, [&](std::span<const aludel::value_view> row) {
            EXPECT_EQ(row[0].integer(), next);
            if (next % 5'000 == 0) {
                EXPECT_EQ(session.query_one<std::int64_t>("select {} + 1", next), next + 1);
                session.execute("update copied_samples set flag = true where id = {}", next);
            }
            return ++next <= 11'500;
        });
        EXPECT_EQ(next, 11'501);
    }
}

TEST_F(copied_result, notices_a_table_that_somebody_altered) {
    const auto sum = [this] {
        std::int64_t found = 0;
        session.core().query("select id from copied_samples", {}, {}, [&](std::span<const aludel::value_view> row) {
            found += row[0].kind() == aludel::value_kind::text ? -1 : row[0].integer();
            return true;
        });
        return found;
    };
    constexpr std::int64_t expected = std::int64_t{many} * (many + 1) / 2;
    EXPECT_EQ(sum(), expected);
    EXPECT_EQ(sum(), expected);
    auto other = conformance::db().open_session();
    other.core().run("alter table copied_samples alter id drop identity, alter id type integer");
    EXPECT_EQ(sum(), expected);
    EXPECT_EQ(sum(), expected);
    other.core().run("alter table copied_samples alter id type text");
    {
        aludel::transaction scope{session.core()};
        EXPECT_THROW(sum(), aludel::transaction_conflict);
    }
    EXPECT_EQ(sum(), -many);
    EXPECT_EQ(sum(), -many);
    session.core().run("deallocate all");
    EXPECT_EQ(sum(), -many);
}

TEST_F(copied_result, that_fails_in_its_middle_leaves_the_session_usable) {
    const std::string sql = "select 1 / (id - (select max(id) from copied_samples where flag)) from copied_samples";
    const auto read = [&] {
        session.core().query(sql, {}, {}, [](std::span<const aludel::value_view>) { return true; });
    };
    session.execute("update copied_samples set flag = false");
    read();
    session.execute("update copied_samples set flag = true where id = 11000");
    EXPECT_EQ(dialects::thrown_by<aludel::statement_error>(read).sqlstate(), "22012");
    EXPECT_EQ(session.query_one<int>("select 1"), 1);
    aludel::transaction scope{session.core()};
    EXPECT_EQ(dialects::thrown_by<aludel::statement_error>([&] {
                  session.core().guarded_query(sql, {}, {}, [](std::span<const aludel::value_view>) { return true; });
              }).sqlstate(),
              "22012");
    EXPECT_EQ(session.query_one<int>("select 1"), 1);
}

}  // namespace copied_results
