// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/model/reflect.hpp>

namespace aludel {

namespace schema {

/// See aludel::json_schema.
[[nodiscard]] std::string json_schema(const table_description& described);

}  // namespace schema

/// A JSON Schema (draft 2020-12) of the struct's objects, for the documentation of an API: one property for each field,
/// by the field's name; the fields of a nested struct are properties of an object. What is no optional is required; a
/// key that the database makes is read-only. Numbers have the bounds of how they are stored.
template <class T>
[[nodiscard]] std::string json_schema() {
    return schema::json_schema(table_of<T>);
}

}  // namespace aludel
