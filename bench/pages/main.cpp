// SPDX-License-Identifier: BSL-1.0
// What a page costs near the beginning and near the end of a table, by keyset and by offset, and what its total costs
// as a second query and as a window function. Rows, 1 000 000 unless said otherwise, are loaded for it.
//
// usage: aludel_pages_bench [--rows N] [URL…]        (without a URL: SQLite in a file of the current directory)
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <ranges>
#include <string>
#include <vector>

#include <aludel/aludel.hpp>

using aludel::col;

struct posted {
    std::int64_t id{};
    std::int64_t author{};
    std::int32_t score{};
    std::optional<std::int32_t> rating;
    std::string title;
};

template <>
inline constexpr auto aludel::entity<posted> =
    aludel::table("bench_posted").index<&posted::score, &posted::id>().index<&posted::rating, &posted::id>();

namespace {

constexpr std::uint64_t page_size = 100;

using seconds = std::chrono::duration<double>;

double milliseconds_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return seconds{std::chrono::steady_clock::now() - begin}.count() * 1000;
}

double median_of(std::vector<double> times) {
    std::ranges::sort(times);
    return times[times.size() / 2];
}

/// Medians of two pieces of work that take turns, so that both see the machine in the same moods.
std::pair<double, double> compared(const std::function<void()>& left, const std::function<void()>& right) {
    constexpr double most_milliseconds = 700;
    constexpr std::size_t most_times = 501;
    std::vector<double> lefts, rights;
    double spent = 0;
    while (lefts.size() < 2 || (lefts.size() < most_times && spent < most_milliseconds)) {
        lefts.push_back(milliseconds_of(left));
        rights.push_back(milliseconds_of(right));
        spent += lefts.back() + rights.back();
    }
    return {median_of(lefts), median_of(rights)};
}

void load(aludel::engine& db, aludel::session& session, std::int64_t rows) {
    db.drop_all<posted>();
    db.create_all<posted>();
    const auto row = [](std::int64_t i) {
        const auto mixed = static_cast<std::int64_t>(static_cast<std::uint64_t>(i) * 2'654'435'761u % 1'000'003);
        return posted{i + 1, mixed % 1000, static_cast<std::int32_t>(mixed),
                      mixed % 4 == 0 ? std::optional<std::int32_t>{} : static_cast<std::int32_t>(mixed),
                      "a title of the usual length " + std::to_string(mixed)};
    };
    aludel::repository<posted>{session}.bulk_insert(std::views::iota(std::int64_t{0}, rows) |
                                                    std::views::transform(row));
    const std::string refresh = session.facts().syntax.upsert == aludel::upsert_syntax::on_duplicate_key
                                    ? "analyze table bench_posted"
                                    : "analyze bench_posted";
    session.execute(aludel::runtime_sql{refresh});
}

using ordered = std::function<aludel::query<posted>()>;

/// All pages, one after the other; each begins where the one before ended.
void walk(const char* order, const ordered& rows) {
    std::optional<std::string> cursor;
    std::vector<double> times;
    do {
        times.push_back(milliseconds_of([&] { cursor = rows().limit(page_size).after(cursor).page().next; }));
    } while (cursor);
    const auto tenth = static_cast<std::ptrdiff_t>(times.size() / 10);
    std::printf("  %-26s walked %zu pages: median of the first tenth %.3f ms, of the last %.3f ms\n", order,
                times.size(), median_of({times.begin(), times.begin() + tenth}),
                median_of({times.end() - tenth, times.end()}));
}

/// The first two pages beside the last one, whose place the walk from the end knows.
void compare_ends(const char* order, const ordered& rows, std::uint64_t count) {
    const auto second = rows().limit(page_size).after({}).page().next;
    const auto last_page = rows().limit(page_size).before({}).page();
    const auto last = rows().limit(1).before(last_page.previous).page().next;
    const auto read = [&](const std::optional<std::string>& from) {
        return [&rows, &from] {
            if (rows().limit(page_size).after(from).page().items.size() != page_size) {
                std::fputs("a page was not full\n", stderr);
                std::exit(EXIT_FAILURE);
            }
        };
    };
    const std::optional<std::string> none;
    const auto [first_time, last_time] = compared(read(none), read(last));
    const auto [second_time, again] = compared(read(second), read(last));
    std::printf("  %-26s page 1 %.3f ms, page %llu %.3f ms (%+.0f %%); page 2 %.3f ms, page %llu %.3f ms (%+.0f %%)\n",
                order, first_time, static_cast<unsigned long long>(count / page_size), last_time,
                (last_time / first_time - 1) * 100, second_time, static_cast<unsigned long long>(count / page_size),
                again, (again / second_time - 1) * 100);
}

void measure_offsets(aludel::repository<posted>& rows, std::uint64_t count) {
    const auto at = [&](std::uint64_t offset) {
        return [&rows, offset] {
            (void)rows.order_by(col<&posted::score>.asc(), col<&posted::id>.asc())
                .limit(page_size)
                .offset(offset)
                .list();
        };
    };
    const auto [first, last] = compared(at(0), at(count - page_size));
    std::printf("  %-26s page 1 %.3f ms, page %llu %.3f ms\n", "by offset", first,
                static_cast<unsigned long long>(count / page_size), last);
}

/// The rows of a page and how many there are in all: by two statements, or by one with a window function.
void measure_total(aludel::session& session, std::int64_t authors, const std::string& order) {
    const std::string where = " from bench_posted where author < " + std::to_string(authors);
    const std::string page = where + " order by " + order + " limit 20";
    using row = std::tuple<std::int64_t, std::int64_t, std::int32_t, std::optional<std::int32_t>, std::string>;
    using counted_row = decltype(std::tuple_cat(row{}, std::tuple<std::int64_t>{}));
    const std::string columns = "select id, author, score, rating, title";
    const auto two = [&] {
        (void)session.query_one<std::int64_t>(aludel::runtime_sql{"select count(*)" + where});
        (void)session.query<row>(aludel::runtime_sql{columns + page});
    };
    const auto one = [&] {
        (void)session.query<counted_row>(aludel::runtime_sql{columns + ", count(*) over ()" + page});
    };
    const auto [second_query, window] = compared(two, one);
    std::printf("  total of %3lld in 1000 rows by %-6s second query %.2f ms, window function %.2f ms\n",
                static_cast<long long>(authors), order.c_str(), second_query, window);
}

void measure_totals(aludel::session& session) {
    try {
        for (const std::int64_t authors : {1, 100, 1000}) {
            measure_total(session, authors, "score");
            measure_total(session, authors, "title");
        }
    } catch (const aludel::statement_error&) {
        std::puts("  no window functions");
    }
}

void measure(const std::string& url, std::int64_t count) {
    aludel::engine db{url};
    aludel::session session = db.open_session();
    std::printf("%s, %lld rows, pages of %llu\n", session.facts().server.c_str(), static_cast<long long>(count),
                static_cast<unsigned long long>(page_size));
    load(db, session, count);
    aludel::repository<posted> rows{session};
    const auto total = static_cast<std::uint64_t>(count);
    const std::pair<const char*, ordered> orders[] = {
        {"by key",
         [&] {
             return rows.order_by(col<&posted::id>.asc());
         }},
        {"by score",
         [&] {
             return rows.order_by(col<&posted::score>.asc());
         }},
        {"by score, descending",
         [&] {
             return rows.order_by(col<&posted::score>.desc());
         }},
        {"by rating",
         [&] {
             return rows.order_by(col<&posted::rating>.asc());
         }},
        {"by rating, NULL last",
         [&] {
             return rows.order_by(col<&posted::rating>.asc().nulls_last());
         }},
        {"by score, key descending",
         [&] {
             return rows.order_by(col<&posted::score>.asc(), col<&posted::id>.desc());
         }},
    };
    walk(orders[1].first, orders[1].second);
    for (const auto& [name, order] : orders) {
        compare_ends(name, order, total);
    }
    measure_offsets(rows, total);
    measure_totals(session);
    db.drop_all<posted>();
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    std::int64_t rows = 1'000'000;
    std::vector<std::string> urls;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--rows") == 0 && i + 1 < argc) {
            rows = std::max<std::int64_t>(std::atoll(argv[++i]), 2 * static_cast<std::int64_t>(page_size));
        } else {
            urls.emplace_back(argv[i]);
        }
    }
    if (urls.empty()) {
        urls.emplace_back("sqlite:///pages_bench.db");
    }
    try {
        for (const std::string& url : urls) {
            measure(url, rows);
        }
    } catch (const aludel::error& failed) {
        std::fprintf(stderr, "aludel_pages_bench: %s\n", failed.what());
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
