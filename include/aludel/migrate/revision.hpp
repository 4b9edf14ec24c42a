// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Versions of a schema, and the way from one to the other.
namespace aludel::migrate {

/// One statement of a revision.
struct step {
    std::string sql{};           ///< without its semicolon
    bool changes_data = false;   ///< stands behind "-- aludel:data"
    bool until_nothing = false;  ///< run again and again until it changes no row: "-- aludel:data in parts"
};

/// The statements that go one way on some databases.
struct section {
    /// Names of databases as connection strings begin with: "sqlite". None: all that have no section of their own.
    std::vector<std::string> databases{};
    std::vector<step> steps{};
    /// False behind "-- aludel:without transaction", for what a server refuses inside one.
    bool in_transaction = true;
    /// What no statement here says, behind "-- aludel:missing": as long as there is any, the section is not run.
    std::vector<std::string> missing{};
};

/// One version of the schema: what changes it from its parents' versions, and back.
struct revision {
    std::string id{};
    std::vector<std::string> parents{};  ///< ids; none: the first one; several: a merge of branches
    std::string message{};
    std::vector<section> up{};
    std::vector<section> down{};
    /// Of the file's text but for the ends of its lines; empty until the revision is read from a text.
    std::string checksum{};
    std::string file{};  ///< its name, for messages; may be empty
};

/// Reads a revision from the text of its file. `file` is its name. Throws usage_error naming file and line.
[[nodiscard]] revision read_revision(std::string_view text, std::string_view file);

/// The text of a revision's file, which read_revision reads as the same revision.
[[nodiscard]] std::string text_of(const revision& written);

/// The section for a database: the one that names the first of these names, or else the one that names none. Null: the
/// revision says nothing about it.
[[nodiscard]] const section* section_for(std::span<const section> sections,
                                         std::span<const std::string_view> databases);

/// A new id: 12 random characters of 0 to 9 and a to f.
[[nodiscard]] std::string new_revision_id();

/// "<id>_<message in short>.sql"
[[nodiscard]] std::string file_name_of(const revision& named);

}  // namespace aludel::migrate
