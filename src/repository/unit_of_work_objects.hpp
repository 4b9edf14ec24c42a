// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <aludel/model/scratch.hpp>
#include <aludel/repository/unit_of_work.hpp>

/// The objects of a unit of work, and which row each of them is.
namespace aludel::detail {

/// Objects of one type, which stay where they are.
class object_store {
public:
    explicit object_store(const object_type& type) noexcept : type_{&type} {}
    object_store(const object_store&) = delete;
    object_store& operator=(const object_store&) = delete;
    ~object_store();

    void* add_new();
    void* add_copy(const void* object);
    void* add_moved(void* object);
    /// Destroys the last ones.
    void shrink(std::size_t size) noexcept;

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] void* operator[](std::size_t index) const noexcept;
    [[nodiscard]] std::optional<std::size_t> index_of(const void* object) const noexcept;

private:
    void* next_place();

    const object_type* type_;
    std::vector<std::byte*> blocks_;  // each has twice the places of the one before
    std::size_t size_ = 0;
};

enum class object_state : std::uint8_t {
    added,    ///< will be inserted
    stored,   ///< is a row, and will be updated if it changed
    removed,  ///< is a row, and will be removed
    gone,     ///< is no row any more, or never became one
};

struct tracked_object {
    object_state state;
    std::uint32_t first_link = 0;  ///< one more than its place among the links; 0: none
    std::string snapshot{};        ///< the row as it is stored, packed
};

class tracked_objects;

/// A child that is to take the key of a parent that does not have it yet.
struct pending_link {
    object_link by;
    tracked_objects* parents;
    std::size_t parent;
    std::uint32_t next;        ///< link of the same child, as first_link
    bool is_deferred = false;  ///< set by an update, when both are stored
};

/// The objects of one table: each row of it is one of them.
class tracked_objects {
public:
    explicit tracked_objects(const object_type& type)
        : type_{&type}, store_{type}, prepare_{*type.table, value_view::of_timestamp(0)} {}

    [[nodiscard]] const object_type& type() const noexcept { return *type_; }
    [[nodiscard]] const table_description& table() const noexcept { return *type_->table; }
    [[nodiscard]] std::size_t size() const noexcept { return tracked_.size(); }
    [[nodiscard]] void* object(std::size_t index) const noexcept { return store_[index]; }
    [[nodiscard]] tracked_object& operator[](std::size_t index) noexcept { return tracked_[index]; }
    [[nodiscard]] const tracked_object& operator[](std::size_t index) const noexcept { return tracked_[index]; }
    [[nodiscard]] std::optional<std::size_t> index_of(const void* object) const noexcept {
        return store_.index_of(object);
    }

    /// Takes a new object.
    std::size_t add(void* moved);
    /// Takes an object that is a row; no other one is that row.
    std::size_t add_stored(void* moved);
    /// The object that is the row with this key.
    [[nodiscard]] std::optional<std::size_t> find(const std::string& key);

    /// The object's values now. They borrow from it and the scratch.
    void read(std::size_t index, std::span<value_view> row, scratch& temporaries) const {
        read_object(table(), object(index), row, temporaries);
    }
    /// The object's values as an insert sends them: NULL for what the database is asked for. Valid until the object
    /// changes or another one is asked about.
    [[nodiscard]] std::span<const value_view> as_inserted(std::size_t index);
    /// The row's values as they are stored. They borrow from the snapshot.
    void read_stored(std::size_t index, std::span<value_view> row) const;
    /// The object is what is stored now.
    void settle(std::size_t index);
    /// The row is stored with these values, which may differ from the object's.
    void note_stored(std::size_t index, std::span<const value_view> row);
    /// The object's row is gone.
    void forget(std::size_t index);
    void forget_links() noexcept;
    /// Finds rows anew: states were taken back.
    void index_again();

    std::vector<pending_link> links;

private:
    [[nodiscard]] std::string stored_key(std::size_t index);

    const object_type* type_;
    object_store store_;
    insert_preparation prepare_;
    std::vector<tracked_object> tracked_;
    std::unordered_map<std::string, std::size_t> by_key_;
    std::vector<std::size_t> not_indexed_;  // rows that nobody has looked for yet
    std::vector<value_view> row_;
    scratch temporaries_;
};

/// Calls `use` with each link of an object, the last one that was made first, and its place.
template <class Use>
void for_each_link(const tracked_objects& objects, std::size_t index, Use use) {
    for (std::uint32_t next = objects[index].first_link; next != 0; next = objects.links[next - 1].next) {
        use(objects.links[next - 1], next - 1);
    }
}

}  // namespace aludel::detail
