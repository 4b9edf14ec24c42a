// SPDX-License-Identifier: BSL-1.0
// Tables that aludel did not make: their text compares as their columns say, in bulk as in single statements.
#include "../../conformance/database.hpp"
#include "../expecting.hpp"

namespace collations {

using aludel::on_conflict;

struct word {
    std::string text;
    std::int32_t uses = 0;
    bool operator==(const word&) const = default;
};
struct phrase {
    std::string first;
    std::string second;
    std::int32_t uses = 0;
};
struct note {
    std::int64_t id{};
    std::string text;
};

}  // namespace collations

template <>
inline constexpr auto
    aludel::entity<collations::word> = aludel::table("collated_words").primary_key<&collations::word::text>();
template <>
inline constexpr auto aludel::entity<collations::phrase> =
    aludel::table("collated_phrases").primary_key<&collations::phrase::first, &collations::phrase::second>();
template <>
inline constexpr auto aludel::entity<collations::note> =
    aludel::table("collated_notes").column_type<&collations::note::text>("varchar(80)");

namespace collations {

class foreign_tables : public testing::TestWithParam<const char*> {
protected:
    foreign_tables() {
        const std::string text = std::string{"varchar(50) character set "} + GetParam() + " not null";
        session.core().run("drop table if exists collated_words, collated_phrases");
        session.core().run("create table collated_words (text " + text + " primary key, uses int not null)");
        session.core().run("create table collated_phrases (first " + text + ", second " + text +
                           ", uses int not null, primary key (first, second))");
    }
    ~foreign_tables() override { session.core().run("drop table if exists collated_words, collated_phrases"); }

    static std::vector<word> numbered(const std::string& begin, int count, std::int32_t uses) {
        std::vector<word> made;
        for (int i = 0; i < count; ++i) {
            made.push_back({begin + std::to_string(i), uses});
        }
        return made;
    }

    aludel::session session = conformance::db().open_session();
    aludel::repository<word> words{session};
};

TEST_P(foreign_tables, are_changed_by_keys_in_another_case_where_their_collation_ignores_it) {
    words.bulk_insert(numbered("word ", 50, 1));
    words.update_many(numbered("WORD ", 50, 2));
    EXPECT_EQ(words.count(aludel::col<&word::uses> == 2), 50u);
    const auto stored = words.upsert_many(numbered("Word ", 51, 3), on_conflict<&word::text>.do_update());
    ASSERT_EQ(stored.size(), 51u);
    EXPECT_FALSE(stored[49].created);
    EXPECT_EQ(stored[49].object, (word{"word 49", 3})) << "the stored key stays";
    EXPECT_TRUE(stored[50].created);
    EXPECT_EQ(words.remove_many(std::vector<std::string>{"WORD 1", "word 2"}), 2u);
}

TEST_P(foreign_tables, take_one_of_two_updates_whose_keys_are_one_to_their_collation) {
    words.bulk_insert(numbered("word ", 3, 1));
    EXPECT_NO_THROW(words.update_many(std::vector<word>{{"word 1", 2}, {"WORD 1", 3}}));
    EXPECT_GE(words.get("word 1").uses, 2);
    EXPECT_THROW(words.update_many(std::vector<word>{{"word 1", 4}, {"WORD 1", 5}, {"none", 6}}), aludel::not_found);
    EXPECT_EQ(words.count(aludel::col<&word::uses> > 3), 0u);
}

TEST_P(foreign_tables, lose_rows_by_keys_of_several_columns_in_another_case) {
    aludel::repository<phrase> phrases{session};
    std::vector<phrase> rows;
    std::vector<std::tuple<std::string, std::string>> keys;
    for (int i = 0; i < 600; ++i) {
        rows.push_back({"some", std::to_string(i), 1});
        keys.emplace_back("SOME", std::to_string(i));
    }
    phrases.bulk_insert(rows);
    EXPECT_EQ(phrases.remove_many(keys), 600u);
}

INSTANTIATE_TEST_SUITE_P(each, foreign_tables, testing::Values("utf8mb4 collate utf8mb4_general_ci", "latin1"),
                         [](const auto& tested) { return std::string{tested.index == 0 ? "utf8mb4" : "latin1"}; });

TEST(foreign_databases, keep_text_of_a_declared_type_whatever_character_set_they_have) {
    aludel::session session = conformance::session_with<note>();
    aludel::repository<note> notes{session};
    const std::string database = session.query_one<std::string>("select database()");
    const auto set_to = session.query_one<std::string>("select @@character_set_database");
    session.core().run("alter database `" + database + "` character set latin1");
    auto stored = notes.add_many(std::vector<note>{{.text = "a"}, {.text = "b"}});
    stored[1].text = "\xD0\xB6 \xF0\x9F\x99\x82";
    EXPECT_NO_THROW(notes.update_many(stored));
    session.core().run("alter database `" + database + "` character set " + set_to);
    EXPECT_EQ(notes.get(stored[1].id).text, stored[1].text);
}

}  // namespace collations
