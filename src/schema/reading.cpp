// SPDX-License-Identifier: BSL-1.0
#include <aludel/schema/reading.hpp>

#include <algorithm>

#include "schema/ddl_text.hpp"

namespace aludel::schema {
namespace {

std::vector<table> ask_for(session_core& session, const asked_tables& asked) {
    const auto ask = [&session](std::string_view sql, std::span<const value_view> parameters,
                                function_ref<void(std::span<const value_view>)> use) {
        session.query(sql, parameters, {}, [&use](std::span<const value_view> row) {
            use(row);
            return true;
        });
    };
    return session.dialect().read_tables(ask, session.facts(), asked);
}

/// The described table with its columns, key and checks only, under names that do not meet others: the names of checks
/// are unique in a whole database on some servers.
table stand_in_for(const table& described, std::size_t number) {
    table made;
    made.name.name = "aludel_wanted_" + std::to_string(number);
    made.columns = described.columns;
    for (column& each : made.columns) {
        each.counted_apart = false;  // no table says anything of it, and a sequence would be made
    }
    made.primary_key.columns = described.primary_key.columns;
    for (std::size_t i = 0; i < described.checks.size(); ++i) {
        made.checks.push_back({made.name.name + '_' + std::to_string(i), described.checks[i].expression});
    }
    return made;
}

std::string create_temporary(ddl_target to, const table& made) {
    const std::string sql = create_table(to, made, {}).front();
    constexpr std::string_view create = "create ";
    return std::string{create} + "temporary " + sql.substr(create.size());
}

/// Drops what it made, also when something fails.
class temporary_tables {
public:
    explicit temporary_tables(session_core& session) : session_{session} {}
    temporary_tables(const temporary_tables&) = delete;
    temporary_tables& operator=(const temporary_tables&) = delete;
    ~temporary_tables() {
        try {
            drop();
        } catch (const error&) {  // a lost connection, or a transaction that ends with them
        }
    }
    void create(ddl_target to, const table& made) {
        session_.run(create_temporary(to, made));
        std::string quoted;
        append_name(quoted, to, made.name);
        made_.push_back(std::move(quoted));
        names_.push_back(made.name);
    }
    void drop() {
        for (; !made_.empty(); made_.pop_back()) {
            session_.run(session_.facts().syntax.temporary_table.drop + made_.back());
        }
    }
    [[nodiscard]] std::span<const table_name> names() const noexcept { return names_; }

private:
    session_core& session_;
    std::vector<std::string> made_;
    std::vector<table_name> names_;
};

/// Names that are too long are cut by some servers, without a word: the columns say how.
void take_cut_names(std::vector<std::string>& names, const table& described, const table& printed) {
    for (std::string& name : names) {
        for (std::size_t i = 0; i < described.columns.size() && i < printed.columns.size(); ++i) {
            if (described.columns[i].name == name) {
                name = printed.columns[i].name;
                break;
            }
        }
    }
}

/// Takes what the database printed into the described table; a check that it made by itself keeps its name.
table settled(const table& described, const table& stand_in, const table& printed) {
    table result = described;
    result.column_case_counts = printed.column_case_counts;
    result.columns = printed.columns;
    for (std::size_t i = 0; i < result.columns.size() && i < described.columns.size(); ++i) {
        result.columns[i].kind = described.columns[i].kind;
        result.columns[i].counted_apart = described.columns[i].counted_apart;
    }
    take_cut_names(result.primary_key.columns, described, printed);
    for (std::vector<key_columns>* keys : {&result.uniques, &result.indexes}) {
        for (key_columns& each : *keys) {
            take_cut_names(each.columns, described, printed);
        }
    }
    for (foreign_key& each : result.foreign_keys) {
        take_cut_names(each.columns, described, printed);
    }
    result.checks = printed.checks;
    for (check& each : result.checks) {
        const auto at = std::find_if(stand_in.checks.begin(), stand_in.checks.end(),
                                     [&each](const check& sent) { return sent.name == each.name; });
        if (at != stand_in.checks.end()) {
            each.name = described.checks[static_cast<std::size_t>(at - stand_in.checks.begin())].name;
        }
    }
    return result;
}

void take_cut_references(std::vector<table>& settled, std::span<const table> described) {
    for (table& each : settled) {
        for (foreign_key& reference : each.foreign_keys) {
            if (const table* of = find_table(described, reference.referenced)) {
                take_cut_names(reference.referenced_columns, *of,
                               settled[static_cast<std::size_t>(of - described.data())]);
            }
        }
    }
}

void forget_restrictions(table& settled) {
    for (foreign_key& each : settled.foreign_keys) {
        for (referential_action* action : {&each.on_delete, &each.on_update}) {
            *action = *action == referential_action::restrict ? referential_action::no_action : *action;
        }
    }
}

std::vector<table> settle_in_place(session_core& session, std::span<const table> described) {
    const ddl_target to{session.dialect(), session.facts()};
    std::vector<table> stand_ins;
    temporary_tables made{session};
    for (const table& each : described) {
        stand_ins.push_back(stand_in_for(each, stand_ins.size()));
        made.create(to, stand_ins.back());
    }
    const std::vector<table> printed = ask_for(session, {.names = made.names(), .temporary = true});
    made.drop();
    std::vector<table> result;
    for (std::size_t i = 0; i < described.size(); ++i) {
        result.push_back(settled(described[i], stand_ins[i], *find_table(printed, stand_ins[i].name)));
        if (!to.facts.no_action_waits) {
            forget_restrictions(result.back());
        }
    }
    take_cut_references(result, described);
    return result;
}

}  // namespace

std::vector<table> read_tables(session_core& session, std::span<const table_name> names) {
    return ask_for(session, {.names = names});
}

std::vector<table> settle(session_core& session, std::span<const table> described) {
    if (described.empty()) {
        return {};
    }
    // A pooler in front of the server may give each transaction another connection. With one writer there is none, and
    // a transaction would wait for it, although temporary tables are the connection's own.
    const bool needs_transaction = session.facts().transactional_ddl && !session.facts().one_writer;
    std::vector<table> result;
    const auto work = [&] {
        result = settle_in_place(session, described);
    };
    if (needs_transaction) {
        session.atomically(work);
    } else {
        work();
    }
    return result;
}

}  // namespace aludel::schema
