// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <string_view>

#include <aludel/aludel.hpp>

namespace banks {

struct account {
    std::int64_t id{};
    std::int64_t balance = 0;
};

/// One for each order that was carried out, written in the same transaction.
struct transfer {
    aludel::uuid id;
    std::int64_t giver = 0;
    std::int64_t taker = 0;
    std::int64_t amount = 0;
};

}  // namespace banks

template <>
inline constexpr auto aludel::entity<banks::account> = aludel::table("bank_accounts");
template <>
inline constexpr auto aludel::entity<banks::transfer> = aludel::table("bank_transfers");

namespace banks {

constexpr std::int64_t account_count = 1'000;
constexpr std::int64_t first_balance = 10'000;

/// What somebody who gave an order was told.
enum class fate : char { committed = '+', refused = '-', unknown = '?' };

/// The orders that were given, and what became of them. Shared by all threads.
class order_book {
public:
    void note(const aludel::uuid& order, fate told);
    /// Something that the interface does not promise.
    void complain(const std::string& message);

    [[nodiscard]] const std::map<aludel::uuid, fate>& orders() const noexcept { return orders_; }
    [[nodiscard]] const std::map<std::string, int>& complaints() const noexcept { return complaints_; }
    [[nodiscard]] std::size_t count(fate told) const;

private:
    std::mutex mutex_;
    std::map<aludel::uuid, fate> orders_;
    std::map<std::string, int> complaints_;
};

/// Creates the bank's tables and fills its accounts.
void open_bank(aludel::engine& bank);

/// An order between two accounts at random.
transfer random_order(std::mt19937& random);

/// Carries an order out in one transaction: by changing balances where they are, or by reading and writing them,
/// which only holds when transactions are serializable. Throws what is no promise of the interface.
fate carry_out(aludel::engine& bank, const transfer& order, bool reads_first);

/// Gives orders until `end`, and notes the fate of each in `told(order, fate)`; first as unknown.
template <class Told>
void give_orders(aludel::engine& bank, unsigned seed, std::chrono::steady_clock::time_point end, Told told) {
    std::mt19937 random{seed};
    for (bool reads_first = false; std::chrono::steady_clock::now() < end; reads_first = !reads_first) {
        const transfer order = random_order(random);
        told(order.id, fate::unknown);
        told(order.id, carry_out(bank, order, reads_first));
    }
}

/// Compares the accounts with the transfers, and both with the book. Returns how many of unknown outcome were kept.
std::size_t audit(aludel::session& session, const order_book& book);

}  // namespace banks
