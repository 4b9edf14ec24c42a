// SPDX-License-Identifier: BSL-1.0
#include "random_descriptions.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace random_schema {
namespace {

using aludel::value_kind;

// A description refers to another one by a function, which can name what is static only.
constexpr std::size_t slots_of_a_side = 8;
std::array<aludel::table_description, 2 * slots_of_a_side> slots;

template <std::size_t Slot>
const aludel::table_description& in_slot() {
    return slots[Slot];
}

template <std::size_t... Slot>
constexpr auto functions_of(std::index_sequence<Slot...>) {
    return std::array<const aludel::table_description& (*)(), sizeof...(Slot)>{&in_slot<Slot>...};
}
constexpr auto tables_in_slots = functions_of(std::make_index_sequence<2 * slots_of_a_side>{});

std::vector<aludel::column_index> places_of(const table& in, const std::vector<int>& numbers) {
    std::vector<aludel::column_index> places;
    for (const int number : numbers) {
        places.push_back(static_cast<aludel::column_index>(in.find(number) - in.columns.data()));
    }
    return places;
}

std::string default_of(const aludel::dialect& spell, const column& is) {
    std::string text;
    switch (is.kind) {
    case value_kind::text: return "'new, (one)'";
    case value_kind::date: return "'2020-01-02'";
    case value_kind::uuid: spell.append_server_uuid(text); return text;
    default: return "5";
    }
}

}  // namespace

descriptions::descriptions(const aludel::dialect& spell, const tables& all, side which)
    : spell_{spell}, first_slot_{which == side::a ? 0 : slots_of_a_side} {
    if (all.size() > slots_of_a_side) {
        throw std::length_error{"more made-up tables than there is place for"};
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        add(all, all[i], first_slot_ + i);
    }
}

std::span<const std::span<const aludel::column_index>> descriptions::keep(const table& of,
                                                                          const std::vector<std::vector<int>>& keys) {
    auto& list = lists_of_keys_.emplace_back();
    for (const std::vector<int>& each : keys) {
        list.push_back(keep(places_of(of, each)));
    }
    return list;
}

aludel::column_description descriptions::described(const table& in, const column& is) {
    aludel::column_description made{.name = keep(is.name), .kind = is.kind, .nullable = is.nullable};
    made.field = made.name;
    if (is.number == 0 && in.counted) {
        made.generated = in.by_sequence ? aludel::key::sequence : aludel::key::integer;
    }
    if (is.has_default && made.generated == aludel::key::given) {
        made.default_expression = keep(default_of(spell_, is));
    }
    return made;
}

aludel::check_description descriptions::described(const table& in, const check& is) {
    std::string expression;
    spell_.append_identifier(expression, in.find(is.column)->name);
    expression += in.find(is.column)->kind == value_kind::text ? " <> 'no'" : " >= 0";
    return {keep("ck_" + std::to_string(in.number) + '_' + std::to_string(is.number)), keep(std::move(expression))};
}

void descriptions::add(const tables& all, const table& described, std::size_t slot) {
    aludel::table_description& made = slots[slot] = {};
    made.name = keep(described.name);
    made.type_name = made.name;
    auto& columns = columns_.emplace_back();
    for (const column& is : described.columns) {
        columns.push_back(this->described(described, is));
    }
    auto& foreign_keys = foreign_keys_.emplace_back();
    for (const foreign_key& is : described.foreign_keys) {
        const table& target = *find(all, is.table);
        const auto at = first_slot_ + static_cast<std::size_t>(&target - all.data());
        foreign_keys.push_back({keep(places_of(described, is.columns)), tables_in_slots[at],
                                keep(places_of(target, target.primary_key)), is.on_delete, is.on_update});
    }
    auto& checks = checks_.emplace_back();
    for (const check& is : described.checks) {
        checks.push_back(this->described(described, is));
    }
    made.columns = columns;
    made.primary_key = keep(places_of(described, described.primary_key));
    made.uniques = keep(described, described.uniques);
    made.indexes = keep(described, described.indexes);
    made.foreign_keys = foreign_keys;
    made.checks = checks;
    all_.push_back(&made);
}

}  // namespace random_schema
