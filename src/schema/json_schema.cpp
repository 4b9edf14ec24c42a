// SPDX-License-Identifier: BSL-1.0
#include <aludel/schema/json_schema.hpp>

#include <limits>

#include <nlohmann/json.hpp>

namespace aludel::schema {
namespace {

using json = nlohmann::ordered_json;

template <class Integer>
json integer_between_its_limits() {
    return {{"type", "integer"},
            {"minimum", std::numeric_limits<Integer>::min()},
            {"maximum", std::numeric_limits<Integer>::max()}};
}

json text_of_format(const char* format) {
    return {{"type", "string"}, {"format", format}};
}

json type_of(const column_description& column) {
    switch (column.kind) {
    case value_kind::boolean: return {{"type", "boolean"}};
    case value_kind::int16: return integer_between_its_limits<std::int16_t>();
    case value_kind::int32: return integer_between_its_limits<std::int32_t>();
    case value_kind::int64: return integer_between_its_limits<std::int64_t>();
    case value_kind::uint64: return integer_between_its_limits<std::uint64_t>();
    case value_kind::float32:
    case value_kind::float64: return {{"type", "number"}};
    case value_kind::date: return text_of_format("date");
    case value_kind::timestamp: return text_of_format("date-time");
    case value_kind::uuid: return text_of_format("uuid");
    case value_kind::bytes: return {{"type", "string"}, {"contentEncoding", "base64"}};
    case value_kind::text:
    case value_kind::null: break;
    }
    json text{{"type", "string"}};
    if (column.max_length != 0) {
        text["maxLength"] = column.max_length;
    }
    return text;
}

/// By the library or the database.
bool is_written_by_others(const column_description& column) {
    return column.generated != key::given || column.role != column_role::plain || column.marks_removal;
}

json property_of(const column_description& column) {
    json property = type_of(column);
    if (column.nullable) {
        property["type"] = {property["type"], "null"};
    }
    if (is_written_by_others(column)) {
        property["readOnly"] = true;
    }
    return property;
}

json empty_object() {
    return {{"type", "object"}, {"properties", json::object()}, {"required", json::array()}};
}

/// The object whose property the column is: the struct's, or that of the nested struct that holds its field.
json& owner_of(json& whole, const column_description& column) {
    if (column.parent.empty()) {
        return whole;
    }
    const std::string name{column.parent};
    if (!whole["properties"].contains(name)) {
        whole["properties"][name] = empty_object();
    }
    return whole["properties"][name];
}

}  // namespace

std::string json_schema(const table_description& described) {
    json whole{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", described.type_name}};
    whole.update(empty_object());
    for (const column_description& column : described.columns) {
        json& owner = owner_of(whole, column);
        owner["properties"][std::string{column.field}] = property_of(column);
        if (!column.nullable && !is_written_by_others(column)) {
            owner["required"].push_back(column.field);
        }
    }
    return whole.dump(2);
}

}  // namespace aludel::schema
