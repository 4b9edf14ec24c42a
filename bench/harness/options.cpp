// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"

#include <algorithm>
#include <charconv>
#include <span>
#include <string_view>

#include "names.hpp"

namespace bench {
namespace {

std::uint64_t number_in(std::string_view option, std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size() || number == 0 || number > 1'000'000'000) {
        throw wrong_usage{std::string{option} + " wants a number from 1 to 1000000000"};
    }
    return number;
}

std::vector<std::string> list_in(std::string_view option, std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (words.empty() || std::find(words.begin(), words.end(), "") != words.end()) {
        throw wrong_usage{std::string{option} + " wants a list such as a,b"};
    }
    return words;
}

template <class Names>
std::string listed(const Names& names) {
    std::string text;
    for (const std::string_view name : names) {
        text += (text.empty() ? "" : ", ") + std::string{name};
    }
    return text;
}

std::vector<std::string> shapes_in(std::string_view text) {
    std::vector<std::string> wanted = list_in("--shapes", text);
    for (const std::string& shape : wanted) {
        if (std::find(all_shapes.begin(), all_shapes.end(), shape) == all_shapes.end()) {
            throw wrong_usage{"there is no shape " + shape + "; there are " + listed(all_shapes)};
        }
    }
    return wanted;
}

std::vector<operation> operations_in(std::string_view text) {
    std::vector<operation> wanted;
    for (const std::string& name : list_in("--operations", text)) {
        const auto known = std::find_if(all_operations.begin(), all_operations.end(),
                                        [&](const named_operation& each) { return each.name == name; });
        if (known == all_operations.end()) {
            std::vector<std::string_view> names;
            for (const named_operation& each : all_operations) {
                names.push_back(each.name);
            }
            throw wrong_usage{"there is no operation " + name + "; there are " + listed(names)};
        }
        wanted.push_back(known->operation);
    }
    return wanted;
}

bool take_flag(options& parsed, std::string_view word) {
    if (word == "--help") {
        parsed.help = true;
    } else if (word == "--memory") {
        parsed.memory = true;
    } else if (word == "--with-servers") {
        parsed.with_servers = true;
    } else {
        return false;
    }
    return true;
}

void take_option(options& parsed, std::string_view word, std::string_view value) {
    if (word == "--rows") {
        parsed.rows = number_in(word, value);
    } else if (word == "--repetitions") {
        parsed.repetitions = static_cast<unsigned>(number_in(word, value));
    } else if (word == "--shapes") {
        parsed.shapes = shapes_in(value);
    } else if (word == "--operations") {
        parsed.operations = operations_in(value);
    } else if (word == "--methods") {
        parsed.methods = list_in(word, value);
        if (std::find(parsed.methods.begin(), parsed.methods.end(), "-") != parsed.methods.end()) {
            throw wrong_usage{"--methods wants a part of a name behind the minus"};
        }
    } else if (word == "--json") {
        parsed.json_file = value;
    } else {
        parsed.svg_file = value;
    }
}

bool takes_value(std::string_view word) {
    constexpr std::string_view known[] = {"--rows",    "--repetitions", "--shapes", "--operations",
                                          "--methods", "--json",        "--svg"};
    return std::find(std::begin(known), std::end(known), word) != std::end(known);
}

}  // namespace

const char* const help_text = R"(usage: aludel_bench [OPTION…] [URL…]

Measures insert, upsert, insert-returning, update_many, remove_many, select-all, stream, get-by-key and add-one on each
database that a URL names, over rows of seven shapes, by every method that was built: aludel, raw programs against the
database's C API, SOCI and libpqxx. The tables are called narrow, mixed, sequenced, keyed, text, wide and package; those
that are there are dropped.

URL is sqlite:///file.db, sqlite:// (in memory), postgresql://user:password@host:port/database, mysql://… or mariadb://…
Without one it is SQLite in a temporary file.

  --rows N              rows of usual size; the shapes text and wide get a tenth. 200000 unless said otherwise, and less
                        without a URL
  --shapes A,B          only these of narrow, mixed, sequenced (mixed, with keys from a sequence; on MariaDB, since elsewhere
                        the table would be the same), keyed (mixed, in a table that makes no keys), text, wide, package
                        (Debian's package index)
  --operations A,B      only these
  --methods A,B,-C      only methods that have one of these in their names, and none of those behind a minus; ratios are
                        to the best raw program that is left
  --repetitions N       measured runs of each, in turns, after one that warms up; 3 unless said otherwise
  --json FILE           writes what was measured there, too
  --svg FILE            and as a bar chart
  --with-servers        also measures the servers at $ALUDEL_URL_POSTGRESQL15, …_POSTGRESQL18, …_MARIADB, …_MYSQL56
  --memory              streams rows from a generator into a bulk insert instead, a tenth of --rows (10000000) and all,
                        --repetitions times (3) in turns, and compares speed and memory
  --help

The exit status is 0 when every result was right, 2 for a command line or a URL that cannot be understood, and 1 for
any other failure.
)";

options parse_options(int count, const char* const* arguments) {
    options parsed;
    const std::span words{arguments + 1, static_cast<std::size_t>(count - 1)};
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (takes_value(word)) {
            if (++i == words.size()) {
                throw wrong_usage{std::string{word} + " wants a value; see --help"};
            }
            take_option(parsed, word, words[i]);
        } else if (word.starts_with('-')) {
            if (!take_flag(parsed, word)) {
                throw wrong_usage{"there is no option " + std::string{word} + "; see --help"};
            }
        } else {
            parsed.urls.emplace_back(word);
        }
    }
    if (parsed.memory && std::find(parsed.shapes.begin(), parsed.shapes.end(), "package") != parsed.shapes.end()) {
        throw wrong_usage{"rows of shape package are not generated; --memory takes narrow, mixed, sequenced, "
                          "keyed, text and wide"};
    }
    return parsed;
}

}  // namespace bench
