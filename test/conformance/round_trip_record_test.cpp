// SPDX-License-Identifier: BSL-1.0
// Every type in one row, with nested structs: columns do not get mixed up.
#include <limits>

#include <gtest/gtest.h>

#include "database.hpp"

namespace records {

using aludel::col;
using namespace std::chrono;

enum class grade : std::int16_t { worst = -32768, best = 32767 };
enum class mood { calm, wild };

struct coordinates {
    double latitude = 0;
    std::optional<float> altitude;
    bool operator==(const coordinates&) const = default;
};
struct address {
    std::string street;
    coordinates where;
    std::optional<std::string> door;
    bool operator==(const address&) const = default;
};
struct record {
    std::int64_t id{};
    std::int8_t tiny = 0;
    std::uint8_t tiny_unsigned = 0;
    std::int16_t small = 0;
    std::uint16_t small_unsigned = 0;
    std::int32_t medium = 0;
    std::uint32_t medium_unsigned = 0;
    std::int64_t big = 0;
    std::uint64_t big_unsigned = 0;
    bool flag = false;
    float single = 0;
    double precise = 0;
    std::string text;
    grade mark = grade::worst;
    mood state = mood::calm;
    std::vector<std::byte> bytes;
    aludel::timestamp moment{};
    sys_seconds second{};
    year_month_day day = 1970y / 1 / 1;
    aludel::uuid unique;
    address home;
    std::optional<std::uint64_t> maybe_big;
    std::optional<bool> maybe_flag;
    std::optional<std::string> maybe_text;
    std::optional<mood> maybe_state;
    std::optional<std::vector<std::byte>> maybe_bytes;
    std::optional<aludel::timestamp> maybe_moment;
    std::optional<year_month_day> maybe_day;
    std::optional<aludel::uuid> maybe_unique;
    aludel::unmapped<int> visits;
    aludel::audit audit;
    bool operator==(const record&) const = default;
};

}  // namespace records

template <>
inline constexpr std::array aludel::enum_text<records::mood> = {aludel::enum_name{records::mood::calm, "calm"},
                                                                aludel::enum_name{records::mood::wild, "wild"}};
template <>
inline constexpr auto
    aludel::entity<records::record> = aludel::table("records")
                                          .unique<&records::record::unique>()
                                          .column<&records::record::home, &records::address::street>("home_street");

namespace records {

aludel::uuid numbered_uuid(int number) {
    aludel::uuid made;
    made.bytes[15] = static_cast<std::byte>(number);
    return made;
}

record of_defaults() {
    record made;
    made.id = 1;
    return made;
}

record of_greatest() {
    record made;
    made.id = 2;
    made.tiny = std::numeric_limits<std::int8_t>::max();
    made.tiny_unsigned = std::numeric_limits<std::uint8_t>::max();
    made.small = std::numeric_limits<std::int16_t>::max();
    made.small_unsigned = std::numeric_limits<std::uint16_t>::max();
    made.medium = std::numeric_limits<std::int32_t>::max();
    made.medium_unsigned = std::numeric_limits<std::uint32_t>::max();
    made.big = std::numeric_limits<std::int64_t>::max();
    made.big_unsigned = std::numeric_limits<std::uint64_t>::max();
    made.flag = true;
    made.single = std::numeric_limits<float>::max();
    made.precise = std::numeric_limits<double>::max();
    made.text = "text, 'quoted'";
    made.mark = grade::best;
    made.state = mood::wild;
    made.bytes = {std::byte{0}, std::byte{255}, std::byte{'\''}};
    made.moment = sys_days{9999y / 12 / 31} + 24h - 1us;
    made.second = sys_days{2024y / 2 / 29} + 1s;
    made.day = 9999y / 12 / 31;
    made.unique = numbered_uuid(2);
    made.home = {"Main street", {-89.999, 8848.5F}, "2b"};
    made.maybe_big = made.big_unsigned - 1;
    made.maybe_flag = false;
    made.maybe_text = "";
    made.maybe_state = mood::calm;
    made.maybe_bytes.emplace();
    made.maybe_moment = aludel::timestamp{-1us};
    made.maybe_day = 1y / 1 / 1;
    made.maybe_unique = aludel::uuid{};
    made.audit = {.created_at = sys_days{2000y / 1 / 1}, .updated_at = sys_days{2001y / 1 / 1} + 1us};
    return made;
}

record of_least() {
    record made = of_greatest();
    made.id = 3;
    made.unique = numbered_uuid(3);
    made.tiny = std::numeric_limits<std::int8_t>::min();
    made.small = std::numeric_limits<std::int16_t>::min();
    made.medium = std::numeric_limits<std::int32_t>::min();
    made.big = std::numeric_limits<std::int64_t>::min();
    made.single = std::numeric_limits<float>::lowest();
    made.precise = std::numeric_limits<double>::denorm_min();
    made.mark = grade::worst;
    made.maybe_big.reset();
    made.maybe_text.reset();
    made.maybe_day.reset();
    made.home.door.reset();
    made.home.where.altitude.reset();
    return made;
}

class records : public testing::Test {
protected:
    static std::vector<record> all() {
        std::vector<record> made{of_defaults(), of_greatest(), of_least()};
        made[0].audit = made[1].audit;
        return made;
    }
    std::vector<record> listed() { return rows.list(aludel::order_by(col<&record::id>.asc())); }

    aludel::session session = conformance::session_with<record>();
    aludel::repository<record> rows{session};
};

TEST_F(records, added_one_by_one_or_together) {
    for (const record& each : all()) {
        EXPECT_EQ(rows.add(each), each);
        EXPECT_EQ(rows.get(each.id), each);
    }
    rows.remove_all();
    EXPECT_EQ(rows.add_many(all()), all());
    EXPECT_EQ(listed(), all());
}

TEST_F(records, inserted_in_bulk) {
    rows.bulk_insert(all());
    EXPECT_EQ(listed(), all());
}

TEST_F(records, upserted_over_each_other) {
    for (const record& first : all()) {
        rows.remove_all();
        rows.add(first);
        for (record next : all()) {
            next.id = first.id;
            EXPECT_EQ(rows.upsert(next, aludel::on_conflict<&record::id>).object, next);
            EXPECT_EQ(rows.get(first.id), next);
        }
    }
}

TEST_F(records, upserted_in_bulk_over_each_other) {
    auto before = all();
    std::rotate(before.begin(), before.begin() + 1, before.end());
    for (std::size_t i = 0; i < before.size(); ++i) {
        before[i].id = static_cast<std::int64_t>(i + 1);
    }
    rows.bulk_insert(before);
    const auto policy = aludel::on_conflict<&record::id>.do_update();
    // Through keys that are free, since each UUID is another row's for now.
    auto free = all();
    for (record& each : free) {
        each.unique.bytes[0] = std::byte{1};
    }
    EXPECT_EQ(rows.bulk_insert(free, policy).updated, 3u);
    EXPECT_EQ(rows.bulk_insert(all(), policy).updated, 3u);
    EXPECT_EQ(listed(), all());
    EXPECT_EQ(rows.bulk_insert(all(), policy).skipped, 3u);
}

TEST_F(records, updated) {
    rows.bulk_insert(all());
    for (record each : all()) {
        record changed = of_greatest();
        changed.id = each.id;
        changed.unique = numbered_uuid(100 + static_cast<int>(each.id));
        EXPECT_EQ(rows.update(changed), changed);
        EXPECT_EQ(rows.get(each.id), changed);
    }
}

TEST_F(records, streamed_and_queried) {
    rows.bulk_insert(all());
    std::vector<record> streamed;
    for (record& each : rows.stream(aludel::order_by(col<&record::id>.asc()))) {
        streamed.push_back(std::move(each));
    }
    EXPECT_EQ(streamed, all());
    EXPECT_EQ(session.query<record>("select * from records order by id"), all());
}

TEST_F(records, found_by_a_nested_column) {
    rows.bulk_insert(all());
    EXPECT_EQ(rows.get_one(col<&record::home, &address::where, &coordinates::altitude> > 8000.0F), of_greatest());
    rows.update(1, aludel::patch<record>{}.set<&record::home, &address::where, &coordinates::latitude>(1.5));
    EXPECT_EQ(rows.get(1).home.where.latitude, 1.5);
    EXPECT_EQ(session.query_one<std::string>("select home_street from records where id = 2"), "Main street");
}

TEST_F(records, unmapped_members_travel_nowhere) {
    record made = of_defaults();
    made.visits.value = 5;
    EXPECT_EQ(rows.add(made).visits.value, 5);
    EXPECT_EQ(rows.get(1).visits.value, 0);
}

}  // namespace records
