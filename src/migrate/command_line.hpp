// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <aludel/error.hpp>
#include <aludel/migrate/command_line.hpp>
#include <aludel/model/function_ref.hpp>

namespace aludel::migrate {

/// A command cannot do what it was told.
class command_refused : public usage_error {
public:
    using usage_error::usage_error;
};

/// What every command may be told.
struct common_flags {
    std::string url{};
    std::string folder{};
    std::string database{};
    bool yes = false;
    bool quiet = false;
    double lock_timeout = 600;  ///< seconds
};

/// A database that a command is to work on.
struct command_database {
    std::string name{};  ///< empty: the program knows only this one
    std::string url{};   ///< empty where the command needs none
    std::string folder{};
    std::span<const table_description* const> tables{};
};

/// What commands share: what they were told, and how they speak.
class command_context {
public:
    command_context(const command_line_options& options, std::span<const table_description* const> tables)
        : options_{options}, tables_{tables} {}

    common_flags flags{};

    /// Runs the work on each database that is meant, and returns the greatest status. Throws command_refused when it
    /// is not clear which one, or where it is.
    int on_databases(const std::function<int(const command_database&)>& work) const;
    /// The same without looking for connection strings.
    int on_folders(const std::function<int(const command_database&)>& work) const;

    /// Whether a command works on more than one of them.
    [[nodiscard]] bool means_several() const { return chosen().size() > 1; }

    /// The database's engine, which has not connected yet.
    [[nodiscard]] static engine_options engine_settings();
    [[nodiscard]] manager_options manager_settings() const;

    /// To the error output, unless all is to be quiet.
    void say(const std::string& text) const;
    /// Asks at a terminal; true: go on. Throws command_refused where nobody can be asked.
    [[nodiscard]] bool may(const std::string& destroy) const;

private:
    [[nodiscard]] std::vector<command_database> chosen() const;
    [[nodiscard]] command_database settled(const named_database& of) const;
    [[nodiscard]] std::string url_of(const command_database& of) const;
    [[nodiscard]] const named_database* find(const std::string& name) const;
    int on_each(bool with_url, const std::function<int(const command_database&)>& work) const;

    const command_line_options& options_;
    std::span<const table_description* const> tables_;
};

/// Where commands are added: each sets `run` when it was the one.
struct command_set {
    CLI::App& app;
    command_context& context;
    std::function<int()>& run;

    /// A command whose help ends with an example; `$` in it stands for the program's name.
    CLI::App& add(const std::string& name, const std::string& what, const std::string& example,
                  std::function<int()> work) const;
};

void add_folder_commands(const command_set& commands);    ///< those that need no database
void add_schema_commands(const command_set& commands);    ///< upgrade and what goes with it
void add_revision_commands(const command_set& commands);  ///< revision, check
void add_data_commands(const command_set& commands);
void add_struct_commands(const command_set& commands);  ///< generate-structs, json-schema

/// A connection string to show, of a database that is built in.
[[nodiscard]] std::string example_url();

/// "a1b2c3 add people"
[[nodiscard]] std::string line_of(const revision& one);

/// Puts the text of a new revision into its file, and says so. Throws command_refused when it is there.
void write_revision_file(const command_context& context, const std::string& folder, const revision& written);

/// One line at a time that tells how far something has come: rewritten on a terminal, else a line every few seconds.
class progress_line {
public:
    explicit progress_line(bool quiet);
    progress_line(const progress_line&) = delete;
    progress_line& operator=(const progress_line&) = delete;
    ~progress_line();
    void show(const std::string& text);

private:
    bool quiet_;
    bool on_terminal_;
    std::size_t width_ = 0;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace aludel::migrate
