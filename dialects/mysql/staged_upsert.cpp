// SPDX-License-Identifier: BSL-1.0
#include "staged_upsert.hpp"

#include <atomic>

#include <aludel/error.hpp>
#include <aludel/sql/statements.hpp>

#include "connection.hpp"
#include "key_teller.hpp"
#include "spellings.hpp"

namespace aludel::mysql {
namespace {

/// No two alike in a process: a session may need several at once.
std::string new_name() {
    static std::atomic<unsigned long> tables{0};
    return "`aludel_load_" + std::to_string(++tables) + '`';
}

/// Unlike the names of the table's own columns, since the assignments of an INSERT … SELECT may speak of both tables'
/// (dev.mysql.com/doc/refman/8.0/en/insert-on-duplicate.html).
std::string staged_column(std::size_t place) {
    return "`aludel_c" + std::to_string(place) + '`';
}

std::string staged_columns(const bulk_plan& plan) {
    std::string list;
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        list += (i == 0 ? "" : ", ") + staged_column(i);
    }
    return list;
}

/// Repeated keys need a table that is read in the order in which its rows came: one without an index of MyISAM, Aria or
/// InnoDB is. But not with Aria's default row format, which fills pages up
/// (mariadb.com/kb/en/aria-storage-formats, "page").
std::string create_statement(const bulk_target& target, const std::string& name) {
    std::string sql = "create temporary table " + name;
    for (std::size_t i = 0; i < target.plan.columns.size(); ++i) {
        sql += (i == 0 ? " (" : ", ") + staged_column(i) + ' ';
        append_type(sql, target.facts, target.plan.table->columns[target.plan.columns[i]], {});
    }
    sql += ')' + target.facts.syntax.temporary_table.options;
    return target.connection.server().is_mariadb ? sql + " row_format=dynamic" : sql;
}

std::string upsert_statement(const bulk_target& target, const std::string& name, const std::string& clause) {
    const bulk_plan& plan = target.plan;
    std::string sql = "insert into ";
    append_table_name(sql, target.spell, *plan.table);
    sql += " (";
    sql::append_column_list(sql, target.spell, *plan.table, plan.columns);
    const char* separator = ") select ";
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        sql += separator + staged_column(i);
        separator = ", ";
    }
    return sql + " from " + name + clause;
}

class staged_upsert final : public batch_loader {
public:
    staged_upsert(const bulk_target& target, const std::string& clause)
        : connection_{target.connection}, keys_{target}, width_{target.plan.columns.size()}, name_{new_name()},
          create_{create_statement(target, name_)}, load_{target, name_, staged_columns(target.plan)},
          upsert_{upsert_statement(target, name_, clause)} {}

    /// The upsert may hold a lock on the table's counter until it ends, which is why it does not take more.
    [[nodiscard]] sizes batch_sizes() const noexcept override { return {1'000, 10'000}; }

    std::optional<std::uint64_t> send(std::span<const value_view> values, load_data::rows_giver more) override {
        bool asks = any_asks(values);
        if (asks || !is_created()) {
            return std::nullopt;
        }
        const dropper drop{*this};
        const auto seen = [&]() -> std::span<const value_view> {
            if (asks) {
                return {};
            }
            const std::span<const value_view> given = more();
            asks = any_asks(given);
            return given;
        };
        if (!load_.send(values, seen) || asks) {
            return std::nullopt;
        }
        connection_.require_idle(upsert_);
        statement_watch watch{connection_.watcher(), statement_kind::plain, upsert_};  // LOAD DATA carried the rows
        const std::uint64_t counted = run_on(connection_.handle(), upsert_);
        watch.end(counted);
        return counted;
    }

private:
    class dropper {
    public:
        explicit dropper(const staged_upsert& of) : of_{of} {}
        dropper(const dropper&) = delete;
        dropper& operator=(const dropper&) = delete;
        ~dropper() { of_.is_dropped() || of_.is_dropped(); }  // the first may get the KILL QUERY of a statement before

    private:
        const staged_upsert& of_;
    };

    /// Whether one of the rows asks for its key. An INSERT … SELECT takes such keys in growing portions beforehand
    /// (dev.mysql.com/doc/refman/8.0/en/innodb-auto-increment-handling.html, "bulk inserts"): one that another row
    /// brings may be among them, and would be taken for a row that is there.
    [[nodiscard]] bool any_asks(std::span<const value_view> rows) const {
        for (; !rows.empty(); rows = rows.subspan(width_)) {
            if (keys_.asks_for_key(rows.first(width_))) {
                return true;
            }
        }
        return false;
    }

    /// Not where the server refuses it, which it is not asked again then.
    [[nodiscard]] bool is_created() const {
        connection_.require_idle(create_);
        try {
            run_watched(connection_, statement_kind::plain, create_);
            return true;
        } catch (const statement_error&) {
            connection_.refuse_temporary_tables();
            return false;
        }
    }

    /// A connection that is gone takes its tables with it.
    bool is_dropped() const noexcept {
        try {
            run_watched(connection_, statement_kind::plain, "drop temporary table if exists " + name_);
        } catch (const connection_lost&) {
        } catch (...) {
            return false;
        }
        return true;
    }

    wire& connection_;
    key_teller keys_;
    std::size_t width_;
    std::string name_;
    std::string create_;
    load_data load_;
    std::string upsert_;
};

}  // namespace

std::unique_ptr<batch_loader> open_staged_upsert(const bulk_target& target, const std::string& clause) {
    return std::make_unique<staged_upsert>(target, clause);
}

}  // namespace aludel::mysql
