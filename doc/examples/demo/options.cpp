// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"

#include <charconv>
#include <span>
#include <string_view>

namespace demo {
namespace {

std::int64_t row_count(std::string_view text) {
    std::int64_t rows = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), rows);
    if (failed != std::errc{} || end != text.data() + text.size() || rows < 0) {
        throw wrong_usage{"--rows wants a number that is not negative"};
    }
    return rows;
}

}  // namespace

const char* const help_text =
    R"(usage: demo [OPTION…] [URL]

Reads the countries, subdivisions, languages and currencies of Debian's package iso-codes, upserts them twice into the
database, checks that nothing was lost, asks a few questions, and loads a million generated rows in bulk.

URL is sqlite:///file.db, postgresql://user:password@host:port/database, mysql://… or mariadb://…; without it, it is
sqlite:///demo.db: a file in the current directory. The tables are countries, subdivisions, languages, currencies and
generated_readings. The first four are kept and brought up to date; the last is made anew each time.

  --rows N           generated rows to load; 1000000 unless said otherwise
  --iso-codes DIR    directory of the files iso_3166-1.json, iso_3166-2.json, iso_639-3.json and iso_4217.json;
                     /usr/share/iso-codes/json unless said otherwise
  --help

The exit status is 0 when every check held, 2 for a command line or a URL that cannot be understood, and 1 for any
other failure.
)";

options parse_options(int count, const char* const* arguments) {
    options parsed;
    const std::span words{arguments + 1, static_cast<std::size_t>(count - 1)};
    bool url_given = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == "--help") {
            parsed.help = true;
        } else if (word == "--rows" || word == "--iso-codes") {
            if (++i == words.size()) {
                throw wrong_usage{std::string{word} + " wants a value; see --help"};
            }
            if (word == "--rows") {
                parsed.rows = row_count(words[i]);
            } else {
                parsed.iso_codes = words[i];
            }
        } else if (word.starts_with('-')) {
            throw wrong_usage{"there is no option " + std::string{word} + "; see --help"};
        } else if (url_given) {
            throw wrong_usage{"more than one URL is given; see --help"};
        } else {
            parsed.url = word;
            url_given = true;
        }
    }
    return parsed;
}

}  // namespace demo
