// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/dialect/dialect.hpp>

/// A dialect that says as little as it may, in standard SQL, and never connects.
class stub_dialect final : public aludel::dialect {
public:
    explicit stub_dialect(std::string_view name = "stub") : name_{name} {}

    [[nodiscard]] std::string_view name() const override { return name_; }
    aludel::connection_target target(aludel::connection_url&) const override { return {}; }
    [[nodiscard]] std::vector<std::string_view> parameters() const override { return {}; }
    aludel::capabilities open(soci::session&) const override { return {}; }
    aludel::failure explain(soci::session*, const std::exception&) const override { return {}; }
    void append_column_type(std::string& sql, const aludel::capabilities&, const aludel::column_description& column,
                            aludel::column_use) const override {
        sql += column.kind == aludel::value_kind::text ? "varchar" : "integer";
    }
    bool append_integer_key(std::string& sql, const aludel::capabilities&,
                            const aludel::column_description&) const override {
        sql += "serial";
        return false;
    }
    [[nodiscard]] std::string table_exists_query() const override { return "select 1"; }

private:
    std::string_view name_;
};
