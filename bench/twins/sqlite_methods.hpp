// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include "../harness/method.hpp"
#include "sqlite_rows_table.hpp"

/// Each good way of SQLite's C API to move rows, as a method of the harness.
namespace bench::sqlite {

template <class Row>
class connected : public method<Row> {
public:
    connected(std::string name, std::vector<operation> operations, const std::string& url)
        : method<Row>{std::move(name), method_kind::raw, std::move(operations)}, database_{url} {
        database_.run(create_table(table_).c_str());
    }

protected:
    /// Rows without keys, with the keys from `last` backwards: one writer at a time, so they follow each other.
    static std::vector<Row> with_keys_up_to(std::vector<Row> rows, std::int64_t last) {
        std::int64_t key = last - static_cast<std::int64_t>(rows.size());
        for (Row& row : rows) {
            row.id = ++key;
        }
        return rows;
    }
    [[nodiscard]] std::int64_t last_key() const { return ::sqlite3_last_insert_rowid(database_.handle()); }

    const aludel::table_description& table_ = aludel::table_of<Row>;
    database database_;
};

/// One prepared statement a row.
template <class Row>
class one_by_one final : public connected<Row> {
public:
    explicit one_by_one(const std::string& url)
        : connected<Row>{"raw one row",
                         {operation::insert, operation::upsert, operation::insert_returning, operation::update_many,
                          operation::remove_many, operation::select_all, operation::stream, operation::get_by_key,
                          operation::add_one},
                         url} {}

    void insert(const std::vector<Row>& rows) override {
        store(insert_into(this->table_) + values(width<Row>, 1), rows);
    }
    void upsert(const std::vector<Row>& rows) override {
        store(insert_into(this->table_) + values(width<Row>, 1) + on_conflict_update(this->table_), rows);
    }

    std::vector<Row> insert_returning(const std::vector<Row>& rows) override {
        std::vector<Row> stored = rows;
        transaction all{this->database_};
        for (Row& row : stored) {
            bind_row<1>(insert_without_key_.get(), 1, row, texts_);
            this->database_.run(insert_without_key_);
            row.id = this->last_key();
        }
        all.commit();
        return stored;
    }

    void update_many(const std::vector<Row>& rows) override {
        const prepared update = this->database_.prepare("update " + quoted(this->table_) + " set " +
                                                        columns(this->table_, 1, "", " = ?") + " where \"id\" = ?");
        transaction all{this->database_};
        for (const Row& row : rows) {
            bind_row<1>(update.get(), 1, row, texts_);
            ::sqlite3_bind_int64(update.get(), static_cast<int>(width<Row>), row.id);
            this->database_.run(update);
        }
        all.commit();
    }

    void remove_many(std::span<const std::int64_t> keys) override {
        const prepared removal = this->database_.prepare("delete from " + quoted(this->table_) + " where \"id\" = ?");
        transaction all{this->database_};
        for (const std::int64_t key : keys) {
            ::sqlite3_bind_int64(removal.get(), 1, key);
            this->database_.run(removal);
        }
        all.commit();
    }

    std::vector<Row> select_all() override {
        std::vector<Row> rows;
        const prepared query = this->database_.prepare(select_from(this->table_));
        int result = SQLITE_OK;
        while ((result = ::sqlite3_step(query.get())) == SQLITE_ROW) {
            read_row(query.get(), rows.emplace_back());
        }
        this->database_.require(result, SQLITE_DONE);
        return rows;
    }

    void stream(aludel::function_ref<void(const Row&)> use) override {
        Row row;
        const prepared query = this->database_.prepare(select_from(this->table_));
        int result = SQLITE_OK;
        while ((result = ::sqlite3_step(query.get())) == SQLITE_ROW) {
            read_row(query.get(), row);
            use(row);
        }
        this->database_.require(result, SQLITE_DONE);
    }

    void get_by_key(std::span<const std::int64_t> keys, std::vector<Row>& found) override {
        for (const std::int64_t key : keys) {
            ::sqlite3_bind_int64(select_one_.get(), 1, key);
            const int result = ::sqlite3_step(select_one_.get());
            if (result == SQLITE_ROW) {
                read_row(select_one_.get(), found.emplace_back());
            }
            ::sqlite3_reset(select_one_.get());
            this->database_.require(result, SQLITE_ROW);
        }
    }

    void add_one(const std::vector<Row>& rows, std::vector<std::int64_t>& keys) override {
        for (const Row& row : rows) {
            bind_row<1>(insert_without_key_.get(), 1, row, texts_);
            this->database_.run(insert_without_key_);
            keys.push_back(this->last_key());
        }
    }

private:
    void store(const std::string& sql, const std::vector<Row>& rows) {
        const prepared statement = this->database_.prepare(sql);
        transaction all{this->database_};
        for (const Row& row : rows) {
            bind_row(statement.get(), 1, row, texts_);
            this->database_.run(statement);
        }
        all.commit();
    }

    prepared insert_without_key_ = this->database_.prepare(insert_into(this->table_, 1) + values(width<Row> - 1, 1));
    prepared select_one_ = this->database_.prepare(select_from(this->table_) + " where \"id\" = ?");
    time_texts<Row> texts_;
};

/// One prepared statement for many rows.
template <class Row>
class many_values final : public connected<Row> {
public:
    explicit many_values(const std::string& url, std::size_t rows_a_statement = 100)
        : connected<Row>{"raw " + std::to_string(rows_a_statement) + "-row values",
                         {operation::insert, operation::upsert, operation::insert_returning},
                         url},
          batch_{rows_a_statement}, texts_(batch_) {}

    void insert(const std::vector<Row>& rows) override { store<0>(rows, ""); }
    void upsert(const std::vector<Row>& rows) override { store<0>(rows, on_conflict_update(this->table_)); }
    std::vector<Row> insert_returning(const std::vector<Row>& rows) override {
        store<1>(rows, "");
        return this->with_keys_up_to(rows, this->last_key());
    }

private:
    template <std::size_t First>
    void store(const std::vector<Row>& rows, const std::string& tail) {
        const std::string head = insert_into(this->table_, First);
        transaction all{this->database_};
        const std::size_t in_full_batches = rows.size() / batch_ * batch_;
        if (in_full_batches > 0) {
            const prepared full = this->database_.prepare(head + values(width<Row> - First, batch_) + tail);
            for (std::size_t begin = 0; begin < in_full_batches; begin += batch_) {
                send<First>(full, std::span{rows}.subspan(begin, batch_));
            }
        }
        if (in_full_batches < rows.size()) {
            const auto rest = std::span{rows}.subspan(in_full_batches);
            send<First>(this->database_.prepare(head + values(width<Row> - First, rest.size()) + tail), rest);
        }
        all.commit();
    }

    template <std::size_t First>
    void send(const prepared& statement, std::span<const Row> rows) {
        int place = 1;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            bind_row<First>(statement.get(), place, rows[i], texts_[i]);
            place += static_cast<int>(width<Row> - First);
        }
        this->database_.run(statement);
    }

    std::size_t batch_;
    std::vector<time_texts<Row>> texts_;
};

/// One statement for all rows, which SQLite reads from a virtual table.
template <class Row>
class virtual_table final : public connected<Row> {
public:
    explicit virtual_table(const std::string& url)
        : connected<Row>{"raw virtual table",
                         {operation::insert, operation::upsert, operation::insert_returning, operation::update_many},
                         url} {}

    void insert(const std::vector<Row>& rows) override { run(insert_into(this->table_) + select(0), rows); }
    void upsert(const std::vector<Row>& rows) override {
        // "where true": else the parser takes "on" for a join's (sqlite.org/lang_upsert.html, 2.2)
        run(insert_into(this->table_) + select(0) + " where true" + on_conflict_update(this->table_), rows);
    }
    std::vector<Row> insert_returning(const std::vector<Row>& rows) override {
        run(insert_into(this->table_, 1) + select(1), rows);
        return this->with_keys_up_to(rows, this->last_key());
    }
    void update_many(const std::vector<Row>& rows) override {
        run("update " + quoted(this->table_) + " set " + assignments(this->table_, "rows") + " from rows where " +
                quoted(this->table_) + ".\"id\" = rows.\"id\"",
            rows);
    }

private:
    [[nodiscard]] std::string select(std::size_t first) const {
        return "select " + columns(this->table_, first) + " from rows";
    }
    void run(const std::string& sql, const std::vector<Row>& rows) {
        const prepared statement = this->database_.prepare(sql);
        rows_.show(rows);
        transaction all{this->database_};
        this->database_.run(statement);
        all.commit();
    }
    rows_table<Row> rows_{this->database_};
};

/// As virtual_table, for keys alone.
template <class Row>
class virtual_keys final : public connected<Row> {
public:
    explicit virtual_keys(const std::string& url)
        : connected<Row>{"raw virtual table", {operation::remove_many}, url} {}

    void remove_many(std::span<const std::int64_t> keys) override {
        const prepared removal = this->database_.prepare("delete from " + quoted(this->table_) +
                                                         " where \"id\" in (select \"id\" from rows)");
        rows_.show(keys);
        transaction all{this->database_};
        this->database_.run(removal);
        all.commit();
    }

private:
    rows_table<std::int64_t> rows_{this->database_};
};

}  // namespace bench::sqlite
