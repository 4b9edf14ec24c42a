// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>

#include "sqlite_row.hpp"
#include "sqlite_text.hpp"

/// A virtual table called "rows" that reads the caller's elements where they are: sqlite.org/vtab.html
namespace bench::sqlite {

/// How the elements of a range become columns. Rows are their fields, integers are keys.
template <class Element>
struct element_columns {
    static std::string names() { return columns(aludel::table_of<Element>); }
    static constexpr std::size_t count = width<Element>;
    template <std::size_t I>
    static void give(::sqlite3_context* to, const Element& element, time_text& text) {
        bind_field(to, 0, boost::pfr::get<I>(element), text);
    }
};
template <>
struct element_columns<std::int64_t> {
    static std::string names() { return "\"id\""; }
    static constexpr std::size_t count = 1;
    template <std::size_t I>
    static void give(::sqlite3_context* to, const std::int64_t& key, time_text&) {
        ::sqlite3_result_int64(to, key);
    }
};

template <class Element>
class rows_table {
    using shape = element_columns<Element>;

public:
    explicit rows_table(const database& on) {
        on.require(::sqlite3_create_module(on.handle(), "rows", &module, this), SQLITE_OK);
    }
    rows_table(const rows_table&) = delete;
    rows_table& operator=(const rows_table&) = delete;

    void show(std::span<const Element> rows) { rows_ = rows; }

private:
    struct table : ::sqlite3_vtab {
        const rows_table* owner;
    };
    struct cursor : ::sqlite3_vtab_cursor {
        const Element* present;
        const Element* end;
        std::array<time_text, shape::count> texts;
    };

    static int connect(::sqlite3* handle, void* owner, int, const char* const*, ::sqlite3_vtab** made, char**) {
        const std::string sql = "create table rows (" + shape::names() + ")";
        const int result = ::sqlite3_declare_vtab(handle, sql.c_str());
        if (result == SQLITE_OK) {
            *made = new table{{}, static_cast<const rows_table*>(owner)};
        }
        return result;
    }
    static int disconnect(::sqlite3_vtab* of) {
        delete static_cast<table*>(of);
        return SQLITE_OK;
    }
    static int best_index(::sqlite3_vtab*, ::sqlite3_index_info* plan) {
        plan->estimatedCost = 1;
        return SQLITE_OK;
    }
    static int open(::sqlite3_vtab*, ::sqlite3_vtab_cursor** made) {
        *made = new cursor{};
        return SQLITE_OK;
    }
    static int close(::sqlite3_vtab_cursor* of) {
        delete static_cast<cursor*>(of);
        return SQLITE_OK;
    }
    static int filter(::sqlite3_vtab_cursor* of, int, const char*, int, ::sqlite3_value**) {
        const auto rows = static_cast<table*>(of->pVtab)->owner->rows_;
        static_cast<cursor*>(of)->present = rows.data();
        static_cast<cursor*>(of)->end = rows.data() + rows.size();
        return SQLITE_OK;
    }
    static int next(::sqlite3_vtab_cursor* of) {
        ++static_cast<cursor*>(of)->present;
        return SQLITE_OK;
    }
    static int is_at_end(::sqlite3_vtab_cursor* of) {
        return static_cast<cursor*>(of)->present == static_cast<cursor*>(of)->end ? 1 : 0;
    }
    static int give_column(::sqlite3_vtab_cursor* of, ::sqlite3_context* to, int column) {
        using give = void (*)(::sqlite3_context*, const Element&, time_text&);
        static constexpr auto give_each = []<std::size_t... I>(std::index_sequence<I...>) {
            return std::array<give, sizeof...(I)>{&shape::template give<I>...};
        }
        (std::make_index_sequence<shape::count>{});
        auto* const at = static_cast<cursor*>(of);
        const auto place = static_cast<std::size_t>(column);
        give_each[place](to, *at->present, at->texts[place]);
        return SQLITE_OK;
    }
    static int give_rowid(::sqlite3_vtab_cursor*, ::sqlite3_int64* number) {
        *number = 0;
        return SQLITE_OK;
    }

    /// Without xCreate the table needs no CREATE VIRTUAL TABLE: sqlite.org/vtab.html#epovtab
    static constexpr ::sqlite3_module module = [] {
        ::sqlite3_module made{};
        made.xConnect = &connect;
        made.xBestIndex = &best_index;
        made.xDisconnect = &disconnect;
        made.xOpen = &open;
        made.xClose = &close;
        made.xFilter = &filter;
        made.xNext = &next;
        made.xEof = &is_at_end;
        made.xColumn = &give_column;
        made.xRowid = &give_rowid;
        return made;
    }();

    std::span<const Element> rows_;
};

}  // namespace bench::sqlite
