// SPDX-License-Identifier: BSL-1.0
#include "entities.hpp"
#include "golden.hpp"

namespace shop {

enum class colour : std::uint8_t { red, green };

/// One column of every type, and for each whether NULL is allowed.
struct everything {
    std::int64_t id{};
    bool truth = false;
    std::int8_t tiny = 0;
    std::uint8_t tiny_unsigned = 0;
    std::int16_t small = 0;
    std::uint16_t small_unsigned = 0;
    std::int32_t middle = 0;
    std::uint32_t middle_unsigned = 0;
    std::int64_t big = 0;
    std::uint64_t big_unsigned = 0;
    float single = 0;
    double twofold = 0;
    std::string words;
    colour paint{};
    std::vector<std::byte> blob;
    std::chrono::year_month_day day{};
    aludel::timestamp moment{};
    aludel::uuid tag{};
    std::optional<std::string> perhaps_words;
    std::optional<double> perhaps_twofold;
    std::optional<aludel::timestamp> perhaps_moment;
};

enum class weekday : std::uint8_t { saturday, sunday };

/// Text of a known length, and types that the user declares.
struct declared {
    std::string id;
    weekday day{};
    std::string note;
    std::vector<std::byte> digest;
};

struct narrow_key {
    std::int16_t id{};
};
struct unsigned_key {
    std::uint64_t id{};
};

/// No key at all.
struct reading {
    aludel::timestamp moment{};
    double value = 0;
};

struct address {
    std::string street;
    std::string town;
};
/// A struct in a struct becomes columns of its own.
struct customer {
    std::int64_t id{};
    address home;
    aludel::unmapped<std::string> cached;
};

}  // namespace shop

template <>
inline constexpr std::array aludel::enum_text<shop::weekday> = {aludel::enum_name{shop::weekday::saturday, "saturday"},
                                                                aludel::enum_name{shop::weekday::sunday, "sunday"}};

template <>
inline constexpr auto aludel::entity<shop::declared> =
    aludel::table("declared").column_type<&shop::declared::note>("varchar(80)").index<&shop::declared::digest>();

template <>
inline constexpr auto aludel::entity<shop::customer> =
    aludel::table("customer")
        .column<&shop::customer::home, &shop::address::town>("home_town")
        .index<&shop::customer::home, &shop::address::street, &shop::customer::home, &shop::address::town>();

namespace golden {
namespace {

template <class T>
row create(std::string_view name) {
    return {name, [](const server& to) {
                return create_table(to.ddl(), aludel::table_of<T>, {});
            }};
}

}  // namespace

group schema() {
    return {"schema",
            {
                create<shop::everything>("every type"),
                create<shop::declared>("texts in keys and types of the user's"),
                create<shop::narrow_key>("a narrow key that the database counts"),
                create<shop::unsigned_key>("an unsigned key that the database counts"),
                create<shop::invoice>("a key from a sequence"),
                create<shop::membership>("a key of two columns"),
                create<shop::reading>("no key"),
                create<shop::ticket>("a key and defaults that the database makes"),
                create<shop::customer>("a struct in a struct"),
                create<shop::order>("words of SQL and quotes as names"),
                {"a table is dropped",
                 [](const server& to) {
                     return std::vector{drop_table(to.ddl(), aludel::table_of<shop::order>)};
                 }},
                {"a table with a sequence is dropped",
                 [](const server& to) {
                     std::vector statements{drop_table(to.ddl(), aludel::table_of<shop::invoice>)};
                     for (std::string& sql : drop_sequences(to.ddl(), aludel::table_of<shop::invoice>)) {
                         statements.push_back(std::move(sql));
                     }
                     return statements;
                 }},
            }};
}

}  // namespace golden
