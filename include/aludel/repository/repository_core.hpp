// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <aludel/bulk/bulk_load.hpp>
#include <aludel/repository/patch.hpp>
#include <aludel/session/session_core.hpp>
#include <aludel/sql/statements.hpp>

namespace aludel {

class insert_columns;

/// Objects at equal distances in memory: those of a vector, or one inside each of a vector's elements. Or wherever they
/// are, by their addresses.
struct object_span {
    void* first = nullptr;
    std::size_t count = 0;
    std::size_t distance = 0;          ///< bytes from one to the next
    void* const* addresses = nullptr;  ///< in place of `first` and `distance`

    [[nodiscard]] void* operator[](std::size_t index) const noexcept {
        if (addresses != nullptr) {
            return addresses[index];
        }
        return static_cast<std::byte*>(first) + index * distance;
    }
};

/// The compiled half of a repository: objects are pointers, and `table` knows how to read and write them.
class repository_core {
public:
    repository_core(session_core& session, const table_description& table) noexcept
        : session_{&session}, table_{&table} {}

    using key_values = std::span<const value_view>;

    /// Inserts `object`; `stored`, a copy of it, becomes what is stored.
    void add(const void* object, void* stored);
    bool find(key_values wanted, void* object, bool removed_too = false);
    /// Makes an object of each row.
    void list(const sql::select_query& asked, object_sink sink);
    [[nodiscard]] execution stream(const sql::select_query& query);
    std::uint64_t count(const sql::select_query& asked);
    bool exists(const sql::select_query& asked);

    /// Writes every column but the key and created_at. Throws not_found, or stale_object where the table has versions.
    void update(const void* object, void* stored);
    void patch(key_values wanted, std::span<const owned_assignment> changes, void* stored);
    std::uint64_t update_where(const expression& where, std::span<const owned_assignment> changes, bool removed_too);

    /// Looks for a row with the object's values in `match`; inserts the object, or with `updates` changes these
    /// columns of the row. Returns whether the row was made.
    bool store(const void* object, std::span<const column_index> match, std::span<const column_index> updates,
               void* stored);
    /// Removing marks rows where the table has a mark for it, and deletes them elsewhere.
    bool remove(key_values wanted);
    std::uint64_t remove_keys(std::span<const value> keys);
    std::uint64_t remove_where(const expression& where);
    bool purge(key_values wanted);
    std::uint64_t purge_keys(std::span<const value> keys);
    std::uint64_t purge_where(const expression& where);
    /// Takes the mark from removed rows.
    std::uint64_t restore_keys(std::span<const value> keys);
    std::uint64_t restore_where(const expression& where);

    // Many objects, all or none, by set statements. Each object becomes what is stored.
    void add_many(object_span objects);
    /// As add_many, inside a transaction of the caller's, who rolls back when this throws.
    void add_many_inside(object_span objects);
    /// Throws not_found when a row is absent, stale_object when it has another version.
    void update_many(object_span objects);
    /// Inserts, or does what the policy says with rows that are there; returns what became of each.
    std::vector<row_outcome> upsert_many(object_span objects, const conflict_policy& policy);
    /// As upsert_many, but under do_nothing objects whose rows are there stay as they are.
    std::vector<row_outcome> insert_many(object_span objects, const conflict_policy& policy);

    bulk_result bulk_insert(row_source& rows, const conflict_policy& policy, const bulk_options& options);

    [[nodiscard]] session_core& session() const noexcept { return *session_; }
    [[nodiscard]] const table_description& table() const noexcept { return *table_; }

    /// Throws not_found for a key, or multiple_results: naming the table, never the values.
    [[noreturn]] void throw_not_found() const;
    [[noreturn]] void throw_multiple_results() const;

    /// Whether one of the objects has the key of a row that is marked as removed.
    bool any_removed(object_span objects);

private:
    std::vector<row_outcome> insert_inside(object_span objects, const conflict_policy& policy,
                                           function_ref<void(function_ref<void()>)> in_transaction);
    void insert_row(std::span<value_view> row, void* stored);
    void insert_returning(const insert_columns& columns, std::span<value_view> row, void* stored);
    void insert_and_be_told(const insert_columns& columns, std::span<value_view> row, void* stored);
    void insert_and_read(std::span<value_view> row, void* stored);
    std::uint64_t insert_only(const insert_columns& columns, std::span<const value_view> row);
    void require_versions(object_span objects);
    void reserve_given_key(std::span<const value_view> row);
    [[nodiscard]] expression with_keys(std::span<const value> keys) const;
    [[nodiscard]] bool fits_statement(std::span<const value> keys) const;
    std::uint64_t for_keys(std::span<const value> keys, function_ref<std::uint64_t(const expression&)> change);
    std::uint64_t mark_where(const expression& where, bool removed);
    void update_row(const expression& where, std::span<const sql::assignment> changes, void* stored,
                    const expression* only_if = nullptr);
    enum class store_outcome { found, created, lost_a_race };
    store_outcome store_once(std::span<value_view> row, std::span<const column_index> match,
                             std::span<const column_index> updates, bool retried, bool last_try, void* stored);
    bool find_matching(const expression& where, bool lock, bool removed_too, std::vector<value_view>& found,
                       scratch& kept);

    session_core* session_;
    const table_description* table_;
};

}  // namespace aludel
