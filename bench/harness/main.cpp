// SPDX-License-Identifier: BSL-1.0
#include <iostream>

#include <aludel/error.hpp>

#include "../reports/report.hpp"
#include "options.hpp"
#include "run.hpp"

namespace {

void say(const char* message) {
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
