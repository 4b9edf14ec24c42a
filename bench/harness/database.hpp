// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <aludel/aludel.hpp>

#include "row_values.hpp"

namespace bench {

enum class database_kind : std::uint8_t { sqlite, postgresql, mysql };

/// Makes SQLite's databases in memory reachable for every method of the process, as long as it lives.
class shared_memory_files;

/// The database that is measured, over a connection of the harness's own: it makes the tables, fills them and reads
/// them back.
class database {
public:
    explicit database(const std::string& url);
    database(const database&) = delete;
    database& operator=(const database&) = delete;
    ~database();

    /// What the methods connect to.
    [[nodiscard]] const std::string& url() const noexcept { return url_; }
    [[nodiscard]] database_kind kind() const noexcept { return kind_; }
    /// A loop over single statements gets so many: a server takes a round trip for each.
    [[nodiscard]] std::uint64_t rows_for_slow_methods() const noexcept {
        return kind_ == database_kind::sqlite ? UINT64_MAX : 10'000;
    }
    [[nodiscard]] bool takes_several_writers() const noexcept { return !session_->facts().one_writer; }
    /// Whether key::sequence makes another table than key::integer.
    [[nodiscard]] bool counts_beside_tables() const noexcept { return session_->facts().syntax.separate_sequences; }
    [[nodiscard]] const std::string& name() const noexcept { return name_; }        ///< "PostgreSQL"
    [[nodiscard]] const std::string& version() const noexcept { return version_; }  ///< "15.18"

    /// Drops the table and makes it again, so that no method meets what another has left in it.
    template <class Row>
    void make_table() {
        engine_->drop_all<Row>();
        engine_->create_all<Row>();
        after_making(table_name<Row>());
    }
    template <class Row, class Range>
    void fill(const Range& rows) {
        aludel::repository<Row> table{*session_};
        table.bulk_insert(rows);
        after_filling(table_name<Row>());
    }
    template <class Row>
    void drop_table() {
        engine_->drop_all<Row>();
    }
    /// Waits until what was written before is where it belongs: the next method must not pay for it.
    void settle();

    /// Every row of the table, by a plain SELECT.
    template <class Row>
    checksum read_table() {
        checksum sum;
        aludel::repository<Row> table{*session_};
        for (const Row& row : table.stream()) {
            sum.add(row);
        }
        return sum;
    }

private:
    template <class Row>
    static std::string table_name() {
        return std::string{aludel::table_of<Row>.name};
    }
    void after_making(const std::string& table);
    void after_filling(const std::string& table);

    std::unique_ptr<shared_memory_files> memory_;
    std::string url_;
    database_kind kind_;
    std::unique_ptr<aludel::engine> engine_;
    std::unique_ptr<aludel::session> session_;
    std::string name_;
    std::string version_;
    bool may_checkpoint_ = true;
};

}  // namespace bench
