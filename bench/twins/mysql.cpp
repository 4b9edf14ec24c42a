// SPDX-License-Identifier: BSL-1.0
#include "../harness/method.hpp"
#include "../harness/shapes.hpp"
#include "mysql_array.hpp"
#include "mysql_load_data.hpp"
#include "mysql_reading.hpp"
#include "mysql_staging.hpp"
#include "mysql_values.hpp"

namespace bench {
namespace {

using namespace bench::mysql;
using operations = std::vector<operation>;

constexpr std::size_t array_rows = 4'000;
constexpr std::size_t values_rows = 500;

/// Whether the rows' keys come from a sequence beside the table, of which the driver tells nothing.
template <class Row>
bool counts_apart(const mysql::session& on) {
    const aludel::column_description* const key = aludel::generated_column(aludel::table_of<Row>);
    return on.is_mariadb() && key != nullptr && key->generated == aludel::key::sequence;
}

template <class Row>
std::string sequence_name() {
    return "`sq_" + std::string{aludel::table_of<Row>.name} + "__id`";
}

/// Array binding (MariaDB).
template <class Row>
class array_twin final : public method<Row> {
public:
    explicit array_twin(const std::string& url)
        : method<Row>{"raw array binding", method_kind::raw,
                      operations{operation::insert, operation::upsert, operation::update_many, operation::remove_many}},
          session_{url} {}

    void insert(const std::vector<Row>& rows) override {
        session_.atomically([&] { send(insert_text<Row>(table_name<Row>(), 1), rows); });
    }
    void upsert(const std::vector<Row>& rows) override {
        session_.atomically([&] { send(insert_text<Row>(table_name<Row>(), 1) + upsert_clause<Row>(), rows); });
    }
    void update_many(const std::vector<Row>& rows) override {
        session_.atomically([&] {
            staging_table<Row> staged{session_};
            send(insert_text<Row>("staged", 1), rows);
            staged.update();
        });
    }
    void remove_many(std::span<const std::int64_t> keys) override {
        session_.atomically(
            [&] { send_keys(session_, "delete from " + table_name<Row>() + " where id = ?", keys, array_rows); });
    }

private:
    void send(const std::string& sql, const std::vector<Row>& rows) {
        array_statement<Row>{session_, sql, array_rows}.send(rows);
    }
    session session_;
};

/// Prepared INSERTs of many rows, and lists of keys.
template <class Row>
class values_twin final : public method<Row> {
public:
    explicit values_twin(const std::string& url)
        : method<Row>{"raw many-row values", method_kind::raw, known_operations(url)}, session_{url} {}

    void insert(const std::vector<Row>& rows) override {
        session_.atomically([&] { send(table_name<Row>(), {}, rows); });
    }
    void upsert(const std::vector<Row>& rows) override {
        session_.atomically([&] { send(table_name<Row>(), upsert_clause<Row>(), rows); });
    }
    /// The keys of one INSERT whose rows are known beforehand follow each other, whatever others insert meanwhile:
    /// dev.mysql.com/doc/refman/8.0/en/innodb-auto-increment-handling.html, "simple inserts".
    std::vector<Row> insert_returning(const std::vector<Row>& rows) override {
        std::vector<Row> stored{rows};
        session_.atomically([&] {
            const auto step = static_cast<std::int64_t>(session_.number("select @@auto_increment_increment"));
            std::size_t next = 0;
            const auto take_keys = [&](const statement_handle& prepared, std::span<const Row> sent) {
                auto key = static_cast<std::int64_t>(mysql_stmt_insert_id(prepared.get()));
                for (std::size_t i = 0; i < sent.size(); ++i, key += step) {
                    stored[next++].id = key;
                }
            };
            send_values<Row, 1>(session_, table_name<Row>(), {}, std::span{rows}, values_rows, take_keys);
        });
        return stored;
    }
    void update_many(const std::vector<Row>& rows) override {
        session_.atomically([&] {
            staging_table<Row> staged{session_};
            send("staged", {}, rows);
            staged.update();
        });
    }
    void remove_many(std::span<const std::int64_t> keys) override {
        session_.atomically(
            [&] { send_key_lists(session_, "delete from " + table_name<Row>() + " where id in ", keys, values_rows); });
    }

private:
    static operations known_operations(const std::string& url) {
        operations known{operation::insert, operation::upsert, operation::update_many, operation::remove_many};
        if (!counts_apart<Row>(mysql::session{url})) {
            known.push_back(operation::insert_returning);
        }
        return known;
    }
    void send(const std::string& into, const std::string& behind, const std::vector<Row>& rows) {
        send_values<Row, 0>(session_, into, behind, std::span{rows}, values_rows, [](const auto&, auto) {});
    }
    session session_;
};

/// LOAD DATA LOCAL from memory.
template <class Row>
class load_data_twin final : public method<Row> {
public:
    explicit load_data_twin(const std::string& url)
        : method<Row>{"raw load data", method_kind::raw,
                      operations{operation::insert, operation::upsert, operation::update_many}},
          session_{url} {}

    void insert(const std::vector<Row>& rows) override {
        session_.atomically([&] { load_data(session_, table_name<Row>(), std::span{rows}); });
    }
    void upsert(const std::vector<Row>& rows) override {
        session_.atomically([&] {
            staging_table<Row> staged{session_};
            load_data(session_, "staged", std::span{rows});
            staged.upsert();
        });
    }
    void update_many(const std::vector<Row>& rows) override {
        session_.atomically([&] {
            staging_table<Row> staged{session_};
            load_data(session_, "staged", std::span{rows});
            staged.update();
        });
    }

private:
    session session_;
};

/// The one column of a result, whose values are keys.
template <class Use>
void read_keys(const statement_handle& executed, Use use) {
    std::int64_t key = 0;
    MYSQL_BIND bind{};
    bind.buffer_type = MYSQL_TYPE_LONGLONG;
    bind.buffer = &key;
    mysql_stmt_bind_result(executed.get(), &bind);
    while (mysql_stmt_fetch(executed.get()) == 0) {
        use(key);
    }
    mysql_stmt_free_result(executed.get());
}

/// An INSERT of rows without keys, which takes them from the sequence where the table does not count.
template <class Row>
std::string keyless_insert_text(const mysql::session& on, std::size_t rows) {
    if (!counts_apart<Row>(on)) {
        return insert_text<Row, 1>(table_name<Row>(), rows);
    }
    const std::string one =
        "(nextval(" + sequence_name<Row>() + "), " + column_list<Row, 1>([](const auto&) { return "?"; }) + ')';
    std::string sql = "insert into " + table_name<Row>() + " (" + column_list<Row>() + ") values " + one;
    for (std::size_t i = 1; i < rows; ++i) {
        sql += ", " + one;
    }
    return sql;
}

/// INSERT … RETURNING (MariaDB 10.5); of a single row where the driver does not tell the key anyway.
template <class Row>
class returning_twin final : public method<Row> {
public:
    explicit returning_twin(const std::string& url)
        : method<Row>{"raw insert returning", method_kind::raw, known_operations(url)}, session_{url} {}

    std::vector<Row> insert_returning(const std::vector<Row>& rows) override {
        std::vector<Row> stored{rows};
        session_.atomically([&] {
            std::size_t next = 0;
            const auto take_keys = [&](const statement_handle& prepared, std::span<const Row>) {
                read_keys(prepared, [&](std::int64_t key) { stored[next++].id = key; });
            };
            const auto text = [this](std::size_t count) {
                return keyless_insert_text<Row>(session_, count) + " returning id";
            };
            send_values<Row, 1>(session_, text, std::span{rows}, values_rows, take_keys);
        });
        return stored;
    }
    void add_one(const std::vector<Row>& rows, std::vector<std::int64_t>& keys) override {
        values_statement<Row, 1> insert{session_, keyless_insert_text<Row>(session_, 1) + " returning id", 1};
        for (const Row& row : rows) {
            insert.send({&row, 1});
            read_keys(insert.prepared(), [&](std::int64_t key) { keys.push_back(key); });
        }
    }

private:
    static operations known_operations(const std::string& url) {
        operations known{operation::insert_returning};
        if (counts_apart<Row>(mysql::session{url})) {
            known.push_back(operation::add_one);
        }
        return known;
    }
    session session_;
};

/// All keys in one query, then array binding of rows that bring them (MariaDB's sequences).
template <class Row>
class keys_first_twin final : public method<Row> {
public:
    explicit keys_first_twin(const std::string& url)
        : method<Row>{"raw array binding, keys first", method_kind::raw, operations{operation::insert_returning}},
          session_{url} {}

    std::vector<Row> insert_returning(const std::vector<Row>& rows) override {
        std::vector<Row> stored{rows};
        session_.atomically([&] {
            // The engine "sequence" knows tables of numbers by their names, mariadb.com/kb/en/sequence-storage-engine.
            const statement_handle taking = session_.prepare("select nextval(" + sequence_name<Row>() +
                                                             ") from seq_1_to_" + std::to_string(rows.size()));
            execute(taking);
            std::size_t next = 0;
            read_keys(taking, [&](std::int64_t key) { stored[next++].id = key; });
            array_statement<Row>{session_, insert_text<Row>(table_name<Row>(), 1), array_rows}.send(stored);
        });
        return stored;
    }

private:
    session session_;
};

/// Reads with one of the two readers, holding the result first or not.
template <template <class> class Reader, class Row>
class reading_twin final : public method<Row> {
public:
    reading_twin(std::string name, bool buffered, const std::string& url)
        : method<Row>{std::move(name), method_kind::raw,
                      buffered ? operations{operation::select_all}
                               : operations{operation::select_all, operation::stream, operation::get_by_key}},
          buffered_{buffered}, session_{url} {}

    std::vector<Row> select_all() override {
        return read_all<Reader, Row>(session_.prepare(select_text<Row>()), buffered_);
    }
    void stream(aludel::function_ref<void(const Row&)> use) override {
        const statement_handle prepared = session_.prepare(select_text<Row>());
        execute(prepared);
        Reader<Row> reader{prepared.get()};
        Row row{};
        while (reader.fetch(row)) {
            use(row);
        }
    }
    void get_by_key(std::span<const std::int64_t> keys, std::vector<Row>& rows) override {
        const statement_handle prepared = session_.prepare(select_text<Row>() + " where id = ?");
        Reader<Row> reader{prepared.get()};
        std::int64_t wanted = 0;
        MYSQL_BIND bind{};
        bind.buffer_type = MYSQL_TYPE_LONGLONG;
        bind.buffer = &wanted;
        mysql_stmt_bind_param(prepared.get(), &bind);
        for (const std::int64_t key : keys) {
            wanted = key;
            execute(prepared);
            if (!reader.fetch(rows.emplace_back())) {
                throw std::runtime_error{"a row is not there"};
            }
            mysql_stmt_free_result(prepared.get());
        }
    }

private:
    bool buffered_;
    session session_;
};

/// One row at a time, each in a transaction of its own.
template <class Row>
class single_twin final : public method<Row> {
public:
    explicit single_twin(const std::string& url)
        : method<Row>{"raw prepared insert", method_kind::raw, operations{operation::add_one}}, session_{url} {}

    void add_one(const std::vector<Row>& rows, std::vector<std::int64_t>& keys) override {
        values_statement<Row, 1> insert{session_, insert_text<Row, 1>(table_name<Row>(), 1), 1};
        for (const Row& row : rows) {
            insert.send({&row, 1});
            keys.push_back(static_cast<std::int64_t>(mysql_stmt_insert_id(insert.prepared().get())));
        }
    }

private:
    session session_;
};

}  // namespace

template <class Row>
methods<Row> mysql_twins(const std::string& url) {
    methods<Row> made;
    const mysql::session asked{url};
    const bool is_mariadb = asked.is_mariadb();
    if (is_mariadb) {
        made.push_back(std::make_unique<array_twin<Row>>(url));
        made.push_back(std::make_unique<returning_twin<Row>>(url));
    }
    const bool has_sequence = counts_apart<Row>(asked);
    if (has_sequence) {
        made.push_back(std::make_unique<keys_first_twin<Row>>(url));
    }
    made.push_back(std::make_unique<values_twin<Row>>(url));
    made.push_back(std::make_unique<load_data_twin<Row>>(url));
    made.push_back(std::make_unique<reading_twin<bound_row, Row>>("raw bound, stored", true, url));
    made.push_back(std::make_unique<reading_twin<bound_row, Row>>("raw bound, unbuffered", false, url));
    made.push_back(std::make_unique<reading_twin<decoded_row, Row>>("raw callback, stored", true, url));
    made.push_back(std::make_unique<reading_twin<decoded_row, Row>>("raw callback, unbuffered", false, url));
    if (!has_sequence) {
        made.push_back(std::make_unique<single_twin<Row>>(url));
    }
    return made;
}

template methods<narrow> mysql_twins<narrow>(const std::string&);
template methods<mixed> mysql_twins<mixed>(const std::string&);
template methods<sequenced> mysql_twins<sequenced>(const std::string&);
template methods<keyed> mysql_twins<keyed>(const std::string&);
template methods<text> mysql_twins<text>(const std::string&);
template methods<wide> mysql_twins<wide>(const std::string&);
template methods<package> mysql_twins<package>(const std::string&);

}  // namespace bench
