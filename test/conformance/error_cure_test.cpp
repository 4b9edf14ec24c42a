// SPDX-License-Identifier: BSL-1.0
// Errors that teach: what does not fit, on its way out or in, is told with table, column, field and cure, and without
// its value.
#include <functional>

#include <gtest/gtest.h>

#include "database.hpp"

namespace error_cures {

using aludel::col;
using aludel::on_conflict;
using aludel::patch;
using namespace std::chrono;

enum class grade : std::uint8_t { low, high };

struct address {
    std::string street;
    year_month_day since = 2000y / 1 / 1;
};

struct pupil {
    std::int64_t id{};
    std::string name;
    grade mark = grade::low;
    year_month_day born = 2000y / 1 / 1;
    std::optional<std::int32_t> height;
    address home;
};

/// The same table, as another program sees it.
struct seen_otherwise {
    std::int64_t id{};
    std::int32_t name = 0;
};
struct seen_strictly {
    std::int64_t id{};
    std::int32_t height = 0;
};
struct seen_with_more {
    std::int64_t id{};
    std::string surname;
};
struct seen_narrowly {
    std::int64_t id{};
    std::optional<std::int8_t> height;
};

}  // namespace error_cures

template <>
inline constexpr std::array aludel::enum_text<error_cures::grade> = {
    aludel::enum_name{error_cures::grade::low, "low"}, aludel::enum_name{error_cures::grade::high, "high"}};
template <>
inline constexpr auto
    aludel::entity<error_cures::pupil> = aludel::table("cure_pupils").unique<&error_cures::pupil::name>();
template <>
inline constexpr auto aludel::entity<error_cures::seen_otherwise> = aludel::table("cure_pupils");
template <>
inline constexpr auto aludel::entity<error_cures::seen_strictly> = aludel::table("cure_pupils");
template <>
inline constexpr auto aludel::entity<error_cures::seen_with_more> = aludel::table("cure_pupils");
template <>
inline constexpr auto aludel::entity<error_cures::seen_narrowly> = aludel::table("cure_pupils");

namespace error_cures {

/// What an error must say beside table and column.
struct taught {
    std::string_view column;
    std::vector<std::string_view> words;  ///< the field, and what to do
};

class error_cures : public testing::Test {
protected:
    template <class Call>
    void expect_taught(const char* how, const taught& wanted, Call call) {
        SCOPED_TRACE(how);
        try {
            call();
            FAIL() << "it fitted";
        } catch (const aludel::mapping_error& failed) {
            const std::string message = failed.what();
            EXPECT_EQ(failed.table(), "cure_pupils") << message;
            EXPECT_EQ(failed.column(), wanted.column) << message;
            for (const std::string_view word : wanted.words) {
                EXPECT_NE(message.find(word), std::string::npos) << message << "\nlacks: " << word;
            }
            EXPECT_EQ(message.find("5ecr"), std::string::npos) << message;
        }
    }
    /// Refused by each way into the database, with the name of the column, and nothing of it is stored.
    template <auto Member, class Field>
    void expect_refused(const taught& wanted, const Field& bad) {
        const pupil good = pupils.add({0, "good", grade::low, 2001y / 1 / 1, {}, {}});
        pupil worse = good;
        worse.*Member = bad;
        pupil other{0, "other", grade::low, 2001y / 1 / 1, {}, {}};
        other.*Member = bad;
        const std::vector<pupil> batch{{0, "third", grade::low, 2001y / 1 / 1, {}, {}}, other};
        expect_taught("add", wanted, [&] { pupils.add(other); });
        expect_taught("add_many", wanted, [&] { pupils.add_many(batch); });
        expect_taught("bulk_insert", wanted, [&] { pupils.bulk_insert(batch); });
        expect_taught("bulk upsert", wanted, [&] { pupils.bulk_insert(batch, on_conflict<&pupil::name>.do_update()); });
        expect_taught("upsert", wanted, [&] { pupils.upsert(other, on_conflict<&pupil::name>); });
        expect_taught("upsert_many", wanted, [&] { pupils.upsert_many(batch, on_conflict<&pupil::name>); });
        expect_taught("get_or_create", wanted, [&] { pupils.get_or_create(other, aludel::match<&pupil::name>); });
        expect_taught("update", wanted, [&] { pupils.update(worse); });
        expect_taught("update_many", wanted, [&] { pupils.update_many(std::vector{good, worse}); });
        expect_taught("patch", wanted, [&] { pupils.update(good.id, patch<pupil>{}.set<Member>(bad)); });
        expect_taught("update_where", wanted,
                      [&] { pupils.update_where(col<&pupil::id> == good.id, aludel::set(col<Member>, bad)); });
        expect_taught("a condition", wanted, [&] { (void)pupils.count(col<Member> == bad); });
        expect_taught("a list", wanted, [&] { (void)pupils.count(col<Member>.in({bad})); });
        expect_taught("between", wanted, [&] { (void)pupils.count(col<Member>.between(bad, bad)); });
        EXPECT_EQ(pupils.count(), 1u);
        EXPECT_EQ(pupils.get(good.id).*Member, good.*Member);
    }

    aludel::session session = conformance::session_with<pupil>();
    aludel::repository<pupil> pupils{session};
};

TEST_F(error_cures, an_unknown_column_of_a_raw_query_names_the_field_and_what_the_result_has) {
    pupils.add({1, "5ecret", grade::low, 2001y / 1 / 1, 150, {}});
    const taught wanted{"surname", {"\"surname\"", "seen_with_more::surname", "select it", "id, name"}};
    expect_taught("query", wanted, [&] { (void)session.query<seen_with_more>("select id, name from cure_pupils"); });
    expect_taught("query_one", wanted,
                  [&] { (void)session.query_one<seen_with_more>("select id, name from cure_pupils"); });
    expect_taught("stream", wanted, [&] {
        for (auto& row : session.stream<seen_with_more>("select id, name from cure_pupils")) {
            ADD_FAILURE() << row.id;
        }
    });
}

TEST_F(error_cures, a_value_of_another_type_names_column_field_and_cure) {
    pupils.add({1, "5ecret", grade::low, 2001y / 1 / 1, 150, {}});
    // What to do is said behind a semicolon: whether the server sends numbers as text decides what that is.
    const taught wanted{"name", {"\"cure_pupils.name\"", "seen_otherwise::name", "; "}};
    aludel::repository<seen_otherwise> others{session};
    expect_taught("get", wanted, [&] { (void)others.get(1); });
    expect_taught("list", wanted, [&] { (void)others.list(); });
    expect_taught("query", wanted, [&] { (void)session.query<seen_otherwise>("select name, id from cure_pupils"); });
    expect_taught("stream", wanted, [&] {
        for (auto& row : others.stream()) {
            ADD_FAILURE() << row.id;
        }
    });
}

TEST_F(error_cures, a_number_that_is_too_large_names_column_field_and_cure) {
    pupils.add({1, "5ecret", grade::low, 2001y / 1 / 1, 15'000, {}});
    const taught wanted{"height", {"\"cure_pupils.height\"", "seen_narrowly::height", "use a wider type"}};
    expect_taught("get", wanted, [&] { (void)aludel::repository<seen_narrowly>{session}.get(1); });
    expect_taught("query", wanted, [&] { (void)session.query<seen_narrowly>("select height, id from cure_pupils"); });
}

TEST_F(error_cures, null_in_a_plain_field_names_column_field_and_cure) {
    pupils.add({1, "5ecret", grade::low, 2001y / 1 / 1, {}, {}});
    const taught wanted{"height", {"\"cure_pupils.height\" is NULL", "seen_strictly::height", "std::optional<"}};
    expect_taught("get", wanted, [&] { (void)aludel::repository<seen_strictly>{session}.get(1); });
    expect_taught("query", wanted, [&] { (void)session.query<seen_strictly>("select height, id from cure_pupils"); });
    try {
        (void)session.query<std::tuple<std::int64_t, std::int32_t>>("select id, height from cure_pupils");
        FAIL() << "NULL is no number";
    } catch (const aludel::mapping_error& failed) {
        const std::string message = failed.what();
        EXPECT_NE(message.find("column 2 of the result (\"height\") is NULL; ask for a std::optional"),
                  std::string::npos)
            << message;
    }
}

TEST_F(error_cures, a_stored_text_that_the_enum_does_not_list_names_column_field_and_cure) {
    pupils.add({1, "a", grade::low, 2001y / 1 / 1, {}, {}});
    session.execute("update cure_pupils set mark = {}", "5ecr");
    const taught wanted{"mark", {"\"cure_pupils.mark\"", "pupil::mark", "aludel::enum_text"}};
    expect_taught("get", wanted, [&] { (void)pupils.get(1); });
    expect_taught("list", wanted, [&] { (void)pupils.list(); });
    session.execute("delete from cure_pupils");
}

TEST_F(error_cures, an_enum_value_that_is_not_listed_is_refused_with_the_columns_name) {
    expect_refused<&pupil::mark>({"mark", {"\"cure_pupils.mark\"", "list every value"}}, static_cast<grade>(77));
}

TEST_F(error_cures, a_date_that_does_not_exist_is_refused_with_the_columns_name) {
    expect_refused<&pupil::born>({"born", {"\"cure_pupils.born\"", "give it a real date"}}, 2023y / 2 / 29);
}

TEST_F(error_cures, a_column_of_a_nested_struct_has_its_own_name) {
    const taught wanted{"since", {"\"cure_pupils.since\"", "give it a real date"}};
    const year_month_day none = 2023y / 2 / 30;
    expect_taught("add", wanted, [&] { pupils.add({0, "a", grade::low, 2001y / 1 / 1, {}, {"A", none}}); });
    expect_taught("a condition", wanted, [&] { (void)pupils.count(col<&pupil::home, &address::since> == none); });
    expect_taught("patch", wanted, [&] { pupils.update(1, patch<pupil>{}.set<&pupil::home, &address::since>(none)); });
}

TEST_F(error_cures, a_number_that_the_field_cannot_hold_is_refused_with_the_columns_name) {
    const taught wanted{"height", {"cure_pupils.height", "use a value of the field's type"}};
    expect_taught("patch", wanted,
                  [&] { pupils.update(1, patch<pupil>{}.set<&pupil::height>(std::int64_t{1} << 40)); });
}

}  // namespace error_cures
