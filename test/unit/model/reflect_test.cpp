// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/model/reflect.hpp>
#include <aludel/model/unmapped.hpp>

namespace reflect_test {

enum class colour : std::uint8_t { red, blue };

struct sku {
    std::string text;
};

struct city {
    std::int32_t id = 0;
    std::string name;
};

struct coordinates {
    double latitude = 0;
    std::optional<double> longitude;
};

struct address {
    std::string street;
    coordinates place;
    std::int32_t city_id = 0;
};

struct shop {
    std::int64_t id = 0;
    address home;
    std::string name;
    std::optional<std::int64_t> parent_id;
    aludel::unmapped<int> visits{3};
    std::optional<colour> sign;
    sku cheapest;
    std::optional<sku> dearest;
    std::vector<std::byte> logo;
    std::chrono::year_month_day opened = std::chrono::year{2000} / 1 / 1;
    std::chrono::sys_seconds seen{};
    bool open = true;
    float rating = 0;
};

struct everything_default {
    std::string text;
};

template <class Payload>
struct versioned {
    std::int32_t id = 0;
    Payload payload{};
};

}  // namespace reflect_test

template <>
inline constexpr std::array aludel::enum_text<reflect_test::colour> = {
    aludel::enum_name{reflect_test::colour::red, "red"}, aludel::enum_name{reflect_test::colour::blue, "blue"}};

template <>
struct aludel::field_codec<reflect_test::sku> : aludel::codec_via<std::string> {
    static constexpr std::uint32_t max_length = 12;
    static std::string to_stored(const reflect_test::sku& field) { return "sku:" + field.text; }
    static reflect_test::sku from_stored(const std::string& text) { return {text.substr(4)}; }
};

template <>
inline constexpr auto aludel::entity<reflect_test::shop> =
    aludel::table("shops")
        .schema("trade")
        .column<&reflect_test::shop::home, &reflect_test::address::street>("home_street")
        .column_type<&reflect_test::shop::name>("varchar(80)")
        .default_value<&reflect_test::shop::sign>("'red'")
        .unique<&reflect_test::shop::name>()
        .unique<&reflect_test::shop::home, &reflect_test::address::place, &reflect_test::coordinates::latitude,
                &reflect_test::shop::home, &reflect_test::address::place, &reflect_test::coordinates::longitude,
                &reflect_test::shop::open>()
        .index<&reflect_test::shop::opened, &reflect_test::shop::seen>()
        .foreign_key<&reflect_test::shop::parent_id, &reflect_test::shop::id>(aludel::on_delete::set_null)
        .check("rated", "rating >= 0");

namespace {

using aludel::column_index;
using aludel::scratch;
using aludel::table_of;
using aludel::value_kind;
using aludel::value_view;
using reflect_test::city;
using reflect_test::shop;

std::vector<column_index> listed(std::span<const column_index> columns) {
    return {columns.begin(), columns.end()};
}

const aludel::column_description& column(std::string_view name) {
    const aludel::column_description* found = find_column(table_of<shop>, name);
    if (found == nullptr) {
        throw std::runtime_error{"no such column"};
    }
    return *found;
}

std::vector<std::string_view> names_of(const aludel::table_description& table) {
    std::vector<std::string_view> names;
    for (const auto& each : table.columns) {
        names.push_back(each.name);
    }
    return names;
}

TEST(table_of, without_an_entity_is_named_after_the_struct) {
    EXPECT_EQ(table_of<city>.name, "city");
    EXPECT_EQ(table_of<city>.type_name, "city");
    EXPECT_EQ(table_of<city>.schema, "");
    EXPECT_EQ(names_of(table_of<city>), (std::vector<std::string_view>{"id", "name"}));
    EXPECT_EQ(listed(table_of<city>.primary_key), std::vector<column_index>{0});
}

TEST(table_of, without_a_field_called_id_has_no_key) {
    EXPECT_TRUE(table_of<reflect_test::everything_default>.primary_key.empty());
    EXPECT_EQ(generated_column(table_of<reflect_test::everything_default>), nullptr);
}

struct in_an_unnamed_namespace {
    std::string some_field;
};

TEST(table_of, a_struct_in_an_unnamed_namespace_or_a_function_has_names) {
    struct in_a_function {
        std::int32_t other_field;
    };
    EXPECT_EQ(table_of<in_an_unnamed_namespace>.name, "in_an_unnamed_namespace");
    EXPECT_EQ(table_of<in_an_unnamed_namespace>.columns[0].name, "some_field");
    EXPECT_EQ(table_of<in_a_function>.name, "in_a_function");
    EXPECT_EQ(table_of<in_a_function>.columns[0].name, "other_field");
}

TEST(table_of, a_template_struct_is_named_with_its_arguments) {
    EXPECT_TRUE(table_of<reflect_test::versioned<bool>>.type_name.starts_with("versioned<bool"));
}

TEST(table_of, flattens_nested_structs_and_skips_unmapped_members) {
    EXPECT_EQ(
        names_of(table_of<shop>),
        (std::vector<std::string_view>{"id", "home_street", "latitude", "longitude", "city_id", "name", "parent_id",
                                       "sign", "cheapest", "dearest", "logo", "opened", "seen", "open", "rating"}));
}

TEST(table_of, takes_names_and_schema_from_the_entity) {
    EXPECT_EQ(table_of<shop>.name, "shops");
    EXPECT_EQ(table_of<shop>.schema, "trade");
    EXPECT_EQ(table_of<shop>.type_name, "shop");
}

TEST(table_of, columns_know_their_field_and_the_member_that_holds_it) {
    EXPECT_EQ(column("home_street").field, "street");
    EXPECT_EQ(column("home_street").parent, "home");
    EXPECT_EQ(column("latitude").parent, "place");
    EXPECT_EQ(column("name").field, "name");
    EXPECT_EQ(column("name").parent, "");
}

TEST(table_of, columns_have_the_kind_of_their_codec) {
    const struct {
        const char* name;
        value_kind kind;
        bool nullable;
    } cases[] = {
        {"id", value_kind::int64, false},         {"latitude", value_kind::float64, false},
        {"longitude", value_kind::float64, true}, {"city_id", value_kind::int32, false},
        {"parent_id", value_kind::int64, true},   {"sign", value_kind::text, true},
        {"cheapest", value_kind::text, false},    {"dearest", value_kind::text, true},
        {"logo", value_kind::bytes, false},       {"opened", value_kind::date, false},
        {"seen", value_kind::timestamp, false},   {"open", value_kind::boolean, false},
        {"rating", value_kind::float32, false},
    };
    for (const auto& row : cases) {
        EXPECT_EQ(column(row.name).kind, row.kind) << row.name;
        EXPECT_EQ(column(row.name).nullable, row.nullable) << row.name;
    }
}

TEST(table_of, columns_know_the_longest_text_that_their_codec_makes) {
    EXPECT_EQ(column("sign").max_length, 4u);
    EXPECT_EQ(column("cheapest").max_length, 12u);
    EXPECT_EQ(column("dearest").max_length, 12u);
    EXPECT_EQ(column("name").max_length, 0u);
}

TEST(table_of, takes_column_types_and_defaults_from_the_entity) {
    EXPECT_EQ(column("name").declared_type, "varchar(80)");
    EXPECT_EQ(column("id").declared_type, "");
    EXPECT_EQ(column("sign").default_expression, "'red'");
    EXPECT_EQ(column("name").default_expression, "");
}

TEST(table_of, uniques_may_span_several_columns_and_nested_paths) {
    const auto uniques = table_of<shop>.uniques;
    ASSERT_EQ(uniques.size(), 2u);
    EXPECT_EQ(listed(uniques[0]), std::vector<column_index>{5});
    EXPECT_EQ(listed(uniques[1]), (std::vector<column_index>{2, 3, 13}));
}

TEST(table_of, has_indexes_and_checks) {
    ASSERT_EQ(table_of<shop>.indexes.size(), 1u);
    EXPECT_EQ(listed(table_of<shop>.indexes[0]), (std::vector<column_index>{11, 12}));
    ASSERT_EQ(table_of<shop>.checks.size(), 1u);
    EXPECT_EQ(table_of<shop>.checks[0].name, "rated");
    EXPECT_EQ(table_of<shop>.checks[0].expression, "rating >= 0");
}

TEST(table_of, a_foreign_key_may_refer_to_its_own_table) {
    ASSERT_EQ(table_of<shop>.foreign_keys.size(), 1u);
    const aludel::foreign_key_description& parent = table_of<shop>.foreign_keys[0];
    EXPECT_EQ(listed(parent.columns), std::vector<column_index>{6});
    EXPECT_EQ(&parent.referenced_table(), &table_of<shop>);
    EXPECT_EQ(listed(parent.referenced_columns), std::vector<column_index>{0});
    EXPECT_EQ(parent.on_delete, aludel::referential_action::set_null);
    EXPECT_EQ(parent.on_update, aludel::referential_action::no_action);
}

shop full_shop() {
    shop object;
    object.id = -5;
    object.home = {"Main \0 Street", {1.5, 2.5}, 7};
    object.name = "corner";
    object.parent_id = 9;
    object.sign = reflect_test::colour::blue;
    object.cheapest = {"c"};
    object.dearest = reflect_test::sku{"d"};
    object.logo = {std::byte{0}, std::byte{255}};
    object.opened = std::chrono::year{1969} / 12 / 31;
    object.seen = std::chrono::sys_seconds{std::chrono::seconds{-1}};
    object.open = false;
    object.rating = 4.5f;
    return object;
}

TEST(read_row, fills_a_view_per_column) {
    const shop object = full_shop();
    std::array<value_view, 15> row;
    scratch temporaries;
    table_of<shop>.read_row(&object, row, temporaries);
    EXPECT_EQ(row[0].integer(), -5);
    EXPECT_EQ(row[1].text().data(), object.home.street.data()) << "text is borrowed from the object";
    EXPECT_EQ(row[3].number(), 2.5);
    EXPECT_EQ(row[7].text(), "blue");
    EXPECT_EQ(row[8].text(), "sku:c");
    EXPECT_EQ(row[9].text(), "sku:d");
    EXPECT_EQ(row[11].integer(), -1);
    EXPECT_EQ(row[12].integer(), -1'000'000);
}

TEST(read_row, of_empty_optionals_has_nulls_that_know_their_kind) {
    const shop object;
    std::array<value_view, 15> row;
    scratch temporaries;
    table_of<shop>.read_row(&object, row, temporaries);
    for (const std::size_t empty : {3u, 6u, 7u, 9u}) {
        EXPECT_TRUE(row[empty].is_null());
        EXPECT_EQ(row[empty].declared_kind(), table_of<shop>.columns[empty].kind);
    }
}

TEST(write_row, brings_back_what_read_row_took) {
    const shop object = full_shop();
    std::array<value_view, 15> row;
    scratch temporaries;
    table_of<shop>.read_row(&object, row, temporaries);
    shop back;
    back.visits.value = 77;
    write_object(table_of<shop>, &back, row);
    EXPECT_EQ(back.visits.value, 77) << "an unmapped member keeps its value";

    std::array<value_view, 15> again;
    table_of<shop>.read_row(&back, again, temporaries);
    for (std::size_t i = 0; i < row.size(); ++i) {
        EXPECT_TRUE(same_value(row[i], again[i])) << table_of<shop>.columns[i].name;
    }
}

TEST(write_row, empties_optionals_for_null) {
    shop object = full_shop();
    std::array<value_view, 15> row;
    scratch temporaries;
    table_of<shop>.read_row(&object, row, temporaries);
    const shop source = full_shop();
    table_of<shop>.read_row(&source, row, temporaries);
    row[3] = row[6] = row[7] = row[9] = value_view{};
    write_object(table_of<shop>, &object, row);
    EXPECT_FALSE(object.home.place.longitude || object.parent_id || object.sign || object.dearest);
}

TEST(write_row, stops_at_the_first_misfit_and_names_its_column) {
    const shop source = full_shop();
    std::array<value_view, 15> row;
    scratch temporaries;
    table_of<shop>.read_row(&source, row, temporaries);
    row[4] = value_view::of_text("seven");
    row[5] = value_view{};
    shop object;
    const aludel::row_misfit misfit = table_of<shop>.write_row(&object, row);
    EXPECT_EQ(misfit.column, 4);
    EXPECT_EQ(misfit.reason, aludel::decode_error::wrong_kind);
}

}  // namespace
