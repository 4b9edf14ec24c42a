// SPDX-License-Identifier: BSL-1.0
// Text that attacks, in questions: it finds its own rows, and nothing else happens.
#include <functional>

#include "injection.hpp"

namespace injection {

using aludel::col;

struct tag {
    std::string name;
    std::int32_t weight = 0;
    bool operator==(const tag&) const = default;
};

struct named_tag {
    std::int64_t id{};
    std::string name;
};

}  // namespace injection

template <>
inline constexpr auto
    aludel::entity<injection::tag> = aludel::table("injection_tags").primary_key<&injection::tag::name>();
template <>
inline constexpr auto
    aludel::entity<injection::named_tag> = aludel::table("injection_named_tags").unique<&injection::named_tag::name>();

namespace injection {

/// How many rows are found by the text.
struct way_to_ask {
    const char* name;
    std::function<std::uint64_t(aludel::session&, notes_t&, const std::string&)> count;
    bool refuses_nul = false;  ///< what the outside asks for, and patterns
};

std::string in_json(std::string_view text) {
    std::string json{'"'};
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < ' ') {
            constexpr std::string_view digits = "0123456789abcdef";
            json.append("\\u00") += digits[static_cast<unsigned char>(c) >> 4];
            json += digits[c & 15];
        } else {
            json += c == '"' || c == '\\' ? "\\" : "";
            json += c;
        }
    }
    return json + '"';
}

aludel::filter_set<note> outside_filters() {
    using enum aludel::filter_operator;
    aludel::filter_set<note> filters;
    filters.allow<&note::text>({.operators = eq | in | contains}).limit({.longest_input = 1'000'000});
    return filters;
}

std::vector<std::string> with_many_others(const std::string& text) {
    std::vector<std::string> list{text};
    for (int i = 0; i < 3'000; ++i) {
        list.push_back("other " + std::to_string(i));
    }
    return list;
}

std::vector<way_to_ask> ways_to_ask() {
    static const aludel::filter_set<note> filters = outside_filters();
    return {
        {"==",
         [](auto&, notes_t& notes, const auto& text) {
             return notes.count(col<&note::text> == text);
         }},
        {"between",
         [](auto&, notes_t& notes, const auto& text) {
             return notes.count(col<&note::text>.between(text, text));
         }},
        {"in",
         [](auto&, notes_t& notes, const auto& text) {
             return notes.count(col<&note::text>.in({text}));
         }},
        {"a long list",
         [](auto&, notes_t& notes, const auto& text) {
             return notes.count(col<&note::text>.in(with_many_others(text)));
         }},
        {"!=",
         [](auto&, notes_t& notes, const auto& text) {
             return notes.count() - notes.count(col<&note::text> != text);
         }},
        {"not in",
         [](auto&, notes_t& notes, const auto& text) {
             return notes.count() - notes.count(col<&note::text>.not_in({text}));
         }},
        {"raw",
         [](auto&, notes_t& notes, const auto& text) {
             return notes.count(aludel::raw("{} = {}", col<&note::text>, text));
         }},
        {"query",
         [](aludel::session& session, auto&, const auto& text) {
             return session.query<std::int64_t>("select id from injection_notes where text = {}", text).size();
         }},
        {"query with text known at run time",
         [](aludel::session& session, auto&, const auto& text) {
             const std::string sql = "select id from injection_notes where text = {}";
             return session.query<std::int64_t>(aludel::runtime_sql{sql}, text).size();
         }},
        {"a query string",
         [](auto&, notes_t& notes, const auto& text) {
             return notes.list(filters.from_query_string("text=" + aludel::percent_encoded(text))).size();
         },
         true},
        {"JSON",
         [](auto&, notes_t& notes, const auto& text) {
             return notes.list(filters.from_json("{\"where\": {\"text\": {\"in\": [" + in_json(text) + "]}}}")).size();
         },
         true},
    };
}

/// Patterns also find rows that hold more than the text.
std::vector<way_to_ask> ways_to_match() {
    static const aludel::filter_set<note> filters = outside_filters();
    return {
        {"contains",
         [](auto&, notes_t& notes, const auto& text) { return notes.count(col<&note::text>.contains(text)); }, true},
        {"starts_with",
         [](auto&, notes_t& notes, const auto& text) { return notes.count(col<&note::text>.starts_with(text)); }, true},
        {"ends_with",
         [](auto&, notes_t& notes, const auto& text) { return notes.count(col<&note::text>.ends_with(text)); }, true},
        {"contains, from a query string",
         [](auto&, notes_t& notes, const auto& text) {
             return notes.list(filters.from_query_string("text__contains=" + aludel::percent_encoded(text))).size();
         },
         true},
    };
}

TEST(injected_questions, text_that_attacks_finds_its_own_row_and_no_other) {
    aludel::session session = conformance::session_with<note, canary>();
    set_canary(session);
    notes_t notes{session};
    for (const payload& attack : payloads()) {
        notes.remove_all();
        notes.add({0, "another row", {}, 1});
        const bool stored = is_taken([&] { notes.add({0, attack.text, {}, 7}); });
        const auto expect_found = [&](const way_to_ask& way, bool exactly) {
            SCOPED_TRACE(std::string{way.name} + ", " + attack.name);
            std::uint64_t found = 0;
            const bool taken = is_taken([&] { found = way.count(session, notes, attack.text); });
            // LIKE has limits of its own on the length of a pattern: sqlite.org/limits.html, 50 000 bytes.
            const bool is_refused = way.refuses_nul && attack.text.find('\0') != std::string::npos;
            EXPECT_TRUE(taken ? !is_refused
                              : is_refused || !must_be_taken(session, attack) || attack.text.size() > 50'000);
            EXPECT_TRUE(!taken || (stored && exactly ? found == 1 : found <= 2)) << found;
            EXPECT_TRUE(!taken || !stored || found >= 1) << found;
            EXPECT_TRUE(canary_lives(session));
        };
        for (const way_to_ask& way : ways_to_ask()) {
            expect_found(way, true);
        }
        for (const way_to_ask& way : ways_to_match()) {
            expect_found(way, !attack.text.empty());
        }
        EXPECT_NO_THROW(is_taken([&] { (void)notes.count(col<&note::text>.like(attack.text)); }));
        EXPECT_TRUE(canary_lives(session));
    }
}

TEST(injected_questions, text_that_attacks_is_a_key_like_any_other) {
    aludel::session session = conformance::session_with<tag, named_tag, canary>();
    set_canary(session);
    aludel::repository<tag> tags{session};
    aludel::unique_objects<named_tag, &named_tag::name> names{session};
    for (const payload& attack : short_payloads()) {
        SCOPED_TRACE(attack.name);
        tags.remove_all();
        tags.add({"another", 1});
        if (is_taken([&] { tags.add({attack.text, 7}); })) {
            EXPECT_EQ(tags.get(attack.text), (tag{attack.text, 7}));
            EXPECT_EQ(tags.update(attack.text, aludel::patch<tag>{}.set<&tag::weight>(8)).weight, 8);
            EXPECT_EQ(tags.update_many(std::vector<tag>{{attack.text, 9}}).front().weight, 9);
            EXPECT_EQ(tags.find(attack.text)->weight, 9);
            EXPECT_EQ(tags.remove_many(std::vector<std::string>{attack.text}), 1u);
            EXPECT_FALSE(tags.remove(attack.text));
            EXPECT_EQ(names.find_or_add({.name = attack.text}).name, attack.text);
            EXPECT_EQ(names.find_or_add_many(std::vector<named_tag>{{.name = attack.text}}).front().name, attack.text);
        } else {
            EXPECT_FALSE(must_be_taken(session, attack));
        }
        EXPECT_EQ(tags.count(), 1u);
        EXPECT_TRUE(canary_lives(session));
    }
}

TEST(injected_questions, pages_go_on_behind_text_that_attacks) {
    aludel::session session = conformance::session_with<note, canary>();
    set_canary(session);
    notes_t notes{session};
    std::size_t stored = 0;
    for (const payload& attack : short_payloads()) {
        stored += is_taken([&] { notes.add({0, attack.text, {}, static_cast<std::int32_t>(stored)}); }) ? 1 : 0;
    }
    std::size_t seen = 0;
    std::optional<std::string> cursor;
    do {
        const auto page = notes.order_by(col<&note::text>.asc()).limit(3).after(cursor).page();
        seen += page.items.size();
        cursor = page.next;
    } while (cursor && seen <= stored && [&] {
        // What was stored and is no UTF-8 has no cursor that is taken back.
        return is_taken([&] { (void)notes.order_by(col<&note::text>.asc()).limit(1).after(cursor).page(); });
    }());
    EXPECT_TRUE(seen == stored || cursor);
    EXPECT_LE(seen, stored);
    for (const payload& attack : payloads()) {
        EXPECT_THROW((void)notes.order_by(col<&note::text>.asc()).limit(3).after(attack.text).page(),
                     aludel::usage_error)
            << attack.name;
    }
    EXPECT_TRUE(canary_lives(session));
}

TEST(injected_questions, slugs_of_text_that_attacks_are_harmless) {
    aludel::session session = conformance::session_with<named_tag, canary>();
    set_canary(session);
    aludel::repository<named_tag> rows{session};
    for (const payload& attack : short_payloads()) {
        SCOPED_TRACE(attack.name);
        named_tag made;
        if (is_taken([&] { made = aludel::add_with_slug<&named_tag::name>(rows, named_tag{}, attack.text); })) {
            EXPECT_EQ(made.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos)
                << made.name;
        }
        EXPECT_TRUE(canary_lives(session));
    }
}

}  // namespace injection
