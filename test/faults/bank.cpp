// SPDX-License-Identifier: BSL-1.0
#include "bank.hpp"

#include <algorithm>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace banks {
namespace {

void change_balances(aludel::session& session, const transfer& order) {
    session.execute("update bank_accounts set balance = balance - {} where id = {}", order.amount, order.giver);
    session.execute("update bank_accounts set balance = balance + {} where id = {}", order.amount, order.taker);
}

void read_and_write_balances(aludel::session& session, const transfer& order) {
    aludel::repository<account> accounts{session};
    account giver = accounts.get(order.giver);
    account taker = accounts.get(order.taker);
    giver.balance -= order.amount;
    taker.balance += order.amount;
    (void)accounts.update(giver);
    (void)accounts.update(taker);
}

}  // namespace

void order_book::note(const aludel::uuid& order, fate told) {
    const std::lock_guard lock{mutex_};
    orders_[order] = told;
}

void order_book::complain(const std::string& message) {
    const std::lock_guard lock{mutex_};
    ++complaints_[message];
}

std::size_t order_book::count(fate told) const {
    return static_cast<std::size_t>(
        std::count_if(orders_.begin(), orders_.end(), [told](const auto& order) { return order.second == told; }));
}

void open_bank(aludel::engine& bank) {
    bank.create_all<account, transfer>();
    std::vector<account> accounts;
    for (std::int64_t id = 1; id <= account_count; ++id) {
        accounts.push_back({id, first_balance});
    }
    aludel::session session = bank.open_session();
    aludel::repository<account>{session}.bulk_insert(accounts);
}

transfer random_order(std::mt19937& random) {
    std::uniform_int_distribution<std::int64_t> any_account{1, account_count};
    std::uniform_int_distribution<std::int64_t> others{1, account_count - 1};
    std::uniform_int_distribution<std::int64_t> any_amount{1, 100};
    transfer made{aludel::uuid_v7(), any_account(random), 0, any_amount(random)};
    made.taker = (made.giver - 1 + others(random)) % account_count + 1;
    return made;
}

fate carry_out(aludel::engine& bank, const transfer& order, bool reads_first) {
    const auto work = [&](aludel::session& session) {
        reads_first ? read_and_write_balances(session, order) : change_balances(session, order);
        aludel::repository<transfer>{session}.add(order);
    };
    try {
        bank.transaction(
            work,
            {.isolation = reads_first ? aludel::isolation::serializable : aludel::isolation::standard, .attempts = 20});
        return fate::committed;
    } catch (const aludel::connection_lost& lost) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});  // it may take a while until there is a server again
        return lost.outcome_is_unknown() ? fate::unknown : fate::refused;
    } catch (const aludel::transaction_conflict&) {
        return fate::refused;
    } catch (const aludel::timeout&) {
        return fate::refused;
    }
}

std::size_t audit(aludel::session& session, const order_book& book) {
    std::map<std::int64_t, std::int64_t> balances;
    for (std::int64_t id = 1; id <= account_count; ++id) {
        balances[id] = first_balance;
    }
    std::map<aludel::uuid, fate> missing = book.orders();
    std::size_t kept = 0;
    for (const transfer& stored : aludel::repository<transfer>{session}.list()) {
        balances[stored.giver] -= stored.amount;
        balances[stored.taker] += stored.amount;
        const auto given = missing.find(stored.id);
        if (given == missing.end()) {
            ADD_FAILURE() << "a transfer that nobody asked for, or a second time: " << aludel::to_string(stored.id);
            continue;
        }
        EXPECT_NE(given->second, fate::refused) << "kept, and said not to be: " << aludel::to_string(stored.id);
        kept += given->second == fate::unknown ? 1 : 0;
        missing.erase(given);
    }
    for (const auto& [order, told] : missing) {
        EXPECT_NE(told, fate::committed) << "committed, and lost: " << aludel::to_string(order);
    }
    std::int64_t sum = 0;
    for (const account& stored : aludel::repository<account>{session}.list()) {
        EXPECT_EQ(stored.balance, balances[stored.id]) << "half a transfer, account " << stored.id;
        sum += stored.balance;
    }
    EXPECT_EQ(sum, account_count * first_balance);
    for (const auto& [message, times] : book.complaints()) {
        ADD_FAILURE() << times << " times: " << message;
    }
    return kept;
}

}  // namespace banks
