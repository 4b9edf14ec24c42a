// SPDX-License-Identifier: BSL-1.0
// Rule 31, attacked: text with all that means something in SQL, through every place that takes text. What can be stored
// comes back byte for byte; what cannot is refused, and nothing else happens.
#include <functional>

#include "injection.hpp"

namespace injection {

using aludel::col;
using aludel::on_conflict;

/// The third argument's text goes to where the way's name says; the row with code 7 has it then.
struct way_in {
    const char* name;
    std::function<void(aludel::session&, notes_t&, const std::string&)> put;
};

constexpr int batch = 120;

std::vector<note> many_with(const std::string& text) {
    std::vector<note> made;
    for (int i = 0; i < batch; ++i) {
        made.push_back({0, i == 7 ? text : "plain", {}, i});
    }
    return made;
}

std::vector<way_in> ways_to_add() {
    return {
        {"add",
         [](auto&, notes_t& notes, const std::string& text) {
             notes.add({0, text, text, 7});
         }},
        {"add_many",
         [](auto&, notes_t& notes, const std::string& text) {
             notes.add_many(many_with(text));
         }},
        {"upsert",
         [](auto&, notes_t& notes, const std::string& text) {
             notes.upsert({0, text, {}, 7}, on_conflict<&note::code>);
         }},
        {"get_or_create",
         [](auto&, notes_t& notes, const std::string& text) {
             notes.get_or_create({0, text, {}, 7}, aludel::match<&note::code>);
         }},
        {"upsert_many",
         [](auto&, notes_t& notes, const std::string& text) {
             notes.upsert_many(many_with(text), on_conflict<&note::code>);
         }},
        {"bulk_insert",
         [](auto&, notes_t& notes, const std::string& text) {
             notes.bulk_insert(many_with(text));
         }},
        {"bulk_insert of a few",
         [](auto&, notes_t& notes, const std::string& text) {
             notes.bulk_insert(std::vector<note>{{0, "plain", text, 1}, {0, text, {}, 7}});
         }},
        {"bulk_insert that updates",
         [](auto&, notes_t& notes, const std::string& text) {
             notes.bulk_insert(many_with(text), on_conflict<&note::code>.do_update());
         }},
        {"bulk_insert_returning",
         [](auto&, notes_t& notes, const std::string& text) {
             notes.bulk_insert_returning(many_with(text));
         }},
        {"execute",
         [](aludel::session& session, auto&, const std::string& text) {
             session.execute("insert into injection_notes (text, code) values ({}, {})", text, 7);
         }},
    };
}

std::vector<way_in> ways_to_change() {
    const auto changed = [](notes_t& notes, const std::string& text) {
        note row = notes.get_one(col<&note::code> == 7);
        row.text = text;
        return row;
    };
    return {
        {"update",
         [=](auto&, notes_t& notes, const std::string& text) {
             notes.update(changed(notes, text));
         }},
        {"update by a patch",
         [=](auto&, notes_t& notes, const std::string& text) {
             notes.update(changed(notes, text).id, aludel::patch<note>{}.set<&note::text>(text));
         }},
        {"update_where",
         [](auto&, notes_t& notes, const std::string& text) {
             notes.update_where(col<&note::code> == 7, aludel::set(col<&note::text>, text));
         }},
        {"update_many",
         [=](auto&, notes_t& notes, const std::string& text) {
             notes.update_many(std::vector<note>{changed(notes, text)});
         }},
        {"update_or_create",
         [](auto&, notes_t& notes, const std::string& text) {
             notes.update_or_create({0, text, {}, 7}, aludel::match<&note::code>);
         }},
        {"upsert of a row that is there",
         [](auto&, notes_t& notes, const std::string& text) {
             notes.upsert({0, text, {}, 7}, on_conflict<&note::code>);
         }},
        {"bulk_insert of rows that are there",
         [](auto&, notes_t& notes, const std::string& text) {
             notes.bulk_insert(many_with(text), on_conflict<&note::code>.do_update());
         }},
        {"execute",
         [](aludel::session& session, auto&, const std::string& text) {
             session.execute("update injection_notes set text = {} where code = {}", text, 7);
         }},
    };
}

class injections : public testing::Test {
protected:
    /// The text is there as it is, or was refused; in both cases nothing else happened.
    static void expect_harmless(aludel::session& session, const way_in& way, const payload& attack, bool has_row) {
        SCOPED_TRACE(std::string{way.name} + ", " + attack.name);
        notes_t notes{session};
        notes.remove_all();
        if (has_row) {
            notes.add({0, "before", {}, 7});
        }
        const bool taken = is_taken([&] { way.put(session, notes, attack.text); });
        EXPECT_TRUE(taken || !must_be_taken(session, attack)) << "the text was refused";
        const auto there = notes.find_one(col<&note::code> == 7);
        ASSERT_EQ(there.has_value(), taken || has_row);
        EXPECT_TRUE(!there || there->text == (taken ? attack.text : "before"));
        EXPECT_TRUE(canary_lives(session));
    }

    static void expect_all_harmless(aludel::engine& engine) {
        aludel::session session = conformance::session_with<note, canary>(engine);
        set_canary(session);
        for (const payload& attack : payloads()) {
            for (const way_in& way : ways_to_add()) {
                expect_harmless(session, way, attack, false);
            }
            for (const way_in& way : ways_to_change()) {
                expect_harmless(session, way, attack, true);
            }
        }
    }
};

TEST_F(injections, text_that_attacks_is_stored_as_text_or_refused) {
    expect_all_harmless(conformance::db());
}

TEST_F(injections, text_that_attacks_is_text_without_a_native_path) {
    if (!conformance::facts().keeps_session_state) {
        GTEST_SKIP() << "SOCI prepares its statements by name, and the pooler lends another server for the next one";
    }
    aludel::engine generic{conformance::url(), {.native_path = false}};
    generic.create_all<note, canary>();
    expect_all_harmless(generic);
}

TEST_F(injections, text_that_attacks_is_text_to_the_slower_way_of_bulk_loads) {
    std::unique_ptr<aludel::engine> engine;
    if (!is_taken([&] { engine = std::make_unique<aludel::engine>(conformance::url("bulk_path=values")); })) {
        GTEST_SKIP() << "the connection string chooses no bulk_path here";
    }
    expect_all_harmless(*engine);
}

}  // namespace injection
