// SPDX-License-Identifier: BSL-1.0
#include "injection.hpp"

namespace injection {
namespace {

using namespace std::string_literals;

std::vector<payload> quotes() {
    return {{"a single quote", "'"},
            {"a tautology", "' or '1'='1"},
            {"a tautology with a comment", "' or 1=1 -- "},
            {"a stacked drop", "'; drop table injection_canary; --"},
            {"a stacked drop for double quotes", "\"; drop table injection_canary; --"},
            {"a stacked drop for backticks", "`; drop table injection_canary; -- `"},
            {"a drop behind parentheses", "'); drop table injection_canary; --"},
            {"doubled quotes", "'' \"\" `` ''''"},
            {"a union", "' union select text from injection_canary --"},
            {"an escaped quote", "\\'; drop table injection_canary; --"},
            {"two backslashes before a quote", "\\\\'; drop table injection_canary; --"},
            {"a backslash at the end", "ends in \\"},
            {"an escape string", "E'\\'; drop table injection_canary; --"},
            {"a dollar quote", "$$; drop table injection_canary; $$"},
            {"a tagged dollar quote", "$x$; drop table injection_canary; $x$"},
            {"a quote of another alphabet", "\u02bc; drop table injection_canary; --"},
            {"typographic quotes", "\u2018 or 1=1 -- \u2019 \u201c\u201d"},
            {"a fullwidth quote", "\uff07; drop table injection_canary; --"}};
}

std::vector<payload> spellings() {
    return {{"a comment in C's form", "/* */ ' */ ; drop table injection_canary; /*"},
            {"a comment that MySQL runs", "/*!50000 drop table injection_canary */"},
            {"a comment of a number sign", "' or 1=1 # "},
            {"only a semicolon", ";"},
            {"numbered placeholders", "$1 $2 ?1 ?"},
            {"named placeholders", ":name :p1 :v1 @x @@version"},
            {"braces", "{} {{ }} {0}"},
            {"formats of C", "%s %n %d %% %'"},
            {"wildcards", "100%_!%!_[a-z]*?"},
            {"an escape at the end of a pattern", "x!"},
            {"the end of a copy", "\\.\n"},
            {"a NULL of LOAD DATA", "\\N"},
            {"the separators of LOAD DATA", "\t\n\\\t\r\n,"},
            {"the syntax of arrays", "{\"a\",NULL,'b'} (a,b) [1:2]"},
            {"line ends", "a\nb\r\nc\r; drop table injection_canary\n"},
            {"the syntax of JSON", "\"}, \"or\": [{}], \"x\": {\"\\u0027"},
            {"the syntax of a query string", "a&b=c%27%00+d;e#f"},
            {"a right-to-left override", "\u202e'; drop"},
            {"NULL as a word", "null"},
            {"nothing", ""}};
}

std::vector<payload> bytes() {
    return {{"NUL before a quote", "a\0' or 1=1 --"s},
            {"NUL alone", "\0"s},
            {"a byte that GBK joins with a backslash", "\xbf\x27 or 1=1 --", false},
            {"the same with a backslash", "\xbf\x5c\x27 or 1=1 --", false},
            {"an overlong quote", "\xc0\xa7 or 1=1 --", false},
            {"an overlong NUL", "\xc0\x80", false},
            {"half a character", "\xf0\x9f\x92", false},
            {"a surrogate", "\xed\xa0\x80", false},
            {"bytes of no character", "\xff\xfe", false},
            {"a hundred thousand quotes", std::string(100'000, '\'')}};
}

}  // namespace

const std::vector<payload>& payloads() {
    static const std::vector<payload> all = [] {
        std::vector<payload> made;
        for (auto&& part : {quotes(), spellings(), bytes()}) {
            made.insert(made.end(), part.begin(), part.end());
        }
        return made;
    }();
    return all;
}

std::vector<payload> short_payloads() {
    std::vector<payload> fitting;
    for (const payload& each : payloads()) {
        if (each.text.size() < 60 && each.text.find('\0') == std::string::npos) {
            fitting.push_back(each);
        }
    }
    return fitting;
}

bool must_be_taken(const aludel::session& session, const payload& attack) {
    const bool has_nul = attack.text.find('\0') != std::string::npos;
    return attack.is_utf8 && (!has_nul || session.facts().stores_nul_in_text);
}

void set_canary(aludel::session& session) {
    aludel::repository<canary>{session}.add_many(std::vector<canary>{{1, "yellow"}, {2, "bird"}, {3, "sings"}});
}

bool canary_lives(aludel::session& session) {
    using row = std::tuple<std::int64_t, std::string>;
    const std::vector<row> expected{{1, "yellow"}, {2, "bird"}, {3, "sings"}};
    return session.query<row>("select id, text from injection_canary order by id") == expected;
}

}  // namespace injection
