// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../harness/method.hpp"
#include "postgresql_arrays.hpp"
#include "postgresql_copy.hpp"

namespace bench::postgresql {

/// What both ways of writing share.
template <class Row>
class writing : public method<Row> {
public:
    writing(std::string name, const std::string& url)
        : method<Row>{std::move(name),
                      method_kind::raw,
                      {operation::insert, operation::upsert, operation::insert_returning, operation::update_many,
                       operation::remove_many}},
          on_{url} {}

protected:
    [[nodiscard]] static std::string upsert_from(const std::string& source) {
        return "insert into " + table_name<Row>() + " (" + column_list<Row>() + ") select " + column_list<Row>() +
               " from " + source + " on conflict (" + key() + ") do update set " + assignments_from<Row>("excluded");
    }
    [[nodiscard]] static std::string update_from(const std::string& source) {
        return "update " + table_name<Row>() + " as stored set " + assignments_from<Row>("given") + " from " + source +
               " where stored." + key() + " = given." + key();
    }
    [[nodiscard]] static std::string key() { return quoted(aludel::table_of<Row>.columns[0].name); }

    connection on_;
};

/// Everything through COPY; what COPY cannot do by itself through a temporary table.
template <class Row>
class by_copy final : public writing<Row> {
    using writing<Row>::on_;

public:
    explicit by_copy(const std::string& url) : writing<Row>{"libpq COPY", url} {
        on_.run("create temporary table given as select * from " + table_name<Row>() + " with no data");
        on_.run("create temporary table given_keys (id bigint)");
    }

    void insert(const std::vector<Row>& rows) override {
        on_.run("begin");
        copy_rows(on_, table_name<Row>(), rows);
        on_.run("commit");
    }

    void upsert(const std::vector<Row>& rows) override { merge(rows, this->upsert_from("given")); }
    void update_many(const std::vector<Row>& rows) override { merge(rows, this->update_from("given")); }

    void remove_many(std::span<const std::int64_t> keys) override {
        on_.run("begin");
        on_.run("copy given_keys from stdin (format binary)");
        copy_buffer buffer{on_};
        for (const std::int64_t key : keys) {
            buffer.add_key(key);
        }
        buffer.finish();
        on_.run("analyze given_keys");
        on_.run("delete from " + table_name<Row>() + " as stored using given_keys where stored." + this->key() +
                " = given_keys.id");
        on_.run("truncate given_keys");
        on_.run("commit");
    }

    /// The keys are reserved first and sent with the rows. Every key is one nextval, so others may count in between.
    std::vector<Row> insert_returning(const std::vector<Row>& rows) override {
        std::vector<Row> stored = rows;
        on_.run("begin");
        reserve_keys(stored);
        copy_rows(on_, table_name<Row>(), stored);
        on_.run("commit");
        return stored;
    }

private:
    void reserve_keys(std::vector<Row>& rows) {
        const std::string sql = "select array_agg(nextval(" + sequence<Row>() + ")) from generate_series(1, " +
                                std::to_string(rows.size()) + ')';
        const result keys = on_.run_once(sql, {}, {});
        const char* from = PQgetvalue(keys.get(), 0, 0) + array_header_size;
        for (Row& row : rows) {
            boost::pfr::get<0>(row) = get<std::int64_t>(from + 4);
            from += 12;
        }
    }

    void merge(const std::vector<Row>& rows, const std::string& statement) {
        on_.run("begin");
        copy_rows(on_, "given", rows);
        on_.run("analyze given");  // without it the planner takes the table for a small one
        on_.run(statement);
        on_.run("truncate given");
        on_.run("commit");
    }
};

/// Statements that read their rows from unnest of one array per column.
template <class Row>
class by_unnest final : public writing<Row> {
    using writing<Row>::on_;

public:
    explicit by_unnest(const std::string& url) : writing<Row>{"libpq unnest", url} {
        const std::string table = table_name<Row>();
        const std::string columns = column_list<Row>();
        const std::string generated = column_list<Row>(1);
        on_.prepare("insert",
                    "insert into " + table + " (" + columns + ") select " + columns + " from " + unnested<Row>(),
                    arrays_.types());
        on_.prepare("upsert", this->upsert_from(unnested<Row>()), arrays_.types());
        on_.prepare("insert_returning",
                    "insert into " + table + " (" + generated + ") select " + generated + " from " +
                        unnested<Row, 1>() + " returning " + this->key(),
                    arrays_without_key_.types());
        on_.prepare("update", this->update_from(unnested<Row>()), arrays_.types());
        const Oid keys = 1016;
        on_.prepare("remove", "delete from " + table + " where " + this->key() + " = any($1)", {&keys, 1});
    }

    void insert(const std::vector<Row>& rows) override { write("insert", rows); }
    void upsert(const std::vector<Row>& rows) override { write("upsert", rows); }
    void update_many(const std::vector<Row>& rows) override { write("update", rows); }

    std::vector<Row> insert_returning(const std::vector<Row>& rows) override {
        std::vector<Row> stored = rows;
        on_.run("begin");
        auto* next = stored.data();
        in_batches<Row>(rows, rows_in_batch, [&](std::span<const Row> batch) {
            const result keys = on_.run_prepared("insert_returning", arrays_without_key_.of(batch));
            for (int i = 0; i < PQntuples(keys.get()); ++i) {
                boost::pfr::get<0>(*next++) = get<std::int64_t>(PQgetvalue(keys.get(), i, 0));
            }
        });
        on_.run("commit");
        return stored;
    }

    void remove_many(std::span<const std::int64_t> keys) override {
        on_.run("begin");
        in_batches<std::int64_t>(keys, rows_in_batch, [&](std::span<const std::int64_t> batch) {
            std::vector<char> array(array_header_size + batch.size() * 12);
            char* to = put_array_header(array.data(), false, wire<std::int64_t>::type, batch.size());
            for (const std::int64_t key : batch) {
                to = wire<std::int64_t>::write(to, key);
            }
            parameters given;
            given.add(array.data(), array.size());
            on_.run_prepared("remove", given);
        });
        on_.run("commit");
    }

private:
    void write(const char* statement, const std::vector<Row>& rows) {
        on_.run("begin");
        // While the server works on a batch, the next one is made ready.
        in_batches<Row>(rows, rows_in_batch, [&](std::span<const Row> batch) {
            const parameters given = arrays_.of(batch);
            on_.drain();
            on_.send_prepared(statement, given);
        });
        on_.drain();
        on_.run("commit");
    }

    static constexpr std::size_t rows_in_batch = 1'000;  // measured: 500 to 10 000 differ by less than runs do
    column_arrays<Row> arrays_;
    column_arrays<Row, 1> arrays_without_key_;
};

}  // namespace bench::postgresql
