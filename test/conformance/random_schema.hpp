// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <random>
#include <set>
#include <string>
#include <vector>

#include <aludel/dialect/capabilities.hpp>
#include <aludel/schema/compare.hpp>

/// Sets of tables over what `entity` can say, made up by a seed, and others that come of them by changes.
namespace random_schema {

/// A column; its number is the same in all sets of tables that come of each other, whatever it is called.
struct column {
    int number = 0;
    std::string name;
    aludel::value_kind kind{};
    bool nullable = true;
    bool has_default = false;
};

struct check {
    int number = 0;
    int column = 0;
};

/// To the primary key of a table; the columns are as many as that has.
struct foreign_key {
    std::vector<int> columns;
    int table = 0;
    aludel::referential_action on_delete{};
    aludel::referential_action on_update{};
};

struct table {
    int number = 0;
    std::string name;
    std::vector<column> columns;  ///< the first is a 64-bit integer called id; the second a 32-bit one called part
    std::vector<int> primary_key;
    bool counted = false;
    bool by_sequence = false;  ///< if it is counted
    std::vector<std::vector<int>> uniques;
    std::vector<std::vector<int>> indexes;
    std::vector<foreign_key> foreign_keys;
    std::vector<check> checks;

    [[nodiscard]] const column* find(int wanted) const;
};

using tables = std::vector<table>;

const table* find(const tables& in, int number);

/// One to four tables.
tables make(std::mt19937_64& random, const aludel::capabilities& facts);
/// The same tables after some changes, such that rows of the first fit the second, and come back.
tables change(const tables& from, std::mt19937_64& random, const aludel::capabilities& facts);

/// What is called otherwise in `after`.
aludel::schema::renames renames_between(const tables& before, const tables& after);

}  // namespace random_schema
