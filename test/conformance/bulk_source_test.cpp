// SPDX-License-Identifier: BSL-1.0
// Where the rows of a bulk insert come from: any input range, read once.
#include <forward_list>
#include <iterator>
#include <list>
#include <ranges>
#include <span>
#include <stdexcept>

#include <gtest/gtest.h>

#include "database.hpp"
#include "single_pass.hpp"

namespace bulk_sources {

using aludel::on_conflict;

/// Stored as text that its codec makes: what a row borrows lives in no object.
struct tag {
    int number = 0;
    bool operator==(const tag&) const = default;
};

struct entry {
    std::int64_t id{};
    std::string text;
    tag mark;
    bool operator==(const entry&) const = default;
};

}  // namespace bulk_sources

template <>
struct aludel::field_codec<bulk_sources::tag> : aludel::codec_via<std::string> {
    static std::string to_stored(const bulk_sources::tag& field) {
        return "a tag that is too long for a short string: " + std::to_string(field.number);
    }
    static bulk_sources::tag from_stored(const std::string& text) {
        return {std::stoi(text.substr(text.rfind(' ') + 1))};
    }
};

template <>
inline constexpr auto aludel::entity<bulk_sources::entry> = aludel::table("bulk_source_entries");

namespace bulk_sources {

entry entry_of(int number) {
    return {number, "the text of the entry with the number " + std::to_string(number), {number}};
}

std::vector<entry> entries(int count) {
    std::vector<entry> made;
    for (int number = 1; number <= count; ++number) {
        made.push_back(entry_of(number));
    }
    return made;
}

/// A source that is read once: its iterator cannot be copied, and what it points at is gone with the next step.
class generator {
public:
    explicit generator(int last, int fails_at = -1) : last_{last}, fails_at_{fails_at} {}
    auto begin() { return conformance::single_pass_iterator<generator, entry>{*this}; }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }

    [[nodiscard]] entry value() const { return entry_of(number_); }
    void advance() {
        if (++number_ == fails_at_) {
            throw std::runtime_error{"the file ends here"};
        }
    }
    [[nodiscard]] bool is_at_end() const { return number_ > last_; }

private:
    int number_ = 1;
    int last_;
    int fails_at_;
};
static_assert(std::ranges::input_range<generator> && !std::ranges::forward_range<generator>);

/// Gives a reference, always to the same object.
class reused_object {
public:
    explicit reused_object(int last) : last_{last} {}
    auto begin() { return conformance::single_pass_iterator<reused_object, entry>{*this}; }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }

    [[nodiscard]] const entry& value() const { return current_; }
    void advance() { current_ = entry_of(++number_); }
    [[nodiscard]] bool is_at_end() const { return number_ > last_; }

private:
    int number_ = 1;
    int last_;
    entry current_ = entry_of(1);
};

class bulk_sources : public testing::Test {
protected:
    void expect_entries(int count) {
        const auto stored = rows.list(aludel::order_by(aludel::col<&entry::id>.asc()));
        ASSERT_EQ(stored.size(), static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i) {
            ASSERT_EQ(stored[static_cast<std::size_t>(i)], entry_of(i + 1));
        }
        rows.remove_all();
    }
    template <class Source>
    void expect_stored(Source make_source, int count) {
        auto plain = make_source();
        rows.bulk_insert(plain);
        expect_entries(count);
        rows.bulk_insert(std::vector{entry{1, "before", {}}, entry{count, "before", {}}});
        auto upserted = make_source();
        EXPECT_EQ(rows.bulk_insert(upserted, on_conflict<&entry::id>.do_update()).updated, 2u);
        expect_entries(count);
    }

    aludel::session session = conformance::session_with<entry>();
    aludel::repository<entry> rows{session};
};

TEST_F(bulk_sources, a_vector_is_read) {
    expect_stored([] { return entries(1'234); }, 1'234);
}

TEST_F(bulk_sources, lists_are_read) {
    const auto all = entries(50);
    expect_stored([&] { return std::list<entry>(all.begin(), all.end()); }, 50);
    expect_stored([&] { return std::forward_list<entry>(all.begin(), all.end()); }, 50);
}

TEST_F(bulk_sources, a_span_of_constant_objects_is_read) {
    const auto all = entries(20);
    expect_stored([&] { return std::span<const entry>{all}; }, 20);
}

TEST_F(bulk_sources, views_that_make_their_objects_are_read) {
    expect_stored([] { return std::views::iota(1, 2'001) | std::views::transform(entry_of); }, 2'000);
}

TEST_F(bulk_sources, a_range_that_can_be_read_once_only_is_read_once) {
    expect_stored([] { return generator{3'000}; }, 3'000);
}

TEST_F(bulk_sources, a_range_that_gives_one_object_again_and_again_is_read) {
    expect_stored([] { return reused_object{3'000}; }, 3'000);
}

TEST_F(bulk_sources, a_filtered_view_of_streamed_objects_is_read) {
    rows.bulk_insert(entries(700));
    aludel::session reader = conformance::db().open_session();
    std::vector<entry> copied;
    for (entry& each : aludel::repository<entry>{reader}.stream()) {
        each.id += 700;
        copied.push_back(each);
    }
    rows.bulk_insert(copied | std::views::filter([](const entry& each) { return each.id % 2 == 0; }));
    EXPECT_EQ(rows.count(), 1'050u);
}

TEST_F(bulk_sources, an_empty_range_stores_nothing) {
    EXPECT_EQ(rows.bulk_insert(generator{0}).rows, 0u);
    EXPECT_EQ(rows.bulk_insert(std::views::empty<entry>).rows, 0u);
    EXPECT_EQ(rows.count(), 0u);
}

TEST_F(bulk_sources, a_range_that_throws_leaves_nothing_and_its_exception_comes_out) {
    for (const int fails_at : {2, 1'500}) {
        EXPECT_THROW(rows.bulk_insert(generator{2'000, fails_at}), std::runtime_error);
        EXPECT_THROW(rows.bulk_insert(generator{2'000, fails_at}, on_conflict<&entry::id>.do_update()),
                     std::runtime_error);
        EXPECT_EQ(rows.count(), 0u);
    }
    rows.add(entry_of(1));
    EXPECT_FALSE(session.in_transaction());
}

TEST_F(bulk_sources, a_range_that_throws_leaves_the_transaction_around_it_usable) {
    aludel::transaction scope{session};
    rows.add(entry_of(1));
    EXPECT_THROW(rows.bulk_insert(generator{2'000, 1'500}), std::runtime_error);
    rows.add(entry_of(2));
    scope.commit();
    expect_entries(2);
}

TEST_F(bulk_sources, progress_is_told_with_the_total_where_it_is_known) {
    std::vector<aludel::bulk_progress> told;
    const aludel::bulk_options options{.on_progress = [&](aludel::bulk_progress each) {
        told.push_back(each);
    }};
    rows.bulk_insert(entries(25'000), options);
    std::vector<std::uint64_t> counts;
    for (const aludel::bulk_progress& each : told) {
        counts.push_back(each.rows);
    }
    EXPECT_EQ(counts, (std::vector<std::uint64_t>{10'000, 20'000, 25'000}));
    EXPECT_EQ(told.back().total, 25'000u);
    EXPECT_GT(told.back().elapsed.count(), 0);
    rows.remove_all();
    rows.bulk_insert(generator{10}, options);
    EXPECT_EQ(told.back().rows, 10u);
    EXPECT_EQ(told.back().total, 0u);
}

/// Knows how many entries are left.
class queue {
public:
    explicit queue(int entries) : left_{entries} {}
    auto begin() { return conformance::single_pass_iterator<queue, entry>{*this}; }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }
    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(left_); }

    [[nodiscard]] entry value() const { return entry_of(left_); }
    void advance() { --left_; }
    [[nodiscard]] bool is_at_end() const { return left_ == 0; }

private:
    int left_;
};
static_assert(std::ranges::sized_range<queue> && !std::ranges::forward_range<queue>);

TEST_F(bulk_sources, progress_is_told_with_the_total_where_the_range_counts_what_is_left) {
    const aludel::bulk_options options{.on_progress = [](aludel::bulk_progress each) {
        EXPECT_EQ(each.total, 12'000u);
    }};
    rows.bulk_insert(queue{12'000}, options);
    rows.remove_all();
    aludel::bulk_insert(conformance::db(), queue{12'000}, options);
    EXPECT_EQ(rows.count(), 12'000u);
}

TEST_F(bulk_sources, an_exception_from_the_callback_ends_the_load_and_leaves_nothing) {
    const aludel::bulk_options options{.on_progress = [](aludel::bulk_progress) {
        throw std::runtime_error{"the user has seen enough"};
    }};
    EXPECT_THROW(rows.bulk_insert(entries(15'000), options), std::runtime_error);
    EXPECT_EQ(rows.count(), 0u);
}

/// Becomes an entry when it is read.
struct draft {
    int number = 0;
    operator entry() const { return entry_of(number); }  // NOLINT: converting on purpose
};

TEST(converted_objects, are_converted_once_and_live_long_enough) {
    aludel::session session = conformance::session_with<entry>();
    aludel::repository<entry> stored{session};
    std::vector<draft> drafts;
    for (int i = 1; i <= 1000; ++i) {
        drafts.push_back({i});
    }
    EXPECT_EQ(stored.bulk_insert(drafts).inserted, 1000u);
    for (const int number : {1, 500, 1000}) {
        EXPECT_EQ(stored.get(number), entry_of(number));
    }
}

}  // namespace bulk_sources
