// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "measurement.hpp"

namespace bench {

/// Says on stderr how far a run is: a line that is written over on a terminal, else a line per finished step. What
/// fails is said at once.
class progress {
public:
    explicit progress(std::size_t steps);

    void begin(const std::string& step);
    void end(const std::vector<measurement>& results);
    /// Says why the next steps are left out.
    void skip(const std::string& reason, std::size_t steps);
    void finish();

private:
    void clear_line() const;

    std::size_t steps_;
    std::size_t done_ = 0;
    std::string step_;
    bool on_terminal_;
};

}  // namespace bench
