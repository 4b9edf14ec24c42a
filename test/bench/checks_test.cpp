// SPDX-License-Identifier: BSL-1.0
// A measurement counts only if the right rows are there afterwards: the harness must see what a method gets wrong.
#include <functional>

#include <gtest/gtest.h>

#include "harness/generators.hpp"
#include "harness/workload.hpp"

namespace {

using bench::mixed;
using bench::operation;

constexpr std::uint64_t row_count = 200;

/// Spoils rows on their way in or out.
using spoiler = std::function<void(std::vector<mixed>&)>;

class spoiling final : public bench::method<mixed> {
public:
    spoiling(const std::string& url, spoiler spoil)
        : method{"spoiling",
                 bench::method_kind::raw,
                 {operation::insert, operation::upsert, operation::insert_returning, operation::update_many,
                  operation::remove_many, operation::select_all, operation::stream, operation::get_by_key,
                  operation::add_one}},
          engine_{url}, spoil_{std::move(spoil)} {}

    void insert(const std::vector<mixed>& rows) override { table_.bulk_insert(spoiled(rows)); }
    void upsert(const std::vector<mixed>& rows) override {
        table_.bulk_insert(spoiled(rows), aludel::on_conflict<&mixed::id>.do_update());
    }
    std::vector<mixed> insert_returning(const std::vector<mixed>& rows) override {
        return spoiled(table_.bulk_insert_returning(rows));
    }
    void update_many(const std::vector<mixed>& rows) override { table_.update_many(spoiled(rows)); }
    void remove_many(std::span<const std::int64_t> keys) override {
        std::vector<mixed> rows;
        for (const std::int64_t key : keys) {
            rows.emplace_back().id = key;
        }
        for (const mixed& row : spoiled(rows)) {
            table_.remove(row.id);
        }
    }
    std::vector<mixed> select_all() override { return spoiled(table_.list()); }
    void stream(aludel::function_ref<void(const mixed&)> use) override {
        for (const mixed& row : select_all()) {
            use(row);
        }
    }
    void get_by_key(std::span<const std::int64_t> keys, std::vector<mixed>& found) override {
        for (const std::int64_t key : keys) {
            found.push_back(table_.get(key));
        }
        spoil_(found);
    }
    void add_one(const std::vector<mixed>& rows, std::vector<std::int64_t>& keys) override {
        for (const mixed& row : spoiled(rows)) {
            keys.push_back(table_.add(row).id);
        }
    }

private:
    std::vector<mixed> spoiled(std::vector<mixed> rows) const {
        spoil_(rows);
        return rows;
    }

    aludel::engine engine_;
    aludel::session session_ = engine_.open_session();
    aludel::repository<mixed> table_{session_};
    spoiler spoil_;
};

/// What the harness says of a method that spoils rows like this; empty: nothing.
std::string verdict_on(operation wanted, const spoiler& spoil) {
    bench::database target{"sqlite://"};
    target.make_table<mixed>();
    bench::methods<mixed> methods;
    methods.push_back(std::make_unique<spoiling>(target.url(), spoil));
    bench::workload<mixed> workload{target, bench::made_rows<mixed>(row_count), std::move(methods)};
    return bench::measure(workload.tasks(wanted), 1).at(0).failure;
}

struct fault {
    const char* name;
    spoiler spoil;
};

void alter(std::vector<mixed>& rows, const std::function<void(mixed&)>& change) {
    change(rows.at(rows.size() / 2));
}

const fault alterations[] = {
    {"a_text_lacks_its_last_byte",
     [](auto& rows) {
         alter(rows, [](mixed& row) { row.name.pop_back(); });
     }},
    {"null_and_empty_text_are_confused",
     [](auto& rows) {
         alter(rows, [](mixed& row) { row.note = row.note ? std::nullopt : std::optional<std::string>{""}; });
     }},
    {"a_double_is_rounded",
     [](auto& rows) {
         alter(rows, [](mixed& row) { row.price = row.price * (1 + 1e-15) + 1e-12; });
     }},
    {"null_and_zero_are_confused",
     [](auto& rows) {
         alter(rows, [](mixed& row) { row.quantity = row.quantity ? std::nullopt : std::optional{0}; });
     }},
    {"a_flag_is_turned",
     [](auto& rows) {
         alter(rows, [](mixed& row) { row.active = !row.active; });
     }},
    {"a_time_loses_its_fraction",
     [](auto& rows) {
         alter(rows, [](mixed& row) { row.changed = std::chrono::floor<std::chrono::seconds>(row.changed); });
     }},
};

class checks : public testing::TestWithParam<operation> {};
class checks_of_values : public testing::TestWithParam<operation> {};

TEST_P(checks, an_honest_method_passes) {
    EXPECT_EQ(verdict_on(GetParam(), [](auto&) {}), "");
}

TEST_P(checks, a_row_that_is_dropped_is_found) {
    const std::string verdict = verdict_on(GetParam(), [](auto& rows) { rows.erase(rows.begin() + 20); });
    // The table has as many rows without an update as with it.
    EXPECT_TRUE(verdict.starts_with(GetParam() == operation::update_many ? "checksum: " : "row count: ")) << verdict;
}

TEST_P(checks_of_values, a_value_that_is_altered_is_found) {
    for (const fault& each : alterations) {
        const std::string verdict = verdict_on(GetParam(), each.spoil);
        EXPECT_TRUE(verdict.starts_with("checksum: ")) << each.name << ": " << verdict;
    }
}

std::string test_name(const testing::TestParamInfo<operation>& each) {
    std::string name{bench::name_of(each.param)};
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(operations, checks,
                         testing::Values(operation::insert, operation::upsert, operation::insert_returning,
                                         operation::update_many, operation::remove_many, operation::select_all,
                                         operation::stream, operation::get_by_key, operation::add_one),
                         test_name);
// All but remove_many, which gets keys and no values.
INSTANTIATE_TEST_SUITE_P(operations, checks_of_values,
                         testing::Values(operation::insert, operation::upsert, operation::insert_returning,
                                         operation::update_many, operation::select_all, operation::stream,
                                         operation::get_by_key, operation::add_one),
                         test_name);

TEST(checks_of_order, stored_objects_that_do_not_come_in_input_order_are_found) {
    EXPECT_TRUE(verdict_on(operation::insert_returning, [](auto& rows) {
                    std::swap(rows[3], rows[4]);
                }).starts_with("checksum: "));
}

TEST(checks_of_order, rows_of_a_table_have_no_order) {
    EXPECT_EQ(verdict_on(operation::insert, [](auto& rows) { std::reverse(rows.begin(), rows.end()); }), "");
}

TEST(checks_of_removal, a_row_too_many_is_found) {
    EXPECT_TRUE(verdict_on(operation::remove_many, [](auto& rows) {
                    for (std::int64_t key = 1; key <= std::int64_t{row_count}; ++key) {
                        rows.emplace_back().id = key;
                    }
                }).starts_with("row count: "));
}

TEST(checks_of_errors, an_exception_is_a_failure_that_says_why) {
    EXPECT_NE(verdict_on(operation::insert, [](auto& rows) { rows.push_back(rows.front()); }), "");
}

}  // namespace
