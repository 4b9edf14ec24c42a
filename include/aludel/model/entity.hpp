// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

#include <aludel/model/table_description.hpp>

namespace aludel {

/// What removing or re-keying the referred row does to the rows that refer to it.
enum class on_delete : std::uint8_t { no_action, restrict, cascade, set_null, set_default };
enum class on_update : std::uint8_t { no_action, restrict, cascade, set_null, set_default };

namespace detail {

template <auto... Members>
struct primary_key_part {};
template <auto... Members>
struct unique_part {};
template <auto... Members>
struct index_part {};
template <auto... Members>
struct foreign_key_part {
    referential_action on_delete;
    referential_action on_update;
};
struct check_part {
    std::string_view name;
    std::string_view expression;
};
struct schema_part {
    std::string_view name;
};
/// The parts below say something about one column, named by a path of member pointers.
template <auto... Path>
struct column_name_part {
    std::string_view name;
};
template <auto... Path>
struct column_type_part {
    std::string_view declared_type;
};
template <auto... Path>
struct default_value_part {
    std::string_view expression;
};
template <auto... Path>
struct generated_part {
    key by;
};
template <auto... Path>
struct version_part {};

/// A description of a table in the making: what was said before, and one more part.
template <class Previous, class Part>
struct table_parts;

template <class Self>
struct table_builder {
    /// The key's columns, in this order. Without it the field called `id` is the key.
    template <auto... Members>
    constexpr auto primary_key() const {
        return with(primary_key_part<Members...>{});
    }
    /// No two rows may have the same values in these columns; NULLs differ from each other.
    template <auto... Members>
    constexpr auto unique() const {
        return with(unique_part<Members...>{});
    }
    template <auto... Members>
    constexpr auto index() const {
        return with(index_part<Members...>{});
    }
    /// The first half of the members are columns of this struct, the second half those of the struct they refer to.
    template <auto... Members>
    constexpr auto foreign_key(aludel::on_delete removed = aludel::on_delete::no_action,
                               aludel::on_update changed = aludel::on_update::no_action) const {
        return with(foreign_key_part<Members...>{static_cast<referential_action>(removed),
                                                 static_cast<referential_action>(changed)});
    }
    /// `expression` is SQL over this table's columns, such as "age >= 0".
    constexpr auto check(std::string_view name, std::string_view expression) const {
        return with(check_part{name, expression});
    }
    /// The column's name in the database, where it is not the field's.
    template <auto... Path>
    constexpr auto column(std::string_view name) const {
        return with(column_name_part<Path...>{name});
    }
    /// What DDL says for the column, on every database alike.
    template <auto... Path>
    constexpr auto column_type(std::string_view declared_type) const {
        return with(column_type_part<Path...>{declared_type});
    }
    /// An SQL expression for rows that bring no value. A plain field always brings one; an empty optional does not.
    template <auto... Path>
    constexpr auto default_value(std::string_view expression) const {
        return with(default_value_part<Path...>{expression});
    }
    /// Who makes the key. A single integer key is `key::integer` unless said otherwise; with `key::sequence` sessions
    /// that insert at once do not wait for the table's counter where the database has sequences beside tables (MariaDB
    /// from 10.5 on), and nothing changes elsewhere.
    template <auto... Path>
    constexpr auto generated(key by) const {
        return with(generated_part<Path...>{by});
    }
    /// The column that counts the changes of its row, so that nobody writes over what somebody else changed in between.
    /// The library keeps it: a zero is inserted as 1, each update adds 1, and update(), update_many() and a
    /// unit_of_work refuse a row whose version is another than the object's, with stale_object.
    template <auto... Path>
    constexpr auto version() const {
        return with(version_part<Path...>{});
    }
    /// The database schema (PostgreSQL) or database (MySQL) that holds the table.
    constexpr auto schema(std::string_view name) const { return with(schema_part{name}); }

private:
    template <class Part>
    constexpr auto with(Part part) const {
        return table_parts<Self, Part>{{}, static_cast<const Self&>(*this), part};
    }
};

template <class Previous, class Part>
struct table_parts : table_builder<table_parts<Previous, Part>> {
    constexpr table_parts(table_builder<table_parts>, const Previous& previous_parts, const Part& new_part)
        : previous{previous_parts}, part{new_part} {}
    Previous previous;
    Part part;
};

struct table_start : table_builder<table_start> {
    constexpr explicit table_start(std::string_view name) : table_name{name} {}
    std::string_view table_name;
};

struct default_entity {};

/// Calls `use(part)` for each part, in the order in which they were said.
template <class Use>
constexpr void for_each_part(const table_start&, Use&&) {}
template <class Use>
constexpr void for_each_part(const default_entity&, Use&&) {}
template <class Previous, class Part, class Use>
constexpr void for_each_part(const table_parts<Previous, Part>& parts, Use&& use) {
    for_each_part(parts.previous, use);
    use(parts.part);
}

constexpr std::string_view table_name_of(const table_start& start) {
    return start.table_name;
}
constexpr std::string_view table_name_of(const default_entity&) {
    return {};
}
template <class Previous, class Part>
constexpr std::string_view table_name_of(const table_parts<Previous, Part>& parts) {
    return table_name_of(parts.previous);
}

}  // namespace detail

/// Starts the description of a table.
constexpr auto table(std::string_view name) {
    return detail::table_start{name};
}

/// How `T` maps to a table. Specialise it where the defaults do not do, before the first use of `T` with aludel:
///     template <> inline constexpr auto aludel::entity<user> = aludel::table("users").unique<&user::email>();
template <class T>
inline constexpr auto entity = detail::default_entity{};

}  // namespace aludel
