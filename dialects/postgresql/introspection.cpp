// SPDX-License-Identifier: BSL-1.0
// Four queries of pg_catalog for all tables together; PostgreSQL 12, where generated columns came. What is printed is
// printed by the server: format_type(), pg_get_expr(); manual, "System Catalog Information Functions".
#include "introspection.hpp"

#include <algorithm>
#include <map>

#include "dialect/table_reader.hpp"

namespace aludel::postgresql {
namespace {

using schema::text_in;
using row = std::span<const value_view>;

struct asked_query {
    std::string sql;
    std::vector<value_view> parameters;
};

/// The query that every other one begins with: the tables in question.
asked_query with_asked(const capabilities& facts, const schema::asked_tables& asked) {
    asked_query made;
    made.sql = "with asked as (select c.oid, c.relname, n.nspname, pg_catalog.pg_table_is_visible(c.oid) as visible"
               " from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace"
               " where c.relkind in ('r', 'p') and ";
    if (asked.names.empty()) {
        made.sql += "pg_catalog.pg_table_is_visible(c.oid) and n.nspname not in ('pg_catalog', 'information_schema')"
                    " and c.relpersistence <> 't' and not exists (select 1 from pg_catalog.pg_depend as d"
                    " where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')";
    } else {
        made.sql += asked.temporary ? "n.oid = pg_catalog.pg_my_temp_schema() and " : "";
        made.sql += "c.relname::text";
        append_asked_names(made.sql, facts.syntax, asked, made.parameters);
    }
    made.sql += ") ";
    return made;
}

value_kind kind_of(std::string_view base, std::string_view printed) {
    static const std::map<std::string_view, value_kind> kinds{
        {"bool", value_kind::boolean},
        {"int2", value_kind::int16},
        {"int4", value_kind::int32},
        {"int8", value_kind::int64},
        {"float4", value_kind::float32},
        {"float8", value_kind::float64},
        {"text", value_kind::text},
        {"varchar", value_kind::text},
        {"bpchar", value_kind::text},
        {"bytea", value_kind::bytes},
        {"date", value_kind::date},
        {"timestamp", value_kind::timestamp},
        {"timestamptz", value_kind::timestamp},
        {"uuid", value_kind::uuid},
    };
    const auto found = kinds.find(base);
    if (found == kinds.end()) {
        return printed == "numeric(20,0)" ? value_kind::uint64 : value_kind::null;
    }
    return found->second;
}

class reader {
public:
    reader(table_question ask, const capabilities& facts, const schema::asked_tables& asked)
        : ask_{ask}, with_{with_asked(facts, asked)}, asked_{asked} {}

    std::vector<schema::table> read() {
        columns();
        keys();
        foreign_keys();
        checks();
        return std::move(tables_);
    }

private:
    void columns();
    void keys();
    void foreign_keys();
    void checks();

    template <class Use>
    void each(std::string_view query, Use use) {
        ask_(with_.sql + std::string{query}, with_.parameters, use);
    }
    /// The table of a row that begins with its oid; null: one that only has the name of an asked one.
    schema::table* table_of(const row& values) {
        const auto found = by_oid_.find(text_in(values[0]));
        return found == by_oid_.end() ? nullptr : &tables_[found->second];
    }
    void add_table(const row& values);
    void add_key(schema::table& of, const row& values);

    table_question ask_;
    asked_query with_;
    const schema::asked_tables& asked_;
    std::vector<schema::table> tables_;
    std::map<std::string, std::size_t> by_oid_;
};

/// oid, schema, name, whether it is found without its schema.
void reader::add_table(const row& values) {
    const std::string schema = text_in(values[1]);
    const std::string name = text_in(values[2]);
    const bool visible = text_in(values[3]) == "true";
    schema::table_name found{{}, name};
    if (!asked_.names.empty() && !asked_.temporary) {
        const auto is_asked = [&](const schema::table_name& each) {
            return each.name == name && (each.schema.empty() ? visible : each.schema == schema);
        };
        const auto at = std::find_if(asked_.names.begin(), asked_.names.end(), is_asked);
        if (at == asked_.names.end()) {
            return;
        }
        found = *at;
    }
    by_oid_.emplace(text_in(values[0]), tables_.size());
    tables_.emplace_back().name = std::move(found);
}

void reader::columns() {
    // A column that a sequence of its own counts is serial, what identity columns were before PostgreSQL 10.
    constexpr std::string_view query =
        "select k.oid::text, k.nspname::text, k.relname::text, k.visible::text, a.attname::text,"
        " pg_catalog.format_type(a.atttypid, a.atttypmod) || case when a.attcollation <> t.typcollation"
        " then ' collate ' || case when pg_catalog.pg_collation_is_visible(co.oid) then ''"
        " else pg_catalog.quote_ident(cn.nspname) || '.' end || pg_catalog.quote_ident(co.collname) else '' end,"
        " t.typname::text, a.attnotnull::text, case when a.attgenerated = ''"
        " then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end,"
        " (a.attidentity <> '' or (coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '') like 'nextval(%'"
        " and pg_catalog.pg_get_serial_sequence(pg_catalog.quote_ident(k.nspname) || '.' ||"
        " pg_catalog.quote_ident(k.relname), a.attname) is not null))::text,"
        " case when a.attgenerated <> '' then ' generated always as (' || pg_catalog.pg_get_expr(d.adbin, d.adrelid)"
        " || case a.attgenerated when 's' then ') stored' else ') virtual' end end"
        " from asked as k join pg_catalog.pg_attribute as a on a.attrelid = k.oid and a.attnum > 0 and"
        " not a.attisdropped join pg_catalog.pg_type as t on t.oid = a.atttypid"
        " left join pg_catalog.pg_collation as co on co.oid = a.attcollation"
        " left join pg_catalog.pg_namespace as cn on cn.oid = co.collnamespace"
        " left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum"
        " order by k.nspname, k.relname, a.attnum";
    each(query, [this](row values) {
        if (!by_oid_.contains(text_in(values[0]))) {
            add_table(values);
        }
        schema::table* const of = table_of(values);
        if (of == nullptr) {
            return;
        }
        schema::column& made = of->columns.emplace_back();
        made.name = text_in(values[4]);
        made.type = text_in(values[5]);
        made.kind = kind_of(text_in(values[6]), made.type);
        made.nullable = text_in(values[7]) != "true";
        made.counted = text_in(values[9]) == "true";
        made.default_expression = made.counted ? std::string{} : text_in(values[8]);
        made.clauses = text_in(values[10]);
        made.computed = !made.clauses.empty();
    });
}

/// oid, name, 'p', 'u', 'i' or 'x' (an index that is unique), place in the list, column, what it makes of NULLs and
/// when it is checked
void reader::add_key(schema::table& of, const row& values) {
    const std::string name = text_in(values[1]);
    const std::string type = text_in(values[2]);
    const bool begins = text_in(values[3]) == "1";
    if (type == "p") {
        of.primary_key.name = name;
        of.primary_key.columns.push_back(text_in(values[4]));
        of.primary_key.clauses = text_in(values[5]);
        return;
    }
    schema::key_columns& key = last_named(type == "i" ? of.indexes : of.uniques, name, begins);
    key.is_index = type != "u";
    key.columns.push_back(text_in(values[4]));
    key.clauses = text_in(values[5]);
}

/// Of a constraint; NULL for none. In the words of CREATE TABLE.
constexpr std::string_view when_checked = "case when con.condeferrable then ' deferrable' ||"
                                          " case when con.condeferred then ' initially deferred' else '' end end";

void reader::keys() {
    // Left alone: indexes of expressions, of some rows only, with further columns, in another order or by other rules
    // than the type's own. A column of pg_index by its name as text: it came with PostgreSQL 15.
    static const std::string query =
        "select k.oid::text, ic.relname::text, coalesce(con.contype::text, case when i.indisunique then 'x' else 'i'"
        " end), p.place::text, a.attname::text, case when pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct' = 'true'"
        " then ' nulls not distinct' else '' end || coalesce(" +
        std::string{when_checked} +
        ", '') from asked as k join pg_catalog.pg_index as i on i.indrelid = k.oid"
        " join pg_catalog.pg_class as ic on ic.oid = i.indexrelid join pg_catalog.pg_am as am on am.oid = ic.relam"
        " left join pg_catalog.pg_constraint as con on con.conindid = i.indexrelid and con.conrelid = k.oid"
        " and con.contype in ('p', 'u', 'x')"
        " cross join lateral unnest(i.indkey::smallint[]) with ordinality as p(number, place)"
        " join pg_catalog.pg_attribute as a on a.attrelid = k.oid and a.attnum = p.number"
        " where i.indpred is null and i.indexprs is null and i.indnatts = i.indnkeyatts and i.indisvalid"
        " and am.amname = 'btree' and coalesce(con.contype, 'i') <> 'x'"
        " and not exists (select 1 from unnest(i.indoption::smallint[]) as o(bits) where o.bits <> 0)"
        " and not exists (select 1 from unnest(i.indclass::oid[]) as u(id) join pg_catalog.pg_opclass as oc"
        " on oc.oid = u.id where not oc.opcdefault)"
        " order by k.oid, ic.relname, p.place";
    each(query, [this](row values) {
        if (schema::table* const of = table_of(values)) {
            add_key(*of, values);
        }
    });
}

referential_action action_of(std::string_view letter) {
    switch (letter.empty() ? 'a' : letter.front()) {
    case 'r': return referential_action::restrict;
    case 'c': return referential_action::cascade;
    case 'n': return referential_action::set_null;
    case 'd': return referential_action::set_default;
    default: return referential_action::no_action;
    }
}

void reader::foreign_keys() {
    // Columns of pg_constraint by their names as text, since some came later: confdelsetcols with PostgreSQL 15,
    // conenforced with 18.
    static const std::string query =
        "select k.oid::text, con.conname::text, p.place::text, a.attname::text, fa.attname::text, fc.relname::text,"
        " case when pg_catalog.pg_table_is_visible(fc.oid) then '' else fn.nspname::text end,"
        " con.confdeltype::text, con.confupdtype::text, coalesce(" +
        std::string{when_checked} +
        ", '') || case when pg_catalog.to_jsonb(con) ->> 'conenforced' = 'false' then ' not enforced'"
        " when not con.convalidated then ' not valid' else '' end,"
        " case when con.confmatchtype = 'f' then 'MATCH FULL'"
        " when pg_catalog.to_jsonb(con) ->> 'confdelsetcols' is not null then 'ON DELETE SET … (…)' end"
        " from asked as k join pg_catalog.pg_constraint as con on con.conrelid = k.oid and con.contype = 'f'"
        " join pg_catalog.pg_class as fc on fc.oid = con.confrelid"
        " join pg_catalog.pg_namespace as fn on fn.oid = fc.relnamespace"
        " cross join lateral unnest(con.conkey, con.confkey) with ordinality as p(own, referred, place)"
        " join pg_catalog.pg_attribute as a on a.attrelid = con.conrelid and a.attnum = p.own"
        " join pg_catalog.pg_attribute as fa on fa.attrelid = con.confrelid and fa.attnum = p.referred"
        " order by k.oid, con.conname, p.place";
    each(query, [this](row values) {
        schema::table* const of = table_of(values);
        if (of == nullptr) {
            return;
        }
        schema::foreign_key& made = last_named(of->foreign_keys, text_in(values[1]), text_in(values[2]) == "1");
        made.columns.push_back(text_in(values[3]));
        made.referenced_columns.push_back(text_in(values[4]));
        made.referenced = {text_in(values[6]), text_in(values[5])};
        made.on_delete = action_of(text_in(values[7]));
        made.on_update = action_of(text_in(values[8]));
        made.clauses = text_in(values[9]);
        made.unwritable = text_in(values[10]);
    });
}

void reader::checks() {
    constexpr std::string_view query =
        "select k.oid::text, con.conname::text, pg_catalog.pg_get_expr(con.conbin, con.conrelid) from asked as k"
        " join pg_catalog.pg_constraint as con on con.conrelid = k.oid and con.contype = 'c'"
        " order by k.oid, con.conname";
    each(query, [this](row values) {
        if (schema::table* const of = table_of(values)) {
            of->checks.push_back({text_in(values[1]), text_in(values[2])});
        }
    });
}

}  // namespace

std::vector<schema::table> read_tables(table_question ask, const capabilities& facts,
                                       const schema::asked_tables& asked) {
    return reader{ask, facts, asked}.read();
}

}  // namespace aludel::postgresql
