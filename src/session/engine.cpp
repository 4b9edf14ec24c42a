// SPDX-License-Identifier: BSL-1.0
#include <aludel/session/engine.hpp>

#include <random>
#include <thread>

#include "attempt_pause.hpp"
#include "connection_pool.hpp"

namespace aludel {

engine::engine(std::string_view url, engine_options options)
    : pool_{std::make_shared<connection_pool>(connection_url::parse(url), std::move(options))} {}

engine::~engine() = default;

session engine::open_session() {
    return session{std::make_unique<session_core>(pool_, pool_->lease())};
}

std::size_t engine::pool_size() const noexcept {
    return pool_->options().pool_size;
}

std::string_view engine::url() const noexcept {
    return pool_->shown_url();
}

pool_statistics engine::statistics() const {
    return pool_->statistics();
}

void engine::pause_before_attempt(unsigned attempt) {
    thread_local std::minstd_rand random{std::random_device{}()};
    std::this_thread::sleep_for(pause_before(attempt, random));
}

}  // namespace aludel
