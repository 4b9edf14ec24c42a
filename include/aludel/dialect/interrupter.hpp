// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace aludel {

/// Ends what one connection is running, from outside. Made on the thread that uses the connection. It may outlive the
/// connection, and nothing but its destructor is called then.
class interrupter {
public:
    interrupter() = default;
    interrupter(const interrupter&) = delete;
    interrupter& operator=(const interrupter&) = delete;
    virtual ~interrupter() = default;

    /// Asks the database to end what the connection runs; harmless where that is nothing. Called from any thread, by
    /// one at a time, and possibly again and again. Returns when the database has been told or cannot be. Whoever uses
    /// the connection waits for it, except where cut() was called.
    virtual void interrupt() noexcept = 0;

    /// Cuts the wire, so that the thread that waits for an answer gets an error at once. Called from any thread, while
    /// the connection is open, possibly during interrupt(). False: there is no wire.
    virtual bool cut() noexcept { return false; }

    /// Takes in a request that came when the statement had ended, so that it cannot hit the next one. Called on the
    /// connection's thread after interrupt(), while nothing runs. Throws when that fails: the connection is closed
    /// then.
    virtual void settle() {}
};

}  // namespace aludel
