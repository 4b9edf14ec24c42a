// SPDX-License-Identifier: BSL-1.0
// Order and page, and the whole.
#include <algorithm>
#include <limits>

#include "filter_reading.hpp"

namespace aludel::detail {

void selection_reader::sort_by(std::string_view item) {
    const bool descending = item.starts_with('-');
    const std::string_view name = item.substr(descending ? 1 : 0);
    if (order_.size() == rules_->limits().most_orderings) {
        refuse("\"sort\" has more than " + std::to_string(rules_->limits().most_orderings) + " fields");
    }
    std::string allowed;
    for (const filter_rules::field& field : rules_->fields()) {
        if (field.sortable && field.name == name) {
            const column_index column = field.column.column;
            if (std::any_of(order_.begin(), order_.end(),
                            [&](const ordering& each) { return each.by.column.column == column; })) {
                refuse("\"sort\" names " + shown(name) + " twice");
            }
            order_.push_back({column_operand({&rules_->table(), column}), descending});
            return;
        }
        if (field.sortable) {
            append_to_list(allowed, field.name);
        }
    }
    refuse(shown(name) + " is no field of " + std::string{rules_->table().name} +
           " to sort by; allowed are: " + or_none(allowed));
}

void selection_reader::set_paging(std::string_view name, std::uint64_t number) {
    const std::uint64_t most = name == "limit" || name == "page_size"
                                   ? rules_->limits().largest_page
                                   : std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    const std::uint64_t least = name == "page" || name == "page_size" ? 1 : 0;
    if (number < least || number > most) {
        refuse(shown(name) + " must be from " + std::to_string(least) + " to " + std::to_string(most));
    }
    (name == "limit" ? limit_ : name == "offset" ? offset_ : name == "page" ? page_ : page_size_) = number;
}

limit_offset selection_reader::page_wanted() const {
    const std::uint64_t usual = rules_->limits().page_size;
    if (!page_ && !page_size_) {
        return {limit_.value_or(usual), offset_.value_or(0)};
    }
    if (limit_ || offset_) {
        refuse("a page is either page and page_size, or limit and offset, not both");
    }
    const std::uint64_t size = page_size_.value_or(usual);
    const std::uint64_t before = page_.value_or(1) - 1;
    if (before > std::uint64_t{std::numeric_limits<std::int64_t>::max()} / size) {
        refuse("\"page\" is beyond what a database can count");
    }
    return {size, before * size};
}

outside_selection selection_reader::selection_of(std::vector<expression> conditions) {
    outside_selection made;
    std::erase_if(conditions, [](const expression& each) { return each.kind == expression_kind::always_true; });
    if (conditions.size() == 1) {
        made.where = std::move(conditions.front());
    } else if (!conditions.empty()) {
        made.where.kind = expression_kind::all_of;
        made.where.operands = std::move(conditions);
    }
    made.order = order_.empty() ? rules_->order_unless_said() : std::move(order_);
    for (const column_index key : rules_->table().primary_key) {
        const auto is_by_key = [key](const ordering& each) {  // by itself, and not by what is computed of it
            return each.by.kind == expression_kind::column && each.by.column.column == key;
        };
        if (std::none_of(made.order.begin(), made.order.end(), is_by_key)) {
            made.order.push_back({column_operand({&rules_->table(), key}), false});
        }
    }
    made.limits = page_wanted();
    return made;
}

}  // namespace aludel::detail
