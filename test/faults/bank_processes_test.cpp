// SPDX-License-Identifier: BSL-1.0
// The bank in a SQLite file: four processes give orders, and two of them are killed in the middle of it, more than
// once.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <memory>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "bank.hpp"
#include "bank_run.hpp"
#include "child_process.hpp"
#include "private_server.hpp"
#include "run_length.hpp"
#include "watchdog.hpp"

namespace banks {

using std::chrono::steady_clock;

constexpr std::size_t clerks = 4;
constexpr std::size_t killed_clerks = 2;

/// A line goes out in one call: what a killed process has noted is there, and what it has not is not.
void write_line(int log, const aludel::uuid& order, fate told) {
    const std::string line = static_cast<char>(told) + aludel::to_string(order) + '\n';
    if (::write(log, line.data(), line.size()) != static_cast<::ssize_t>(line.size())) {
        throw std::runtime_error{"cannot write what became of an order"};
    }
}

int be_clerk(const std::string& url, double seconds, const std::string& log, unsigned seed) {
    const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const auto length = std::chrono::duration_cast<steady_clock::duration>(std::chrono::duration<double>{seconds});
    try {
        aludel::engine bank{url};
        give_orders(bank, seed, steady_clock::now() + length,
                    [&](const aludel::uuid& order, fate told) { write_line(file, order, told); });
    } catch (const std::exception& unexpected) {
        std::cerr << "a clerk: " << unexpected.what() << '\n';
        return 1;
    }
    return 0;
}

class processes : public testing::TestWithParam<const char*> {
protected:
    std::unique_ptr<faults::child_process> new_clerk(std::chrono::duration<double> length) {
        logs_.push_back(directory_.path() / (std::to_string(logs_.size()) + ".log"));
        return std::make_unique<faults::child_process>(
            std::vector<std::string>{this_run().program, "--clerk", url_, std::to_string(length.count()),
                                     logs_.back().string(), std::to_string(seed_ + logs_.size())});
    }
    void expect_status(faults::child_process& clerk, auto holds, const char* what) {
        const std::optional<int> status = clerk.wait(std::chrono::seconds{60});
        ASSERT_TRUE(status) << "a clerk hangs";
        EXPECT_TRUE(holds(*status)) << "a clerk " << what << ": " << *status;
    }
    void read_logs(order_book& book) const {
        for (const std::filesystem::path& log : logs_) {
            std::ifstream lines{log};
            for (std::string line; std::getline(lines, line);) {
                book.note(aludel::uuid::from_text(line.substr(1)), static_cast<fate>(line.front()));
            }
        }
    }

    faults::temporary_directory directory_;
    std::string url_ = "sqlite:///" + (directory_.path() / "bank.db").string() + "?journal_mode=" + GetParam();
    unsigned seed_ = faults::seed();
    std::vector<std::filesystem::path> logs_;
};

TEST_P(processes, keep_the_banks_money_while_some_are_killed) {
    if (this_run().database != "sqlite") {
        GTEST_SKIP() << "servers have processes of their own; the bank of servers kills their connections";
    }
    const std::chrono::duration<double> length{faults::by_length(4.0, 30.0)};
    const faults::watchdog bounded{"the bank of processes", std::chrono::seconds{150}};
    aludel::engine bank{url_};
    open_bank(bank);

    const auto begun = steady_clock::now();
    const auto left = [&]() -> std::chrono::duration<double> {
        return length - (steady_clock::now() - begun);
    };
    std::vector<std::unique_ptr<faults::child_process>> running;
    for (std::size_t clerk = 0; clerk < clerks; ++clerk) {
        running.push_back(new_clerk(length));
    }
    std::mt19937 random{seed_};
    int kills = 0;
    while (left().count() > 1.0) {  // so that the victim is at work
        std::this_thread::sleep_for(std::chrono::milliseconds{100 + random() % 400});
        std::unique_ptr<faults::child_process>& victim = running[random() % killed_clerks];
        victim->send(SIGKILL);
        expect_status(
            *victim, [](int status) { return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; }, "was not killed");
        ++kills;
        victim = new_clerk(left());
    }
    for (const auto& clerk : running) {
        expect_status(
            *clerk, [](int status) { return WIFEXITED(status) && WEXITSTATUS(status) == 0; }, "failed");
    }

    order_book book;
    read_logs(book);
    aludel::session session = bank.open_session();
    EXPECT_EQ(session.query_one<std::string>("pragma integrity_check"), "ok");
    const std::size_t kept = audit(session, book);
    EXPECT_EQ(carry_out(bank, random_order(random), true), fate::committed);
    EXPECT_GE(kills, 2);
    EXPECT_GT(book.count(fate::committed), 20u);
    // Of a process that was killed there is at most one order whose outcome it did not learn.
    EXPECT_LE(book.count(fate::unknown), static_cast<std::size_t>(kills));
    std::cout << book.count(fate::committed) << " transfers committed, " << book.count(fate::refused) << " refused, "
              << book.count(fate::unknown) << " of unknown outcome, of which " << kept << " are there; " << kills
              << " processes killed in " << length.count() << " s; seed " << seed_ << '\n';
}

INSTANTIATE_TEST_SUITE_P(of_the_bank, processes, testing::Values("wal", "delete"),
                         [](const auto& named) { return std::string{"journal_mode_"} + named.param; });

}  // namespace banks
