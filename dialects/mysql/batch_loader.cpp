// SPDX-License-Identifier: BSL-1.0
#include "batch_loader.hpp"

#include <aludel/sql/statements.hpp>

#include "connection.hpp"
#include "staged_upsert.hpp"

namespace aludel::mysql {
namespace {

/// Whether the database makes all keys. LOAD DATA then holds a lock on the table's counter until it ends
/// (dev.mysql.com/doc/refman/8.0/en/innodb-auto-increment-handling.html, "bulk inserts"): parallel loads would wait for
/// each other.
bool leaves_keys_to_database(const bulk_plan& plan) {
    const column_description* const generated = generated_column(*plan.table);
    return generated != nullptr && !contains(plan.columns, index_in(*plan.table, *generated));
}

std::string table_of(const bulk_target& target) {
    std::string name;
    append_table_name(name, target.spell, *target.plan.table);
    return name;
}

std::string columns_of(const bulk_target& target) {
    std::string list;
    sql::append_column_list(list, target.spell, *target.plan.table, target.plan.columns);
    return list;
}

/// Plain inserts: into the table itself, behind a savepoint.
class plain_load final : public batch_loader {
public:
    explicit plain_load(const bulk_target& target)
        : connection_{target.connection}, load_{target, table_of(target), columns_of(target)} {}

    /// Each batch has a cost of its own, so that larger ones are better; below 500 rows savepoint and release cost more
    /// than LOAD DATA gains.
    [[nodiscard]] sizes batch_sizes() const noexcept override { return {500, 40'000}; }

    std::optional<std::uint64_t> send(std::span<const value_view> values, load_data::rows_giver more) override {
        constexpr std::string_view savepoint = "savepoint aludel_load_data";
        connection_.require_idle(savepoint);
        run_watched(connection_, statement_kind::transaction, savepoint);
        const std::optional<std::uint64_t> rows = load_.send(values, more);
        connection_.require_idle(savepoint);
        if (!rows) {
            run_watched(connection_, statement_kind::transaction, "rollback to savepoint aludel_load_data");
        }
        run_watched(connection_, statement_kind::transaction, "release savepoint aludel_load_data");
        return rows;
    }

private:
    wire& connection_;
    load_data load_;
};

}  // namespace

std::unique_ptr<batch_loader> open_batch_loader(const bulk_target& target, const std::string& clause) {
    if (target.plan.on_stored || leaves_keys_to_database(target.plan) || !load_data::suits(target)) {
        return nullptr;
    }
    if (target.plan.policy.action != conflict_action::fail) {
        return target.connection.refuses_temporary_tables() ? nullptr : open_staged_upsert(target, clause);
    }
    // Outside a transaction, where temporary tables are filled, there are no savepoints to go back to.
    return target.connection.in_transaction() ? std::make_unique<plain_load>(target) : nullptr;
}

}  // namespace aludel::mysql
