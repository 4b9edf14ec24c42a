// SPDX-License-Identifier: BSL-1.0
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <aludel/log/spdlog.hpp>

#include "check.hpp"
#include "shop.hpp"

int main(int argc, char** argv) {
    aludel::engine_options options;
    auto logger = std::make_shared<spdlog::logger>("database", std::make_shared<spdlog::sinks::stdout_sink_mt>());
    aludel::log_to(options, logger, {.statements = false});  // slow and failed ones only
    aludel::engine db{url_from(argc, argv), options};
    aludel::session session = db.open_session();
    check(session.query_one<int>("select 1") == 1);
    return 0;
}
