// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <vector>

#include "mysql_fields.hpp"
#include "mysql_session.hpp"

/// Prepared INSERTs of many rows, bound to the caller's rows where they lie.
namespace bench::mysql {

/// The driver's copy of the binds is changed in place (mariadb_stmt.h shows it), so that types are sent once.
template <class Row, std::size_t First>
class values_statement {
public:
    values_statement(session& on, const std::string& sql, std::size_t rows)
        : prepared_{on.prepare(sql)}, times_(rows * width<Row, First>) {
        std::vector<MYSQL_BIND> binds(rows * width<Row, First>, MYSQL_BIND{});
        const Row row{};
        for (std::size_t i = 0; i < rows; ++i) {
            each_field<First>(row, [&](const auto& field, auto index) {
                using value = value_of<std::remove_cvref_t<decltype(field)>>;
                binds[i * width<Row, First> + index].buffer_type = wire_type<value>();
            });
        }
        if (mysql_stmt_bind_param(prepared_.get(), binds.data()) != 0) {
            fail(prepared_.get());
        }
    }
    /// As many rows as the statement was written for.
    void send(std::span<const Row> rows) {
        std::size_t place = 0;
        for (const Row& row : rows) {
            each_field<First>(row, [&](const auto& field, auto) { bind(place++, field); });
        }
        execute(prepared_);
    }
    [[nodiscard]] const statement_handle& prepared() const noexcept { return prepared_; }

private:
    template <class Field>
    void bind(std::size_t place, const Field& field) {
        MYSQL_BIND& to = prepared_->params[place];
        const value_of<Field>* const value = value_in(field);
        if constexpr (field_of<Field>::nullable) {
            to.is_null = value == nullptr ? &yes_ : &no_;
            if (value == nullptr) {
                return;
            }
        }
        if constexpr (std::is_same_v<value_of<Field>, std::string>) {
            to.buffer = const_cast<char*>(value->data());
            to.buffer_length = value->size();
        } else if constexpr (std::is_same_v<value_of<Field>, aludel::timestamp>) {
            times_[place] = split(*value);
            to.buffer = &times_[place];
        } else {
            to.buffer = const_cast<value_of<Field>*>(value);
        }
    }

    statement_handle prepared_;
    std::vector<MYSQL_TIME> times_;
    my_bool yes_ = 1;
    my_bool no_ = 0;
};

/// Sends all rows: full batches, and a statement of its own for the rest. `text(rows)` is the INSERT of so many rows;
/// `sent(statement, rows)` follows each batch.
template <class Row, std::size_t First, class Text, class Sent>
void send_values(session& on, Text text, std::span<const Row> rows, std::size_t batch, Sent sent) {
    batch = std::min(batch, 65'535 / width<Row, First>);
    const std::size_t full = rows.size() / batch * batch;
    const auto send = [&](std::span<const Row> all, std::size_t size) {
        values_statement<Row, First> to{on, text(size), size};
        for (std::size_t from = 0; from < all.size(); from += size) {
            to.send(all.subspan(from, size));
            sent(to.prepared(), all.subspan(from, size));
        }
    };
    if (full != 0) {
        send(rows.first(full), batch);
    }
    if (full != rows.size()) {
        send(rows.subspan(full), rows.size() - full);
    }
}

template <class Row, std::size_t First, class Sent>
void send_values(session& on, const std::string& into, const std::string& behind, std::span<const Row> rows,
                 std::size_t batch, Sent sent) {
    const auto text = [&](std::size_t count) {
        return insert_text<Row, First>(into, count) + behind;
    };
    send_values<Row, First>(on, text, rows, batch, sent);
}

/// Runs a statement that ends in a list of keys.
inline void send_key_lists(session& on, const std::string& sql, std::span<const std::int64_t> keys, std::size_t batch) {
    statement_handle prepared;
    std::size_t size = 0;
    for (std::size_t from = 0; from < keys.size(); from += size) {
        const std::size_t wanted = std::min(batch, keys.size() - from);
        if (wanted != size) {
            size = wanted;
            std::string list = "(?";
            for (std::size_t i = 1; i < size; ++i) {
                list += ", ?";
            }
            prepared = on.prepare(sql + list + ')');
            std::vector<MYSQL_BIND> binds(size, MYSQL_BIND{});
            for (MYSQL_BIND& bind : binds) {
                bind.buffer_type = MYSQL_TYPE_LONGLONG;
            }
            mysql_stmt_bind_param(prepared.get(), binds.data());
        }
        for (std::size_t i = 0; i < size; ++i) {
            prepared->params[i].buffer = const_cast<std::int64_t*>(&keys[from + i]);
        }
        execute(prepared);
    }
}

}  // namespace bench::mysql
