// SPDX-License-Identifier: BSL-1.0
// What a unit of work costs: new parents with new children that are linked to them, whose keys the database makes,
// beside two plain bulk inserts of the same rows, whose keys are known. The two take turns.
//
// usage: aludel_unit_of_work_bench [--parents N] [--children N] [--times N] [URL…]
//        (10 000 parents with 50 000 children 7 times; without a URL: SQLite in a file of the current directory)
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include <aludel/aludel.hpp>

struct customer {
    std::int64_t id{};
    std::string name;
    std::string city;
    bool is_active = true;
};
struct purchase {
    std::int64_t id{};
    std::int64_t customer_id{};
    std::string article;
    std::int32_t pieces = 0;
    double price = 0;
};

template <>
inline constexpr auto aludel::entity<customer> = aludel::table("bench_customers");
template <>
inline constexpr auto
    aludel::entity<purchase> = aludel::table("bench_purchases").foreign_key<&purchase::customer_id, &customer::id>();

namespace {

struct amounts {
    std::size_t parents = 10'000;
    std::size_t children = 50'000;
    std::size_t times = 7;
};

struct rows {
    std::vector<customer> parents;
    std::vector<purchase> children;
};

double milliseconds_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>{std::chrono::steady_clock::now() - begin}.count();
}

double median_of(std::vector<double> times) {
    std::ranges::sort(times);
    return times[times.size() / 2];
}

/// Parents and children with their keys, the latter in turn for each of the parents.
rows made_rows(const amounts& wanted) {
    rows made;
    for (std::size_t i = 0; i < wanted.parents; ++i) {
        made.parents.push_back({static_cast<std::int64_t>(i + 1), "customer number " + std::to_string(i),
                                "city " + std::to_string(i % 100), i % 3 != 0});
    }
    for (std::size_t i = 0; i < wanted.children; ++i) {
        made.children.push_back({static_cast<std::int64_t>(i + 1),
                                 static_cast<std::int64_t>(i * wanted.parents / wanted.children + 1),
                                 "an article of the usual length " + std::to_string(i % 1000),
                                 static_cast<std::int32_t>(i % 7), static_cast<double>(i % 500) / 4});
    }
    return made;
}

/// New tables, so that what the rows before left behind costs nobody anything.
void make_tables(aludel::engine& db) {
    db.drop_all<customer, purchase>();
    db.create_all<customer, purchase>();
}

void load_plainly(aludel::session& session, const rows& given) {
    aludel::transaction all{session};
    aludel::repository<customer>{session}.bulk_insert(given.parents);
    aludel::repository<purchase>{session}.bulk_insert(given.children);
    all.commit();
}

/// The time of the commit alone, and what it takes with filling and ending the unit of work.
struct unit_of_work_times {
    double commit = 0;
    double all = 0;
};

unit_of_work_times load_as_work(aludel::engine& db, const rows& given) {
    unit_of_work_times taken;
    taken.all = milliseconds_of([&] {
        aludel::unit_of_work work{db};
        std::vector<customer*> parents;
        for (const customer& each : given.parents) {
            parents.push_back(&work.add(customer{0, each.name, each.city, each.is_active}));
        }
        for (const purchase& each : given.children) {
            purchase& child = work.add(purchase{0, 0, each.article, each.pieces, each.price});
            work.link<&purchase::customer_id>(child, *parents[static_cast<std::size_t>(each.customer_id - 1)]);
        }
        taken.commit = milliseconds_of([&] { work.commit(); });
    });
    return taken;
}

void require_rows(aludel::session& session, const rows& given) {
    const auto parents = aludel::repository<customer>{session}.count();
    const auto children =
        session.query_one<std::int64_t>("select count(*) from bench_purchases p join bench_customers c on c.id = "
                                        "p.customer_id where c.name is not null");
    if (parents != given.parents.size() || static_cast<std::size_t>(children) != given.children.size()) {
        std::fputs("rows are missing\n", stderr);
        std::exit(EXIT_FAILURE);
    }
}

void measure(const std::string& url, const amounts& wanted) {
    aludel::engine db{url};
    aludel::session session = db.open_session();
    std::printf("%s, %zu parents and %zu children, medians of %zu\n", session.facts().server.c_str(), wanted.parents,
                wanted.children, wanted.times);
    const rows given = made_rows(wanted);
    std::vector<double> plain;
    std::vector<double> commits;
    std::vector<double> works;
    for (std::size_t i = 0; i <= wanted.times; ++i) {
        make_tables(db);
        const double plainly = milliseconds_of([&] { load_plainly(session, given); });
        require_rows(session, given);
        make_tables(db);
        const unit_of_work_times taken = load_as_work(db, given);
        require_rows(session, given);
        if (i > 0) {  // the first ones make the file grow
            plain.push_back(plainly);
            commits.push_back(taken.commit);
            works.push_back(taken.all);
        }
    }
    const double base = median_of(plain);
    std::printf("  two bulk inserts  %8.1f ms\n", base);
    std::printf("  commit            %8.1f ms  %.2f times that\n", median_of(commits), median_of(commits) / base);
    std::printf("  unit of work      %8.1f ms  %.2f times that, from its constructor to its destructor\n",
                median_of(works), median_of(works) / base);
    db.drop_all<customer, purchase>();
}

}  // namespace

int main(int count, char** arguments) {
    amounts wanted;
    std::vector<std::string> urls;
    for (int i = 1; i < count; ++i) {
        std::size_t* const amount = std::strcmp(arguments[i], "--parents") == 0    ? &wanted.parents
                                    : std::strcmp(arguments[i], "--children") == 0 ? &wanted.children
                                    : std::strcmp(arguments[i], "--times") == 0    ? &wanted.times
                                                                                   : nullptr;
        if (amount != nullptr && i + 1 < count) {
            *amount = std::strtoull(arguments[++i], nullptr, 10);
        } else {
            urls.emplace_back(arguments[i]);
        }
    }
    if (urls.empty()) {
        urls.emplace_back("sqlite:///unit_of_work_bench.db");
    }
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    try {
        for (const std::string& url : urls) {
            measure(url, wanted);
        }
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "%s\n", failed.what());
        return EXIT_FAILURE;
    }
}
