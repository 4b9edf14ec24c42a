// SPDX-License-Identifier: BSL-1.0
// Pragmas as tables (3.16; table_xinfo 3.26, sqlite.org/pragma.html) for all tables together. They know neither the
// names of constraints nor checks: those are in the text of CREATE TABLE, which SQLite keeps as it was written.
#include "introspection.hpp"

#include <algorithm>

#include "dialect/table_reader.hpp"
#include "table_text.hpp"

namespace aludel::sqlite {
namespace {

using schema::text_in;
using row = std::span<const value_view>;

class reader {
public:
    reader(table_question ask, const capabilities& facts, const schema::asked_tables& asked)
        : ask_{ask}, asked_{asked}, schema_{asked.temporary ? "'temp'" : "'main'"} {
        filter_ = asked.temporary ? " from temp.sqlite_master as m" : " from main.sqlite_master as m";
        condition_ =
            " where m.type = 'table' and m.sql like 'CREATE TABLE %' and m.name not like 'sqlite!_%' escape '!'";
        if (!asked.names.empty()) {
            condition_ += " and m.name collate nocase";
            append_asked_names(condition_, facts.syntax, asked, parameters_);
        }
    }

    std::vector<schema::table> read() {
        columns();
        keys();
        foreign_keys();
        others();
        return std::move(tables_);
    }

private:
    void columns();
    void keys();
    void foreign_keys();
    void others();

    template <class Use>
    void each(const std::string& query, Use use) {
        ask_(query, parameters_, use);
    }
    schema::table& table_of(const row& values);
    void add_table(const row& values);
    [[nodiscard]] std::string spelled(std::string name) const;
    [[nodiscard]] bool sorts_like_column(const schema::table& of, std::string_view column,
                                         std::string_view collation) const;

    table_question ask_;
    const schema::asked_tables& asked_;
    std::string schema_;
    std::string filter_;
    std::string condition_;
    std::vector<value_view> parameters_;
    std::vector<schema::table> tables_;
    std::vector<table_text> texts_;
    std::vector<std::string> names_;  // as the database spells them
};

schema::table& reader::table_of(const row& values) {
    const auto found = std::find(names_.begin(), names_.end(), text_in(values[0]));
    return tables_[static_cast<std::size_t>(found - names_.begin())];
}

void reader::add_table(const row& values) {
    names_.push_back(text_in(values[0]));
    texts_.push_back(parse_create_table(text_in(values[1])));
    schema::table& made = tables_.emplace_back();
    const auto is = [this](const schema::table_name& each) {
        return schema::same_without_case(each.name, names_.back());
    };
    const auto at = std::find_if(asked_.names.begin(), asked_.names.end(), is);
    made.name.name = at == asked_.names.end() ? names_.back() : at->name;
    made.primary_key.name = texts_.back().primary_key.name;
    made.primary_key.clauses = texts_.back().primary_key.clauses;
    made.checks = texts_.back().checks;
    made.options = texts_.back().options;
    made.unwritable = texts_.back().unwritable;
    made.column_case_counts = false;  // seen with SQLite 3.40
}

void reader::columns() {
    std::vector<std::pair<long, std::string>> key;
    const auto end_table = [&] {
        if (tables_.empty()) {
            return;
        }
        std::sort(key.begin(), key.end());
        schema::table& made = tables_.back();
        for (auto& [place, name] : key) {
            made.primary_key.columns.push_back(std::move(name));
        }
        for (schema::column& each : made.columns) {
            // An alias of the rowid, which SQLite makes by itself: sqlite.org/lang_createtable.html#rowid
            each.counted = made.primary_key.columns == std::vector{each.name} &&
                           schema::same_without_case(each.type, "integer") && texts_.back().has_rowid;
            each.kind = kind_of_type(each.type);
            each.meaning = affinity_of_type(each.type);
            if (each.counted && !made.primary_key.clauses.empty()) {  // the column's definition says the key
                made.unwritable.push_back({each.name, "PRIMARY KEY" + made.primary_key.clauses});
            }
        }
        key.clear();
    };
    const std::string query = "select m.name, m.sql, x.name, x.type, cast(x.\"notnull\" as text),"
                              " cast(x.dflt_value as text), cast(x.pk as text)" +
                              filter_ + " join pragma_table_xinfo(m.name, " + schema_ + ") as x" + condition_ +
                              " and x.hidden <> 1 order by m.rowid, x.cid";
    each(query, [&](row values) {
        if (names_.empty() || names_.back() != text_in(values[0])) {
            end_table();
            add_table(values);
        }
        schema::column& made = tables_.back().columns.emplace_back();
        made.name = text_in(values[2]);
        made.type = text_in(values[3]);
        made.nullable = text_in(values[4]) == "0";
        made.default_expression = text_in(values[5]);
        if (const table_text::column* written = texts_.back().find(made.name); written != nullptr) {
            made.computed = written->computed;
            made.clauses = written->clauses;
        }
        if (const long place = std::stol("0" + text_in(values[6])); place != 0) {
            key.emplace_back(place, made.name);
        }
    });
    end_table();
}

/// Whether an index goes by the collation that the column has anyway.
bool reader::sorts_like_column(const schema::table& of, std::string_view column, std::string_view collation) const {
    const auto at = static_cast<std::size_t>(&of - tables_.data());
    const table_text::column* written = texts_[at].find(column);
    const bool has_own = written != nullptr && !written->collation.empty();
    return schema::same_without_case(collation, has_own ? std::string_view{written->collation} : "BINARY");
}

void reader::keys() {
    std::vector<std::string> sorted_otherwise;
    // cid -2 is an expression: sqlite.org/pragma.html#pragma_index_xinfo
    const std::string query =
        "select m.name, l.name, cast(l.\"unique\" as text), l.origin, cast(i.seqno as text), i.name, i.coll" + filter_ +
        " join pragma_index_list(m.name, " + schema_ + ") as l join pragma_index_xinfo(l.name, " + schema_ + ") as i" +
        condition_ +
        " and l.origin <> 'pk' and l.partial = 0 and i.key = 1 and not exists (select 1 from "
        "pragma_index_xinfo(l.name, " +
        schema_ + ") as e where e.key = 1 and (e.cid = -2 or e.desc = 1)) order by m.rowid, l.seq desc, i.seqno";
    each(query, [&](row values) {
        schema::table& of = table_of(values);
        const bool is_unique = text_in(values[2]) == "1";
        schema::key_columns& made =
            last_named(is_unique ? of.uniques : of.indexes, text_in(values[1]), text_in(values[4]) == "0");
        made.is_index = text_in(values[3]) == "c";
        made.columns.push_back(text_in(values[5]));
        if (!sorts_like_column(of, made.columns.back(), text_in(values[6]))) {
            sorted_otherwise.push_back(made.name);
        }
    });
    // Those are left alone, as indexes of expressions are.
    for (schema::table& each : tables_) {
        for (std::vector<schema::key_columns>* keys : {&each.uniques, &each.indexes}) {
            std::erase_if(*keys, [&](const schema::key_columns& key) {
                return key.is_index &&
                       std::find(sorted_otherwise.begin(), sorted_otherwise.end(), key.name) != sorted_otherwise.end();
            });
        }
    }
    for (std::size_t i = 0; i < tables_.size(); ++i) {
        for (schema::key_columns& unique : tables_[i].uniques) {
            unique = unique.is_index ? unique : texts_[i].unique_over(unique.columns);
        }
    }
}

/// The name of a table as it is told elsewhere.
std::string reader::spelled(std::string name) const {
    const auto found = std::find_if(names_.begin(), names_.end(),
                                    [&name](const std::string& each) { return schema::same_without_case(each, name); });
    return found == names_.end() ? std::move(name)
                                 : tables_[static_cast<std::size_t>(found - names_.begin())].name.name;
}

void reader::foreign_keys() {
    // Without named columns it refers to the primary key. The pragma has the names as they were written: they become
    // those of the table, where it is there.
    const std::string query = "select m.name, cast(f.id as text), cast(f.seq as text), f.\"table\", f.\"from\","
                              " coalesce((select p.name from pragma_table_info(f.\"table\", " +
                              schema_ +
                              ") as p where case when f.\"to\" is null then p.pk = f.seq + 1 else p.name = f.\"to\" "
                              "collate nocase end), f.\"to\"), f.on_update, f.on_delete" +
                              filter_ + " join pragma_foreign_key_list(m.name, " + schema_ + ") as f" + condition_ +
                              " order by m.rowid, f.id desc, f.seq";
    each(query, [this](row values) {
        schema::table& of = table_of(values);
        schema::foreign_key& made = last_named(of.foreign_keys, {}, text_in(values[2]) == "0");
        made.referenced.name = spelled(text_in(values[3]));
        made.columns.push_back(text_in(values[4]));
        made.referenced_columns.push_back(text_in(values[5]));
        made.on_update = schema::action_named(text_in(values[6]));
        made.on_delete = schema::action_named(text_in(values[7]));
    });
    for (std::size_t i = 0; i < tables_.size(); ++i) {
        std::vector<schema::foreign_key>& made = tables_[i].foreign_keys;
        for (std::size_t k = 0; k < made.size() && k < texts_[i].foreign_keys.size(); ++k) {
            made[k].name = texts_[i].foreign_keys[k].name;
            made[k].clauses = texts_[i].foreign_keys[k].clauses;
        }
    }
}

void reader::others() {
    const std::string query =
        std::string{"select m.name, o.type, o.name, o.sql"} + filter_ + " join " +
        (asked_.temporary ? "temp" : "main") +
        ".sqlite_master as o on o.tbl_name = m.name and o.type in ('index', 'trigger') and o.sql is not null" +
        condition_ + " order by o.rowid";
    each(query, [this](row values) {
        schema::table& of = table_of(values);
        const auto is_known = [&](const schema::key_columns& each) {
            return each.name == text_in(values[2]);
        };
        const bool is_trigger = text_in(values[1]) == "trigger";
        if (is_trigger || (std::none_of(of.indexes.begin(), of.indexes.end(), is_known) &&
                           std::none_of(of.uniques.begin(), of.uniques.end(), is_known))) {
            of.others.push_back(text_in(values[3]));
        }
    });
}

}  // namespace

std::vector<schema::table> read_tables(table_question ask, const capabilities& facts,
                                       const schema::asked_tables& asked) {
    return reader{ask, facts, asked}.read();
}

}  // namespace aludel::sqlite
