// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include <aludel/migrate/manager.hpp>

namespace aludel::migrate {

/// One of several databases that a program's command line knows by name.
struct named_database {
    std::string name{};
    std::string url_variable{};  ///< the environment variable with its connection string; empty: none is looked at
    std::string url{};           ///< where the variable is not set; empty: it must be given
    std::string folder{};        ///< of its revisions; empty: that of the options, and the name in it
    /// Empty: all tables of the program.
    std::span<const table_description* const> tables{};
};

struct command_line_options {
    std::string program{};                      ///< as help calls it; empty: as it was started
    std::string url_variable = "DATABASE_URL";  ///< the environment variable with the connection string
    std::string url{};                          ///< where the variable is not set; empty: it must be given
    std::string folder = "migrations";          ///< of the revisions
    std::vector<named_database> databases{};    ///< --database chooses one, or all; then the ones above mean none
};

/// As command_line, for tables of these descriptions.
int run_command_line(int argc, const char* const* argv, std::span<const table_description* const> tables,
                     const command_line_options& options = {});

/// The whole of a program that looks after the schema of these structs: init, revision, upgrade, downgrade, check and
/// so on, each with --help. What was asked for goes to the standard output, all else to the error output. Returns the
/// status to exit with: 0; 1 when the database failed, somebody said no, or check found differences; 2 when what was
/// asked for cannot be done as it was said, and nothing was done. Throws nothing.
///
///     int main(int argc, char** argv) {
///         return aludel::migrate::command_line<city, user>(argc, argv);
///     }
template <class... Structs>
int command_line(int argc, const char* const* argv, const command_line_options& options = {}) {
    return run_command_line(argc, argv, tables_of<Structs...>(), options);
}

}  // namespace aludel::migrate
