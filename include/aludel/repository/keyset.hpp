// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/repository/clauses.hpp>

namespace aludel {

/// Rows that follow each other in an order, and where to go on from there. What `next` and `previous` hold is opaque
/// text that a URL takes as it is. It belongs to the order that it was made in and holds the values of one row in the
/// columns of the order, readable to who takes it apart; it says nothing of conditions, and keeps its meaning when rows
/// come and go.
template <class T>
struct keyset_page {
    std::vector<T> items;
    std::optional<std::string> next;      ///< for after(), if rows follow
    std::optional<std::string> previous;  ///< for before(), if rows come before
};

namespace detail {

/// Behind which row of an order, or before which one.
struct keyset_place {
    std::optional<std::string> cursor;  ///< nothing: from the beginning, or before the end
    bool backwards = false;
};

std::optional<std::string> owned_text(std::optional<std::string_view> text);

struct keyset_cursors {
    std::optional<std::string> next, previous;
};

/// Reads at most as many rows as the query's limit says, the nearest to the place first. Throws usage_error for a
/// cursor that is none or of another order, and for a query that has no keyset.
keyset_cursors read_keyset(session_core& session, const sql::select_query& asked, const keyset_place& from,
                           object_sink sink);

}  // namespace detail

/// A query that goes on where a page ended: what after() and before() make of it.
template <class T>
class keyset_query {
public:
    keyset_query(session_core& session, detail::asked_query asked, detail::keyset_place from)
        : session_{&session}, asked_{std::move(asked)}, from_{std::move(from)} {}

    /// The rows there, as many as the limit says: by one statement, or by two where the order's first column may be
    /// NULL. Throws usage_error for a query without a limit or with an offset, for an order by more than columns, and
    /// for a cursor that is damaged or of another order.
    [[nodiscard]] keyset_page<T> page() const {
        keyset_page<T> made;
        detail::keyset_cursors found = detail::read_keyset(
            *session_, *asked_, from_, {&made.items, &detail::append_to_vector<T>, &detail::reserve_in_vector<T>});
        made.next = std::move(found.next);
        made.previous = std::move(found.previous);
        if (from_.backwards) {
            std::reverse(made.items.begin(), made.items.end());
        }
        return made;
    }
    [[nodiscard]] std::vector<T> list() const { return page().items; }

private:
    session_core* session_;
    detail::asked_query asked_;
    detail::keyset_place from_;
};

}  // namespace aludel
