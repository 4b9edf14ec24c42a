// SPDX-License-Identifier: BSL-1.0
#include <aludel/log/spdlog.hpp>

#include <spdlog/logger.h>

#include <string_view>
#include <utility>

namespace aludel {
namespace {

using milliseconds = std::chrono::duration<double, std::milli>;

/// The text up to the longest, not cut inside a character.
std::string_view shortened(std::string_view text, std::size_t longest) noexcept {
    if (text.size() <= longest) {
        return text;
    }
    const auto continues = [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80u;
    };
    while (longest > 0 && continues(text[longest])) {
        --longest;
    }
    return text.substr(0, longest);
}

class statement_log {
public:
    statement_log(std::shared_ptr<spdlog::logger> logger, const log_settings& settings)
        : logger_{std::move(logger)}, settings_{settings} {}

    void operator()(const statement_event& event) const {
        const std::string_view text = shortened(event.sql, settings_.longest_text);
        const std::string_view rest = text.size() < event.sql.size() ? " …" : "";
        const double took = milliseconds{event.duration}.count();
        if (event.failed) {
            logger_->error("failed after {:.3f} ms{}: {}{}", took, reason_of(event), text, rest);
        } else if (event.slow) {
            logger_->warn("slow: {:.3f} ms, {} rows: {}{}", took, event.rows, text, rest);
        } else if (settings_.statements) {
            logger_->debug("{:.3f} ms, {} rows: {}{}", took, event.rows, text, rest);
        }
    }

private:
    static std::string reason_of(const statement_event& event) {
        if (!event.error) {
            return {};
        }
        std::string reason = " (" + std::string{to_string(*event.error)};
        reason += event.sqlstate.empty() ? "" : ", SQLSTATE " + std::string{event.sqlstate};
        reason += event.native_code == 0 ? "" : ", code " + std::to_string(event.native_code);
        return reason + ')';
    }

    std::shared_ptr<spdlog::logger> logger_;
    log_settings settings_;
};

class connection_log {
public:
    connection_log(std::shared_ptr<spdlog::logger> logger, const log_settings& settings)
        : logger_{std::move(logger)}, settings_{settings} {}

    void operator()(const connection_event& event) const {
        const double took = milliseconds{event.duration}.count();
        switch (event.change) {
        case connection_change::opened:
            if (settings_.connections) {
                logger_->info("connection opened in {:.3f} ms: {}", took, event.url);
            }
            return;
        case connection_change::refused:
            logger_->error("connection refused after {:.3f} ms: {}: {}", took, event.url,
                           event.failure == nullptr ? "" : event.failure->what());
            return;
        case connection_change::lost: logger_->warn("connection lost after {:.3f} ms: {}", took, event.url); return;
        case connection_change::expired:
        case connection_change::idle_too_long:
        case connection_change::not_resettable:
        case connection_change::engine_ended: break;
        }
        if (settings_.connections) {
            logger_->info("connection closed ({}) after {:.3f} ms: {}", to_string(event.change), took, event.url);
        }
    }

private:
    std::shared_ptr<spdlog::logger> logger_;
    log_settings settings_;
};

/// Calls both; what the first one throws does not keep the event from the second.
template <class Event>
std::function<void(const Event&)> both(std::function<void(const Event&)> first,
                                       std::function<void(const Event&)> second) {
    if (!first) {
        return second;
    }
    return [first = std::move(first), second = std::move(second)](const Event& event) {
        try {
            first(event);
        } catch (...) {  // as if it stood alone
        }
        second(event);
    };
}

}  // namespace

void log_to(engine_options& options, std::shared_ptr<spdlog::logger> logger, log_settings settings) {
    options.on_statement = both<statement_event>(std::move(options.on_statement), statement_log{logger, settings});
    options.on_connection =
        both<connection_event>(std::move(options.on_connection), connection_log{std::move(logger), settings});
}

}  // namespace aludel
