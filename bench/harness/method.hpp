// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <aludel/model/function_ref.hpp>

namespace bench {

enum class operation : std::uint8_t {
    insert,            ///< rows that bring their keys, one transaction
    upsert,            ///< on the key, all other columns updated, one transaction
    insert_returning,  ///< rows without keys; the stored objects come back in input order, one transaction
    update_many,       ///< all columns of rows by their keys, one transaction
    remove_many,       ///< rows by their keys, one transaction
    select_all,        ///< into a vector, in no order
    stream,            ///< one row at a time, in no order
    get_by_key,        ///< one statement a row
    add_one,           ///< one statement and one transaction a row, the generated key comes back
};

/// Who wrote the code that is measured.
enum class method_kind : std::uint8_t { aludel, raw, library };

/// One way of moving rows of one shape in and out of one database, over a connection of its own which is opened by the
/// constructor. The table is there, and is the harness's: methods neither make nor empty it. What the harness times is
/// one call, transaction included. Throws std::exception when anything fails.
template <class Row>
class method {
public:
    method(std::string name, method_kind kind, std::vector<operation> operations)
        : name_{std::move(name)}, kind_{kind}, operations_{std::move(operations)} {}
    method(const method&) = delete;
    method& operator=(const method&) = delete;
    virtual ~method() = default;

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] method_kind kind() const noexcept { return kind_; }
    [[nodiscard]] const std::vector<operation>& operations() const noexcept { return operations_; }
    /// How many rows are enough to measure it, where more would only take longer: it is that slow.
    [[nodiscard]] virtual std::uint64_t most_rows(operation) const noexcept { return UINT64_MAX; }

    // Only those are called that operations() lists.
    virtual void insert(const std::vector<Row>&) {}
    virtual void upsert(const std::vector<Row>&) {}
    /// Copies of the rows with the keys that the database gave them.
    virtual std::vector<Row> insert_returning(const std::vector<Row>&) { return {}; }
    virtual void update_many(const std::vector<Row>&) {}
    virtual void remove_many(std::span<const std::int64_t>) {}
    virtual std::vector<Row> select_all() { return {}; }
    virtual void stream(aludel::function_ref<void(const Row&)>) {}
    /// Appends the row of each key, in the order of the keys.
    virtual void get_by_key(std::span<const std::int64_t>, std::vector<Row>&) {}
    /// Appends the key that each row got.
    virtual void add_one(const std::vector<Row>&, std::vector<std::int64_t>&) {}

private:
    std::string name_;
    method_kind kind_;
    std::vector<operation> operations_;
};

template <class Row>
using methods = std::vector<std::unique_ptr<method<Row>>>;

// The raw twins: every good path of the C API, by hand. Defined in bench/twins/<database>.cpp, and instantiated there
// for each shape. `url` is a connection string of aludel's.
template <class Row>
methods<Row> sqlite_twins(const std::string& url);
template <class Row>
methods<Row> postgresql_twins(const std::string& url);
template <class Row>
methods<Row> mysql_twins(const std::string& url);

}  // namespace bench
