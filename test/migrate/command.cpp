// SPDX-License-Identifier: BSL-1.0
#include "command.hpp"

#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <aludel/migrate/command_line.hpp>

#include "places.hpp"
#include "towns.hpp"

extern char** environ;

namespace migrating {
namespace {

constexpr const char* url_variable = "ALUDEL_TEST_PLACES";

std::string content_of(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

int run_to_end(std::vector<std::string> arguments, std::vector<std::string> environment, const std::string& folder,
               const std::string& input) {
    std::vector<char*> argv = pointers_to(arguments);
    std::vector<char*> variables = pointers_to(environment);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC;
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input.c_str(), O_RDONLY | O_NOCTTY, 0);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (folder + "/out").c_str(), flags, 0600);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (folder + "/err").c_str(), flags, 0600);
    pid_t process = 0;
    const int failed = ::posix_spawn(&process, "/proc/self/exe", &actions, nullptr, argv.data(), variables.data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        throw std::runtime_error{"the program could not be started"};
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

terminal::terminal(const std::string& typed) : master_{::posix_openpt(O_RDWR | O_NOCTTY)} {
    if (master_ < 0 || ::grantpt(master_) != 0 || ::unlockpt(master_) != 0) {
        throw std::runtime_error{"there is no terminal to be had"};
    }
    path_ = ::ptsname(master_);
    type(typed);
}

void terminal::type(const std::string& text) const {
    if (::write(master_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        throw std::runtime_error{"nothing can be typed at the terminal"};
    }
}

terminal::~terminal() {
    ::close(master_);
}

int run_as_program(int argc, char** argv) {
    const std::string_view program = argv[0];
    aludel::migrate::command_line_options options;
    options.program = "places";
    options.url_variable = url_variable;
    if (program == "several") {
        options.databases = {
            {.name = "main", .url_variable = "ALUDEL_TEST_MAIN", .url = {}, .folder = {}, .tables = {}},
            {.name = "archive",
             .url_variable = "ALUDEL_TEST_ARCHIVE",
             .url = {},
             .folder = {},
             .tables = aludel::migrate::tables_of<before::place>()}};
    }
    return program == "before" ? aludel::migrate::command_line<before::place, before::street>(argc, argv, options)
                               : aludel::migrate::command_line<after::place, after::street>(argc, argv, options);
}

namespace {

command_end run_in(const std::string& folder, std::string_view program, const std::vector<std::string>& arguments,
                   const std::string& variable, const std::string& input) {
    std::vector<std::string> all{"migrate_test", std::string{command_argument}, std::string{program}};
    all.insert(all.end(), arguments.begin(), arguments.end());
    std::vector<std::string> environment;
    for (char** each = environ; *each != nullptr; ++each) {
        environment.emplace_back(*each);
    }
    if (!variable.empty()) {
        environment.push_back(variable);
    }
    const int status = run_to_end(std::move(all), std::move(environment), folder, input);
    return {status, content_of(folder + "/out"), content_of(folder + "/err")};
}

/// Or for half a minute.
void wait_for_question(const std::string& folder) {
    for (int i = 0; i < 3000 && content_of(folder + "/err").find("Go on?") == std::string::npos; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
}

}  // namespace

command_end run_program(std::string_view program, const std::vector<std::string>& arguments,
                        const std::string& variable, const std::string& input) {
    const revision_folder folder;
    return run_in(folder.path(), program, arguments, variable, input);
}

command_end run_and_answer(std::string_view program, const std::vector<std::string>& arguments,
                           const std::function<void()>& meanwhile, const std::string& answer) {
    const revision_folder folder;
    const terminal keyboard{""};
    std::future<command_end> end =
        std::async(std::launch::async, [&] { return run_in(folder.path(), program, arguments, {}, keyboard.path()); });
    wait_for_question(folder.path());
    meanwhile();
    keyboard.type(answer);
    return end.get();
}

}  // namespace migrating
