// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>

namespace aludel {

class running_work;

/// Ends, from any thread, what one session is running: `session.canceller()`. May be copied, and may outlive the
/// session and the engine; it does nothing then.
class canceller {
public:
    canceller(std::shared_ptr<running_work> work, std::uint64_t lease) noexcept;

    /// Ends the statement, the stream or the bulk load that the session is running, which throws `cancelled`; the
    /// session can go on. Does nothing where none is running: a later one is not hit. A commit and a rollback are not
    /// ended, and what comes to its end at the same moment may have done its work. Returns when the database has been
    /// told, which takes a connection to it on some databases; what does not answer then is cut off after five seconds,
    /// as `connection_lost`. Never throws.
    void cancel() const noexcept;

private:
    std::shared_ptr<running_work> work_;
    std::uint64_t lease_;
};

}  // namespace aludel
