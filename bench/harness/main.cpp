// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <iostream>
#include <string>

#include <aludel/error.hpp>

#include "../reports/report.hpp"
#include "options.hpp"
#include "run.hpp"

namespace {

/// On one line, whatever a client library makes of it.
void say(std::string message) {
    message.erase(message.find_last_not_of('\n') + 1);
    std::replace(message.begin(), message.end(), '\n', ' ');
    std::cerr << "aludel_bench: " << message << '\n';
}

}  // namespace

int main(int count, char** arguments) {
    try {
        const bench::options options = bench::parse_options(count, arguments);
        if (options.help) {
            std::cout << bench::help_text;
            return 0;
        }
#ifndef __OPTIMIZE__
        std::cerr << "aludel_bench: built without optimisation; the figures say nothing of how fast anything is\n";
#endif
        return bench::run(options) ? 0 : 1;
    } catch (const bench::wrong_usage& wrong) {
        say(wrong.what());
        return 2;
    } catch (const aludel::usage_error& wrong) {
        say(wrong.what());
        return 2;
    } catch (const std::exception& failed) {
        say(failed.what());
        return 1;
    }
}
