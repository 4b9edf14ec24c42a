// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../harness/method.hpp"
#include "postgresql_copy.hpp"
#include "postgresql_results.hpp"

namespace bench::postgresql {

template <class Row>
std::string select_all_rows() {
    return "select " + column_list<Row>() + " from " + table_name<Row>();
}

/// Statements that the server keeps prepared, with binary parameters and results.
///
/// Tried and left out: a cursor, FETCH 1000 sent ahead of reading the last thousand. It took 1.2 times as long as
/// the prepared SELECT, and 1.5 times as long as single-row mode when streaming.
template <class Row>
class by_prepared_statement final : public method<Row> {
public:
    explicit by_prepared_statement(const std::string& url)
        : method<Row>{"libpq prepared",
                      method_kind::raw,
                      {operation::select_all, operation::get_by_key, operation::add_one}},
          on_{url} {
        const std::string key = quoted(aludel::table_of<Row>.columns[0].name);
        const Oid key_type = wire<std::int64_t>::type;
        on_.prepare("all", select_all_rows<Row>(), {});
        on_.prepare("one", select_all_rows<Row>() + " where " + key + " = $1", {&key_type, 1});
        std::array<Oid, field_count<Row> - 1> types{};
        for_each_index<Row, 1>([&](auto i) { types[i - 1] = wire<field_type<Row, i>>::type; });
        const std::string placeholders =
            joined<Row>(1, [](const std::string&, std::size_t i) { return '$' + std::to_string(i); });
        on_.prepare("add",
                    "insert into " + table_name<Row>() + " (" + column_list<Row>(1) + ") values (" + placeholders +
                        ") returning " + key,
                    types);
    }

    std::vector<Row> select_all() override {
        const result found = on_.run_prepared("all", {});
        std::vector<Row> rows(static_cast<std::size_t>(PQntuples(found.get())));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            read_row(rows[i], found.get(), static_cast<int>(i));
        }
        return rows;
    }

    void get_by_key(std::span<const std::int64_t> keys, std::vector<Row>& rows) override {
        char key[8]{};
        parameters given;
        given.add(key, sizeof key);
        for (const std::int64_t each : keys) {
            put(key, each);
            const result found = on_.run_prepared("one", given);
            read_row(rows.emplace_back(), found.get(), 0);
        }
    }

    void add_one(const std::vector<Row>& rows, std::vector<std::int64_t>& keys) override {
        std::vector<char> bytes;
        for (const Row& row : rows) {
            const result added = on_.run_prepared("add", values_of(row, bytes));
            keys.push_back(get<std::int64_t>(PQgetvalue(added.get(), 0, 0)));
        }
    }

private:
    /// Everything but the key.
    static parameters values_of(const Row& row, std::vector<char>& bytes) {
        std::size_t room = 0;
        for_each_index<Row, 1>([&](auto i) { room += wire<field_type<Row, i>>::room(boost::pfr::get<i>(row)); });
        bytes.resize(room);
        parameters given;
        char* to = bytes.data();
        for_each_index<Row, 1>([&](auto i) {
            const auto& field = boost::pfr::get<i>(row);
            char* const begin = to + 4;
            to = wire<field_type<Row, i>>::write(to, field);
            given.add(is_null(field) ? nullptr : begin, static_cast<std::size_t>(to - begin));
        });
        return given;
    }

    connection on_;
};

/// Rows one by one as they come, each in a result of its own: server and client work at the same time.
template <class Row>
class by_single_row final : public method<Row> {
public:
    explicit by_single_row(const std::string& url)
        : method<Row>{"libpq single row", method_kind::raw, {operation::select_all, operation::stream}}, on_{url} {
        on_.prepare("all", select_all_rows<Row>(), {});
    }

    std::vector<Row> select_all() override {
        std::vector<Row> rows;
        for_each([&](const PGresult* row) { read_row(rows.emplace_back(), row, 0); });
        return rows;
    }

    void stream(aludel::function_ref<void(const Row&)> use) override {
        Row row;
        for_each([&](const PGresult* from) {
            read_row(row, from, 0);
            use(row);
        });
    }

private:
    template <class Use>
    void for_each(const Use& use) {
        on_.send_prepared("all", {});
        if (PQsetSingleRowMode(on_.native()) != 1) {
            on_.fail();
        }
        while (PGresult* const next = PQgetResult(on_.native())) {
            const result row = on_.checked(next);
            if (PQntuples(next) > 0) {  // the last result has none
                use(next);
            }
        }
    }

    connection on_;
};

/// COPY (select) TO STDOUT (FORMAT binary), which takes no parameters.
template <class Row>
class by_copy_out final : public method<Row> {
public:
    explicit by_copy_out(const std::string& url)
        : method<Row>{"libpq COPY TO", method_kind::raw, {operation::select_all, operation::stream}}, on_{url} {}

    std::vector<Row> select_all() override {
        std::vector<Row> rows;
        for_each([&](const char* from) { read_copied_row(rows.emplace_back(), from); });
        return rows;
    }

    void stream(aludel::function_ref<void(const Row&)> use) override {
        Row row;
        for_each([&](const char* from) {
            read_copied_row(row, from);
            use(row);
        });
    }

private:
    template <class Use>
    void for_each(const Use& use) {
        on_.run("copy (" + select_all_rows<Row>() + ") to stdout (format binary)");
        char* message = nullptr;
        std::size_t header = copy_header.size();  // comes with the first row
        while (PQgetCopyData(on_.native(), &message, 0) > 0) {
            const std::unique_ptr<char, decltype(&PQfreemem)> owned{message, &PQfreemem};
            const char* const row = message + header;
            header = 0;
            if (get<std::int16_t>(row) != -1) {
                use(row + sizeof(std::int16_t));
            }
        }
        on_.drain();
    }

    connection on_;
};

}  // namespace bench::postgresql
