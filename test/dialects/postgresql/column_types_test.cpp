// SPDX-License-Identifier: BSL-1.0
// Columns of types that no struct field has by itself: what is read from them, and what may be written to them.
#include "../../conformance/database.hpp"
#include "../expecting.hpp"

namespace column_types {

using dialects::expect_said;
using dialects::expect_unsaid;
using dialects::thrown_by;

struct reading {
    std::string_view name;
    std::string_view expression;
    std::optional<std::string> text;
};

constexpr std::string_view long_number = "123456789012345678901234567890.0987654321";

const std::vector<reading>& readings() {
    static const std::vector<reading> all{
        {"enum", "'it''s ok'::type_mood", "it's ok"},
        {"array", "array[1, null, 3]", "{1,NULL,3}"},
        {"array of text", "array['a,b', 'c\"d']", R"({"a,b","c\"d"})"},
        {"interval", "interval '1 day 02:03:04'", "1 day 02:03:04"},
        {"inet", "inet '10.0.0.1/8'", "10.0.0.1/8"},
        {"jsonb", R"('{{"b": [1, 2], "a": null}}'::jsonb)", R"({"a": null, "b": [1, 2]})"},
        {"json", R"('[1,  2]'::json)", "[1,  2]"},
        {"numeric", "numeric '123456789012345678901234567890.0987654321'", std::string{long_number}},
        {"numeric with trailing zeros", "numeric '12345.6780'", "12345.6780"},
        {"small numeric", "numeric '-0.00001'", "-0.00001"},
        {"numeric of four digits a group", "numeric '10000.0001'", "10000.0001"},
        {"numeric NaN", "numeric 'NaN'", "NaN"},
        {"numeric infinity", "numeric '-Infinity'", "-Infinity"},
        {"range", "int4range(1, 5)", "[1,5)"},
        {"bit", "B'101'", "101"},
        {"char(n)", "'c'::char(3)", "c  "},
        {"name", "'n'::name", "n"},
        {"oid", "12::oid::text", "12"},
        {"timestamp at infinity", "timestamptz 'infinity'", "infinity"},
        {"date at the other end", "date '-infinity'", "-infinity"},
        {"composite", "row(1, 'x')", "(1,x)"},
        {"null of an enum", "null::type_mood", {}},
    };
    return all;
}

class column_type : public testing::Test {
protected:
    column_type() {
        session.core().run("drop type if exists type_mood cascade; create type type_mood as enum ('sad', 'it''s ok')");
    }
    // An engine of its own: no connection may know the enum that was there before.
    aludel::engine own{conformance::url("pool_size=2")};
    aludel::session session = own.open_session();
};

TEST_F(column_type, is_read_as_its_text) {
    for (const reading& each : readings()) {
        SCOPED_TRACE(each.name);
        const std::string sql = "select " + std::string{each.expression};
        for (int round = 0; round < 2; ++round) {
            std::vector<std::optional<std::string>> streamed;
            for (auto& value : session.stream<std::optional<std::string>>(aludel::runtime_sql{sql})) {
                streamed.push_back(std::move(value));
            }
            EXPECT_EQ(streamed, std::vector{each.text});
        }
    }
}

TEST_F(column_type, of_one_column_leaves_the_values_of_the_others_as_they_are) {
    using namespace std::chrono;
    using row = std::tuple<std::string, bool, std::int16_t, std::int64_t, std::vector<std::byte>, aludel::timestamp,
                           year_month_day, double, aludel::uuid, std::optional<int>, std::string>;
    const auto [array, flag, small, big, bytes, moment, day, number, unique, none, text] = session.query_one<row>(
        "select array[1,2], true, 7::int2, -8::int8, '\\x00ff'::bytea, timestamptz '1969-12-31 23:59:59.999999+00',"
        " date '1969-12-31', 1.5::float8, '0102ff00-0000-0000-0000-000000000000'::uuid, null::int, 'x'");
    EXPECT_EQ(array, "{1,2}");
    EXPECT_TRUE(flag);
    EXPECT_EQ(small, 7);
    EXPECT_EQ(big, -8);
    EXPECT_EQ(bytes, (std::vector{std::byte{0}, std::byte{255}}));
    EXPECT_EQ(moment, aludel::timestamp{-1us});
    EXPECT_EQ(day, 1969y / 12 / 31);
    EXPECT_EQ(number, 1.5);
    EXPECT_EQ(unique.bytes[2], std::byte{255});
    EXPECT_FALSE(none.has_value());
    EXPECT_EQ(text, "x");
}

TEST_F(column_type, numeric_fills_numbers_that_hold_it_and_no_others) {
    EXPECT_EQ(session.query_one<double>("select 1.25::numeric"), 1.25);
    EXPECT_EQ(session.query_one<std::int64_t>("select 42::numeric"), 42);
    EXPECT_EQ(session.query_one<std::uint64_t>("select 18446744073709551615::numeric"), UINT64_MAX);
    EXPECT_EQ(session.query_one<std::int64_t>("select sum(x) from (values (1::bigint), (2)) as v (x)"), 3);
    EXPECT_THROW((void)session.query_one<std::int64_t>("select 1.5::numeric"), aludel::mapping_error);
    EXPECT_THROW((void)session.query_one<std::int64_t>("select 18446744073709551615::numeric"), aludel::mapping_error);
}

TEST_F(column_type, infinity_fits_no_date_and_no_time) {
    EXPECT_THROW((void)session.query_one<aludel::timestamp>("select timestamptz 'infinity'"), aludel::mapping_error);
    EXPECT_THROW((void)session.query_one<std::chrono::year_month_day>("select date 'infinity'"), aludel::mapping_error);
}

struct described {
    std::int64_t id{};
    std::string mood;
    std::string document;
    std::string address;
    std::string tags;
    double amount = 0;
    std::uint64_t big = 0;
    bool operator==(const described&) const = default;
};

}  // namespace column_types

template <>
inline constexpr auto
    aludel::entity<column_types::described> = aludel::table("type_described")
                                                  .column_type<&column_types::described::mood>("type_mood")
                                                  .column_type<&column_types::described::document>("jsonb")
                                                  .column_type<&column_types::described::address>("inet")
                                                  .column_type<&column_types::described::tags>("text[]")
                                                  .column_type<&column_types::described::amount>("numeric(12,2)")
                                                  .column_type<&column_types::described::big>("bigint");

namespace column_types {

const described good{1, "sad", R"({"a": 1})", "10.1.1.1", "{x,\"y z\"}", 1.25, 7};

class own_type : public column_type {
protected:
    own_type() {
        own.drop_all<described>();
        own.create_all<described>();
    }
    aludel::repository<described> table{session};
};

TEST_F(own_type, takes_text_by_every_way) {
    const auto policy = aludel::on_conflict<&described::id>.do_update();
    EXPECT_EQ(table.add(good), good);
    table.remove_all();
    EXPECT_EQ(table.bulk_insert(std::vector{good}).inserted, 1u);
    EXPECT_EQ(table.get(1), good);
    described other = good;
    other.mood = "it's ok";
    other.amount = -3.5;
    EXPECT_EQ(table.bulk_insert(std::vector{other, good}, policy).updated, 2u);
    EXPECT_EQ(table.update(other), other);
    EXPECT_EQ(table.upsert(good, aludel::on_conflict<&described::id>).object, good);
    EXPECT_EQ(table.count(aludel::col<&described::mood> == "sad"), 1u);
    EXPECT_EQ(table.count(aludel::col<&described::document> == "{\"a\":1}"), 1u);
}

struct misfit {
    std::string_view name;
    void (*spoil)(described&);
};

TEST_F(own_type, refuses_text_that_does_not_fit_without_showing_it) {
    constexpr std::array<misfit, 5> misfits{{
        {"enum",
         [](described& row) {
             row.mood = "s3cret";
         }},
        {"jsonb",
         [](described& row) {
             row.document = "{s3cret";
         }},
        {"inet",
         [](described& row) {
             row.address = "s3cret";
         }},
        {"array",
         [](described& row) {
             row.tags = "s3cret";
         }},
        {"bigint",
         [](described& row) {
             row.big = UINT64_MAX;
         }},
    }};
    const auto policy = aludel::on_conflict<&described::id>.do_update();
    for (const misfit& each : misfits) {
        SCOPED_TRACE(each.name);
        described bad = good;
        each.spoil(bad);
        expect_unsaid(thrown_by<aludel::mapping_error>([&] { table.add(bad); }), "s3cret");
        expect_unsaid(thrown_by<aludel::mapping_error>([&] { table.bulk_insert(std::vector{bad}); }), "s3cret");
        expect_unsaid(thrown_by<aludel::mapping_error>([&] { table.bulk_insert(std::vector{bad}, policy); }), "s3cret");
        EXPECT_EQ(table.count(), 0u);
    }
}

}  // namespace column_types
