// SPDX-License-Identifier: BSL-1.0
#include "servers.hpp"

namespace fuzzing {
namespace {

aludel::value other_value(const aludel::value& given) {
    using aludel::value_kind;
    using aludel::value_view;
    static constexpr std::byte zeros[16]{};
    switch (given.kind()) {
    case value_kind::null: return given;
    case value_kind::boolean: return aludel::value{value_view::of_boolean(true)};
    case value_kind::int16: return aludel::value{value_view::of_int16(1)};
    case value_kind::int32: return aludel::value{value_view::of_int32(1)};
    case value_kind::int64: return aludel::value{value_view::of_int64(1)};
    case value_kind::uint64: return aludel::value{value_view::of_uint64(1)};
    case value_kind::float32: return aludel::value{value_view::of_float32(1)};
    case value_kind::float64: return aludel::value{value_view::of_float64(1)};
    case value_kind::text: return aludel::value{value_view::of_text("x")};
    case value_kind::bytes: return aludel::value{value_view::of_bytes(zeros)};
    case value_kind::date: return aludel::value{value_view::of_date(1)};
    case value_kind::timestamp: return aludel::value{value_view::of_timestamp(1)};
    case value_kind::uuid: break;
    }
    return aludel::value{value_view::of_uuid(zeros)};
}

void change_values(aludel::expression& tree) {
    tree.value = other_value(tree.value);
    for (aludel::value& each : tree.list) {
        each = other_value(each);
    }
    for (aludel::expression& each : tree.operands) {
        change_values(each);
    }
}

}  // namespace

servers::servers() {
    servers_[0].dialect = aludel::dialect_for("postgresql");
    servers_[0].facts.placeholders = aludel::placeholder_style::dollar_number;
    servers_[0].facts.seeks_by_row_values = true;
    servers_[0].facts.orders_nulls = true;
    servers_[0].facts.nulls_sort_last = true;
    servers_[1].dialect = aludel::dialect_for("sqlite");
    servers_[1].facts.null_safe = aludel::null_safe_equality::is;
    servers_[1].facts.unlimited = "-1";
    servers_[2].dialect = aludel::dialect_for("mysql");
    servers_[2].facts.null_safe = aludel::null_safe_equality::spaceship;
    servers_[2].facts.unlimited = "18446744073709551615";
    for (server& each : servers_) {
        each.facts.max_parameters = 65'535;
    }
}

std::vector<std::string> servers::select(const aludel::sql::select_query& query) const {
    std::vector<std::string> texts;
    for (const server& each : servers_) {
        texts.push_back(write_select({*each.dialect, each.facts}, query).sql);
        texts.push_back(write_count({*each.dialect, each.facts}, query).sql);
    }
    return texts;
}

aludel::sql::select_query with_other_values(aludel::sql::select_query query) {
    change_values(query.where);
    return query;
}

bool text_is_free_of_values(const servers& on, const aludel::sql::select_query& query) {
    return on.select(query) == on.select(with_other_values(query));
}

}  // namespace fuzzing
