// SPDX-License-Identifier: BSL-1.0
#include "connection_pool.hpp"

#include <algorithm>

#include <soci/soci.h>

#include "generic_connection.hpp"

namespace aludel {
namespace {

constexpr std::string_view engine_parameters[] = {"pool_size",         "acquire_timeout", "connect_timeout",
                                                  "statement_timeout", "statement_cache", "application_name",
                                                  "native_path"};

/// A connection that was in use so lately is lent again without asking the server.
constexpr std::chrono::seconds trusted_idle_time{5};

/// Waits are added to the present time, which must not overflow.
constexpr std::chrono::milliseconds longest_wait = std::chrono::hours{24 * 365};

bool knows(const dialect& spoken, std::string_view parameter) {
    const std::vector<std::string_view> known = spoken.parameters();
    return std::find(known.begin(), known.end(), parameter) != known.end();
}

/// Takes the engine's options out of the connection string, and hands on what the dialect wants to know too.
void take_options(connection_url& url, const dialect& spoken, engine_options& options) {
    using std::chrono::milliseconds;
    const auto take_milliseconds = [&url](const char* name, milliseconds otherwise) {
        const auto most = static_cast<std::uint64_t>(milliseconds::max().count());
        return milliseconds{std::min(most, url.take_number(name, static_cast<std::uint64_t>(otherwise.count())))};
    };
    options.pool_size = std::max<std::size_t>(1, url.take_number("pool_size", options.pool_size));
    options.statement_cache = url.take_number("statement_cache", options.statement_cache);
    options.native_path = url.take_flag("native_path", options.native_path);
    options.acquire_timeout = take_milliseconds("acquire_timeout", options.acquire_timeout);
    options.connect_timeout = take_milliseconds("connect_timeout", options.connect_timeout);
    options.statement_timeout = take_milliseconds("statement_timeout", options.statement_timeout);
    options.application_name = url.take("application_name", options.application_name);
    if (knows(spoken, "connect_timeout")) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(std::min(options.connect_timeout, longest_wait));
        url.parameters["connect_timeout"] = std::to_string(seconds.count());
    }
    if (knows(spoken, "statement_cache")) {
        url.parameters["statement_cache"] = std::to_string(options.statement_cache);
    }
    if (knows(spoken, "application_name") && !options.application_name.empty()) {
        url.parameters["application_name"] = options.application_name;
    }
}

void refuse_unknown_parameters(const connection_url& url, const dialect& spoken) {
    if (url.parameters.empty()) {
        return;
    }
    std::string known;
    for (const std::string_view name : engine_parameters) {
        known += (known.empty() ? "" : ", ") + std::string{name};
    }
    for (const std::string_view name : spoken.parameters()) {
        known +=
            std::find(std::begin(engine_parameters), std::end(engine_parameters), name) == std::end(engine_parameters)
                ? ", " + std::string{name}
                : "";
    }
    throw usage_error{"unknown parameter \"" + url.parameters.begin()->first +
                      "\" in the connection string; known are: " + known};
}

}  // namespace

pooled_connection::pooled_connection(std::size_t statements_kept) : statements{statements_kept} {}

pooled_connection::~pooled_connection() {
    statements.clear();
    link.reset();
    try {
        raw.reset();
    } catch (...) {  // closing a connection that is gone has nothing to say
    }
}

connection_pool::connection_pool(connection_url url, engine_options options)
    : options_{std::move(options)}, shown_url_{url.without_password()}, dialect_{dialect_for(url.scheme)} {
    take_options(url, *dialect_, options_);
    const std::size_t most = dialect_->max_connections(url);
    options_.pool_size = most == 0 ? options_.pool_size : std::min(options_.pool_size, most);
    target_ = dialect_->target(url);
    refuse_unknown_parameters(url, *dialect_);
}

connection_pool::~connection_pool() = default;

std::unique_ptr<pooled_connection> connection_pool::lease() {
    while (true) {
        std::unique_ptr<pooled_connection> leased = lease_idle_or_place();
        if (leased && is_usable(*leased)) {
            return leased;
        }
        try {
            if (!leased) {
                return connect();
            }
        } catch (...) {
            free_place();
            throw;
        }
        leased.reset();
        free_place();
    }
}

/// An idle connection, or null for a place in which a new one may be opened.
std::unique_ptr<pooled_connection> connection_pool::lease_idle_or_place() {
    std::unique_lock lock{mutex_};
    const auto is_free = [this] {
        return !idle_.empty() || open_ < options_.pool_size;
    };
    if (!came_back_.wait_for(lock, std::min(options_.acquire_timeout, longest_wait), is_free)) {
        throw timeout{"no connection came free within " + std::to_string(options_.acquire_timeout.count()) +
                      " ms: all " + std::to_string(options_.pool_size) +
                      " are in use; end sessions sooner, or raise pool_size or acquire_timeout"};
    }
    if (idle_.empty()) {
        ++open_;
        return nullptr;
    }
    std::unique_ptr<pooled_connection> leased = std::move(idle_.back());
    idle_.pop_back();
    const bool was_busy_lately = std::chrono::steady_clock::now() - leased->idle_since < trusted_idle_time;
    if (leased->generation == generation_ && was_busy_lately) {
        leased->idle_since = {};
    }
    leased->generation = generation_;
    return leased;
}

/// A server may have closed a connection that was idle, and after one was lost the others are suspects.
bool connection_pool::is_usable(pooled_connection& idle) const {
    const bool is_trusted = idle.idle_since == std::chrono::steady_clock::time_point{};
    return is_trusted || idle.link->is_alive();
}

void connection_pool::give_back(std::unique_ptr<pooled_connection> returned) noexcept {
    try {
        if (!returned->broken) {
            returned->link->reset();
        }
    } catch (...) {
        returned->broken = true;
    }
    try {
        const std::lock_guard lock{mutex_};
        if (!returned->broken) {
            returned->idle_since = std::chrono::steady_clock::now();
            idle_.push_back(std::move(returned));
        } else {
            ++generation_;
        }
    } catch (...) {  // no memory for the list: the connection is closed instead
    }
    if (returned) {
        returned.reset();
        free_place();
    } else {
        came_back_.notify_one();
    }
}

void connection_pool::free_place() noexcept {
    {
        const std::lock_guard lock{mutex_};
        --open_;
    }
    came_back_.notify_one();
}

std::unique_ptr<pooled_connection> connection_pool::connect() const {
    auto fresh = std::make_unique<pooled_connection>(options_.statement_cache);
    fresh->raw = std::make_unique<soci::session>();
    soci::session* opened = nullptr;
    try {
        fresh->raw->open(*target_.backend, target_.connect_string);
        opened = fresh->raw.get();
        settle(*fresh);
    } catch (const error&) {
        throw;
    } catch (const std::exception& thrown) {
        failure explained = dialect_->explain(opened, thrown);
        throw_error(explained.kind, explained.message, std::move(explained.details));
    }
    return fresh;
}

void connection_pool::provide_work(pooled_connection& leased) const {
    if (leased.work) {
        return;
    }
    if (!leased.link->facts().ends_statements) {
        throw usage_error{"statements on " + leased.link->facts().server +
                          " cannot be ended from outside by this dialect; "
                          "use neither statement_timeout nor cancellers here"};
    }
    leased.work = std::make_shared<running_work>(dialect_->make_interrupter(*leased.raw, target_), watchdog_);
}

void connection_pool::settle(pooled_connection& fresh) const {
    const capabilities facts = dialect_->open(*fresh.raw);
    if (options_.native_path) {
        fresh.link = dialect_->connect(*fresh.raw, facts);
    }
    if (!fresh.link) {
        fresh.link = make_generic_connection(*fresh.raw, *dialect_, facts);
    }
    fresh.link->watch(options_.on_statement ? &options_.on_statement : nullptr);
}

}  // namespace aludel
