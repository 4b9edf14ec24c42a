// SPDX-License-Identifier: BSL-1.0
#include "check.hpp"
#include "described.hpp"

#include <aludel/aludel.hpp>

using aludel::col;

struct event {
    std::int64_t id{};
    std::string title;
    aludel::timestamp at{};
    std::optional<std::int32_t> rating;
};

template <>
inline constexpr auto
    aludel::entity<event> = aludel::table("events").index<&event::at, &event::id>().index<&event::rating, &event::id>();

struct answer {
    std::vector<event> items;
    std::optional<std::string> next;
};

static answer latest(aludel::session& session, std::optional<std::string> cursor) {
    auto page = aludel::repository<event>{session}.order_by(col<&event::at>.desc()).limit(20).after(cursor).page();
    return {std::move(page.items), std::move(page.next)};
}

static std::size_t export_all(aludel::repository<event>& events) {
    std::size_t written = 0;
    std::optional<std::string> cursor;
    do {
        auto page = events.where(col<&event::rating>.is_not_null())
                        .order_by(col<&event::rating>.desc(), col<&event::title>.asc())
                        .limit(10)
                        .after(cursor)
                        .page();
        written += page.items.size();
        cursor = page.next;
    } while (cursor);
    return written;
}

int main(int argc, char** argv) {
    aludel::engine db{url_from(argc, argv)};
    db.drop_all<event>();
    db.create_all<event>();
    tables_are_as_described<event>(db);
    aludel::session session = db.open_session();
    aludel::repository<event> events{session};
    std::vector<event> many;
    for (int i = 0; i < 45; ++i) {
        many.push_back({.title = "event " + std::to_string(i),
                        .at = aludel::timestamp{std::chrono::hours{i / 2}},
                        .rating = i % 3 == 0 ? std::optional<std::int32_t>{} : i % 7});
    }
    events.bulk_insert(many);

    auto page = events.where(col<&event::rating> >= 3).order_by(col<&event::at>.desc()).limit(20).offset(0).page();
    check(page.items.size() <= 20 && page.total >= page.items.size());

    answer first = latest(session, {});
    answer second = latest(session, first.next);
    answer third = latest(session, second.next);
    check(first.items.size() == 20 && second.items.size() == 20 && third.items.size() == 5 && !third.next);

    check(export_all(events) == 30);

    auto by_rating = events.order_by(col<&event::rating>.asc().nulls_last()).limit(20);
    auto last = by_rating.before({}).page();               // the last 20
    auto before = by_rating.before(last.previous).page();  // the 20 before them
    auto again = by_rating.after(before.next).page();
    check(last.items.back().rating == std::nullopt && again.items.front().id == last.items.front().id);

    try {
        auto other = events.order_by(col<&event::title>.asc()).limit(20).after(first.next).page();
        check(other.items.empty());
    } catch (const aludel::usage_error& refused) {
        std::cerr << refused.what() << '\n';
        return 0;
    }
    return 1;
}
