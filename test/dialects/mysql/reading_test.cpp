// SPDX-License-Identifier: BSL-1.0
// A buffered result comes off the wire row by row as long as nothing else needs the wire, and whole when something
// does: nobody may notice.
#include "../../conformance/database.hpp"
#include "../expecting.hpp"
#include "../killing.hpp"

namespace reading {

constexpr std::string_view numbers = "select n, concat('text ', n) from reading_numbers order by n";

class buffered_result : public testing::Test {
protected:
    buffered_result() {
        session.core().run("drop table if exists reading_numbers");
        session.core().run("create table reading_numbers (n bigint primary key)");
        for (int i = 0; i < 300; ++i) {
            session.execute("insert into reading_numbers values ({})", i);
        }
    }
    aludel::session session = conformance::db().open_session();
};

TEST_F(buffered_result, lets_other_statements_run_at_any_row) {
    for (const std::int64_t at : {0, 1, 150, 298, 299}) {
        SCOPED_TRACE(at);
        std::int64_t rows = 0;
        session.core().query(numbers, {}, {}, [&](std::span<const aludel::value_view> row) {
            if (rows == at) {
                EXPECT_EQ(session.query_one<std::string>("select 'another text, longer than that of a row'"),
                          "another text, longer than that of a row");
                session.core().run("set @reading = 1");
            }
            EXPECT_EQ(row[0].integer(), rows);
            EXPECT_EQ(row[1].text(), "text " + std::to_string(rows));
            ++rows;
            return true;
        });
        EXPECT_EQ(rows, 300);
    }
}

TEST_F(buffered_result, may_be_read_inside_itself) {
    std::int64_t inner = 0;
    session.core().query(numbers, {}, {}, [&](std::span<const aludel::value_view> row) {
        if (row[0].integer() % 100 == 0) {
            session.core().query(numbers, {}, {}, [&](std::span<const aludel::value_view>) { return ++inner, true; });
        }
        return true;
    });
    EXPECT_EQ(inner, 900);
}

TEST_F(buffered_result, may_be_left_early) {
    for (int round = 0; round < 3; ++round) {
        session.core().query(numbers, {}, {}, [](std::span<const aludel::value_view>) { return false; });
        session.core().query(numbers, {}, {}, [&](std::span<const aludel::value_view>) {
            session.core().run("set @reading = 2");
            return false;
        });
    }
    EXPECT_EQ(session.query<std::int64_t>("select n from reading_numbers").size(), 300u);
}

TEST_F(buffered_result, of_empty_texts_and_nulls_keeps_them_apart) {
    using row = std::tuple<std::optional<std::string>, std::optional<std::string>>;
    EXPECT_EQ(session.query_one<row>("select '', null"), (row{"", std::nullopt}));
    EXPECT_EQ(session.query_one<row>("select null, ''"), (row{std::nullopt, ""}));
    EXPECT_EQ(session.query_one<std::optional<std::string>>("select ''"), "");
    EXPECT_EQ(session.query_one<std::optional<std::string>>("select null"), std::nullopt);
}

TEST_F(buffered_result, whose_connection_is_lost_is_not_taken_for_a_short_one) {
    const std::int64_t number = dialects::connection_number(session);
    // More than the sockets hold, so that the server is still sending.
    constexpr std::string_view large = "select repeat('x', 100000) from reading_numbers as a cross join "
                                       "reading_numbers as b";
    std::int64_t rows = 0;
    EXPECT_THROW(session.core().query(large, {}, {},
                                      [&](std::span<const aludel::value_view>) {
                                          if (++rows == 10) {
                                              dialects::kill_connection(number);
                                          }
                                          return true;
                                      }),
                 aludel::connection_lost);
    EXPECT_LT(rows, 90'000);
}

TEST_F(buffered_result, whose_rest_is_lost_to_another_statement_says_so_to_both) {
    const std::int64_t number = dialects::connection_number(session);
    constexpr std::string_view large = "select repeat('x', 100000) from reading_numbers as a cross join "
                                       "reading_numbers as b limit 3000";
    std::int64_t rows = 0;
    EXPECT_THROW(session.core().query(large, {}, {},
                                      [&](std::span<const aludel::value_view>) {
                                          if (++rows == 10) {
                                              dialects::kill_connection(number);
                                              EXPECT_THROW(session.core().run("set @reading = 3"),
                                                           aludel::connection_lost);
                                          }
                                          return true;
                                      }),
                 aludel::connection_lost);
    EXPECT_EQ(rows, 10);
}

}  // namespace reading
