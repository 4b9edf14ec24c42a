// SPDX-License-Identifier: BSL-1.0
#include <tuple>

#include <fmt/format.h>

#include "steps.hpp"
#include "text_table.hpp"

// Everything here has an order that does not depend on how a database sorts text: codes of capital letters, or numbers.
namespace demo {
namespace {

using aludel::col;

void ask_for_most_subdivisions(aludel::session& session) {
    print_heading("Which ten countries have the most subdivisions?");
    text_table table{
        {{"country"}, {"name"}, {"subdivisions", alignment::right}, {"of a second level", alignment::right}}};
    using row = std::tuple<std::string, std::string, std::int64_t, std::int64_t>;
    for (const auto& [code, name, all, second_level] :
         session.query<row>("select c.alpha_2, c.name, count(*), count(s.parent_code) from countries c"
                            " join subdivisions s on s.country = c.alpha_2"
                            " group by c.alpha_2, c.name order by count(*) desc, c.alpha_2 limit {}",
                            10)) {
        table.add_row(
            {code, name, grouped(static_cast<std::uint64_t>(all)), grouped(static_cast<std::uint64_t>(second_level))});
    }
    table.print();
}

void ask_for_common_names(aludel::session& session) {
    print_heading("Which countries are commonly called something else?");
    text_table table{{{"country"}, {"flag"}, {"common name"}, {"name"}}};
    aludel::repository<country> countries{session};
    for (const country& each :
         countries.where(col<&country::common_name>.is_not_null()).order_by(col<&country::alpha_2>.asc()).list()) {
        table.add_row({each.alpha_2, each.flag, each.common_name.value_or(""), each.name});
    }
    table.print();
}

/// % and _ mean something to LIKE, and nothing here: "%" finds a percent sign only, and there is none.
void ask_for_text_in_names(aludel::session& session) {
    print_heading("How many names contain…");
    text_table table{{{"text"},
                      {"countries", alignment::right},
                      {"subdivisions", alignment::right},
                      {"languages", alignment::right}}};
    aludel::repository<country> countries{session};
    aludel::repository<subdivision> subdivisions{session};
    aludel::repository<language> languages{session};
    for (const char* const text : {"'", "(", "-", "%", "_", "land", "Land", "é"}) {
        table.add_row({text, grouped(countries.count(col<&country::name>.contains(text))),
                       grouped(subdivisions.count(col<&subdivision::name>.contains(text))),
                       grouped(languages.count(col<&language::name>.contains(text)))});
    }
    table.add_row({"land, in any case",
                   grouped(countries.count(col<&country::name>.contains("land", aludel::ignore_case))),
                   grouped(subdivisions.count(col<&subdivision::name>.contains("land", aludel::ignore_case))),
                   grouped(languages.count(col<&language::name>.contains("land", aludel::ignore_case)))});
    table.print();
}

void ask_for_currencies_of_no_country(aludel::session& session) {
    print_heading("Which currencies belong to no country? (Others begin with a country's code.)");
    text_table table{{{"currency"}, {"number"}, {"name"}}};
    for (const currency& each :
         session.stream<currency>("select * from currencies where not exists (select 1 from countries"
                                  " where alpha_2 = substr(currencies.alpha_3, 1, 2)) order by currencies.alpha_3")) {
        table.add_row({each.alpha_3, each.numeric, each.name});
    }
    table.print();
}

std::string word_for(language_scope scope) {
    switch (scope) {
    case language_scope::individual: return "individual";
    case language_scope::macrolanguage: return "macrolanguage";
    case language_scope::special: return "special";
    }
    return "";
}

std::string word_for(language_type type) {
    switch (type) {
    case language_type::ancient: return "ancient";
    case language_type::constructed: return "constructed";
    case language_type::extinct: return "extinct";
    case language_type::historical: return "historical";
    case language_type::living: return "living";
    case language_type::special: return "special";
    }
    return "";
}

/// What a query returns need not be a table: a row fits this struct by its columns' names.
struct languages_of_kind {
    language_type type{};
    language_scope scope{};
    std::int64_t languages = 0;
    std::int64_t with_two_letters = 0;
};

void ask_for_kinds_of_languages(aludel::session& session) {
    print_heading("What kinds of languages are there?");
    text_table table{
        {{"type"}, {"scope"}, {"languages", alignment::right}, {"with a two-letter code", alignment::right}}};
    for (const languages_of_kind& each : session.query<languages_of_kind>(
             "select type, scope, count(*) as languages, count(alpha_2) as with_two_letters from languages"
             " group by type, scope order by languages desc, type, scope")) {
        table.add_row({word_for(each.type), word_for(each.scope), grouped(static_cast<std::uint64_t>(each.languages)),
                       grouped(static_cast<std::uint64_t>(each.with_two_letters))});
    }
    table.print();
}

void ask_for_a_page_of_languages(aludel::session& session) {
    print_heading("Which living languages are on page 1000, of five each?");
    aludel::repository<language> languages{session};
    const aludel::page<language> page = languages.list_and_count(
        col<&language::type> == language_type::living && col<&language::scope> == language_scope::individual,
        aludel::order_by(col<&language::alpha_3>.asc()), aludel::limit_offset{5, 999 * 5});
    text_table table{{{"language"}, {"name"}, {"sorted as"}}};
    for (const language& each : page.items) {
        table.add_row({each.alpha_3, each.name, each.inverted_name.value_or("-")});
    }
    table.print();
    fmt::print("  {} to {} of {}\n", grouped(page.offset + 1), grouped(page.offset + page.items.size()),
               grouped(page.total));
}

void ask_for_three_levels(aludel::session& session) {
    print_heading("What are the provinces of Belgium part of?");
    text_table table{{{"country"}, {"first level"}, {"type"}, {"second level"}, {"type"}, {"name"}}};
    using row = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string>;
    for (const auto& [country_name, first, first_type, second, second_type, name] :
         session.query<row>("select c.name, p.name, p.type, s.code, s.type, s.name from subdivisions s"
                            " join subdivisions p on p.code = s.parent_code"
                            " join countries c on c.alpha_2 = p.country"
                            " where s.country = {} order by s.code",
                            "BE")) {
        table.add_row({country_name, first, first_type, second, second_type, name});
    }
    table.print();
}

void change_a_name_and_take_it_back(aludel::session& session) {
    print_heading("What if Norway were called Noreg, and then not?");
    text_table table{{{"when"}, {"NO is called"}, {"countries with a common name", alignment::right}}};
    aludel::repository<country> countries{session};
    const auto add_row = [&](const char* when) {
        table.add_row(
            {when, countries.get("NO").name, grouped(countries.count(col<&country::common_name>.is_not_null()))});
    };
    add_row("before");
    {
        aludel::transaction transaction{session};
        countries.update("NO",
                         aludel::patch<country>{}.set<&country::name>("Noreg").set<&country::common_name>("Norway"));
        add_row("in a transaction");
    }  // left without commit()
    add_row("after its rollback");
    table.print();
}

}  // namespace

void ask_questions(aludel::engine& db) {
    aludel::session session = db.open_session();
    ask_for_most_subdivisions(session);
    ask_for_common_names(session);
    ask_for_text_in_names(session);
    ask_for_currencies_of_no_country(session);
    ask_for_kinds_of_languages(session);
    ask_for_a_page_of_languages(session);
    ask_for_three_levels(session);
    change_a_name_and_take_it_back(session);
}

}  // namespace demo
