// SPDX-License-Identifier: BSL-1.0
#include <clocale>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "iso_codes_reader.hpp"
#include "options.hpp"
#include "steps.hpp"
#include "text_table.hpp"

namespace demo {
namespace {

constexpr int failure = 1;
constexpr int misuse = 2;

/// Prints the message as one line, whatever a client library put into it.
int fail(int status, std::string_view message) {
    std::string line;
    for (const char c : message) {
        const bool is_space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!is_space) {
            line += c;
        } else if (!line.ends_with(' ')) {
            line += ' ';
        }
    }
    std::fflush(stdout);
    fmt::print(stderr, "demo: {}\n", line);
    return status;
}

void run(aludel::engine& db, const options& asked) {
    const iso_codes codes = read_iso_codes(asked.iso_codes);
    const std::string server = db.open_session().facts().server;
    fmt::print("aludel demo on {} ({})\n", db.url(), server);
    create_tables(db);

    print_heading("Upserting the records of iso-codes");
    upsert(db, codes);
    print_heading("Upserting them a second time");
    const upsert_counts again = upsert(db, codes);
    if (again.inserted != 0 || again.updated != 0) {
        throw check_failed{fmt::format("the second upsert inserted {} and updated {} rows instead of none",
                                       again.inserted, again.updated)};
    }
    print_heading("Comparing the tables with the files");
    check_records(db, codes);
    check_parents(db, codes);

    ask_questions(db);

    print_heading(fmt::format("Loading {} rows in bulk", grouped(static_cast<std::uint64_t>(asked.rows))));
    load_readings(db, asked.rows);
}

int run_program(int count, const char* const* arguments) {
    try {
        const options asked = parse_options(count, arguments);
        if (asked.help) {
            fmt::print("{}", help_text);
            return 0;
        }
        aludel::engine db{asked.url, {.application_name = "aludel demo"}};
        run(db, asked);
        return 0;
    } catch (const wrong_usage& problem) {
        return fail(misuse, problem.what());
    } catch (const aludel::usage_error& problem) {  // of the URL: nothing else here comes from outside
        return fail(misuse, problem.what());
    } catch (const std::exception& problem) {
        return fail(failure, problem.what());
    }
}

}  // namespace
}  // namespace demo

int main(int count, char** arguments) {
    std::setlocale(LC_CTYPE, "C.UTF-8");  // for the width of characters; the texts are UTF-8 whatever the user's locale
    return demo::run_program(count, arguments);
}
