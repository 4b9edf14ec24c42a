// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <numeric>
#include <ranges>

#include "database.hpp"
#include "measurement.hpp"
#include "method.hpp"
#include "names.hpp"

namespace bench {

/// The tasks of one shape on one database.
class any_workload {
public:
    any_workload() = default;
    any_workload(const any_workload&) = delete;
    any_workload& operator=(const any_workload&) = delete;
    virtual ~any_workload() = default;

    /// One for each method that knows the operation. Valid until the next call.
    [[nodiscard]] virtual std::vector<task> tasks(operation wanted) = 0;
};

/// What is measured of one shape: the rows that every method gets, the state of the table before, and what must be in
/// it, or have been read from it, afterwards. Makes the table, and drops it at the end.
template <class Row>
class workload final : public any_workload {
public:
    workload(database& target, std::vector<Row> rows, methods<Row> methods)
        : target_{target}, rows_{std::move(rows)}, methods_{std::move(methods)}, all_{checksum_of(rows_)} {}
    ~workload() override {
        try {
            methods_.clear();
            target_.drop_table<Row>();
        } catch (const std::exception&) {  // the next run drops it
        }
    }

    [[nodiscard]] std::vector<task> tasks(operation wanted) override {
        input_.clear();
        before_.clear();
        keys_.clear();
        std::vector<task> made;
        if (leaves_keys_to_the_table(wanted) && aludel::generated_column(aludel::table_of<Row>) == nullptr) {
            return made;
        }
        make_input(wanted);
        for (const auto& method : methods_) {
            const std::vector<operation>& known = method->operations();
            if (std::find(known.begin(), known.end(), wanted) != known.end()) {
                made.push_back(make_task(*method, wanted));
            }
        }
        return made;
    }

private:
    static constexpr std::uint64_t most_changed_rows = 100'000;
    static constexpr std::uint64_t most_single_reads = 20'000;
    static constexpr std::uint64_t most_single_inserts = 5'000;

    [[nodiscard]] std::uint64_t rows_of(operation wanted) const {
        const std::uint64_t all = rows_.size();
        switch (wanted) {
        case operation::update_many:
        case operation::remove_many: return std::min(most_changed_rows, (all + 1) / 2);
        case operation::get_by_key: return std::min(most_single_reads, all);
        case operation::add_one: return std::min(most_single_inserts, all);
        default: return all;
        }
    }

    static constexpr bool leaves_keys_to_the_table(operation wanted) {
        return wanted == operation::insert_returning || wanted == operation::add_one;
    }

    /// A row for each number, each another one, in no order that a database could make use of.
    [[nodiscard]] const Row& scattered(std::uint64_t number) const {
        std::uint64_t step = 2'654'435'761 % rows_.size();
        while (std::gcd(step, rows_.size()) != 1) {
            ++step;
        }
        return rows_[number * step % rows_.size()];
    }

    void make_input(operation wanted) {
        const auto numbers = std::views::iota(std::uint64_t{0}, rows_of(wanted));
        if (wanted == operation::upsert) {
            for (std::size_t i = 1; i < rows_.size(); i += 2) {
                before_.push_back(changed(rows_[i]));
            }
        } else if (wanted == operation::update_many) {
            for (const std::uint64_t number : numbers) {
                input_.push_back(changed(scattered(number)));
            }
        } else if (wanted == operation::remove_many || wanted == operation::get_by_key) {
            for (const std::uint64_t number : numbers) {
                keys_.push_back(scattered(number).id);
            }
        } else if (leaves_keys_to_the_table(wanted)) {
            for (const std::uint64_t number : numbers) {
                input_.push_back(without_key(rows_[number]));
            }
        }
    }

    [[nodiscard]] task make_task(method<Row>& by, operation wanted) {
        task made{by.name(), by.kind(), std::min(rows_of(wanted), by.most_rows(wanted)), {}, {}, {}};
        switch (wanted) {
        case operation::insert: set_up_insert(by, made); break;
        case operation::upsert: set_up_upsert(by, made); break;
        case operation::insert_returning: set_up_insert_returning(by, made); break;
        case operation::update_many: set_up_update_many(by, made); break;
        case operation::remove_many: set_up_remove_many(by, made); break;
        case operation::select_all: set_up_select_all(by, made); break;
        case operation::stream: set_up_stream(by, made); break;
        case operation::get_by_key: set_up_get_by_key(by, made); break;
        case operation::add_one: set_up_add_one(by, made); break;
        }
        return made;
    }

    /// The first rows, copied where these are not all: methods take whole vectors.
    using part = std::shared_ptr<const std::vector<Row>>;
    static part first_of(const std::vector<Row>& rows, std::uint64_t count) {
        if (count == rows.size()) {
            return part{part{}, &rows};
        }
        return std::make_shared<std::vector<Row>>(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count));
    }

    void set_up_insert(method<Row>& by, task& made) {
        const part rows = first_of(rows_, made.rows);
        made.prepare = [this] {
            begin_with({});
        };
        made.run = [&by, rows] {
            by.insert(*rows);
        };
        made.verify = [this, expected = checksum_of(*rows)] {
            expect_in_table(expected);
        };
    }

    void set_up_upsert(method<Row>& by, task& made) {
        const part rows = first_of(rows_, made.rows);
        checksum expected = checksum_of(*rows);
        for (std::size_t i = made.rows / 2; i < before_.size(); ++i) {
            expected.add(before_[i]);  // those that a part of the rows does not reach
        }
        made.prepare = [this] {
            begin_with(before_);
        };
        made.run = [&by, rows] {
            by.upsert(*rows);
        };
        made.verify = [this, expected] {
            expect_in_table(expected);
        };
    }

    void set_up_insert_returning(method<Row>& by, task& made) {
        const part rows = first_of(input_, made.rows);
        made.prepare = [this] {
            begin_with({});
            read_rows_ = {};
        };
        made.run = [this, &by, rows] {
            read_rows_ = by.insert_returning(*rows);
        };
        made.verify = [this, rows] {
            expect_count(read_rows_.size(), rows->size());
            expect_in_table(checksum_of(read_rows_));
            for (std::size_t i = 0; i < rows->size(); ++i) {
                expect_same(without_key(std::move(read_rows_[i])), (*rows)[i]);
            }
        };
    }

    void set_up_update_many(method<Row>& by, task& made) {
        const part rows = first_of(input_, made.rows);
        checksum expected = all_;
        for (std::size_t i = 0; i < rows->size(); ++i) {
            expected.take_away(scattered(i));
            expected.add((*rows)[i]);
        }
        made.prepare = [this] {
            begin_with(rows_);
        };
        made.run = [&by, rows] {
            by.update_many(*rows);
        };
        made.verify = [this, expected] {
            expect_in_table(expected);
        };
    }

    void set_up_remove_many(method<Row>& by, task& made) {
        checksum expected = all_;
        for (std::size_t i = 0; i < made.rows; ++i) {
            expected.take_away(scattered(i));
        }
        made.prepare = [this] {
            begin_with(rows_);
        };
        made.run = [this, &by, count = made.rows] {
            by.remove_many(std::span{keys_}.first(count));
        };
        made.verify = [this, expected] {
            expect_in_table(expected);
        };
    }

    void set_up_select_all(method<Row>& by, task& made) {
        made.prepare = [this] {
            begin_with_all();
            read_rows_ = {};
        };
        made.run = [this, &by] {
            read_rows_ = by.select_all();
        };
        made.verify = [this] {
            expect(checksum_of(read_rows_), all_, "the result");
        };
    }

    void set_up_stream(method<Row>& by, task& made) {
        made.prepare = [this] {
            begin_with_all();
            seen_ = {};
        };
        made.run = [this, &by] {
            by.stream([this](const Row& row) {
                ++seen_.rows;
                seen_.digests += static_cast<std::uint64_t>(row.id);
            });
        };
        // A digest of every field would be a part of what is timed: it is made of a second stream.
        made.verify = [this, &by] {
            std::uint64_t keys = 0;
            for (const Row& row : rows_) {
                keys += static_cast<std::uint64_t>(row.id);
            }
            expect(seen_, {rows_.size(), keys}, "the stream");
            checksum again;
            by.stream([&again](const Row& row) { again.add(row); });
            expect(again, all_, "the stream");
        };
    }

    void set_up_get_by_key(method<Row>& by, task& made) {
        made.prepare = [this] {
            begin_with_all();
            read_rows_ = {};
            read_rows_.reserve(keys_.size());
        };
        made.run = [this, &by, count = made.rows] {
            by.get_by_key(std::span{keys_}.first(count), read_rows_);
        };
        made.verify = [this, count = made.rows] {
            expect_count(read_rows_.size(), count);
            for (std::size_t i = 0; i < count; ++i) {
                expect_same(read_rows_[i], scattered(i));
            }
        };
    }

    void set_up_add_one(method<Row>& by, task& made) {
        const part rows = first_of(input_, made.rows);
        made.prepare = [this] {
            begin_with({});
            made_keys_.clear();
            made_keys_.reserve(input_.size());
        };
        made.run = [this, &by, rows] {
            by.add_one(*rows, made_keys_);
        };
        made.verify = [this, rows] {
            expect_count(made_keys_.size(), rows->size());
            checksum expected;
            for (std::size_t i = 0; i < rows->size(); ++i) {
                Row stored = (*rows)[i];
                stored.id = made_keys_[i];
                expected.add(stored);
            }
            expect_in_table(expected);
        };
    }

    void begin_with(const std::vector<Row>& rows) {
        holds_all_ = false;
        target_.make_table<Row>();
        if (!rows.empty()) {
            target_.fill<Row>(rows);
        }
        target_.settle();
    }
    /// For operations that leave the table as it is.
    void begin_with_all() {
        if (!holds_all_) {
            begin_with(rows_);
            holds_all_ = true;
        }
    }

    void expect_in_table(const checksum& expected) { expect(target_.read_table<Row>(), expected, "the table"); }
    static void expect(const checksum& found, const checksum& expected, const std::string& where) {
        expect_count(found.rows, expected.rows, where);
        if (found != expected) {
            throw wrong_result{"checksum: " + where + " holds other values than it must"};
        }
    }
    static void expect_count(std::uint64_t found, std::uint64_t expected, const std::string& where = "the result") {
        if (found != expected) {
            throw wrong_result{"row count: " + where + " holds " + std::to_string(found) + " rows and must hold " +
                               std::to_string(expected)};
        }
    }
    static void expect_same(const Row& found, const Row& expected) {
        if (found != expected) {
            throw wrong_result{"checksum: a row of the result has other values than it must"};
        }
    }

    database& target_;
    std::vector<Row> rows_;
    methods<Row> methods_;
    checksum all_;
    bool holds_all_ = false;

    // What the operation begins with
    std::vector<Row> input_;
    std::vector<Row> before_;
    std::vector<std::int64_t> keys_;
    // What the last run gave
    std::vector<Row> read_rows_;
    std::vector<std::int64_t> made_keys_;
    checksum seen_;
};

}  // namespace bench
