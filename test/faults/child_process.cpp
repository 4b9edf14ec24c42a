// SPDX-License-Identifier: BSL-1.0
#include "child_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <thread>

namespace faults {
namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> environment_with(std::vector<std::string> added) {
    const auto is_replaced = [&](std::string_view variable) {
        const std::string_view name = variable.substr(0, variable.find('=') + 1);
        return std::any_of(added.begin(), added.end(), [&](const std::string& text) { return text.starts_with(name); });
    };
    const std::size_t own = added.size();
    std::vector<std::string> all = added;
    for (char** variable = ::environ; *variable != nullptr; ++variable) {
        if (own == 0 || !is_replaced(*variable)) {
            all.emplace_back(*variable);
        }
    }
    return all;
}

/// Between fork and exec, where other threads' locks may be held: nothing but system calls.
[[noreturn]] void become(char* const* command, char* const* environment, const char* output, ::pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) {
        ::_exit(127);
    }
    if (output != nullptr) {
        const int file = ::open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        ::dup2(file, STDOUT_FILENO);
        ::dup2(file, STDERR_FILENO);
    }
    ::execve(command[0], command, environment);
    ::_exit(127);
}

}  // namespace

child_process::child_process(std::vector<std::string> command, std::vector<std::string> environment,
                             const std::string& output) {
    std::vector<std::string> all = environment_with(std::move(environment));
    const std::vector<char*> arguments = pointers_to(command);
    const std::vector<char*> variables = pointers_to(all);
    const ::pid_t own = ::getpid();
    id_ = ::fork();
    if (id_ == 0) {
        become(arguments.data(), variables.data(), output.empty() ? nullptr : output.c_str(), own);
    }
    if (id_ < 0) {
        throw std::runtime_error{"cannot start " + command.front()};
    }
}

child_process::~child_process() {
    send(SIGTERM);
    if (!wait(std::chrono::seconds{30})) {
        send(SIGKILL);
        (void)wait(std::chrono::seconds{30});
    }
}

void child_process::send(int signal) const {
    if (!status_) {
        ::kill(id_, signal);
    }
}

std::optional<int> child_process::wait(std::chrono::milliseconds longest) {
    const auto end = std::chrono::steady_clock::now() + longest;
    while (!status_) {
        int status = 0;
        if (::waitpid(id_, &status, WNOHANG) == id_) {
            status_ = status;
        } else if (std::chrono::steady_clock::now() > end) {
            break;
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
    }
    return status_;
}

}  // namespace faults
