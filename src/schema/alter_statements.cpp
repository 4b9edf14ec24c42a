// SPDX-License-Identifier: BSL-1.0
#include <algorithm>

#include <aludel/error.hpp>

#include "schema/alter_table.hpp"
#include "schema/changes.hpp"
#include "schema/ddl_text.hpp"

namespace aludel::schema {
namespace {

using names = std::vector<std::string>;

bool begins_with(const names& list, const names& beginning) {
    return list.size() >= beginning.size() && std::equal(beginning.begin(), beginning.end(), list.begin());
}

/// Whether the table has a key or index that serves the foreign key, so that the server makes none of its own.
bool has_index_for(const table& of, const foreign_key& reference) {
    const auto serves = [&reference](const key_columns& key) {
        return begins_with(key.columns, reference.columns);
    };
    return serves(of.primary_key) || std::any_of(of.uniques.begin(), of.uniques.end(), serves) ||
           std::any_of(of.indexes.begin(), of.indexes.end(), serves);
}

bool any_in(const names& list, const std::vector<const column_changed*>& changed) {
    return std::any_of(changed.begin(), changed.end(), [&list](const column_changed* each) {
        return std::find(list.begin(), list.end(), each->after.name) != list.end();
    });
}

/// Whether the table loses a key or an index over columns that the foreign key refers to.
bool loses_key(const table_changes& referred, const foreign_key& reference) {
    const auto has_columns = [&reference](const key_columns& key) {
        return std::find_first_of(key.columns.begin(), key.columns.end(), reference.referenced_columns.begin(),
                                  reference.referenced_columns.end()) != key.columns.end();
    };
    return (referred.key != nullptr && has_columns(referred.key->before)) ||
           std::any_of(referred.uniques_removed.begin(), referred.uniques_removed.end(),
                       [&](const unique_removed* each) { return has_columns(each->unique); }) ||
           std::any_of(referred.indexes_removed.begin(), referred.indexes_removed.end(),
                       [&](const index_removed* each) { return has_columns(each->index); });
}

/// A foreign key that is not there while the tables change: gone for good, or for as long as something is changed that
/// it stands on.
struct loosened {
    const table* of;
    const foreign_key* reference;
    bool returns;
};

class alteration {
public:
    alteration(ddl_target to, const sorted_changes& changes, std::span<const table> before,
               std::span<const table> after)
        : to_{to}, changes_{changes}, before_{before}, after_{after} {}

    std::vector<std::string> plan() {
        append_renames(statements_, to_, changes_, before_);
        loosen_foreign_keys();
        for (const table_changes& each : changes_.tables) {
            drop_constraints(each);
        }
        drop_tables();
        for (const table_changes& each : changes_.tables) {
            append_column_changes(statements_, to_, each);
        }
        create_tables();
        for (const table_changes& each : changes_.tables) {
            add_constraints(each);
        }
        add_foreign_keys();
        drop_sequences();
        return std::move(statements_);
    }

private:
    void loosen_foreign_keys();
    [[nodiscard]] bool is_removed(const table& of, const foreign_key& reference) const;
    [[nodiscard]] bool stands_on_changes(const table& of, const foreign_key& reference) const;
    void drop_foreign_key(const table& of, const foreign_key& reference);
    void drop_constraints(const table_changes& of);
    void drop_tables();
    void create_tables();
    void add_constraints(const table_changes& of);
    void add_foreign_key(const table_name& to, const foreign_key& reference);
    void add_foreign_keys();
    void drop_sequences();
    [[nodiscard]] const table_changes* changes_of(const table_name& name) const {
        const auto found = std::find_if(changes_.tables.begin(), changes_.tables.end(),
                                        [&](const table_changes& each) { return same_table(each.after->name, name); });
        return found == changes_.tables.end() ? nullptr : &*found;
    }
    [[nodiscard]] bool drops_table(const table_name& name) const {
        return std::any_of(changes_.tables_removed.begin(), changes_.tables_removed.end(),
                           [&](const table* each) { return same_table(each->name, name); });
    }
    void alter(const table_name& name, const std::string& what) {
        statements_.push_back(alter_table(to_, name) + what);
    }
    [[nodiscard]] std::string quoted(const std::string& name) const {
        std::string text;
        to_.dialect.append_identifier(text, name);
        return text;
    }

    ddl_target to_;
    const sorted_changes& changes_;
    std::span<const table> before_;
    std::span<const table> after_;
    std::vector<std::string> statements_;
    std::vector<loosened> loosened_;
    std::vector<std::pair<table_name, foreign_key>> late_;  // of new tables, which refer to each other
};

bool alteration::is_removed(const table& of, const foreign_key& reference) const {
    const table_changes* changes = changes_of(of.name);
    return changes != nullptr &&
           std::any_of(changes->foreign_keys_removed.begin(), changes->foreign_keys_removed.end(),
                       [&](const foreign_key_removed* each) { return each->foreign_key.name == reference.name; });
}

/// Servers refuse to change what a foreign key needs: its columns, those that it refers to and their key, its index.
bool alteration::stands_on_changes(const table& of, const foreign_key& reference) const {
    if (const table_changes* own = changes_of(of.name); own != nullptr) {
        const auto serves = [&](const names& columns) {
            return to_.facts.indexes_foreign_keys && begins_with(columns, reference.columns);
        };
        const bool loses_index =
            std::any_of(own->indexes_removed.begin(), own->indexes_removed.end(),
                        [&](const index_removed* each) { return serves(each->index.columns); }) ||
            std::any_of(own->uniques_removed.begin(), own->uniques_removed.end(),
                        [&](const unique_removed* each) { return serves(each->unique.columns); }) ||
            (own->key != nullptr && serves(own->key->before.columns));
        if (loses_index || any_in(reference.columns, own->changed)) {
            return true;
        }
    }
    const table_changes* referred = changes_of(reference.referenced);
    return referred != nullptr &&
           (loses_key(*referred, reference) || any_in(reference.referenced_columns, referred->changed));
}

void alteration::drop_foreign_key(const table& of, const foreign_key& reference) {
    if (!reference.unwritable.empty()) {
        throw usage_error{"the foreign key " + reference.name + " of the table " + of.name.name +
                              " would have to be dropped, and \"" + reference.unwritable +
                              "\" of it could not be written again; drop it by hand before, and make it again behind "
                              "this change, in revisions of their own",
                          {.constraint = reference.name, .table = of.name.name}};
    }
    alter(of.name, std::string{to_.dialect.drop_foreign_key()} + ' ' + quoted(reference.name));
    // The index that the server made for it stays otherwise, and the next foreign key makes another one.
    if (to_.facts.indexes_foreign_keys && (!reference.own_index.empty() || !has_index_for(of, reference))) {
        alter(of.name, "drop index " + quoted(reference.own_index.empty() ? reference.name : reference.own_index));
    }
}

void alteration::loosen_foreign_keys() {
    for (const table& of : before_) {
        for (const foreign_key& reference : of.foreign_keys) {
            const bool goes_with_table = drops_table(of.name);
            const bool is_removed_itself = !goes_with_table && is_removed(of, reference);
            // Constraints are dropped before tables are.
            const bool blocks_a_drop = goes_with_table && !same_table(of.name, reference.referenced) &&
                                       (drops_table(reference.referenced) || stands_on_changes(of, reference));
            const bool returns = !goes_with_table && !is_removed_itself && stands_on_changes(of, reference);
            if (is_removed_itself || blocks_a_drop || returns) {
                drop_foreign_key(of, reference);
                loosened_.push_back({&of, &reference, returns});
            }
        }
    }
}

/// MariaDB 10.11 answers 1091 to DROP CONSTRAINT for a check that a column's definition says.
void require_gone_with_column(const table_changes& of, const check& removed) {
    const bool is_gone = std::any_of(of.removed.begin(), of.removed.end(),
                                     [&](const column_removed* each) { return each->column.name == removed.name; });
    if (!is_gone) {
        const std::string& table = of.after->name.name;
        throw usage_error{"the check of the column " + removed.name + " of the table " + table +
                              " is part of the column's definition, and cannot be dropped by itself; give the column "
                              "its definition again without the check, by hand, in a revision of its own",
                          {.table = table, .column = removed.name}};
    }
}

void alteration::drop_constraints(const table_changes& of) {
    const table_name& name = of.after->name;
    const bool by_name = to_.facts.table_change == table_change::alter_column;
    for (const check_removed* each : of.checks_removed) {
        if (each->check.in_column) {
            require_gone_with_column(of, each->check);
        } else {
            alter(name, "drop constraint " + quoted(each->check.name));
        }
    }
    const auto drop_index = [&](const key_columns& index) {
        if (by_name) {
            std::string sql = "drop index ";
            append_name(sql, to_, {name.schema, index.name});
            statements_.push_back(std::move(sql));
        } else {
            alter(name, "drop index " + quoted(index.name));
        }
    };
    for (const index_removed* each : of.indexes_removed) {
        drop_index(each->index);
    }
    for (const unique_removed* each : of.uniques_removed) {
        by_name && !each->unique.is_index ? alter(name, "drop constraint " + quoted(each->unique.name))
                                          : drop_index(each->unique);
    }
    if (by_name && of.key != nullptr && !of.key->before.columns.empty()) {
        const std::string& key = of.before->primary_key.name;
        alter(name, "drop constraint " + quoted(key.empty() ? to_.dialect.primary_key_name(of.before->name) : key));
    }
}

/// Foreign keys between them are gone already.
void alteration::drop_tables() {
    for (const table* each : changes_.tables_removed) {
        statements_.push_back(drop_table(to_, each->name));
    }
}

void alteration::create_tables() {
    std::vector<table_name> there;
    for (const table& each : after_) {
        if (std::find(changes_.tables_added.begin(), changes_.tables_added.end(), &each) ==
            changes_.tables_added.end()) {
            there.push_back(each.name);
        }
    }
    for (const table* made : parents_first(changes_.tables_added)) {
        // Tables that are there may get the key only later that a new one refers to.
        table alone = *made;
        std::erase_if(alone.foreign_keys, [&](const foreign_key& each) {
            const bool waits = changes_of(each.referenced) != nullptr;
            if (waits) {
                late_.emplace_back(made->name, each);
            }
            return waits;
        });
        for (std::string& sql : create_table(to_, alone, there)) {
            statements_.push_back(std::move(sql));
        }
        for (const foreign_key& each : alone.foreign_keys) {
            const bool is_there = std::any_of(there.begin(), there.end(),
                                              [&](const table_name& name) { return name == each.referenced; }) ||
                                  each.referenced == made->name;
            if (!is_there) {
                late_.emplace_back(made->name, each);
            }
        }
        there.push_back(made->name);
    }
}

void alteration::add_constraints(const table_changes& of) {
    const table_name& name = of.after->name;
    if (to_.facts.table_change == table_change::alter_column && of.key != nullptr && !of.key->after.columns.empty()) {
        std::string key = "add ";
        if (!of.after->primary_key.name.empty()) {
            key += "constraint " + quoted(of.after->primary_key.name) + ' ';
        }
        append_primary_key(key, to_, of.after->primary_key);
        alter(name, key);
    }
    for (const unique_added* each : of.uniques_added) {
        std::string unique = "add ";
        append_unique(unique, to_, wanted_unique(*of.after, each->unique));
        alter(name, unique);
    }
    for (const index_added* each : of.indexes_added) {
        statements_.push_back(create_index(to_, name, wanted_index(*of.after, each->index)));
    }
    for (const check_added* each : of.checks_added) {
        if (!each->check.in_column) {  // else the column's definition says it
            std::string check = "add ";
            append_check(check, to_, wanted_check(*of.after, each->check));
            alter(name, check);
        }
    }
}

void alteration::add_foreign_key(const table_name& to, const foreign_key& reference) {
    std::string sql = "add ";
    append_foreign_key(sql, to_, reference);
    alter(to, sql);
}

void alteration::add_foreign_keys() {
    for (const loosened& each : loosened_) {
        if (each.returns) {
            add_foreign_key(each.of->name, *each.reference);
        }
    }
    for (const table_changes& of : changes_.tables) {
        for (const foreign_key_added* each : of.foreign_keys_added) {
            add_foreign_key(of.after->name, wanted_foreign_key(*of.after, each->foreign_key));
        }
    }
    for (const auto& [name, reference] : late_) {
        add_foreign_key(name, reference);
    }
}

/// Last, when the tables do not need them any more.
void alteration::drop_sequences() {
    for (const table& of : before_) {
        const table* const stays = find_table(after_, of.name);
        for (const column& each : of.columns) {
            const column* const wanted = stays == nullptr ? nullptr : find_column(*stays, each.name);
            if (each.counted_apart && (wanted == nullptr || !wanted->counted_apart)) {
                statements_.push_back(drop_sequence(to_, of.name, each));
            }
        }
    }
}

}  // namespace

std::vector<std::string> alter_statements(ddl_target to, const sorted_changes& changes, std::span<const table> before,
                                          std::span<const table> after) {
    return alteration{to, changes, before, after}.plan();
}

}  // namespace aludel::schema
