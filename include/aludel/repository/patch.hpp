// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <memory>
#include <utility>
#include <vector>

#include <aludel/model/reflect.hpp>
#include <aludel/sql/condition.hpp>

namespace aludel {

/// One column and the value it is to get.
struct owned_assignment {
    column_index column;
    aludel::value value{};
    std::shared_ptr<const expression> computed{};  ///< in place of the value
};

namespace detail {

/// Throws mapping_error: a number does not fit the column's field.
[[noreturn]] void throw_too_large(const table_description& table, std::size_t column);

constexpr bool is_in_key(const table_description& table, std::size_t column) {
    for (const column_index key : table.primary_key) {
        if (key == column) {
            return true;
        }
    }
    return false;
}

template <class Root, std::size_t Column>
constexpr void require_changeable() {
    static_assert(!is_in_key(table_of<Root>, Column),
                  "aludel: a patch cannot change the primary key; add a new row in its place");
    static_assert(!table_of<Root>.columns[Column].marks_removal,
                  "aludel: soft_delete's column is not set by hand; use remove(), restore() or purge()");
    static_assert(!table_of<Root>.columns[Column].is_version,
                  "aludel: the version column is not set by hand; every update moves it");
}

/// The value as the field itself would hold it: a number too large for the field is refused, not cut.
template <class Root, std::size_t Column, class Field, class Value>
value stored_value(const Value& given) {
    require_changeable<Root, Column>();
    static_assert(is_comparable<Field, Value>, "aludel: a value of this type cannot be stored in the field");
    static_assert(!std::is_same_v<Value, std::nullopt_t> || is_optional<Field>,
                  "aludel: the field is not an optional, so it cannot be set to NULL");
    using plain = without_optional_t<Field>;
    value converted = operand_for<Field>(table_of<Root>, Column, given);
    if constexpr (!std::is_same_v<without_optional_t<Value>, plain> && number<plain>) {
        plain held{};
        if (!converted.is_null()) {
            const decode_error misfit = codec_of<plain>::decode(converted.view(), held);
            if (misfit != decode_error::none) {
                throw_too_large(table_of<Root>, Column);
            }
            scratch temporaries;
            return value{codec_of<plain>::encode(held, temporaries)};
        }
    }
    return converted;
}

/// A later value for a column takes the place of an earlier one.
void put_change(std::vector<owned_assignment>& changes, owned_assignment change);

}  // namespace detail

/// Changes to some columns of a row. What is not set stays as it is; an empty optional sets NULL.
template <class T>
class patch {
public:
    template <auto... Path, class Value>
    patch& set(const Value& value) & {
        static_assert(std::is_same_v<typename detail::path_traits<Path...>::root, T>,
                      "aludel: patch<T>::set names a member of T");
        using field = typename detail::path_traits<Path...>::field;
        constexpr std::size_t column = detail::column_of_path<Path...>();
        detail::put_change(changes_,
                           {static_cast<column_index>(column), detail::stored_value<T, column, field>(value)});
        return *this;
    }
    template <auto... Path, class Value>
    patch&& set(const Value& value) && {
        set<Path...>(value);
        return std::move(*this);
    }

    [[nodiscard]] const std::vector<owned_assignment>& changes() const noexcept { return changes_; }

private:
    std::vector<owned_assignment> changes_;
};

/// `column = value` for update_where and query::update.
template <class Root>
struct assignment_of {
    owned_assignment change;
};

template <class Root, class Field, std::size_t Index, detail::not_a_term Value>
assignment_of<Root> set(column<Root, Field, Index>, const Value& value) {
    return {{static_cast<column_index>(Index), detail::stored_value<Root, Index, Field>(value)}};
}
/// What the database computes from the row as it was: set(col<&post::views>, col<&post::views> + 1).
template <class Root, class Field, std::size_t Index, detail::any_term Term>
assignment_of<Root> set(column<Root, Field, Index>, const Term& computed) {
    using root = typename Term::root_type;
    detail::require_changeable<Root, Index>();
    static_assert(!detail::is_grouped<root>, "aludel: an aggregate is no value of a single row");
    static_assert(detail::speaks_of<root, Root>::value,
                  "aludel: what is set is computed from the row itself; the term names a column of another struct");
    static_assert(detail::is_comparable<Field, typename Term::field_type>,
                  "aludel: a value of this type cannot be stored in the field");
    static_assert(!std::integral<detail::without_optional_t<Field>> ||
                      !std::floating_point<detail::without_optional_t<typename Term::field_type>>,
                  "aludel: what is computed may have a fraction, which the field of integers cannot hold; compute with "
                  "integers");
    return {{static_cast<column_index>(Index), {}, std::make_shared<const expression>(computed.tree())}};
}

}  // namespace aludel
