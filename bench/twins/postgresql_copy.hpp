// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "postgresql_connection.hpp"
#include "postgresql_table.hpp"
#include "postgresql_wire.hpp"

// COPY … (FORMAT binary), PostgreSQL manual, "COPY", "Binary Format":
//     stream = signature, int32 flags, int32 extension length, rows, int16 -1
//     row    = int16 fields, fields

namespace bench::postgresql {

inline constexpr std::string_view copy_header{"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19};

/// Rows on their way into one COPY.
class copy_buffer {
public:
    explicit copy_buffer(const connection& on) : on_{on} {
        std::memcpy(end_, copy_header.data(), copy_header.size());
        end_ += copy_header.size();
    }

    template <class Row>
    void add(const Row& row) {
        std::size_t room = 2;
        for_each_index<Row>([&](auto i) { room += wire<field_type<Row, i>>::room(boost::pfr::get<i>(row)); });
        make_room(room);
        char* to = put(end_, static_cast<std::int16_t>(field_count<Row>));
        for_each_index<Row>([&](auto i) { to = wire<field_type<Row, i>>::write(to, boost::pfr::get<i>(row)); });
        end_ = to;
    }
    void add_key(std::int64_t key) {
        make_room(14);
        end_ = wire<std::int64_t>::write(put(end_, std::int16_t{1}), key);
    }

    void finish() {
        make_room(2);
        end_ = put(end_, std::int16_t{-1});
        send();
        if (PQputCopyEnd(on_.native(), nullptr) != 1) {
            on_.fail();
        }
        on_.drain();
    }

private:
    void send() {
        if (PQputCopyData(on_.native(), bytes_.get(), static_cast<int>(end_ - bytes_.get())) != 1) {
            on_.fail();
        }
        end_ = bytes_.get();
    }
    void make_room(std::size_t room) {
        if (room <= static_cast<std::size_t>(bytes_.get() + size_ - end_)) {
            return;
        }
        send();
        if (room > size_) {
            bytes_.reset(new char[room]);
            size_ = room;
            end_ = bytes_.get();
        }
    }

    const connection& on_;
    std::size_t size_ = std::size_t{64} << 10;
    std::unique_ptr<char[]> bytes_{new char[size_]};
    char* end_ = bytes_.get();
};

template <class Row>
void copy_rows(const connection& on, const std::string& table, const std::vector<Row>& rows) {
    on.run("copy " + table + " (" + column_list<Row>() + ") from stdin (format binary)");
    copy_buffer buffer{on};
    for (const Row& row : rows) {
        buffer.add(row);
    }
    buffer.finish();
}

}  // namespace bench::postgresql
