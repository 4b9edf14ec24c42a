// SPDX-License-Identifier: BSL-1.0
#include "interrupter.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>

#include <sqlite3.h>

namespace aludel::sqlite {
namespace {

using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

int remember_number(void* number, int columns, char** values, char**) {
    if (columns > 0 && values[0] != nullptr) {
        *static_cast<long*>(number) = std::strtol(values[0], nullptr, 10);
    }
    return 0;
}

milliseconds busy_timeout_of(::sqlite3* handle) {
    long found = 0;
    ::sqlite3_exec(handle, "pragma busy_timeout", remember_number, &found, nullptr);
    return milliseconds{found};
}

class interrupter final : public aludel::interrupter {
public:
    /// SQLite's own way to wait for a lock sleeps through sqlite3_interrupt (3.40.1, main.c,
    /// sqliteDefaultBusyCallback). This one stands in its place until a `pragma busy_timeout` takes it away.
    explicit interrupter(::sqlite3* handle) : handle_{handle}, busy_timeout_{busy_timeout_of(handle)} {
        ::sqlite3_busy_handler(handle, &wait_for_lock, this);
    }

    void interrupt() noexcept override {
        is_asked_.store(true, std::memory_order_relaxed);
        ::sqlite3_interrupt(handle_);
    }

    /// What was interrupted too late is forgotten by the next statement: vdbeapi.c, sqlite3Step, where none is active.
    void settle() override { is_asked_.store(false, std::memory_order_relaxed); }

private:
    static int wait_for_lock(void* self, int tries) { return static_cast<interrupter*>(self)->wait(tries) ? 1 : 0; }

    bool wait(int tries) {
        const clock::time_point now = clock::now();
        if (tries == 0) {
            waits_until_ = now + busy_timeout_;
        }
        if (is_asked_.load(std::memory_order_relaxed) || now >= waits_until_) {
            return false;
        }
        constexpr milliseconds longest{20};
        const auto left = std::chrono::ceil<milliseconds>(waits_until_ - now);
        std::this_thread::sleep_for(std::min({longest, milliseconds{1 + tries}, left}));
        return true;
    }

    ::sqlite3* handle_;
    milliseconds busy_timeout_;
    clock::time_point waits_until_{};
    std::atomic<bool> is_asked_{false};
};

}  // namespace

std::unique_ptr<aludel::interrupter> make_interrupter(::sqlite3* handle) {
    return std::make_unique<interrupter>(handle);
}

}  // namespace aludel::sqlite
