// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// A program with a command line of its own: this test program, started again.
namespace migrating {

inline constexpr std::string_view command_argument = "--as-program";

/// PROGRAM ARGUMENT…, where PROGRAM says which structs it is about: before, after, or several.
int run_as_program(int argc, char** argv);

struct command_end {
    int status = -1;
    std::string output;
    std::string error;
};

/// A terminal at which somebody has typed something, or will.
class terminal {
public:
    explicit terminal(const std::string& typed);
    void type(const std::string& text) const;
    terminal(const terminal&) = delete;
    terminal& operator=(const terminal&) = delete;
    ~terminal();
    /// The file that a program reads it from.
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
    int master_;
    std::string path_;
};

/// Runs it to its end, with nothing to read unless `input` names a file. `variable` is NAME=VALUE in its environment.
command_end run_program(std::string_view program, const std::vector<std::string>& arguments,
                        const std::string& variable = {}, const std::string& input = "/dev/null");

/// Runs it at a terminal, where somebody does something before answering its question.
command_end run_and_answer(std::string_view program, const std::vector<std::string>& arguments,
                           const std::function<void()>& meanwhile, const std::string& answer);

}  // namespace migrating
