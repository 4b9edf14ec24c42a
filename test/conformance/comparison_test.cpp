// SPDX-License-Identifier: BSL-1.0
// The differences that migrate::check finds between structs and the tables that a database has. That it finds none
// behind create_all is held for the structs of every test: see expect_no_difference in database.cpp.
#include <gtest/gtest.h>

#include <aludel/migrate/check.hpp>
#include <aludel/schema/ddl.hpp>
#include <aludel/schema/reading.hpp>

#include "database.hpp"

namespace comparing {

enum class mood : std::uint8_t { good, bad };

/// Types and defaults that servers print in other words than they were given.
struct reprinted {
    std::int64_t id{};
    std::string code;
    std::int32_t small = 0;
    double amount = 0;
    std::optional<std::string> note;
    std::optional<std::int32_t> stars;
    std::optional<double> factor;
    bool truth = false;
    mood felt{};
};
struct owner {
    std::int64_t id{};
    std::string name;
};
struct dog {
    std::int64_t id{};
    std::string name;
    std::optional<std::int64_t> owner_id;
    std::int32_t age = 0;
    std::optional<std::string> chip;
};

}  // namespace comparing

template <>
inline constexpr std::array aludel::enum_text<comparing::mood> = {aludel::enum_name{comparing::mood::good, "good"},
                                                                  aludel::enum_name{comparing::mood::bad, "bad"}};
template <>
inline constexpr auto
    aludel::entity<comparing::reprinted> = aludel::table("compared_words")
                                               .column_type<&comparing::reprinted::code>("varchar(12)")
                                               .column_type<&comparing::reprinted::small>("Integer")
                                               .column_type<&comparing::reprinted::amount>("decimal( 10, 2 )")
                                               .default_value<&comparing::reprinted::note>("'it''s, (new'")
                                               .default_value<&comparing::reprinted::stars>("3")
                                               .default_value<&comparing::reprinted::factor>("-1.50")
                                               .check("compared_small", "small>=0 AND small <> 7")
                                               .check("compared_code", "code in ('a', 'b') or code like 'c%'")
                                               .check("compared_quote", "code <> 'it''s (\\ n'");
template <>
inline constexpr auto aludel::entity<comparing::owner> = aludel::table("compared_owners");
template <>
inline constexpr auto aludel::entity<comparing::dog> =
    aludel::table("compared_dogs")
        .unique<&comparing::dog::chip>()
        .index<&comparing::dog::age, &comparing::dog::name>()
        .foreign_key<&comparing::dog::owner_id, &comparing::owner::id>(aludel::on_delete::cascade)
        .check("compared_age", "age >= 0");

namespace comparing {

using aludel::schema::compare;
using aludel::schema::table;
using aludel::schema::to_string;

class check : public testing::Test {
protected:
    void SetUp() override {
        if (!conformance::facts().tells_tables) {
            GTEST_SKIP() << "the dialect for " << conformance::facts().server << " has no read_tables";
        }
        conformance::db().drop_all<dog, owner, reprinted>();
    }
    void TearDown() override { conformance::db().drop_all<dog, owner, reprinted>(); }

    void run(const std::string& sql) { conformance::db().open_session().core().run(sql); }
    template <class... Structs>
    std::string found() {
        return to_string(aludel::migrate::check<Structs...>(conformance::db()));
    }
    /// What differs between the dogs that exist and the struct, after `change` made something else of what was wanted.
    template <class Change>
    std::string found_behind(Change change) {
        conformance::db().create_all<owner, dog>();
        aludel::session session = conformance::db().open_session();
        const aludel::schema::ddl_target to{session.core().dialect(), session.facts()};
        std::vector<table> wanted{aludel::schema::describe(to, aludel::table_of<dog>)};
        const aludel::schema::table_name names[] = {wanted.front().name};
        change(wanted.front());
        return to_string(compare(aludel::schema::read_tables(session.core(), names),
                                 aludel::schema::settle(session.core(), wanted)));
    }
};

TEST_F(check, finds_nothing_behind_create_all_whatever_words_the_server_uses) {
    conformance::db().create_all<reprinted, owner, dog>();
    EXPECT_EQ((found<reprinted, owner, dog>()), "");
    EXPECT_EQ((found<reprinted, owner, dog>()), "") << "and leaves nothing behind";
}

TEST_F(check, finds_missing_tables) {
    conformance::db().create_all<owner>();
    EXPECT_EQ((found<owner, dog>()), "table compared_dogs is missing\n");
}

TEST_F(check, works_inside_of_a_transaction) {
    conformance::db().create_all<owner, dog>();
    aludel::session session = conformance::db().open_session();
    aludel::transaction transaction{session};
    static constexpr const aludel::table_description* described[] = {&aludel::table_of<dog>};
    EXPECT_EQ(to_string(aludel::migrate::check_tables(session.core(), described)), "");
    aludel::repository<owner>{session}.add({0, "Ada"});
    transaction.commit();
    EXPECT_EQ(aludel::repository<owner>{session}.count(), 1u);
}

TEST_F(check, finds_columns_that_are_missing_or_not_wanted) {
    EXPECT_EQ(found_behind([](table& wanted) {
                  wanted.columns[3].name = "years";
                  wanted.checks.clear();
                  wanted.indexes.clear();
              }).find("compared_dogs: column age is not wanted: "),
              0u);
    const std::string text = found_behind([](table& wanted) {
        aludel::schema::column added = wanted.columns[3];
        added.name = "weight";
        wanted.columns.push_back(added);
    });
    EXPECT_EQ(text.find("compared_dogs: column weight is missing: "), 0u) << text;
}

TEST_F(check, finds_changed_types_and_nulls) {
    const std::string nulls = found_behind([](table& wanted) { wanted.columns[3].nullable = true; });
    EXPECT_EQ(nulls.find("compared_dogs.age is "), 0u) << nulls;
    conformance::db().drop_all<dog>();
    const std::string type = found_behind([](table& wanted) {
        wanted.columns[3].type = "varchar(33)";
        wanted.checks.clear();
    });
    EXPECT_NE(type.find("compared_dogs.age is "), std::string::npos) << type;
}

TEST_F(check, finds_changed_defaults) {
    const std::string text = found_behind([](table& wanted) { wanted.columns[3].default_expression = "5"; });
    EXPECT_EQ(text.find("compared_dogs.age is "), 0u) << text;
    EXPECT_NE(text.find("default"), std::string::npos) << text;
}

TEST_F(check, finds_keys_that_are_missing_or_not_wanted) {
    const std::string text = found_behind([](table& wanted) {
        wanted.uniques.front().columns = {"name"};
        wanted.indexes.front().columns = {"name", "age"};
    });
    EXPECT_EQ(text, "compared_dogs: unique key is not wanted: (chip)\n"
                    "compared_dogs: unique key is missing: (name)\n"
                    "compared_dogs: index is not wanted: (age, name)\n"
                    "compared_dogs: index is missing: (name, age)\n");
}

TEST_F(check, finds_changed_foreign_keys) {
    const std::string text = found_behind(
        [](table& wanted) { wanted.foreign_keys.front().on_delete = aludel::referential_action::set_null; });
    EXPECT_EQ(text,
              "compared_dogs: foreign key is not wanted: (owner_id) to compared_owners (id) on delete cascade on update"
              " no action\n"
              "compared_dogs: foreign key is missing: (owner_id) to compared_owners (id) on delete set null on update"
              " no action\n");
}

TEST_F(check, finds_changed_checks_where_the_server_keeps_them) {
    const std::string text = found_behind([](table& wanted) { wanted.checks.front().expression = "age >= 1"; });
    EXPECT_EQ(text.find("compared_dogs: check compared_age is not wanted: ") == 0u,
              conformance::facts().enforces_checks)
        << text;
}

TEST_F(check, leaves_alone_what_structs_cannot_say) {
    conformance::db().create_all<owner, dog>();
    run("create view compared_view as select name from compared_dogs");
    run("create table compared_elsewhere (id integer)");
    const std::string text = found<owner, dog>();
    run("drop view compared_view");
    run("drop table compared_elsewhere");
    EXPECT_EQ(text, "");
}

TEST_F(check, makes_no_table_that_others_see) {
    conformance::db().create_all<owner, dog>();
    aludel::session session = conformance::db().open_session();
    const std::size_t before = aludel::schema::read_tables(session.core()).size();
    (void)found<owner, dog>();
    EXPECT_EQ(aludel::schema::read_tables(session.core()).size(), before);
}

}  // namespace comparing
