// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "mysql_fields.hpp"
#include "mysql_session.hpp"

/// Set statements through a temporary table of an engine without transactions, which takes rows fastest.
namespace bench::mysql {

template <class Row>
class staging_table {
public:
    explicit staging_table(session& on) : on_{on} {
        on_.run(
            "create temporary table staged engine=" + std::string{on.is_mariadb() ? "aria transactional=0" : "myisam"} +
            " as select " + column_list<Row>() + " from " + table_name<Row>() + " limit 0");
    }
    staging_table(const staging_table&) = delete;
    staging_table& operator=(const staging_table&) = delete;
    ~staging_table() {
        constexpr std::string_view sql = "drop temporary table staged";
        mysql_real_query(on_.handle(), sql.data(), sql.size());
    }
    void upsert() {
        on_.run("insert into " + table_name<Row>() + " (" + column_list<Row>() + ") select " + column_list<Row>() +
                " from staged" + upsert_clause<Row>());
    }
    void update() {
        on_.run("update staged straight_join " + table_name<Row>() + " as stored on stored.id = staged.id set " +
                column_list<Row, 1>([](const std::string& name) { return "stored." + name + " = staged." + name; }));
    }

private:
    session& on_;
};

}  // namespace bench::mysql
