// SPDX-License-Identifier: BSL-1.0
// Rules 27 and 29: whatever happens to connections and to the server, a transaction is there as a whole or not at all,
// and whoever was told that it was committed finds it.
#include <atomic>
#include <iostream>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/dialect/connection_url.hpp>

#include "bank.hpp"
#include "bank_run.hpp"
#include "private_server.hpp"
#include "run_length.hpp"
#include "server_words.hpp"
#include "watchdog.hpp"

namespace banks {

using std::chrono::steady_clock;

constexpr unsigned clerks = 8;
constexpr std::size_t connections = 6;  // fewer than clerks: they wait for each other, too
constexpr int crashes = 2;

/// Kills one connection of the bank's after the other, and lets the server crash twice.
class saboteur {
public:
    saboteur(faults::private_server& server, unsigned seed) : server_{server}, random_{seed} {}

    void work_for(std::chrono::seconds length) {
        const auto begun = steady_clock::now();
        int crashed = 0;
        while (steady_clock::now() < begun + length) {
            std::this_thread::sleep_for(std::chrono::milliseconds{20 + random_() % 100});
            if (crashed < crashes && steady_clock::now() > begun + (crashed + 1) * length / (crashes + 1)) {
                ++crashed;
                server_.crash();
                server_.wait_for_start(1 + crashed);
            }
            kill_one();
        }
        EXPECT_EQ(crashed, crashes);
    }
    [[nodiscard]] int killed() const noexcept { return killed_; }

private:
    void kill_one() {
        try {
            aludel::session session = own_.open_session();
            const std::vector<std::int64_t> others = words_->other_connections(session);
            if (!others.empty()) {
                words_->kill(session, others[random_() % others.size()]);
                ++killed_;
            }
        } catch (const aludel::connection_lost&) {  // its own, since the server crashed
        }
    }

    faults::private_server& server_;
    std::mt19937 random_;
    aludel::engine own_{server_.url()};
    std::unique_ptr<faults::server_words> words_ =
        faults::server_words::of_scheme(aludel::connection_url::parse(server_.url()).scheme);
    int killed_ = 0;
};

void work_as_clerk(aludel::engine& bank, unsigned seed, steady_clock::time_point end, order_book& book) {
    while (steady_clock::now() < end) {
        try {
            give_orders(bank, seed, end, [&](const aludel::uuid& order, fate told) { book.note(order, told); });
        } catch (const std::exception& unexpected) {
            book.complain(unexpected.what());
        }
    }
}

/// Uses all connections at once; returns how many of them turned out to be gone.
std::size_t count_lost(aludel::engine& bank) {
    std::vector<aludel::session> all;
    std::size_t lost = 0;
    for (std::size_t i = 0; i < connections; ++i) {
        all.push_back(bank.open_session());
        try {
            EXPECT_EQ(all.back().query_one<int>("select 1"), 1);
        } catch (const aludel::connection_lost&) {
            ++lost;
        }
    }
    return lost;
}

/// What died while it lay in the pool may be told of, once.
void expect_every_connection_works(aludel::engine& bank) {
    (void)count_lost(bank);
    EXPECT_EQ(count_lost(bank), 0u);
}

TEST(bank, keeps_its_money_while_connections_are_killed_and_the_server_crashes) {
    if (this_run().database == "sqlite") {
        GTEST_SKIP() << "there is no server to crash; the bank of processes is for files";
    }
    const std::chrono::seconds length{faults::by_length(6, 30)};
    const unsigned seed = faults::seed();
    faults::private_server server{this_run().database};
    const faults::watchdog bounded{"the bank", length + std::chrono::seconds{120}};
    aludel::engine bank{server.url(), {.pool_size = connections}};
    open_bank(bank);

    order_book book;
    saboteur enemy{server, seed};
    const auto end = steady_clock::now() + length;
    std::vector<std::thread> threads;
    for (unsigned clerk = 1; clerk <= clerks; ++clerk) {
        threads.emplace_back([&, clerk] { work_as_clerk(bank, seed + clerk, end, book); });
    }
    enemy.work_for(length);
    for (std::thread& thread : threads) {
        thread.join();
    }

    expect_every_connection_works(bank);
    aludel::session session = bank.open_session();
    const std::size_t kept = audit(session, book);
    const std::size_t unknown = book.count(fate::unknown);
    EXPECT_GT(book.count(fate::committed), 100u);
    EXPECT_GT(enemy.killed(), 2);
    std::cout << book.count(fate::committed) << " transfers committed, " << book.count(fate::refused) << " refused, "
              << unknown << " of unknown outcome, of which " << kept << " are there; " << enemy.killed()
              << " connections killed, " << crashes << " crashes, in " << length.count() << " s; seed " << seed << '\n';
}

}  // namespace banks
