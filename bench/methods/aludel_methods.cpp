// SPDX-License-Identifier: BSL-1.0
#include <aludel/aludel.hpp>

#include "../harness/methods.hpp"
#include "../harness/shapes.hpp"

namespace bench {
namespace {

aludel::engine_options connections(std::size_t count) {
    aludel::engine_options options;
    options.pool_size = count;
    return options;
}

const std::vector<operation> everything{operation::insert,      operation::upsert,      operation::insert_returning,
                                        operation::update_many, operation::remove_many, operation::select_all,
                                        operation::stream,      operation::get_by_key,  operation::add_one};

/// What a user of aludel writes: its public API, a call for each operation.
template <class Row>
class aludel_in_bulk final : public method<Row> {
public:
    explicit aludel_in_bulk(const std::string& url)
        : method<Row>{"aludel", method_kind::aludel, everything}, engine_{url, connections(1)} {}

    void insert(const std::vector<Row>& rows) override { table_.bulk_insert(rows); }
    void upsert(const std::vector<Row>& rows) override {
        table_.bulk_insert(rows, aludel::on_conflict<&Row::id>.do_update());
    }
    std::vector<Row> insert_returning(const std::vector<Row>& rows) override {
        return table_.bulk_insert_returning(rows);
    }
    void update_many(const std::vector<Row>& rows) override { table_.update_many(rows); }
    void remove_many(std::span<const std::int64_t> keys) override { table_.remove_many(keys); }
    std::vector<Row> select_all() override { return table_.list(); }
    void stream(aludel::function_ref<void(const Row&)> use) override {
        for (const Row& row : table_.stream()) {
            use(row);
        }
    }
    void get_by_key(std::span<const std::int64_t> keys, std::vector<Row>& found) override {
        for (const std::int64_t key : keys) {
            found.push_back(table_.get(key));
        }
    }
    void add_one(const std::vector<Row>& rows, std::vector<std::int64_t>& keys) override {
        for (const Row& row : rows) {
            keys.push_back(table_.add(row).id);
        }
    }

private:
    aludel::engine engine_;
    aludel::session session_ = engine_.open_session();
    aludel::repository<Row> table_{session_};
};

/// The loop that a set statement replaces, in one transaction.
template <class Row>
class aludel_one_by_one final : public method<Row> {
public:
    explicit aludel_one_by_one(const std::string& url, std::uint64_t most_rows)
        : method<Row>{"aludel, one by one",
                      method_kind::aludel,
                      {operation::upsert, operation::update_many, operation::remove_many}},
          engine_{url, connections(1)}, most_rows_{most_rows} {}

    [[nodiscard]] std::uint64_t most_rows(operation) const noexcept override { return most_rows_; }

    void upsert(const std::vector<Row>& rows) override {
        in_transaction(rows, [this](const Row& row) { table_.upsert(row, aludel::on_conflict<&Row::id>); });
    }
    void update_many(const std::vector<Row>& rows) override {
        in_transaction(rows, [this](const Row& row) { table_.update(row); });
    }
    void remove_many(std::span<const std::int64_t> keys) override {
        in_transaction(keys, [this](std::int64_t key) { table_.remove(key); });
    }

private:
    template <class Range, class Change>
    void in_transaction(const Range& values, Change change) {
        aludel::transaction transaction{session_};
        for (const auto& value : values) {
            change(value);
        }
        transaction.commit();
    }

    aludel::engine engine_;
    aludel::session session_ = engine_.open_session();
    aludel::repository<Row> table_{session_};
    std::uint64_t most_rows_;
};

template <class Row>
class aludel_in_parallel final : public method<Row> {
public:
    explicit aludel_in_parallel(const std::string& url)
        : method<Row>{"aludel, 2 connections", method_kind::aludel, {operation::insert}}, engine_{url, connections(2)} {
        const aludel::session first = engine_.open_session();
        const aludel::session second = engine_.open_session();
    }

    void insert(const std::vector<Row>& rows) override {
        aludel::bulk_options options;
        options.parallel = 2;
        aludel::bulk_insert(engine_, rows, options);
    }

private:
    aludel::engine engine_;
};

}  // namespace

template <class Row>
methods<Row> aludel_methods(const database& target) {
    methods<Row> made;
    made.push_back(std::make_unique<aludel_in_bulk<Row>>(target.url()));
    made.push_back(std::make_unique<aludel_one_by_one<Row>>(target.url(), target.rows_for_slow_methods()));
    if (target.takes_several_writers()) {
        made.push_back(std::make_unique<aludel_in_parallel<Row>>(target.url()));
    }
    return made;
}

template methods<narrow> aludel_methods(const database&);
template methods<mixed> aludel_methods(const database&);
template methods<keyed> aludel_methods(const database&);
template methods<sequenced> aludel_methods(const database&);
template methods<text> aludel_methods(const database&);
template methods<wide> aludel_methods(const database&);
template methods<package> aludel_methods(const database&);

}  // namespace bench
