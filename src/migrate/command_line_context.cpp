// SPDX-License-Identifier: BSL-1.0
// Which databases a command works on, and how it speaks.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <unistd.h>

#include "command_line.hpp"
#include "dialect/builtin_dialects.hpp"

namespace aludel::migrate {
namespace {

constexpr std::string_view all_of_them = "all";

std::string environment(const std::string& variable) {
    const char* const value = variable.empty() ? nullptr : std::getenv(variable.c_str());
    return value == nullptr ? "" : value;
}

std::string first_of(std::initializer_list<std::string> texts) {
    const auto found = std::find_if(texts.begin(), texts.end(), [](const std::string& text) { return !text.empty(); });
    return found == texts.end() ? "" : *found;
}

}  // namespace

command_database command_context::settled(const named_database& of) const {
    const std::string own_folder =
        of.folder.empty() ? (std::filesystem::path{options_.folder} / of.name).string() : of.folder;
    return {of.name, first_of({flags.url, environment(of.url_variable), of.url}), first_of({flags.folder, own_folder}),
            of.tables.empty() ? tables_ : of.tables};
}

const named_database* command_context::find(const std::string& name) const {
    const auto found = std::find_if(options_.databases.begin(), options_.databases.end(),
                                    [&name](const named_database& each) { return each.name == name; });
    return found == options_.databases.end() ? nullptr : &*found;
}

std::vector<command_database> command_context::chosen() const {
    if (options_.databases.empty()) {
        if (!flags.database.empty() && flags.database != all_of_them) {
            throw command_refused{"--database: the program knows only one database, and no name for it; leave it out"};
        }
        return {{"", first_of({flags.url, environment(options_.url_variable), options_.url}),
                 first_of({flags.folder, options_.folder}), tables_}};
    }
    std::string known;
    for (const named_database& each : options_.databases) {
        known += each.name + ", ";
    }
    if (flags.database != all_of_them) {
        const named_database* const named = find(flags.database);
        if (named == nullptr) {
            throw command_refused{std::string{flags.database.empty() ? "say which database: --database "
                                                                     : "--database: there is no such one; there are "} +
                                  known + "or all"};
        }
        return {settled(*named)};
    }
    if (!flags.url.empty() || !flags.folder.empty()) {
        throw command_refused{"--database all goes with neither --url nor --folder, which are of one database"};
    }
    std::vector<command_database> all;
    std::transform(options_.databases.begin(), options_.databases.end(), std::back_inserter(all),
                   [this](const named_database& each) { return settled(each); });
    return all;
}

std::string command_context::url_of(const command_database& of) const {
    if (!of.url.empty()) {
        return of.url;
    }
    const named_database* const named = find(of.name);
    const std::string variable = of.name.empty() || named == nullptr ? options_.url_variable : named->url_variable;
    throw command_refused{"it is not known where the database" + (of.name.empty() ? "" : ' ' + of.name) +
                          " is; say --url, as --url " + example_url() +
                          (variable.empty() ? "" : ", or set the environment variable " + variable)};
}

int command_context::on_each(bool with_url, const std::function<int(const command_database&)>& work) const {
    int status = 0;
    for (command_database& each : chosen()) {
        each.url = with_url ? url_of(each) : each.url;
        if (flags.database == all_of_them && !each.name.empty()) {
            std::cout << "# " << each.name << '\n';
        }
        status = std::max(status, work(each));
    }
    return status;
}

int command_context::on_databases(const std::function<int(const command_database&)>& work) const {
    return on_each(true, work);
}

int command_context::on_folders(const std::function<int(const command_database&)>& work) const {
    return on_each(false, work);
}

engine_options command_context::engine_settings() {
    engine_options settings;
    settings.pool_size = 2;
    return settings;
}

manager_options command_context::manager_settings() const {
    manager_options settings;
    settings.lock_timeout = std::chrono::milliseconds{static_cast<std::int64_t>(flags.lock_timeout * 1000)};
    settings.on_progress = [line = std::make_shared<progress_line>(flags.quiet)](const migration_progress& at) {
        line->show((at.running == nullptr ? "" : line_of(*at.running)) + (at.up ? ": " : " back: ") + "step " +
                   std::to_string(at.step) + " of " + std::to_string(at.steps) +
                   (at.rows == 0 ? "" : ", " + std::to_string(at.rows) + " rows"));
    };
    return settings;
}

void command_context::say(const std::string& text) const {
    if (!flags.quiet) {
        std::cerr << text << '\n';
    }
}

bool command_context::may(const std::string& destroy) const {
    if (flags.yes) {
        return true;
    }
    if (::isatty(STDIN_FILENO) == 0) {
        throw command_refused{"it would " + destroy + ", and nobody can be asked here; say --yes if that is meant"};
    }
    std::cerr << "This will " << destroy << ". Go on? [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    const bool goes_on = answer == "y" || answer == "Y" || answer == "yes";
    if (!goes_on) {
        std::cerr << "Nothing was done.\n";
    }
    return goes_on;
}

std::string line_of(const revision& one) {
    return one.id + (one.message.empty() ? "" : ' ' + one.message);
}

void write_revision_file(const command_context& context, const std::string& folder, const revision& written) {
    const std::filesystem::path path = std::filesystem::path{folder} / file_name_of(written);
    if (std::filesystem::exists(path)) {
        throw command_refused{path.string() + ": it is there already; use another message"};
    }
    std::ofstream file{path, std::ios::binary};
    file << text_of(written);
    file.close();
    if (!file) {
        throw error{path.string() + ": the file cannot be written"};
    }
    std::cout << path.string() << '\n';
    context.say("Read it, correct what is not meant, and then upgrade.");
}

std::string example_url() {
    const std::span<const builtin_dialect> known = builtin_dialects();
    return known.empty() ? "kind://user@host/name" : std::string{known.front().scheme} + "://user@host/name";
}

progress_line::progress_line(bool quiet) : quiet_{quiet}, on_terminal_{::isatty(STDERR_FILENO) != 0} {}

progress_line::~progress_line() {
    if (width_ > 0) {
        std::cerr << '\r' << std::string(width_, ' ') << '\r' << std::flush;
    }
}

void progress_line::show(const std::string& text) {
    const auto pause = on_terminal_ ? std::chrono::milliseconds{200} : std::chrono::milliseconds{5000};
    const auto now = std::chrono::steady_clock::now();
    if (quiet_ || now - last_ < pause) {
        return;
    }
    last_ = now;
    if (!on_terminal_) {
        std::cerr << text << '\n';
        return;
    }
    std::cerr << '\r' << text << std::string(width_ > text.size() ? width_ - text.size() : 0, ' ') << std::flush;
    width_ = text.size();
}

}  // namespace aludel::migrate
