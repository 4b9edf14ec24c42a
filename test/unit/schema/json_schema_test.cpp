// SPDX-License-Identifier: BSL-1.0
#include <aludel/schema/json_schema.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <aludel/types/audit.hpp>
#include <aludel/types/uuid.hpp>

namespace json_schemas {

enum class colour : std::uint8_t { red, deep_blue };

struct bird {
    std::int64_t id{};
    std::string name;
    std::optional<std::int16_t> eggs;
    colour plumage = colour::red;
    std::optional<std::string> note;
    std::uint64_t feathers = 0;
    double weight = 0;
    bool can_fly = true;
    std::chrono::year_month_day hatched{};
    aludel::uuid ring;
    std::vector<std::byte> picture;
    aludel::audit audit;
};

}  // namespace json_schemas

template <>
inline constexpr std::array aludel::enum_text<json_schemas::colour> = {
    aludel::enum_name{json_schemas::colour::red, "red"},
    aludel::enum_name{json_schemas::colour::deep_blue, "deep blue"}};

namespace json_schemas {
namespace {

using nlohmann::json;

json schema_of_bird() {
    return json::parse(aludel::json_schema<bird>());
}

TEST(a_json_schema, has_a_property_for_each_field_in_their_order) {
    const auto read = nlohmann::ordered_json::parse(aludel::json_schema<bird>());
    std::vector<std::string> names;
    for (const auto& [name, property] : read["properties"].items()) {
        names.push_back(name);
    }
    EXPECT_EQ(names, (std::vector<std::string>{"id", "name", "eggs", "plumage", "note", "feathers", "weight", "can_fly",
                                               "hatched", "ring", "picture", "audit"}));
    EXPECT_EQ(read["title"], "bird");
    EXPECT_EQ(read["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

TEST(a_json_schema, requires_what_is_neither_optional_nor_generated) {
    EXPECT_EQ(schema_of_bird()["required"],
              json::parse(R"(["name", "plumage", "feathers", "weight", "can_fly", "hatched", "ring", "picture"])"));
}

TEST(a_json_schema, says_how_each_kind_travels) {
    const json properties = schema_of_bird()["properties"];
    EXPECT_EQ(properties["eggs"], json::parse(R"({"type": ["integer", "null"], "minimum": -32768, "maximum": 32767})"));
    EXPECT_EQ(properties["feathers"]["maximum"], 18446744073709551615u);
    EXPECT_EQ(properties["plumage"], json::parse(R"({"type": "string", "maxLength": 9})"));
    EXPECT_EQ(properties["hatched"], json::parse(R"({"type": "string", "format": "date"})"));
    EXPECT_EQ(properties["ring"], json::parse(R"({"type": "string", "format": "uuid"})"));
    EXPECT_EQ(properties["picture"], json::parse(R"({"type": "string", "contentEncoding": "base64"})"));
    EXPECT_EQ(properties["weight"], json::parse(R"({"type": "number"})"));
    EXPECT_EQ(properties["can_fly"], json::parse(R"({"type": "boolean"})"));
}

TEST(a_json_schema, marks_what_the_library_or_the_database_writes) {
    const json properties = schema_of_bird()["properties"];
    EXPECT_EQ(properties["id"]["readOnly"], true);
    EXPECT_EQ(properties["audit"]["properties"]["updated_at"]["readOnly"], true);
    EXPECT_FALSE(properties["name"].contains("readOnly"));
}

}  // namespace
}  // namespace json_schemas
