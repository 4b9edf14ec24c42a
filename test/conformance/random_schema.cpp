// SPDX-License-Identifier: BSL-1.0
#include "random_schema.hpp"

#include <algorithm>
#include <array>

namespace random_schema {
namespace {

using aludel::value_kind;

class source {
public:
    source(std::mt19937_64& random, const aludel::capabilities& facts) : random_{random}, facts_{facts} {}

    int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
    bool one_in(int count) { return below(count) == 0; }
    template <class Each>
    const Each& any_of(const std::vector<Each>& choices) {
        return choices[static_cast<std::size_t>(below(static_cast<int>(choices.size())))];
    }

    value_kind kind() {
        constexpr std::array kinds{value_kind::boolean,   value_kind::int16,  value_kind::int32,   value_kind::int64,
                                   value_kind::int64,     value_kind::uint64, value_kind::float32, value_kind::float64,
                                   value_kind::text,      value_kind::text,   value_kind::bytes,   value_kind::date,
                                   value_kind::timestamp, value_kind::uuid};
        return kinds[static_cast<std::size_t>(below(static_cast<int>(kinds.size())))];
    }

    bool may_have_default(value_kind kind) const {
        switch (kind) {
        case value_kind::int16:
        case value_kind::int32:
        case value_kind::int64:
        case value_kind::float64:
        case value_kind::date: return true;
        case value_kind::text:
        case value_kind::uuid: return facts_.default_expressions;
        default: return false;
        }
    }

    aludel::referential_action action(bool can_be_null) {
        using enum aludel::referential_action;
        const std::vector all{no_action, restrict, cascade, set_null};
        const auto chosen = any_of(all);
        return chosen == set_null && !can_be_null ? cascade : chosen;
    }

private:
    std::mt19937_64& random_;
    const aludel::capabilities& facts_;
};

bool contains(const std::vector<int>& list, int number) {
    return std::find(list.begin(), list.end(), number) != list.end();
}

bool is_in_unique(const table& of, int number) {
    return contains(of.primary_key, number) ||
           std::any_of(of.uniques.begin(), of.uniques.end(), [&](const auto& list) { return contains(list, number); });
}

bool is_in_foreign_key(const table& of, int number) {
    return std::any_of(of.foreign_keys.begin(), of.foreign_keys.end(),
                       [&](const foreign_key& each) { return contains(each.columns, number); });
}

bool is_refered_to(const tables& in, int number) {
    return std::any_of(in.begin(), in.end(), [number](const table& each) {
        return each.number != number && std::any_of(each.foreign_keys.begin(), each.foreign_keys.end(),
                                                    [number](const foreign_key& key) { return key.table == number; });
    });
}

column make_column(source& random, int number) {
    column made{number, "c" + std::to_string(number), random.kind()};
    made.nullable = random.one_in(2);
    made.has_default = random.one_in(4) && random.may_have_default(made.kind);
    return made;
}

/// Rows that were there before the column hold no values of their own in it, which would be unique or a row's key.
bool may_be_unique(const column& is, const table* before) {
    const bool is_new = before != nullptr && before->find(is.number) == nullptr;
    return is.kind != value_kind::boolean && (!is_new || (is.nullable && !is.has_default));
}

std::vector<int> some_columns(source& random, const table& of, const table* before, bool unique) {
    std::vector<int> chosen;
    for (const column& each : of.columns) {
        if (random.one_in(4) && chosen.size() < 3 && (!unique || may_be_unique(each, before))) {
            chosen.push_back(each.number);
        }
    }
    std::shuffle(chosen.begin(), chosen.end(), std::mt19937{static_cast<unsigned>(random.below(1000))});
    return chosen;
}

void add_keys(source& random, table& to, const table* before) {
    if (std::vector<int> unique = some_columns(random, to, before, true);
        !unique.empty() && unique != to.primary_key &&
        std::none_of(to.uniques.begin(), to.uniques.end(), [&](const auto& is) {
            return is.size() == unique.size() && std::is_permutation(is.begin(), is.end(), unique.begin());
        })) {
        to.uniques.push_back(std::move(unique));
    }
    if (std::vector<int> index = some_columns(random, to, before, false);
        !index.empty() && std::find(to.indexes.begin(), to.indexes.end(), index) == to.indexes.end()) {
        to.indexes.push_back(std::move(index));
    }
    const column& checked = random.any_of(to.columns);
    const bool is_number = checked.kind >= value_kind::int16 && checked.kind <= value_kind::int64;
    const bool is_there = std::any_of(to.checks.begin(), to.checks.end(),
                                      [&](const check& each) { return each.column == checked.number; });
    // MariaDB knows no check of a key that it counts.
    if (checked.number != 0 && (is_number || checked.kind == value_kind::text) && random.one_in(2) && !is_there &&
        !is_in_foreign_key(to, checked.number)) {
        to.checks.push_back({checked.number, checked.number});
    }
}

/// A column that can hold the key of another table: of its type, and not in another foreign key.
int column_for(source& random, const table& in, value_kind kind, const std::vector<int>& taken) {
    std::vector<int> fits;
    for (const column& each : in.columns) {
        const bool is_checked =
            std::any_of(in.checks.begin(), in.checks.end(), [&](const check& is) { return is.column == each.number; });
        if (each.number > 1 && each.kind == kind && !each.has_default && !is_checked &&
            !is_in_foreign_key(in, each.number) && !contains(taken, each.number)) {
            fits.push_back(each.number);
        }
    }
    return fits.empty() ? -1 : random.any_of(fits);
}

void add_foreign_key(source& random, table& to, const tables& all, const table* before, const tables* tables_before) {
    const table& target = random.any_of(all);
    const bool has_rows = tables_before == nullptr || find(*tables_before, target.number) != nullptr;
    if (target.primary_key.empty() || (before != nullptr && !has_rows)) {
        return;
    }
    foreign_key made;
    made.table = target.number;
    bool can_be_null = true;
    for (const int key : target.primary_key) {
        const int chosen = column_for(random, to, target.find(key)->kind, made.columns);
        if (chosen < 0) {
            return;
        }
        const column& is = *to.find(chosen);
        const bool is_new = before != nullptr && before->find(chosen) == nullptr;
        const bool is_of_another_kind = before != nullptr && !is_new && before->find(chosen)->kind != is.kind;
        // Rows come table by table; a reference to a later one is filled in behind.
        if ((!is.nullable && (is_new || target.number > to.number)) || is_of_another_kind) {
            return;
        }
        can_be_null = can_be_null && is.nullable;
        made.columns.push_back(chosen);
    }
    made.on_delete = random.action(can_be_null);
    made.on_update = random.action(can_be_null);
    to.foreign_keys.push_back(std::move(made));
}

table make_table(source& random, int number) {
    table made;
    made.number = number;
    made.name = "mig_" + std::to_string(number);
    made.columns = {{0, "id", value_kind::int64, false, false}, {1, "part", value_kind::int32, false, false}};
    const int count = 1 + random.below(6);
    for (int i = 0; i < count; ++i) {
        made.columns.push_back(make_column(random, 2 + i));
    }
    const int key = random.below(8);
    made.primary_key = key == 0 ? std::vector<int>{} : key == 1 ? std::vector{0, 1} : std::vector{0};
    made.counted = made.primary_key.size() == 1 && random.one_in(2);
    made.by_sequence = random.one_in(2);
    add_keys(random, made, nullptr);
    return made;
}

/// Not those that would come back without the rows' own values, although they are unique or refer to other rows.
void remove_columns(source& random, table& from, const table& before) {
    std::erase_if(from.columns, [&](const column& each) {
        return each.number > 1 && !is_in_unique(before, each.number) && !is_in_foreign_key(before, each.number) &&
               random.one_in(6);
    });
    const auto is_gone = [&](int number) {
        return from.find(number) == nullptr;
    };
    std::erase_if(from.indexes, [&](const auto& list) { return std::any_of(list.begin(), list.end(), is_gone); });
    std::erase_if(from.checks, [&](const check& each) { return is_gone(each.column); });
}

value_kind changed_kind(source& random, value_kind from) {
    using enum value_kind;
    switch (from) {
    case int16:
    case int32:
    case int64: return random.any_of(std::vector{int16, int32, int64, text});
    case float32: return float64;
    case float64: return float32;
    default: return from;
    }
}

void change_columns(source& random, table& in) {
    for (column& each : in.columns) {
        if (each.number <= 1) {
            continue;
        }
        if (random.one_in(6) && !is_in_foreign_key(in, each.number)) {
            each.kind = changed_kind(random, each.kind);
            std::erase_if(in.checks, [&](const check& is) { return is.column == each.number; });
        }
        const bool is_key = is_in_foreign_key(in, each.number) || contains(in.primary_key, each.number);
        each.nullable = random.one_in(6) && !is_key ? !each.nullable : each.nullable;
        each.has_default = random.one_in(6) && !is_key ? !each.has_default : each.has_default;
        each.has_default = each.has_default && random.may_have_default(each.kind);
        if (random.one_in(10)) {
            each.name = "renamed " + std::to_string(each.number);
        }
    }
}

/// The key of a table that others refer to stays.
void change_key(source& random, table& in, bool is_free) {
    if (in.primary_key.size() == 1 && random.one_in(5)) {
        in.counted = !in.counted;
    }
    if (random.one_in(5)) {
        in.by_sequence = !in.by_sequence;
    }
    if (is_free && random.one_in(6)) {
        in.primary_key = in.primary_key.size() == 1 ? std::vector{0, 1} : std::vector{0};
        in.counted = in.primary_key.size() == 1 && random.one_in(2);
    }
}

void drop_some(source& random, table& from) {
    std::erase_if(from.uniques, [&](const auto&) { return random.one_in(4); });
    std::erase_if(from.indexes, [&](const auto&) { return random.one_in(4); });
    std::erase_if(from.foreign_keys, [&](const auto&) { return random.one_in(4); });
    std::erase_if(from.checks, [&](const auto&) { return random.one_in(4); });
}

bool refers_to_itself(const table& is) {
    return std::any_of(is.foreign_keys.begin(), is.foreign_keys.end(),
                       [&](const foreign_key& each) { return each.table == is.number; });
}

}  // namespace

const column* table::find(int wanted) const {
    const auto found =
        std::find_if(columns.begin(), columns.end(), [wanted](const column& each) { return each.number == wanted; });
    return found == columns.end() ? nullptr : &*found;
}

const table* find(const tables& in, int number) {
    const auto found =
        std::find_if(in.begin(), in.end(), [number](const table& each) { return each.number == number; });
    return found == in.end() ? nullptr : &*found;
}

tables make(std::mt19937_64& generator, const aludel::capabilities& facts) {
    source random{generator, facts};
    tables made;
    const int count = 1 + random.below(4);
    for (int i = 0; i < count; ++i) {
        made.push_back(make_table(random, i));
    }
    for (table& each : made) {
        add_foreign_key(random, each, made, nullptr, nullptr);
        add_foreign_key(random, each, made, nullptr, nullptr);
    }
    return made;
}

tables change(const tables& from, std::mt19937_64& generator, const aludel::capabilities& facts) {
    source random{generator, facts};
    tables made = from;
    std::erase_if(made, [&](const table& each) { return random.one_in(6) && !is_refered_to(from, each.number); });
    for (table& each : made) {
        const table& before = *find(from, each.number);
        drop_some(random, each);
        remove_columns(random, each, before);
        change_columns(random, each);
        const bool is_free =
            !is_refered_to(from, each.number) && !is_refered_to(made, each.number) && !refers_to_itself(before);
        change_key(random, each, is_free);
        if (random.one_in(2)) {
            each.columns.push_back(make_column(random, 20 + random.below(5)));
        }
        add_keys(random, each, &before);
        if (random.one_in(10)) {
            each.name = "mig renamed " + std::to_string(each.number);
        }
    }
    if (made.empty() || random.one_in(3)) {
        made.push_back(make_table(random, 10));
    }
    for (table& each : made) {
        add_foreign_key(random, each, made, find(from, each.number), &from);
    }
    std::shuffle(made.begin(), made.end(), generator);
    return made;
}

aludel::schema::renames renames_between(const tables& before, const tables& after) {
    aludel::schema::renames told;
    for (const table& now : after) {
        const table* was = find(before, now.number);
        if (was == nullptr) {
            continue;
        }
        if (was->name != now.name) {
            told.tables.push_back({{{}, was->name}, {{}, now.name}});
        }
        for (const column& is : now.columns) {
            const column* had = was->find(is.number);
            if (had != nullptr && had->name != is.name) {
                told.columns.push_back({{{}, now.name}, had->name, is.name});
            }
        }
    }
    return told;
}

}  // namespace random_schema
