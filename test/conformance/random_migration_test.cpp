// SPDX-License-Identifier: BSL-1.0
// Pairs of made-up sets of tables, A and B: A is created and gets rows; the planned statements make B of it, and A
// again. Each time nothing differs from what is wanted, and columns that both have hold what they held.
//
// ALUDEL_MIGRATION_PAIRS says how many pairs (300 in full form), ALUDEL_MIGRATION_SEED with which it begins.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include <aludel/schema/plan.hpp>
#include <aludel/schema/reading.hpp>

#include "database.hpp"
#include "random_schema.hpp"

namespace random_migrations {

using aludel::value_kind;
using aludel::value_view;
using aludel::schema::to_string;
using random_schema::tables;
using schema_tables = std::vector<aludel::schema::table>;

constexpr int rows_per_table = 3;

unsigned long number_in(const char* variable, unsigned long otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoul(text, nullptr, 10);
}

/// What one table's columns hold, by the columns' numbers, as text.
using table_contents = std::map<int, std::vector<std::string>>;
using contents = std::map<int, table_contents>;

std::string shown(const value_view& value) {
    if (value.is_null()) {
        return "NULL";
    }
    switch (value.kind()) {
    case value_kind::float32:
    case value_kind::float64: return std::to_string(value.number());
    case value_kind::text: return std::string{value.text()};
    case value_kind::bytes:
    case value_kind::uuid:
        return std::string{reinterpret_cast<const char*>(value.bytes().data()), value.bytes().size()};
    case value_kind::uint64: return std::to_string(value.unsigned_integer());
    default: return std::to_string(value.integer());
    }
}

class pair_of_schemas {
public:
    pair_of_schemas(aludel::session_core& session, std::uint64_t seed)
        : session_{session}, random_{seed}, a_{random_schema::make(random_, session.facts())}, b_{random_schema::change(
                                                                                                   a_, random_,
                                                                                                   session.facts())} {}

    void run() {
        clear();
        const schema_tables wanted_a = describe(a_);
        aludel::schema::run_statements(session_, note(aludel::schema::plan_changes(session_, {}, wanted_a).up));
        expect_tables(wanted_a, "A as it was created");
        insert_rows();
        const contents before = read(a_);

        const schema_tables wanted_b = describe(b_);
        const auto plan = aludel::schema::plan_changes(session_, read_all(), wanted_b, renames_between(a_, b_));
        aludel::schema::run_statements(session_, note(plan.up));
        expect_tables(wanted_b, "B behind the upgrade");
        expect_kept(before, read(b_), "upgrade");

        aludel::schema::run_statements(session_, note(plan.down));
        expect_tables(wanted_a, "A behind the downgrade");
        expect_kept(before, read(a_), "downgrade");
    }
    [[nodiscard]] std::string log() const {
        std::string text;
        for (const std::string& each : statements_) {
            text += each + ";\n";
        }
        return text;
    }

private:
    [[nodiscard]] aludel::schema::ddl_target to() const { return {session_.dialect(), session_.facts()}; }
    [[nodiscard]] schema_tables describe(const tables& described) const {
        return random_schema::describe(to(), described);
    }
    const std::vector<std::string>& note(const std::vector<std::string>& statements) {
        statements_.emplace_back("-- next");
        statements_.insert(statements_.end(), statements.begin(), statements.end());
        return statements;
    }
    schema_tables read_all() {
        schema_tables all = aludel::schema::read_tables(session_);
        std::erase_if(all, [](const aludel::schema::table& each) { return !each.name.name.starts_with("mig"); });
        return all;
    }
    void clear() {
        const schema_tables have = read_all();
        aludel::schema::run_statements(
            session_, aludel::schema::statements_between(to(), have, {}, aludel::schema::compare(have, {})));
    }
    void expect_tables(const schema_tables& wanted, const char* which) {
        EXPECT_EQ(to_string(aludel::schema::compare(read_all(), aludel::schema::settle(session_, wanted))), "")
            << which;
    }

    void insert_rows();
    void insert_row(const random_schema::table& into, int row);
    void fill_late_references(const random_schema::table& in, int row);
    [[nodiscard]] bool is_null(const random_schema::table& in, const random_schema::column& column, int row) const;
    value_view value(const random_schema::table& in, const random_schema::column& column, int row);
    [[nodiscard]] static bool refers_to_later(const random_schema::table& in, int column) {
        for (const random_schema::foreign_key& each : in.foreign_keys) {
            if (each.table > in.number &&
                std::find(each.columns.begin(), each.columns.end(), column) != each.columns.end()) {
                return true;
            }
        }
        return false;
    }
    contents read(const tables& all);
    void expect_kept(const contents& before, const contents& after, const char* when);
    std::string quoted(const std::string& name) const {
        std::string text;
        session_.dialect().append_identifier(text, name);
        return text;
    }

    aludel::session_core& session_;
    std::mt19937_64 random_;
    tables a_;
    tables b_;
    aludel::scratch values_;
    std::vector<std::string> statements_;
};

bool pair_of_schemas::is_null(const random_schema::table& in, const random_schema::column& column, int row) const {
    const random_schema::table* later = random_schema::find(b_, in.number);
    const random_schema::column* becomes = later == nullptr ? nullptr : later->find(column.number);
    return column.nullable && (becomes == nullptr || becomes->nullable) && (row + column.number) % rows_per_table == 0;
}

value_view pair_of_schemas::value(const random_schema::table& in, const random_schema::column& column, int row) {
    if (is_null(in, column, row)) {
        return value_view::null_of(column.kind);
    }
    const std::int64_t number = row + 1;
    const std::string text = "text of row " + std::to_string(number);
    std::array<std::byte, 16> uuid{};
    uuid[15] = static_cast<std::byte>(number);
    switch (column.kind) {
    case value_kind::boolean: return value_view::of_boolean(row % 2 == 1);
    case value_kind::int16: return value_view::of_int16(number);
    case value_kind::int32: return value_view::of_int32(number);
    case value_kind::uint64: return value_view::of_uint64(static_cast<std::uint64_t>(number));
    case value_kind::float32: return value_view::of_float32(static_cast<float>(row) + 1.5F);
    case value_kind::float64: return value_view::of_float64(row + 1.5);
    case value_kind::date: return value_view::of_date(20'000 + row);
    case value_kind::timestamp: return value_view::of_timestamp(1'700'000'000'123'456 + row);
    case value_kind::text: {
        // Where it becomes a number, or was one, it says a number.
        const random_schema::table* later = random_schema::find(b_, in.number);
        const random_schema::column* becomes = later == nullptr ? nullptr : later->find(column.number);
        const bool is_number = becomes != nullptr && becomes->kind != value_kind::text;
        return value_view::of_text(values_.keep(is_number ? std::to_string(number) : text));
    }
    case value_kind::bytes: return value_view::of_bytes(values_.keep(std::as_bytes(std::span{text})));
    case value_kind::uuid: return value_view::of_uuid(values_.keep(std::span<const std::byte>{uuid}).data());
    default: return value_view::of_int64(number);
    }
}

void pair_of_schemas::insert_row(const random_schema::table& into, int row) {
    std::string columns;
    std::string placeholders;
    std::vector<value_view> parameters;
    for (const random_schema::column& each : into.columns) {
        if (refers_to_later(into, each.number)) {
            continue;
        }
        parameters.push_back(value(into, each, row));
        columns += (columns.empty() ? "" : ", ") + quoted(each.name);
        placeholders += placeholders.empty() ? "" : ", ";
        aludel::sql::append_placeholder(placeholders, session_.facts().syntax, parameters.size());
    }
    session_.change("insert into " + quoted(into.name) + " (" + columns + ") values (" + placeholders + ")",
                    parameters);
}

void pair_of_schemas::fill_late_references(const random_schema::table& in, int row) {
    for (const random_schema::column& each : in.columns) {
        if (!refers_to_later(in, each.number)) {
            continue;
        }
        const value_view parameters[] = {value(in, each, row), value_view::of_int64(row + 1)};
        std::string sql = "update " + quoted(in.name) + " set " + quoted(each.name) + " = ";
        aludel::sql::append_placeholder(sql, session_.facts().syntax, 1);
        sql += " where id = ";
        aludel::sql::append_placeholder(sql, session_.facts().syntax, 2);
        session_.change(sql, parameters);
    }
}

void pair_of_schemas::insert_rows() {
    for (const random_schema::table& each : a_) {
        for (int row = 0; row < rows_per_table; ++row) {
            insert_row(each, row);
        }
    }
    for (const random_schema::table& each : a_) {
        for (int row = 0; row < rows_per_table; ++row) {
            fill_late_references(each, row);
        }
    }
}

// All columns at once: MySQL 5.6.24 reads wrong floats for one alone, out of an index that a unique float is the row's
// key in (seen behind ALTER TABLE; other plans of the same query find them).
contents pair_of_schemas::read(const tables& all) {
    contents found;
    for (const random_schema::table& of : all) {
        std::string columns;
        std::vector<value_kind> kinds;
        for (const random_schema::column& column : of.columns) {
            columns += (columns.empty() ? "" : ", ") + quoted(column.name);
            kinds.push_back(column.kind);
        }
        session_.query("select " + columns + " from " + quoted(of.name) + " order by id", {}, kinds,
                       [&](std::span<const value_view> row) {
                           for (std::size_t i = 0; i < row.size(); ++i) {
                               found[of.number][of.columns[i].number].push_back(shown(row[i]));
                           }
                           return true;
                       });
    }
    return found;
}

void pair_of_schemas::expect_kept(const contents& before, const contents& after, const char* when) {
    for (const auto& [number, columns] : before) {
        const random_schema::table* in_b = random_schema::find(b_, number);
        if (in_b == nullptr) {
            continue;
        }
        ASSERT_TRUE(after.contains(number)) << when << ", table " << number << ": its rows are gone";
        for (const auto& [column, values] : columns) {
            if (in_b->find(column) != nullptr) {
                EXPECT_EQ(after.at(number).at(column), values) << when << ", table " << number << ", column " << column;
            }
        }
    }
}

TEST(random_migrations, go_there_and_back_and_keep_what_both_sides_have) {
    if (!conformance::facts().tells_tables) {
        GTEST_SKIP() << "the dialect for " << conformance::facts().server << " has no read_tables";
    }
    const unsigned long pairs = number_in("ALUDEL_MIGRATION_PAIRS", 15);
    const unsigned long first = number_in("ALUDEL_MIGRATION_SEED", 1);
    int failures = 0;
    for (unsigned long seed = first; seed < first + pairs && failures < 5; ++seed) {
        aludel::session session = conformance::db().open_session();
        pair_of_schemas pair{session.core(), seed};
        const auto* result = testing::UnitTest::GetInstance()->current_test_info()->result();
        const int parts = result->total_part_count();
        try {
            pair.run();
        } catch (const aludel::error& failed) {
            ADD_FAILURE() << failed.what();
        }
        if (result->total_part_count() > parts) {
            ++failures;
            ADD_FAILURE() << "with ALUDEL_MIGRATION_SEED=" << seed << ":\n" << pair.log();
        }
    }
}

}  // namespace random_migrations
