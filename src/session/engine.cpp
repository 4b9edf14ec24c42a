// SPDX-License-Identifier: BSL-1.0
#include <aludel/session/engine.hpp>

#include <algorithm>
#include <random>
#include <thread>

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

void engine::pause_before_attempt(unsigned attempt) {
    // Doubles from 10 ms to 1 s; the jitter keeps those who collided from meeting again.
    const unsigned doublings = std::min(attempt - 2, 7u);
    thread_local std::minstd_rand random{std::random_device{}()};
    std::uniform_int_distribution<unsigned> milliseconds{1, std::min(10u << doublings, 1000u)};
    std::this_thread::sleep_for(std::chrono::milliseconds{milliseconds(random)});
}

}  // namespace aludel
