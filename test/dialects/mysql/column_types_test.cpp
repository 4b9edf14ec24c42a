// SPDX-License-Identifier: BSL-1.0
// Columns of types that no struct field has by itself: what is read from them, and what may be written to them.
#include "../../conformance/database.hpp"
#include "../expecting.hpp"

namespace column_types {

using namespace std::chrono;

class column_type : public testing::Test {
protected:
    void create(const std::string& columns) {
        session.core().run("drop table if exists type_odd");
        session.core().run("create table type_odd (" + columns + ") engine=innodb default charset=utf8mb4");
    }
    [[nodiscard]] bool is_mariadb() const { return session.facts().server.starts_with("MariaDB"); }
    aludel::session session = conformance::db().open_session();
};

struct reading {
    std::string_view name;
    std::string_view type;
    std::string_view stored;  ///< as a literal
    std::string text;
};

TEST_F(column_type, is_read_as_its_text) {
    const std::vector<reading> readings{
        {"decimal", "decimal(30,10)", "12345678901234567890.0987654321", "12345678901234567890.0987654321"},
        {"decimal below zero", "decimal(10,2)", "-0.5", "-0.50"},
        {"decimal without a fraction", "decimal(20)", "18446744073709551615", "18446744073709551615"},
        {"time", "time(6)", "'-838:59:58.000001'", "-838:59:58.000001"},
        {"time of a day", "time", "'01:02:03'", "01:02:03"},
        {"year", "year", "1999", "1999"},
        {"enum", "enum('x', 'it''s')", "'it''s'", "it's"},
        {"set", "set('a', 'b', 'c')", "'a,c'", "a,c"},
        {"tinytext", "tinytext", "'short'", "short"},
        {"char", "char(5)", "'ab'", "ab"},
    };
    for (const reading& each : readings) {
        SCOPED_TRACE(each.name);
        create("x " + std::string{each.type});
        const std::string insert = "insert into type_odd values (" + std::string{each.stored} + "), (null)";
        session.execute(aludel::runtime_sql{insert});
        using values = std::vector<std::optional<std::string>>;
        const values wanted{each.text, {}};
        EXPECT_EQ(session.query<std::optional<std::string>>("select x from type_odd order by x is null"), wanted);
        values streamed;
        for (auto& value : session.stream<std::optional<std::string>>("select x from type_odd order by x is null")) {
            streamed.push_back(std::move(value));
        }
        EXPECT_EQ(streamed, wanted);
    }
}

TEST_F(column_type, of_integers_of_every_width_fills_the_fields_that_hold_it) {
    create("m mediumint, mu mediumint unsigned, tu tinyint unsigned, su smallint unsigned, iu int unsigned, d "
           "decimal(20)");
    session.execute("insert into type_odd values (-8388608, 16777215, 255, 65535, 4294967295, 18446744073709551615)");
    using row = std::tuple<std::int32_t, std::uint32_t, std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t>;
    const row wanted{-8'388'608, 16'777'215, 255, 65'535, 4'294'967'295, UINT64_MAX};
    EXPECT_EQ(session.query_one<row>("select * from type_odd"), wanted);
    EXPECT_THROW((void)session.query_one<std::int8_t>("select tu from type_odd"), aludel::mapping_error);
    EXPECT_THROW((void)session.query_one<std::int32_t>("select iu from type_odd"), aludel::mapping_error);
    EXPECT_THROW((void)session.query_one<std::int64_t>("select d from type_odd"), aludel::mapping_error);
}

TEST_F(column_type, bit_is_read_as_bytes_and_cast_as_a_number) {
    create("x bit(10)");
    session.execute("insert into type_odd values (b'1000000001')");
    EXPECT_EQ(session.query_one<std::vector<std::byte>>("select x from type_odd"),
              (std::vector{std::byte{2}, std::byte{1}}));
    EXPECT_EQ(session.query_one<int>("select cast(x as unsigned) from type_odd"), 513);
    EXPECT_THROW((void)session.query_one<int>("select x from type_odd"), aludel::mapping_error);
}

TEST_F(column_type, a_zero_date_fits_no_date_and_a_text_shows_it) {
    create("d date null, t datetime(6) null, s timestamp(3) null");
    session.core().run("set @mode = @@sql_mode");
    session.core().run("set sql_mode = ''");
    session.execute("insert into type_odd values ('0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00')");
    session.execute("insert into type_odd values ('2024-02-00', '2024-00-01 10:00:00', null)");
    session.core().run("set sql_mode = @mode");
    for (const std::string_view column : {"d", "t"}) {
        SCOPED_TRACE(column);
        const std::string sql = "select " + std::string{column} + " from type_odd";
        EXPECT_THROW((void)session.query<std::optional<year_month_day>>(aludel::runtime_sql{sql}),
                     aludel::mapping_error);
        EXPECT_THROW((void)session.query<std::optional<aludel::timestamp>>(aludel::runtime_sql{sql}),
                     aludel::mapping_error);
    }
    EXPECT_THROW((void)session.query<std::optional<aludel::timestamp>>("select s from type_odd"),
                 aludel::mapping_error);
    EXPECT_EQ(session.query<std::string>("select d from type_odd order by d"),
              (std::vector<std::string>{"0000-00-00", "2024-02-00"}));
}

TEST_F(column_type, a_zero_date_is_not_stored_by_a_session) {
    create("d date null");
    EXPECT_THROW(session.execute("insert into type_odd values ('0000-00-00')"), aludel::mapping_error);
    EXPECT_THROW(session.execute("insert into type_odd values ('2024-02-00')"), aludel::mapping_error);
}

TEST_F(column_type, timestamp_is_the_same_moment_as_datetime) {
    create("t timestamp(6) null");
    const aludel::timestamp moment{1'711'852'200'123'456us};
    session.execute("insert into type_odd values ({})", moment);
    EXPECT_EQ(session.query_one<aludel::timestamp>("select t from type_odd"), moment);
    EXPECT_EQ(session.query_one<std::int64_t>("select cast(unix_timestamp(t) as signed) from type_odd"), 1'711'852'200);
    EXPECT_EQ(session.query_one<std::int64_t>("select count(*) from type_odd where t = {}", moment), 1);
}

TEST_F(column_type, json_uuid_and_inet6_of_mariadb_take_and_give_fields) {
    if (!is_mariadb()) {
        GTEST_SKIP() << session.facts().server << " has no such columns";
    }
    create("u uuid, j json, n inet6");
    const aludel::uuid unique = aludel::uuid_v7();
    session.execute("insert into type_odd values ({}, {}, {})", unique, "{\"a\": 1}", "::1");
    using row = std::tuple<aludel::uuid, std::string, std::string>;
    EXPECT_EQ(session.query_one<row>("select * from type_odd"), (row{unique, "{\"a\": 1}", "::1"}));
    EXPECT_EQ(session.query_one<std::int64_t>("select count(*) from type_odd where u = {}", unique), 1);
    EXPECT_THROW(session.execute("insert into type_odd (j) values ('{{broken')"), aludel::check_violation);
}

struct misfit {
    std::string_view name;
    std::string_view type;
    std::string_view sql;
};

TEST_F(column_type, cuts_nothing_to_fit) {
    constexpr std::array<misfit, 6> misfits{{
        {"a number too large", "x tinyint", "insert into type_odd values (128)"},
        {"a text too long", "x varchar(3)", "insert into type_odd values ('unfit text')"},
        {"a text that is no number", "x int", "insert into type_odd values ('unfit text')"},
        {"a date that is none", "x date", "insert into type_odd values ('2024-02-30')"},
        {"an unknown enum", "x enum('a')", "insert into type_odd values ('unfit text')"},
        {"a negative unsigned", "x int unsigned", "insert into type_odd values (-1)"},
    }};
    for (const misfit& each : misfits) {
        SCOPED_TRACE(each.name);
        create(std::string{each.type});
        const auto failed =
            dialects::thrown_by<aludel::mapping_error>([&] { session.execute(aludel::runtime_sql{each.sql}); });
        EXPECT_EQ(failed.column(), "x");
        EXPECT_EQ(std::string{failed.what()}.find("unfit text"), std::string::npos) << failed.what();
        EXPECT_EQ(session.query_one<std::int64_t>("select count(*) from type_odd"), 0);
    }
}

}  // namespace column_types
