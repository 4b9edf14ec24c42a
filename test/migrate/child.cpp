// SPDX-License-Identifier: BSL-1.0
#include "child.hpp"

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "towns.hpp"

extern char** environ;

namespace migrating {
namespace {

int sync(const std::string& url, const std::string& folder) {
    aludel::engine db{url};
    aludel::migrate::manager manager{db, aludel::migrate::revision_graph::read(folder),
                                     aludel::migrate::tables_of<town>()};
    std::cout << to_string(manager.sync());
    return 0;
}

int run_until_killed(std::string_view way, const std::string& url, const std::string& folder, int statement,
                     const std::string& target) {
    aludel::engine_options options;
    options.on_statement = [left = statement](const aludel::statement_event&) mutable {
        if (--left == 0) {
            ::kill(::getpid(), SIGKILL);
        }
    };
    aludel::engine db{url, options};
    aludel::migrate::manager manager{db, aludel::migrate::revision_graph::read(folder)};
    way == "upgrade" ? manager.upgrade() : manager.downgrade(target);
    return 0;
}

}  // namespace

int run_as_child(int argc, char** argv) {
    try {
        const std::vector<std::string> arguments(argv, argv + argc);
        return arguments.at(0) == "sync"
                   ? sync(arguments.at(1), arguments.at(2))
                   : run_until_killed(arguments.at(0), arguments.at(1), arguments.at(2), std::stoi(arguments.at(3)),
                                      arguments.size() > 4 ? arguments[4] : "base");
    } catch (const std::exception& failed) {
        std::cout << failed.what();
        return 1;
    }
}

child::child(std::vector<std::string> arguments) {
    int ends[2];
    if (::pipe(ends) != 0) {
        throw std::runtime_error{"no pipe for the output of a child"};
    }
    arguments.insert(arguments.begin(), {"migrate_test", std::string{child_argument}});
    std::vector<char*> argv;
    for (std::string& argument : arguments) {
        argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_addclose(&actions, ends[0]);
    ::posix_spawn_file_actions_addclose(&actions, ends[1]);
    const int failed = ::posix_spawn(&process_, "/proc/self/exe", &actions, nullptr, argv.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ends[0];
    if (failed != 0) {
        ::close(output_);
        throw std::runtime_error{"the child could not be started"};
    }
}

child::child(child&& from) noexcept
    : process_{std::exchange(from.process_, 0)}, output_{std::exchange(from.output_, -1)} {}

child::~child() {
    if (process_ != 0) {
        wait();
    }
}

child_end child::wait() {
    child_end end;
    char bytes[4096];
    for (ssize_t size = 0; (size = ::read(output_, bytes, sizeof bytes)) > 0;) {
        end.output.append(bytes, static_cast<std::size_t>(size));
    }
    ::close(output_);
    int status = 0;
    ::waitpid(std::exchange(process_, 0), &status, 0);
    end.was_killed = WIFSIGNALED(status);
    end.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return end;
}

}  // namespace migrating
