// SPDX-License-Identifier: BSL-1.0
// What it costs to move rows as files: from a database of SQLite, where they are made, into each of the others, beside
// the same rows inserted from memory. The rows that arrive are compared by a checksum of all their values.
//
// usage: aludel_dump_bench [--rows N] [--times N] [--format json|csv] URL…
#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <unistd.h>

#include <aludel/aludel.hpp>
#include <aludel/migrate/data_files.hpp>

struct moved {
    std::int64_t id{};
    std::string name;
    std::optional<std::string> note;
    double price = 0;
    std::optional<std::int32_t> quantity;
    bool active = false;
    aludel::timestamp changed{};
};

template <>
inline constexpr auto aludel::entity<moved> = aludel::table("bench_moved");

namespace {

using aludel::migrate::data_format;

struct settings {
    std::uint64_t rows = 1'000'000;
    unsigned times = 3;
    data_format format = data_format::json;
    std::vector<std::string> urls;
};

moved made_row(std::uint64_t number) {
    moved row;
    row.id = static_cast<std::int64_t>(number) + 1;
    row.name = "item number " + std::to_string(number * 7919 % 1'000'003);
    if (number % 3 != 0) {
        row.note = "a note, with \"quotes\" in the row " + std::to_string(number);
    }
    row.price = static_cast<double>(number * 31 % 1'000'000) / 100;
    if (number % 5 != 0) {
        row.quantity = static_cast<std::int32_t>(number % 1000);
    }
    row.active = number % 2 == 0;
    row.changed =
        aludel::timestamp{std::chrono::microseconds{1'700'000'000'000'000 + static_cast<std::int64_t>(number) * 1'001}};
    return row;
}

/// FNV-1a of every value of every row.
class checksum {
public:
    void add(const moved& row) {
        add(row.id);
        add(row.name);
        add(row.note.value_or("NULL"));
        add(std::bit_cast<std::int64_t>(row.price));
        add(row.quantity.value_or(-1));
        add(row.active ? 1 : 0);
        add(row.changed.time_since_epoch().count());
    }
    [[nodiscard]] std::uint64_t value() const { return hash_; }

private:
    void add(std::string_view text) {
        for (const char c : text) {
            hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 1099511628211u;
        }
    }
    void add(std::int64_t number) { add({reinterpret_cast<const char*>(&number), sizeof number}); }

    std::uint64_t hash_ = 14695981039346656037u;
};

double seconds_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>{std::chrono::steady_clock::now() - begin}.count();
}

std::uint64_t stored_checksum(aludel::engine& db) {
    checksum sum;
    aludel::session session = db.open_session();
    for (const moved& row : session.stream<moved>("select * from bench_moved order by id")) {
        sum.add(row);
    }
    return sum.value();
}

double median_of(std::vector<double> times) {
    std::ranges::sort(times);
    return times[times.size() / 2];
}

void print(const std::string& what, std::uint64_t rows, double seconds) {
    std::printf("  %-28s %7.3f s %12.0f rows/s\n", what.c_str(), seconds, static_cast<double>(rows) / seconds);
    std::fflush(stdout);
}

void insert_all(aludel::engine& db, const std::vector<moved>& rows) {
    aludel::session session = db.open_session();
    aludel::repository<moved> repository{session};
    repository.bulk_insert(rows);
}

/// Whether the rows arrived as they were, and fast enough.
bool load(const std::string& url, const settings& chosen, const std::vector<moved>& rows, const std::string& folder,
          std::uint64_t expected) {
    aludel::engine db{url};
    static constexpr const aludel::table_description* tables[] = {&aludel::table_of<moved>};
    std::vector<double> inserting, loading;
    for (unsigned i = 0; i < chosen.times; ++i) {
        db.drop_all<moved>();
        db.create_all<moved>();
        inserting.push_back(seconds_of([&] { insert_all(db, rows); }));
        db.drop_all<moved>();
        db.create_all<moved>();
        loading.push_back(seconds_of([&] { aludel::migrate::load_data(db, tables, folder); }));
    }
    const bool is_same = stored_checksum(db) == expected;
    db.drop_all<moved>();
    std::printf("%s\n", std::string{db.url()}.c_str());
    print("bulk_insert from memory", rows.size(), median_of(inserting));
    print("load_data", rows.size(), median_of(loading));
    const double share = median_of(inserting) / median_of(loading);
    std::printf("  %.2f of the rows per second of bulk_insert, checksum %s\n", share,
                is_same ? "the same" : "DIFFERENT");
    return is_same && share >= 0.5;
}

settings read_arguments(int argc, char** argv) {
    settings chosen;
    for (int i = 1; i < argc; ++i) {
        const bool has_value = i + 1 < argc;
        if (std::strcmp(argv[i], "--rows") == 0 && has_value) {
            chosen.rows = std::strtoull(argv[++i], nullptr, 10);
        } else if (std::strcmp(argv[i], "--times") == 0 && has_value) {
            chosen.times = static_cast<unsigned>(std::strtoul(argv[++i], nullptr, 10));
        } else if (std::strcmp(argv[i], "--format") == 0 && has_value) {
            chosen.format = std::strcmp(argv[++i], "csv") == 0 ? data_format::csv : data_format::json;
        } else {
            chosen.urls.emplace_back(argv[i]);
        }
    }
    return chosen;
}

}  // namespace

int main(int argc, char** argv) {
    const settings chosen = read_arguments(argc, argv);
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("aludel-dump-bench-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    bool is_good = true;
    try {
        aludel::engine source{"sqlite:///" + (folder / "source.db").string()};
        std::vector<moved> rows;
        checksum expected;
        for (std::uint64_t i = 0; i < chosen.rows; ++i) {
            expected.add(rows.emplace_back(made_row(i)));
        }
        source.create_all<moved>();
        insert_all(source, rows);
        static constexpr const aludel::table_description* tables[] = {&aludel::table_of<moved>};
        std::vector<double> dumping;
        for (unsigned i = 0; i < chosen.times; ++i) {
            dumping.push_back(seconds_of(
                [&] { aludel::migrate::dump_data(source, tables, folder.string(), {.format = chosen.format}); }));
        }
        std::printf("%s\n", std::string{to_string(chosen.format)}.c_str());
        print("dump_data from SQLite", chosen.rows, median_of(dumping));
        for (const std::string& url : chosen.urls) {
            is_good = load(url, chosen, rows, folder.string(), expected.value()) && is_good;
        }
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "%s\n", failed.what());
        is_good = false;
    }
    std::filesystem::remove_all(folder);
    return is_good ? 0 : 1;
}
