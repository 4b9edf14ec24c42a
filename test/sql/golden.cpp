// SPDX-License-Identifier: BSL-1.0
#include "golden.hpp"

#include <algorithm>
#include <fstream>
#include <map>

#include <gtest/gtest.h>

#include <aludel/error.hpp>
#include <aludel/model/text_format.hpp>

namespace golden {
namespace {

/// "-- a name" opens a row, "--   PostgreSQL 15:" a server's statements, one a line, in it.
std::string section_of(const row& row) {
    std::string text = "-- " + std::string{row.name} + '\n';
    for (const server& to : servers()) {
        text += "--   " + to.name + ":\n";
        try {
            for (const std::string& line : row.write(to)) {
                text += line + '\n';
            }
        } catch (const aludel::usage_error& refused) {
            text += std::string{"-- refused: "} + refused.what() + '\n';
        }
    }
    return text;
}

std::string path_of(const group& group, const std::string& folder) {
    return folder + '/' + std::string{group.name} + ".sql";
}

/// The file's sections by the name of their row. A blank line stands before each.
std::map<std::string, std::string, std::less<>> sections_in(const std::string& path) {
    std::map<std::string, std::string, std::less<>> sections;
    std::ifstream file{path};
    std::string name;
    for (std::string line; std::getline(file, line);) {
        if (line.empty()) {
            name.clear();
            continue;
        }
        name = name.empty() && line.starts_with("-- ") ? line.substr(3) : name;
        sections[name] += line + '\n';
    }
    return sections;
}

std::string shown(const aludel::value_view& value) {
    using aludel::value_kind;
    std::string text;
    switch (value.kind()) {
    case value_kind::null: return "NULL";
    case value_kind::boolean: return value.boolean() ? "true" : "false";
    case value_kind::uint64: return std::to_string(value.unsigned_integer());
    case value_kind::float32:
    case value_kind::float64: aludel::text_format::append_number(text, value.number()); return text;
    case value_kind::text: return '"' + std::string{value.text()} + '"';
    case value_kind::bytes: return std::to_string(value.bytes().size()) + " bytes";
    case value_kind::date:
        aludel::text_format::append_date(text, static_cast<std::int32_t>(value.integer()));
        return text;
    case value_kind::timestamp: aludel::text_format::append_timestamp(text, value.integer()); return text;
    case value_kind::uuid: aludel::text_format::append_uuid(text, value.bytes().data()); return text;
    case value_kind::int16:
    case value_kind::int32:
    case value_kind::int64: break;
    }
    return std::to_string(value.integer());
}

class row_test : public testing::Test {
public:
    row_test(row compared, std::string path) : row_{std::move(compared)}, path_{std::move(path)} {}

    void TestBody() override {
        const auto sections = sections_in(path_);
        const auto found = sections.find(row_.name);
        ASSERT_NE(found, sections.end()) << path_ << " has no such row; write it with --update and read what it says";
        EXPECT_EQ(section_of(row_), found->second) << "If this is what it should be now, run with --update.";
    }

private:
    row row_;
    std::string path_;
};

/// A row that nobody writes any more would stay in the file for ever.
class file_test : public testing::Test {
public:
    file_test(group compared, std::string path) : group_{std::move(compared)}, path_{std::move(path)} {}

    void TestBody() override {
        for (const auto& [name, text] : sections_in(path_)) {
            const bool is_row = std::any_of(group_.rows.begin(), group_.rows.end(),
                                            [&name](const row& written) { return written.name == name; });
            EXPECT_TRUE(is_row || name.starts_with("SPDX-")) << path_ << " has the row \"" << name << "\" for nobody";
        }
    }

private:
    group group_;
    std::string path_;
};

}  // namespace

std::vector<std::string> shown(const aludel::sql::statement_text& statement) {
    std::vector<std::string> lines{statement.sql};
    if (!statement.parameters.empty()) {
        std::string& values = lines.emplace_back("-- with ");
        for (const aludel::value_view& value : statement.parameters) {
            values += (&value == statement.parameters.data() ? "" : ", ") + shown(value);
        }
    }
    return lines;
}

void update(std::span<const group> groups, const std::string& folder) {
    for (const group& each : groups) {
        std::ofstream file{path_of(each, folder)};
        file << "-- SPDX-License-Identifier: BSL-1.0\n";
        for (const row& row : each.rows) {
            file << '\n' << section_of(row);
        }
    }
}

void register_tests(std::span<const group> groups, const std::string& folder) {
    for (const group& each : groups) {
        const std::string file_name = std::string{each.name} + "_holds_no_other_rows";
        testing::RegisterTest("golden_files", file_name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                              [each, path = path_of(each, folder)] {
                                  return new file_test{each, path};
                              });
        for (const row& row : each.rows) {
            std::string name{row.name};
            std::replace(name.begin(), name.end(), ' ', '_');
            testing::RegisterTest(std::string{each.name}.c_str(), name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                                  [row, path = path_of(each, folder)] {
                                      return new row_test{row, path};
                                  });
        }
    }
}

}  // namespace golden
