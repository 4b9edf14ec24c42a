// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <utility>

#include <aludel/model/entity.hpp>
#include <aludel/model/field_codec.hpp>
#include <aludel/model/member_path.hpp>
#include <aludel/model/table_description.hpp>

/// From a plain struct to its `table_description`: the only code instantiated per struct.
namespace aludel {

/// What a nested struct's columns mean to the library, and what to do around reading and writing them. Specialised
/// for `audit`; a specialisation has `roles` (one per column), `outgoing` and `incoming`, or as for `soft_delete`
/// `removal_mark`, the place of the column that marks removed rows.
template <class Struct>
struct nested_hooks {};

namespace detail {

template <class Struct>
void read_fields(const Struct& object, value_view* row, scratch& temporaries);
template <class Struct>
row_misfit write_fields(Struct& object, const value_view* row, std::size_t first_column);

template <class Field>
consteval bool row_fills_field();

template <class Field>
void read_field(const Field& field, value_view* row, scratch& temporaries) {
    if constexpr (is_one_column<Field>) {
        *row = encode_field(field, temporaries);
    } else if constexpr (is_nested_struct<Field>) {
        read_fields(field, row, temporaries);
        if constexpr (requires { nested_hooks<Field>::roles; }) {
            nested_hooks<Field>::outgoing(field, std::span{row, column_count<Field>()});
        }
    }
}

/// Writes one field; returns whether to go on.
template <class Field>
inline bool write_field(Field& field, const value_view* row, std::size_t column, row_misfit& misfit) {
    if constexpr (is_one_column<Field>) {
        if (row->is_kept()) {
            return true;
        }
        misfit.reason = decode_field(*row, field);
        misfit.column = static_cast<column_index>(column);
    } else if constexpr (is_nested_struct<Field>) {
        misfit = write_fields(field, row, column);
        if constexpr (requires { nested_hooks<Field>::roles; }) {
            // Where all is kept, nothing came in: what the program set is still to be told from what was loaded.
            if (!std::all_of(row, row + column_count<Field>(), [](const value_view& view) { return view.is_kept(); })) {
                nested_hooks<Field>::incoming(field);
            }
        }
    }
    return misfit.reason == decode_error::none;
}

template <class Struct>
void read_fields(const Struct& object, value_view* row, scratch& temporaries) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (read_field(boost::pfr::get<I>(object), row + column_offsets<Struct>[I], temporaries), ...);
    }
    (std::make_index_sequence<field_count<Struct>>{});
}

template <class Struct>
row_misfit write_fields(Struct& object, const value_view* row, std::size_t first_column) {
    row_misfit misfit;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (void)(write_field(boost::pfr::get<I>(object), row + column_offsets<Struct>[I],
                           first_column + column_offsets<Struct>[I], misfit) &&
               ...);
    }
    (std::make_index_sequence<field_count<Struct>>{});
    return misfit;
}

/// Whether every member gets its value from the row: there is none without a column, but those that hooks settle.
template <class Struct>
consteval bool rows_fill() {
    return []<std::size_t... I>(std::index_sequence<I...>) {
        return (row_fills_field<field_type<Struct, I>>() && ...);
    }
    (std::make_index_sequence<field_count<Struct>>{});
}
template <class Field>
consteval bool row_fills_field() {
    if constexpr (is_one_column<Field>) {
        return true;
    } else if constexpr (is_nested_struct<Field>) {
        if constexpr (requires { nested_hooks<Field>::roles; }) {
            return true;
        } else {
            return rows_fill<Field>();
        }
    } else {
        return false;
    }
}

template <class Struct>
void read_struct(const void* object, std::span<value_view> row, scratch& temporaries) {
    read_fields(*static_cast<const Struct*>(object), row.data(), temporaries);
}
template <class Struct>
row_misfit write_struct(void* object, std::span<const value_view> row) {
    return write_fields(*static_cast<Struct*>(object), row.data(), 0);
}

template <class Struct>
consteval std::string_view spelling_of_type() {
    return __PRETTY_FUNCTION__;
}

/// "user" for struct shop::user: the table's name unless `entity` says otherwise.
consteval std::string_view unqualified_type_name(std::string_view spelling) {
    // gcc: "… [with Struct = shop::user; std::string_view = …]"   clang: "… [Struct = shop::user]"
    std::size_t begin = spelling.find("Struct = ") + 9;
    std::size_t end = begin;
    int depth = 0;
    for (; end < spelling.size(); ++end) {
        const char c = spelling[end];
        depth += (c == '<' || c == '(' || c == '{') ? 1 : (c == '>' || c == ')' || c == '}') ? -1 : 0;
        if (depth == 0 && (c == ';' || c == ']')) {
            break;
        }
        if (depth == 0 && c == ':') {
            begin = end + 1;
        }
    }
    return spelling.substr(begin, end - begin);
}

template <class Struct>
inline constexpr auto type_name_characters = [] {
    constexpr std::string_view name = unqualified_type_name(spelling_of_type<Struct>());
    std::array<char, name.size()> characters{};
    for (std::size_t i = 0; i < name.size(); ++i) {
        characters[i] = name[i];
    }
    return characters;
}();
template <class Struct>
inline constexpr std::string_view type_name{type_name_characters<Struct>.data(), type_name_characters<Struct>.size()};

template <class Field>
constexpr void describe_field(column_description* column, std::string_view name, std::string_view parent);

template <class Struct>
constexpr void describe_fields(column_description* columns, std::string_view parent) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (describe_field<field_type<Struct, I>>(columns + column_offsets<Struct>[I], field_name<Struct, I>, parent),
         ...);
    }
    (std::make_index_sequence<field_count<Struct>>{});
}

template <class Field>
constexpr void describe_field(column_description* column, std::string_view name, std::string_view parent) {
    if constexpr (is_one_column<Field>) {
        using plain = without_optional_t<Field>;
        column->name = name;
        column->field = name;
        column->parent = parent;
        column->kind = codec_of<plain>::kind;
        column->nullable = is_optional<Field>;
        column->is_integer_field = stored_integer<plain>;
        column->is_verbatim = std::is_same_v<plain, std::string> || std::is_same_v<plain, std::vector<std::byte>>;
        column->has_user_codec = requires {
            typename codec_of<plain>::user_codec;
        };
        column->max_length = max_length_of<plain>();
    } else if constexpr (is_nested_struct<Field>) {
        describe_fields<Field>(column, name);
        if constexpr (requires { nested_hooks<Field>::roles; }) {
            for (std::size_t i = 0; i < column_count<Field>(); ++i) {
                column[i].role = nested_hooks<Field>::roles[i];
            }
        }
        if constexpr (requires { nested_hooks<Field>::removal_mark; }) {
            column[nested_hooks<Field>::removal_mark].marks_removal = true;
        }
    }
}

template <class Struct>
struct part_counts {
    std::size_t uniques = 0, indexes = 0, foreign_keys = 0, checks = 0;
};

template <class Struct>
consteval auto count_parts() {
    part_counts<Struct> counts;
    for_each_part(entity<Struct>, [&]<class Part>(const Part& part) { count_part(counts, part); });
    return counts;
}
template <class Struct, class Part>
constexpr void count_part(part_counts<Struct>&, const Part&) {}
template <class Struct, auto... M>
constexpr void count_part(part_counts<Struct>& counts, const unique_part<M...>&) {
    ++counts.uniques;
}
template <class Struct, auto... M>
constexpr void count_part(part_counts<Struct>& counts, const index_part<M...>&) {
    ++counts.indexes;
}
template <class Struct, auto... M>
constexpr void count_part(part_counts<Struct>& counts, const foreign_key_part<M...>&) {
    ++counts.foreign_keys;
}
template <class Struct>
constexpr void count_part(part_counts<Struct>& counts, const check_part&) {
    ++counts.checks;
}

template <class Struct>
consteval auto count_parts();
template <class Struct>
const table_description& describe();

/// The first half of a foreign key's members belong to the struct, the second half to the one it refers to.
template <class Struct, class Firsts, class Seconds>
struct split_foreign_key;

template <auto Member>
struct member_constant {
    static constexpr auto value = Member;
};

template <class List, class Indexes, std::size_t Offset>
struct members_from;
template <auto... Members, std::size_t... I, std::size_t Offset>
struct members_from<std::tuple<member_constant<Members>...>, std::index_sequence<I...>, Offset> {
    using all = std::tuple<member_constant<Members>...>;
    using list = member_list<std::tuple_element_t<I + Offset, all>::value...>;
    using types = typename leaf_types<type_list<>, std::tuple_element_t<I + Offset, all>::value...>::type;
    using root = struct_of<std::tuple_element_t<Offset, all>::value>;
    static constexpr bool have_one_root = paths_begin_in<root, std::tuple_element_t<I + Offset, all>::value...>;
};

template <class Struct, auto... Members>
struct foreign_key_halves {
    static_assert(sizeof...(Members) % 2 == 0 && sizeof...(Members) > 0,
                  "aludel: foreign_key takes as many members of the struct as of the struct it refers to");
    using all = std::tuple<member_constant<Members>...>;
    using half = std::make_index_sequence<sizeof...(Members) / 2>;
    using from = members_from<all, half, 0>;
    using to = members_from<all, half, sizeof...(Members) / 2>;
    static_assert(std::is_same_v<typename from::root, Struct> && from::have_one_root,
                  "aludel: a foreign key begins with members of the struct it is declared for");
    static_assert(to::have_one_root, "aludel: a foreign key ends with members of one struct, the one it refers to");
    static_assert(std::is_same_v<typename from::types, typename to::types>,
                  "aludel: a foreign key's field must have the type of the field it refers to (an optional of it, "
                  "where NULL is allowed)");
};

template <class Struct, auto First, auto... Rest>
constexpr std::span<const column_index> columns_of_members() {
    static_assert(
        paths_begin_in<Struct, First, Rest...>,
        "aludel: entity<T> names a member of another struct; its keys, uniques and indexes take members of T");
    return member_list<First, Rest...>::columns;
}

/// Everything of a table's description that needs storage.
template <class Struct, part_counts<Struct> Counts>
struct table_storage {
    std::array<column_description, column_count<Struct>()> columns{};
    std::array<std::span<const column_index>, Counts.uniques> uniques{};
    std::array<std::span<const column_index>, Counts.indexes> indexes{};
    std::array<foreign_key_description, Counts.foreign_keys> foreign_keys{};
    std::array<check_description, Counts.checks> checks{};
    part_counts<Struct> filled{};
    std::span<const column_index> primary_key{};
    std::array<column_index, 1> id_column{};
    std::string_view schema{};

    template <auto... M>
    constexpr void add(const primary_key_part<M...>&) {
        primary_key = columns_of_members<Struct, M...>();
    }
    template <auto... M>
    constexpr void add(const unique_part<M...>&) {
        uniques[filled.uniques++] = columns_of_members<Struct, M...>();
    }
    template <auto... M>
    constexpr void add(const index_part<M...>&) {
        indexes[filled.indexes++] = columns_of_members<Struct, M...>();
    }
    template <auto... M>
    constexpr void add(const foreign_key_part<M...>& part) {
        using halves = foreign_key_halves<Struct, M...>;
        foreign_keys[filled.foreign_keys++] = {halves::from::list::columns, &describe<typename halves::to::root>,
                                               halves::to::list::columns, part.on_delete, part.on_update};
    }
    constexpr void add(const check_part& part) { checks[filled.checks++] = {part.name, part.expression}; }
    constexpr void add(const schema_part& part) { schema = part.name; }
    template <auto... Path>
    constexpr void add(const column_name_part<Path...>& part) {
        at<Path...>().name = part.name;
    }
    template <auto... Path>
    constexpr void add(const column_type_part<Path...>& part) {
        at<Path...>().declared_type = part.declared_type;
    }
    template <auto... Path>
    constexpr void add(const default_value_part<Path...>& part) {
        at<Path...>().default_expression = part.expression;
    }
    template <auto... Path>
    constexpr void add(const generated_part<Path...>& part) {
        at<Path...>().generated = part.by;
    }
    template <auto... Path>
    constexpr void add(const version_part<Path...>&) {
        at<Path...>().is_version = true;
    }
    template <auto... Path>
    constexpr column_description& at() {
        static_assert(std::is_same_v<typename path_traits<Path...>::root, Struct>,
                      "aludel: entity<T> describes a member of another struct; its columns are members of T");
        return columns[column_of_path<Path...>()];
    }
};

/// A single integer key that refers to no other table counts by itself, unless `.generated` said something.
template <class Storage>
constexpr void settle_key(Storage& storage, bool generation_was_said) {
    if (storage.primary_key.size() != 1 || generation_was_said) {
        return;
    }
    const column_index only = storage.primary_key[0];
    for (const foreign_key_description& foreign_key : storage.foreign_keys) {
        for (const column_index column : foreign_key.columns) {
            if (column == only) {
                return;
            }
        }
    }
    if (storage.columns[only].is_integer_field) {  // zero of an enum is one of its values
        storage.columns[only].generated = key::integer;
    }
}

template <class Struct>
consteval std::size_t id_field_column() {
    std::size_t found = column_count<Struct>();
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        ((field_name<Struct, I> == "id" && is_one_column<field_type<Struct, I>>
              ? void(found = column_offsets<Struct>[I])
              : void()),
         ...);
    }
    (std::make_index_sequence<field_count<Struct>>{});
    return found;
}

template <class Struct>
inline constexpr std::array<column_index, 1> id_columns{static_cast<column_index>(id_field_column<Struct>())};

template <class Part>
inline constexpr bool says_generation = false;
template <auto... Path>
inline constexpr bool says_generation<generated_part<Path...>> = true;

template <class Struct>
inline constexpr auto storage_of = [] {
    table_storage<Struct, count_parts<Struct>()> storage;
    describe_fields<Struct>(storage.columns.data(), {});
    if (id_field_column<Struct>() < column_count<Struct>()) {
        storage.primary_key = id_columns<Struct>;
    }
    bool generation_was_said = false;
    for_each_part(entity<Struct>, [&]<class Part>(const Part& part) {
        storage.add(part);
        generation_was_said = generation_was_said || says_generation<Part>;
    });
    settle_key(storage, generation_was_said);
    return storage;
}();

template <class Struct>
inline constexpr auto kinds_of_columns = [] {
    std::array<value_kind, column_count<Struct>()> kinds{};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        kinds[i] = storage_of<Struct>.columns[i].kind;
    }
    return kinds;
}();

/// Names that differ in the case of letters only are one name to SQLite and MySQL, so they are everywhere.
constexpr bool same_name(std::string_view left, std::string_view right) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    };
    if (left.size() != right.size()) {
        return false;
    }
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (lower(left[i]) != lower(right[i])) {
            return false;
        }
    }
    return true;
}

/// A key is counted where it is an integer, and made as a UUID where it is one.
constexpr bool generation_fits(std::span<const column_description> columns, std::span<const column_index> primary_key) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const column_description& column = columns[i];
        if (column.generated == key::given) {
            continue;
        }
        const bool is_integer = column.kind >= value_kind::int16 && column.kind <= value_kind::uint64;
        const bool is_the_key = primary_key.size() == 1 && primary_key[0] == i;
        if (!is_the_key || (is_counted(column) ? !is_integer : column.kind != value_kind::uuid)) {
            return false;
        }
    }
    return true;
}

/// One column at most counts versions: an integer that is always there, and no part of the key.
constexpr bool version_fits(std::span<const column_description> columns, std::span<const column_index> primary_key) {
    std::size_t versions = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        bool is_in_key = false;
        for (const column_index key : primary_key) {
            is_in_key = is_in_key || key == i;
        }
        if (columns[i].is_version && (!columns[i].is_integer_field || columns[i].nullable || is_in_key)) {
            return false;
        }
        versions += columns[i].is_version ? 1 : 0;
    }
    return versions <= 1;
}

constexpr bool names_are_distinct(std::span<const column_description> columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (std::size_t j = i + 1; j < columns.size(); ++j) {
            if (same_name(columns[i].name, columns[j].name)) {
                return false;
            }
        }
    }
    return true;
}

constexpr bool key_is_not_null(std::span<const column_description> columns, std::span<const column_index> primary_key) {
    for (const column_index column : primary_key) {
        if (columns[column].nullable) {
            return false;
        }
    }
    return true;
}

template <class Struct>
consteval table_description make_description() {
    static_assert(std::is_aggregate_v<Struct>, "aludel: a mapped struct must be an aggregate: no constructors, no "
                                               "private members, no virtual functions");
    static_assert(column_count<Struct>() > 0, "aludel: a mapped struct needs at least one field");
    static_assert(column_count<Struct>() < 65536, "aludel: a mapped struct has at most 65535 columns");
    static_assert(names_are_distinct(storage_of<Struct>.columns),
                  "aludel: two columns of this struct have the same name; rename one with "
                  ".column<&T::member>(\"other_name\") in entity<T>");
    static_assert(generation_fits(storage_of<Struct>.columns, storage_of<Struct>.primary_key),
                  "aludel: .generated is for the only column of a primary key: key::integer or key::sequence for an "
                  "integer, key::server_uuid for an aludel::uuid");
    static_assert(version_fits(storage_of<Struct>.columns, storage_of<Struct>.primary_key),
                  "aludel: .version is for one integer field that is no optional and no part of the primary key");
    static_assert(key_is_not_null(storage_of<Struct>.columns, storage_of<Struct>.primary_key),
                  "aludel: a primary key cannot be NULL, so its field must not be an optional");
    const auto& storage = storage_of<Struct>;
    constexpr std::string_view declared_name = table_name_of(entity<Struct>);
    return {.name = declared_name.empty() ? type_name<Struct> : declared_name,
            .schema = storage.schema,
            .type_name = type_name<Struct>,
            .columns = storage.columns,
            .kinds = kinds_of_columns<Struct>,
            .primary_key = storage.primary_key,
            .uniques = storage.uniques,
            .indexes = storage.indexes,
            .foreign_keys = storage.foreign_keys,
            .checks = storage.checks,
            .read_row = &read_struct<Struct>,
            .write_row = &write_struct<Struct>};
}

}  // namespace detail

/// The description of a mapped struct.
template <class T>
inline constexpr table_description table_of = detail::make_description<T>();

template <class Struct>
const table_description& detail::describe() {
    return table_of<Struct>;
}

}  // namespace aludel
