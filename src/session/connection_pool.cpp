// SPDX-License-Identifier: BSL-1.0
#include "connection_pool.hpp"

#include <algorithm>

#include <soci/soci.h>

#include "generic_connection.hpp"

namespace aludel {
namespace {

constexpr std::string_view engine_parameters[] = {"pool_size",       "acquire_timeout",  "connect_timeout",
                                                  "statement_cache", "application_name", "native_path"};

bool knows(const dialect& spoken, std::string_view parameter) {
    const std::vector<std::string_view> known = spoken.parameters();
    return std::find(known.begin(), known.end(), parameter) != known.end();
}

/// Takes the engine's options out of the connection string, and hands on what the dialect wants to know too.
void take_options(connection_url& url, const dialect& spoken, engine_options& options) {
    using std::chrono::milliseconds;
    const auto take_milliseconds = [&url](const char* name, milliseconds otherwise) {
        return milliseconds{url.take_number(name, static_cast<std::uint64_t>(otherwise.count()))};
    };
    options.pool_size = std::max<std::size_t>(1, url.take_number("pool_size", options.pool_size));
    options.statement_cache = url.take_number("statement_cache", options.statement_cache);
    options.native_path = url.take_flag("native_path", options.native_path);
    options.acquire_timeout = take_milliseconds("acquire_timeout", options.acquire_timeout);
    options.connect_timeout = take_milliseconds("connect_timeout", options.connect_timeout);
    options.application_name = url.take("application_name", options.application_name);
    if (knows(spoken, "connect_timeout")) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(options.connect_timeout);
        url.parameters["connect_timeout"] = std::to_string(seconds.count());
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
        known += std::find(std::begin(engine_parameters), std::end(engine_parameters), name) ==
                         std::end(engine_parameters)
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
    const auto deadline = std::chrono::steady_clock::now() + options_.acquire_timeout;
    std::unique_lock lock{mutex_};
    const bool free =
        came_back_.wait_until(lock, deadline, [this] { return !idle_.empty() || open_ < options_.pool_size; });
    if (!free) {
        throw timeout{"no connection came free within " + std::to_string(options_.acquire_timeout.count()) +
                      " ms: all " + std::to_string(options_.pool_size) +
                      " are in use; end sessions sooner, or raise pool_size or acquire_timeout"};
    }
    if (!idle_.empty()) {
        std::unique_ptr<pooled_connection> leased = std::move(idle_.back());
        idle_.pop_back();
        return leased;
    }
    ++open_;
    lock.unlock();
    try {
        return connect();
    } catch (...) {
        free_place();
        throw;
    }
}

void connection_pool::give_back(std::unique_ptr<pooled_connection> returned) noexcept {
    if (!returned->broken && returned->link->in_transaction()) {
        try {
            returned->link->run("rollback");
        } catch (...) {
            returned->broken = true;
        }
    }
    if (returned->broken) {
        returned.reset();
        free_place();
        return;
    }
    try {
        const std::lock_guard lock{mutex_};
        idle_.push_back(std::move(returned));
    } catch (...) {  // no memory for the list: the connection is closed instead
        free_place();
        return;
    }
    came_back_.notify_one();
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

void connection_pool::settle(pooled_connection& fresh) const {
    const capabilities facts = dialect_->open(*fresh.raw);
    if (options_.native_path) {
        fresh.link = dialect_->connect(*fresh.raw, facts);
    }
    if (!fresh.link) {
        fresh.link = make_generic_connection(*fresh.raw, *dialect_, facts);
    }
}

}  // namespace aludel
